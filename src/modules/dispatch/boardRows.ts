import type { Board, BoardActivity, BoardWorker } from '@contract/dispatchBoard'
import type { ActivityId, TeamId, WorkerId } from '@contract/id'
import type {
  BoardAway,
  BoardBar,
  BoardDayLoad,
  BoardRow,
  BoardTeamRow,
  BoardWorkerRow,
} from '@/components/board/board.types'
import { instantRange } from '@/format/time'

/** What stands in the place of an activity on the board: unsaved, planned, or just sent. */
export interface Shown {
  readonly activity: BoardActivity
  readonly isDraft: boolean
}
export interface RowTexts {
  readonly noTeam: string
  readonly members: (count: number) => string
  readonly absence: (kind: Board['absences'][number]['kind']) => string
}
export interface RowsInput {
  readonly board: Board
  /** Those of the board, with what stands in the place of some. */
  readonly activities: ReadonlyMap<ActivityId, BoardActivity>
  readonly shown: ReadonlyMap<ActivityId, Shown>
  readonly closedTeams: ReadonlySet<string>
  readonly movedBy: ReadonlyMap<ActivityId, string>
  readonly texts: RowTexts
}

/** Parts by what a key says of them, in the order in which they come. */
function grouped<Part, Key>(parts: readonly Part[], keyOf: (part: Part) => Key): Map<Key, Part[]> {
  const groups = new Map<Key, Part[]>()
  for (const part of parts) {
    const key = keyOf(part)
    const group = groups.get(key)
    if (group) group.push(part)
    else groups.set(key, [part])
  }
  return groups
}

type Membership = BoardWorker['memberships'][number]
type Member = NonNullable<BoardWorkerRow['member']>
interface Place {
  readonly worker: BoardWorker
  readonly teamId: TeamId | undefined
  readonly member: Member | undefined
}
const outside = 'none'

interface Made {
  readonly shown: Shown
  readonly by: string | undefined
  /** Comes after something that is moved: the stored way there is none any more. */
  readonly isNext: boolean
  readonly bar: BoardBar
}

type Touched = ReadonlyMap<WorkerId, readonly number[]>
const dayMs = 86_400_000

/** Where what is not saved yet was and where it is shown, by worker. */
function touchedPlaces({ activities }: Board, shown: ReadonlyMap<ActivityId, Shown>): Touched {
  if (shown.size === 0) return new Map()
  const stored = activities.filter(({ id }) => shown.has(id))
  const now = [...shown.values()].map(({ activity }) => activity)
  const places = [...stored, ...now].flatMap(({ start, workerId }) =>
    workerId === undefined || start === undefined ? [] : [{ workerId, start }],
  )
  return new Map(
    [...grouped(places, ({ workerId }) => workerId)].map(([workerId, found]) => [
      workerId,
      found.map(({ start }) => start),
    ]),
  )
}

/** Whether its worker does something within the day before it that is not saved yet. */
function isAfter({ start, workerId }: BoardActivity, touched: Touched): boolean {
  const places = workerId && touched.get(workerId)
  if (!places || start === undefined) return false
  return places.some((at) => at < start && start - at < dayMs)
}

/** Keeps the array of before where its parts are the same, so that what is computed of it stays as well. */
function createKeeper<Part>() {
  const held = new Map<string, readonly Part[]>()
  return (key: string, next: readonly Part[]): readonly Part[] => {
    const before = held.get(key)
    if (before?.length === next.length && next.every((part, at) => part === before[at])) return before
    held.set(key, next)
    return next
  }
}

/** Makes the rows of the board; what has not changed stays the same object (R07-34: one change redraws one row). */
export function createRowMaker() {
  const made = new Map<ActivityId, Made>()
  const keepBars = createKeeper<BoardBar>()
  const keepAways = createKeeper<BoardAway>()
  const aways = new WeakMap<Board['absences'][number], BoardAway>()
  const loads = new WeakMap<Board, ReadonlyMap<WorkerId, BoardDayLoad[]>>()
  const places = new WeakMap<Board, ReturnType<typeof placesOf>>()

  function barOf(shown: Shown, zone: string, by: string | undefined, isNext: boolean): BoardBar | undefined {
    const { activity, isDraft } = shown
    if (activity.start === undefined || activity.end === undefined) return undefined
    const held = made.get(activity.id)
    if (
      held?.shown.activity === activity &&
      held.shown.isDraft === isDraft &&
      held.by === by &&
      held.isNext === isNext
    )
      return held.bar
    const bar: BoardBar = {
      ...{ id: activity.id, start: activity.start, end: activity.end, duration: activity.duration },
      label: activity.siteCity ?? activity.customerName,
      ...{ orderNumber: activity.orderNumber, subject: activity.subject, priority: activity.priority },
      look: isDraft ? 'draft' : activity.status === 'closed' ? 'closed' : 'dispatched',
      ...{ pattern: activity.pattern, locked: activity.locked, hasConflict: activity.conflicts.length > 0 },
      ...{ dueAt: activity.slaDeadline, warnsAt: activity.warnsAt, movedBy: by },
      ...(isNext ? {} : { travelMinutes: activity.travelMinutes, isTravelAssumed: activity.isTravelAssumed }),
      siteZone: activity.siteZone === zone ? undefined : activity.siteZone,
    }
    made.set(activity.id, { shown, by, isNext, bar })
    return bar
  }

  function awaysOf(input: RowsInput): ReadonlyMap<WorkerId, readonly BoardAway[]> {
    const byWorker = grouped(input.board.absences, ({ workerId }) => workerId)
    return new Map(
      [...byWorker].map(([workerId, absences]) => {
        const parts = absences.map((absence) => {
          const away = aways.get(absence) ?? {
            ...{ from: absence.from, to: absence.to },
            text: input.texts.absence(absence.kind),
          }
          aways.set(absence, away)
          return away
        })
        return [
          workerId,
          keepAways(
            workerId,
            parts.sort((a, b) => a.from - b.from),
          ),
        ]
      }),
    )
  }

  function loadsOf(board: Board): ReadonlyMap<WorkerId, BoardDayLoad[]> {
    const held = loads.get(board) ?? grouped(board.loads, ({ workerId }) => workerId)
    loads.set(board, held)
    return held
  }

  /** Bars by row: of a worker in the row of the team he is in when it begins; without a worker on the team's. */
  function barsByRow(input: RowsInput, rows: ReturnType<typeof placesOf>): Map<string, BoardBar[]> {
    const { board, shown } = input
    const byRow = new Map<string, BoardBar[]>()
    const touched = touchedPlaces(board, shown)
    for (const activity of input.activities.values()) {
      const other = shown.get(activity.id)
      const isNext = other === undefined && isAfter(activity, touched)
      const by = input.movedBy.get(activity.id)
      const bar = barOf(other ?? { activity, isDraft: false }, board.zone, by, isNext)
      if (!bar || bar.end <= board.from || bar.start >= board.to) continue
      const key = rowOf(activity, bar.start, rows.byWorker)
      if (key === undefined) continue
      const held = byRow.get(key)
      if (held) held.push(bar)
      else byRow.set(key, [bar])
    }
    return byRow
  }

  return (input: RowsInput): readonly BoardRow[] => {
    const { board, closedTeams, texts } = input
    const rows = places.get(board) ?? placesOf(board)
    places.set(board, rows)
    const bars = barsByRow(input, rows)
    const away = awaysOf(input)
    const dayLoads = loadsOf(board)
    const namesakes = namesakesOf(board)
    const barsAt = (key: string) => keepBars(key, bars.get(key) ?? [])

    const rowOfPlace = ({ member, teamId, worker }: Place): BoardWorkerRow => {
      const key = workerKey(worker.id, teamId)
      return {
        ...{ kind: 'worker', key, workerId: worker.id, teamId, member },
        name: `${worker.displayName} ${worker.number}`,
        shortName: namesakes.has(worker.displayName) ? undefined : worker.displayName,
        text: worker.skills.map(({ level, skill }) => `${skill} ${level}`).join(', '),
        bars: barsAt(key),
        hours: worker.calendar === undefined ? undefined : board.calendars[worker.calendar],
        away: away.get(worker.id) ?? none,
        loads: dayLoads.get(worker.id) ?? none,
      }
    }
    return rows.teams.flatMap(({ members, team }): BoardRow[] => {
      const key = teamKey(team?.id)
      const isOpen = !closedTeams.has(key)
      const head: BoardTeamRow = {
        ...{ kind: 'team', key, teamId: team?.id, isOpen },
        name: team ? `${team.code} ${team.description}` : texts.noTeam,
        text: texts.members(members.length),
        bars: barsAt(key),
      }
      return isOpen ? [head, ...members.map(rowOfPlace)] : [head]
    })
  }
}
const none: readonly never[] = []

export const teamKey = (teamId: TeamId | undefined) => `team:${teamId ?? outside}`
export const workerKey = (workerId: WorkerId, teamId: TeamId | undefined) =>
  `${workerId}:${teamId ?? outside}`

/** Who stands under which team, and when. */
function placesOf(board: Board) {
  const all = board.workers.flatMap((worker): Place[] => {
    if (worker.memberships.length === 0) return [{ worker, teamId: undefined, member: undefined }]
    const byTeam = grouped(worker.memberships, ({ teamId }) => teamId)
    return [...byTeam].map(([teamId, memberships]) => ({
      ...{ worker, teamId },
      member: memberOf(memberships, board),
    }))
  })
  const byTeam = grouped(all, ({ teamId }) => teamId)
  const known = [...board.teams].sort((a, b) => (a.code < b.code ? -1 : 1))
  const others = all.filter(({ teamId }) => teamId === undefined)
  return {
    byWorker: grouped(all, ({ worker }) => worker.id),
    teams: [
      ...known.map((team) => ({ team, members: byTeam.get(team.id) ?? [] })),
      ...(others.length > 0 ? [{ team: undefined, members: others }] : []),
    ],
  }
}

/** The stretch of the memberships in one team; undefined where it is the whole range. */
function memberOf(memberships: readonly Membership[], { from, to, zone }: Board): Member | undefined {
  const stretches = memberships.map((membership) =>
    instantRange({ from: membership.from, to: membership.to }, zone),
  )
  const start = Math.min(...stretches.map((one) => one.from ?? from))
  const isOpen = stretches.some((one) => one.to === undefined)
  const end = isOpen ? to : Math.max(...stretches.map((one) => one.to ?? to))
  if (start <= from && end >= to) return undefined
  return { ...(start > from ? { from: start } : {}), ...(end < to ? { to: end } : {}) }
}

/** The row on which an activity lies; undefined where the board has none for it. */
export function rowOf(
  { teamId, workerId }: BoardActivity,
  start: number,
  byWorker: ReadonlyMap<WorkerId, readonly Place[]>,
): string | undefined {
  if (workerId === undefined) return teamKey(teamId)
  const rows = byWorker.get(workerId)
  const at = rows?.find(
    ({ member }) => start >= (member?.from ?? -Infinity) && start < (member?.to ?? Infinity),
  )
  const place = at ?? rows?.[0]
  return place && workerKey(workerId, place.teamId)
}

/** Names that several workers of the board share: only their numbers tell them apart. */
function namesakesOf({ workers }: Board): ReadonlySet<string> {
  const names = workers.map(({ displayName }) => displayName)
  return new Set(names.filter((name, at) => names.indexOf(name) !== at))
}
