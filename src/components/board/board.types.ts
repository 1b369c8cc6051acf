import type { Conflict, Slot } from '@contract/dispatch'
import type { BarPattern } from '@contract/dispatchSetUp'
import type { ActivityId, TeamId, WorkerId } from '@contract/id'
import type { OrderPriority } from '@contract/orderLiterals'
import type { Instant, LocalDate, Zone } from '@contract/time'

/** Hours: ticks of 15 minutes; day: one day fills the view; week: seven; month: cells with the load of a day. */
export type BoardZoom = 'hours' | 'day' | 'week' | 'month'

/** The border: dashed for unsaved and planned drafts, solid for dispatched ones, hatched for closed ones. */
export type BarLook = 'draft' | 'dispatched' | 'closed'

/** What a bar draws and says. A changed bar is a new object. */
export interface BoardBar {
  readonly id: ActivityId
  readonly start: Instant
  readonly end: Instant
  /** Real minutes (07 B7). */
  readonly duration: number
  /** The place, else the customer. */
  readonly label: string
  readonly orderNumber: string
  readonly subject: string
  readonly priority: OrderPriority
  readonly look: BarLook
  readonly pattern: BarPattern
  readonly locked: boolean
  /** In conflict as the plan stands (R07-21). */
  readonly hasConflict: boolean
  /** With its deadline a bar has a dot: late after it, at risk from `warnsAt` on. */
  readonly dueAt?: Instant | undefined
  readonly warnsAt?: Instant | undefined
  /** Travel before it, drawn as `~` where there is room; assumed: a position is not known. */
  readonly travelMinutes?: number | undefined
  readonly isTravelAssumed?: boolean | undefined
  /** The site's zone where it is not the board's: its local time is told as well (R07-10). */
  readonly siteZone?: Zone | undefined
  /** Whose change has just come in. */
  readonly movedBy?: string | undefined
}

/** Working time, shared by reference between the workers of one calendar. */
export interface BoardHours {
  /** By start. */
  readonly working: readonly Slot[]
  readonly holidays: readonly { readonly from: Instant; readonly to: Instant; readonly name: string }[]
}
export interface BoardAway {
  readonly from: Instant
  readonly to: Instant
  /** The kind in words. */
  readonly text: string
}
export interface BoardDayLoad {
  readonly date: LocalDate
  readonly planned: number
  readonly capacity: number
}

interface BoardRowBase {
  /** Unique and lasting: a worker in two teams within the range has two rows. */
  readonly key: string
  readonly name: string
  /** What the head has room for; empty: the name. */
  readonly shortName?: string | undefined
  /** Under the name: skills of a worker, members of a team. */
  readonly text: string
  /** In any order. The same array as long as nothing in it has changed: what is computed of it is kept. */
  readonly bars: readonly BoardBar[]
}
export interface BoardTeamRow extends BoardRowBase {
  readonly kind: 'team'
  /** Without one: those who are in no team. */
  readonly teamId?: TeamId | undefined
  readonly isOpen: boolean
}
export interface BoardWorkerRow extends BoardRowBase {
  readonly kind: 'worker'
  readonly workerId: WorkerId
  readonly teamId?: TeamId | undefined
  readonly hours?: BoardHours | undefined
  /** By start; the same array as long as nothing in it has changed. */
  readonly away: readonly BoardAway[]
  readonly loads: readonly BoardDayLoad[]
  /** When the row is the worker's: outside it is shaded and takes no drop. */
  readonly member?: { readonly from?: Instant | undefined; readonly to?: Instant | undefined } | undefined
}
/** Teams, each followed by its workers while it is open. */
export type BoardRow = BoardTeamRow | BoardWorkerRow

/** Where the focus is. Without `at`: on the row's head. */
export interface BoardFocus {
  readonly rowKey: string
  readonly at?: Instant | undefined
  readonly barId?: ActivityId | undefined
}

/** What a drag, or its equivalent by keyboard, would do (R07-32). */
export type BoardMove =
  | {
      readonly kind: 'move'
      readonly activityId: ActivityId
      readonly rowKey: string
      readonly workerId: WorkerId
      /** Absent: the time is kept and there is none yet. */
      readonly slot?: Slot | undefined
    }
  | {
      readonly kind: 'resize'
      readonly activityId: ActivityId
      readonly rowKey: string
      readonly slot: Slot
      readonly duration: number
    }
  /** A drop on a team's row sets the team only; `undefined`: none. */
  | {
      readonly kind: 'team'
      readonly activityId: ActivityId
      readonly rowKey: string
      readonly teamId: TeamId | undefined
    }
  | { readonly kind: 'unassign'; readonly activityId: ActivityId }

/** The answer of the page to a `ghost`: what the place would bring. */
export interface BoardVerdict {
  /** The very move that was asked about; an answer to an older one is shown until the newest comes. */
  readonly move: BoardMove
  readonly level: 'ok' | 'warn' | 'block'
  /** Sentences for the ghost and for screen readers, the gravest first; with `ok` for example the travel. */
  readonly texts: readonly string[]
  readonly conflicts: readonly Conflict[]
}

/** A dropped edit that waits at its bar: for Enter or Esc, or it was refused and tells why. */
export interface BoardQuestion {
  readonly activityId: ActivityId
  readonly kind: 'confirm' | 'refused'
  readonly texts: readonly string[]
}

/** What is dragged in from a list beside the board. */
export interface BoardItem {
  readonly activityId: ActivityId
  readonly label: string
  readonly orderNumber: string
  readonly priority: OrderPriority
  readonly duration: number
  readonly pattern: BarPattern
  /** Its time, where it has one: Shift keeps it. */
  readonly start?: Instant | undefined
}

/** Single keys on the focused bar; `nextConflict` only when the rows hold none, and `today` always, have no bar. */
export type BoardAct =
  'unassign' | 'lock' | 'high' | 'normal' | 'low' | 'suggest' | 'info' | 'nextConflict' | 'today'

/** What is in view. */
export interface BoardView {
  readonly from: Instant
  readonly to: Instant
  readonly firstRow: string | undefined
  readonly lastRow: string | undefined
}

export interface AcBoardProps {
  /** Names the grid for screen readers. */
  readonly label: string
  readonly rows: readonly BoardRow[]
  /** Half-open; whole days of the zone. */
  readonly from: Instant
  readonly to: Instant
  readonly zone: Zone
  readonly zoom: BoardZoom
  readonly gridMinutes: number
  /** Colours of the priorities, `#rrggbb`. */
  readonly colors: Readonly<Record<OrderPriority, string>>
  readonly selected?: ReadonlySet<ActivityId> | undefined
  readonly verdict?: BoardVerdict | undefined
  readonly questions?: readonly BoardQuestion[] | undefined
  /** Why nothing can be moved; picking up says it. */
  readonly readOnlyText?: string | undefined
  readonly isLoading?: boolean | undefined
}

export interface AcBoardEmits {
  /** `v-model:focus`. */
  'update:focus': [focus: BoardFocus | undefined]
  'update:zoom': [zoom: BoardZoom]
  /** A click on a bar; `hasMod`: with Ctrl or Cmd, the others stay selected. */
  pick: [id: ActivityId, hasMod: boolean]
  /** A double click on a bar. */
  open: [id: ActivityId]
  /** What is being dragged or carried, at most once a frame; `undefined` when it ends. */
  ghost: [move: BoardMove | undefined]
  drop: [move: BoardMove]
  confirm: [id: ActivityId]
  takeBack: [id: ActivityId]
  act: [act: BoardAct, id: ActivityId | undefined]
  toggle: [teamRowKey: string]
  /** Enter on a cell of the month. */
  openDay: [date: LocalDate, rowKey: string]
  view: [view: BoardView]
  /** A bar is held over an element with `data-board-unassign`, where a drop unassigns. */
  overList: [isOver: boolean]
}

/** What a page may ask of the board (`useTemplateRef<BoardHandle>`). */
export interface BoardHandle {
  /** Starts a drag of an entry of a list, from its `pointerdown`. */
  beginDrag: (item: BoardItem, event: PointerEvent) => void
  /** Carries an entry of a list by keyboard, from where the focus of the board is or was. */
  pickUp: (item: BoardItem) => void
  /** Puts the focus on a bar and scrolls to it; false when no row holds it. */
  focusBar: (id: ActivityId) => boolean
  scrollTo: (at: Instant) => void
  scrollToNow: () => void
  /** Said politely to screen readers: saved, undone, a colleague's move. */
  say: (text: string) => void
  focus: () => void
}
