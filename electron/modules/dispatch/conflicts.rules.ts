import { ConflictCode, type Conflict, type ConflictLevel } from '../../shared/contract/dispatch'
import type { AbsenceKind, SkillNeed } from '../../shared/contract/dispatchSetUp'
import type { ActivityId, OrderId, SiteId, TeamId, UserId, WorkerId } from '../../shared/contract/id'
import type { WorkerSkill } from '../../shared/contract/people'
import { approachTo, longestLeg, neighboursOf, type Approach, type Neighbours } from './neighbours.rules'
import { travelBetween, type Place, type Travel, type TravelParams } from './travel.rules'

/** Half-open: from `start`, up to `end`. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Where work is done: two pieces of one order, or at one site, are at the same place, known or not. */
export interface Site {
  readonly orderId: OrderId
  readonly siteId?: SiteId | undefined
  readonly place?: Place | undefined
}

/** Work that takes a worker's time. */
export interface Work extends Site, Span {
  readonly id: ActivityId
  readonly orderNumber: string
}

/** The activity whose place in the plan is judged; without a time there is less to judge. */
export interface Subject extends Site {
  readonly id: ActivityId
  readonly slot?: Span | undefined
  readonly earliest?: number | undefined
  /** Of the end. */
  readonly latest?: number | undefined
  readonly slaDeadline?: number | undefined
  readonly skills: readonly SkillNeed[]
  readonly isSplittable: boolean
  readonly teamId?: TeamId | undefined
  readonly preferredTechnicianId?: WorkerId | undefined
  readonly preferredName?: string | undefined
  /** Requirements of the order that are neither Reserved nor Delivered. */
  readonly missingParts: readonly { readonly item: string; readonly neededBy: number }[]
}

/** A worker's working time. */
export interface WorkingTime {
  /** Working intervals inside `[from, to)` in order, those that touch as one. */
  between(from: number, to: number): readonly Span[]
  /** The named exception that closes a date of `[from, to)`. */
  closedOn(from: number, to: number): { readonly name: string; readonly date: string } | undefined
}

export interface AbsenceSpan extends Span {
  readonly kind: AbsenceKind
}

/** The local days of a zone, by their number. */
export interface LocalDays {
  /** The day that an instant lies in. */
  of(instant: number): number
  /** When a day begins. */
  startOf(day: number): number
  dateOf(day: number): string
}

/** What is known of a worker around the place that is judged. */
export interface WorkerFacts {
  readonly id: WorkerId
  readonly isActive: boolean
  /** The last day. */
  readonly endDate?: string | undefined
  /** The worker's dates are read in the zone of the worker's office. */
  readonly zone: string
  /** The days of that zone. */
  readonly localDays: LocalDays
  readonly skills: readonly WorkerSkill[]
  readonly maxMinutes?: number | undefined
  /** Where the worker's day begins and ends on a date: the own base, else that of the team then. */
  baseOn(date: string): Place | undefined
  readonly time: WorkingTime
  readonly absences: readonly AbsenceSpan[]
  teamOn(date: string): TeamId | undefined
  /** By start; the judged activity may be among it. */
  readonly work: readonly Work[]
}

export interface PlanRules {
  readonly travel: TravelParams
  /** The way from and to the base needs free time (R07-12). */
  readonly commuteCounts: boolean
  readonly allowsInactiveWorkers: boolean
  /** Stands for the start of what has none. */
  readonly now: number
}

const minuteMs = 60_000
/** What takes so long at least is told in whole minutes. */
const minutesUp = (span: number) => Math.ceil(span / minuteMs)
const minutesDown = (span: number) => Math.floor(span / minuteMs)

const blocking: ReadonlySet<ConflictCode> = new Set([
  'LOCKED',
  'ACTIVITY_CLOSED',
  'ORDER_CANCELED',
  'WORKER_INACTIVE',
])
const telling: ReadonlySet<ConflictCode> = new Set(['NOT_PREFERRED', 'OTHER_TEAM'])

/** How grave a conflict is (07 §3.3). */
export function levelOf(code: ConflictCode): ConflictLevel {
  return blocking.has(code) ? 'block' : telling.has(code) ? 'info' : 'warn'
}

const rank = new Map(ConflictCode.options.map((code, index) => [code, index]))
function conflict(code: ConflictCode, facts: Omit<Conflict, 'code' | 'level'> = {}): Conflict {
  return { code, level: levelOf(code), ...facts }
}

/** What forbids an edit whatever it does, or as long as the activity is another's (07 §3.3, 3.5). */
export function blocksOf(
  activity: {
    readonly status: 'undispatched' | 'dispatched' | 'closed'
    readonly isOrderCanceled: boolean
    readonly locked: boolean
    readonly lockedById?: UserId | undefined
  },
  user: { readonly userId: UserId; readonly isManager: boolean; readonly movesIt: boolean },
): Conflict[] {
  const isOthers = activity.locked && activity.lockedById !== user.userId && !user.isManager
  return [
    ...(isOthers && user.movesIt ? [conflict('LOCKED')] : []),
    ...(activity.status === 'closed' ? [conflict('ACTIVITY_CLOSED')] : []),
    ...(activity.isOrderCanceled ? [conflict('ORDER_CANCELED')] : []),
  ]
}

/** What is to be said of an activity's place in the plan. */
export interface Judgement {
  readonly conflicts: Conflict[]
  /** How its worker comes there; none without a worker and a time, or where something else lasts into it. */
  readonly approach?: Approach | undefined
}

/** Every conflict of an activity's place in the plan (07 §3.3). */
export function conflictsOf(subject: Subject, worker: WorkerFacts | undefined, rules: PlanRules): Conflict[] {
  return judge(subject, worker, rules).conflicts
}

/**
 * Every conflict of an activity's place in the plan with its numbers and records, in the order of the table (07 §3.3),
 * and the way there (R07-11).
 *
 * Minutes of what is too much are rounded up, those of what is free down.
 *
 * @param worker - none: only what does not depend on who does it
 */
export function judge(subject: Subject, worker: WorkerFacts | undefined, rules: PlanRules): Judgement {
  const { slot } = subject
  const found = slot ? ofTheTime(subject, slot) : []
  let approach: Approach | undefined
  if (worker) {
    found.push(...ofTheWorker(subject, worker, rules))
    if (slot) {
      const near = neighboursOf(subject.id, slot, worker)
      approach = approachTo(subject, slot, near, worker, rules.travel)
      found.push(...ofTheDay(subject, { slot, near, approach }, worker, rules))
    }
  }
  if (found.length > 1) found.sort((a, b) => (rank.get(a.code) ?? 0) - (rank.get(b.code) ?? 0))
  return { conflicts: found, approach }
}

function ofTheTime(
  { earliest, latest, missingParts, slaDeadline }: Subject,
  { end, start }: Span,
): Conflict[] {
  const found: Conflict[] = []
  if (earliest !== undefined && start < earliest)
    found.push(conflict('WINDOW', { minutes: minutesUp(earliest - start), until: earliest }))
  if (latest !== undefined && end > latest)
    found.push(conflict('WINDOW', { minutes: minutesUp(end - latest), until: latest }))
  if (slaDeadline !== undefined && end > slaDeadline)
    found.push(conflict('SLA_LATE', { minutes: minutesUp(end - slaDeadline), until: slaDeadline }))
  for (const { item, neededBy } of missingParts)
    if (neededBy <= start) found.push(conflict('PARTS_MISSING', { text: item, until: neededBy }))
  return found
}

function ofTheWorker(subject: Subject, worker: WorkerFacts, rules: PlanRules): Conflict[] {
  const { preferredName, preferredTechnicianId, skills, slot, teamId } = subject
  const { endDate, id, isActive, localDays } = worker
  const found: Conflict[] = []
  const isDated = endDate !== undefined || skills.length > 0 || teamId !== undefined
  const date = isDated ? localDays.dateOf(localDays.of(slot?.start ?? rules.now)) : ''
  const isGone = !isActive || (endDate !== undefined && endDate < date)
  if (isGone && !rules.allowsInactiveWorkers)
    found.push(conflict('WORKER_INACTIVE', endDate === undefined ? {} : { date: endDate }))
  for (const need of skills) {
    const lacking = skillConflict(need, worker.skills, date)
    if (lacking) found.push(lacking)
  }
  if (preferredTechnicianId !== undefined && preferredTechnicianId !== id)
    found.push(conflict('NOT_PREFERRED', preferredName === undefined ? {} : { text: preferredName }))
  if (teamId !== undefined && worker.teamOn(date) !== teamId) found.push(conflict('OTHER_TEAM'))
  return found
}

/** What keeps a worker from an activity that needs a skill on a date; a skill counts up to its last day (R07-40 too). */
export function skillConflict(
  { level, skill }: SkillNeed,
  skills: readonly WorkerSkill[],
  date: string,
): Conflict | undefined {
  let best = 0
  let expired: string | undefined
  for (const held of skills) {
    if (held.skill.toUpperCase() !== skill) continue
    if (held.validTo === undefined || held.validTo >= date) best = Math.max(best, held.level)
    else if (expired === undefined || held.validTo > expired) expired = held.validTo
  }
  if (best >= level) return undefined
  if (best > 0) return conflict('SKILL_LEVEL', { text: skill, level1: best, level2: level })
  if (expired !== undefined) return conflict('SKILL_EXPIRED', { text: skill, date: expired })
  return conflict('SKILL_MISSING', { text: skill, level2: level })
}

/** A time of a worker with what lies around it. */
interface PlaceInDay {
  readonly slot: Span
  readonly near: Neighbours
  readonly approach: Approach | undefined
}

function ofTheDay(subject: Subject, place: PlaceInDay, worker: WorkerFacts, rules: PlanRules): Conflict[] {
  const { near, slot } = place
  const found: Conflict[] = []
  for (const other of near.meeting)
    found.push(
      conflict('OVERLAP', {
        minutes: minutesUp(sharedTime(other, slot)),
        ...{ activityId: other.id, orderNumber: other.orderNumber, until: other.end },
      }),
    )
  const away = worker.absences.filter((absence) => sharedTime(absence, slot) > 0)
  if (away.length > 0)
    for (const { end, kind, start } of mergedAbsences(away))
      found.push(
        conflict('ABSENT', { minutes: minutesUp(sharedTime({ start, end }, slot)), text: kind, until: end }),
      )
  const outside = hoursConflict(subject, slot, worker.time)
  if (outside) found.push(outside)
  travelConflicts(found, subject, place, worker, rules)
  if (worker.maxMinutes !== undefined) found.push(...dayConflicts(slot, worker, worker.maxMinutes, near))
  return found
}

/** HOLIDAY, else OUTSIDE_HOURS. */
function hoursConflict({ isSplittable }: Subject, slot: Span, time: WorkingTime): Conflict | undefined {
  const open = time.between(slot.start, slot.end)
  const [first] = open
  const last = open.at(-1)
  const isInside =
    first?.start === slot.start && last?.end === slot.end && (isSplittable || open.length === 1)
  if (isInside) return undefined
  const closed = time.closedOn(slot.start, slot.end)
  if (closed) return conflict('HOLIDAY', { text: closed.name, date: closed.date })
  const worked = open.reduce((sum, { end, start }) => sum + end - start, 0)
  return conflict('OUTSIDE_HOURS', { minutes: minutesUp(slot.end - slot.start - worked) })
}

/** To the neighbours of the day that it does not overlap and, where it counts, from and to the base. */
function travelConflicts(
  found: Conflict[],
  subject: Subject,
  { approach, near, slot }: PlaceInDay,
  { baseOn, localDays, time }: WorkerFacts,
  { commuteCounts, travel }: PlanRules,
): void {
  const { after, days, meeting } = near
  const to = longestLeg(after, subject, travel)
  if (approach?.from) tooShort(found, approach.way, slot.start - approach.from.end, approach.from)
  if (to) tooShort(found, to.way, to.work.start - slot.end, to.work)
  if (!commuteCounts) return
  const [opens] = time.between(days.start, slot.start)
  if (approach && !approach.from) tooShort(found, approach.way, slot.start - (opens?.start ?? slot.start))
  if (to || meeting.some(({ end }) => end >= slot.end)) return
  const home = travelBetween(subject.place, baseOn(localDays.dateOf(days.last)), travel)
  const closes = time.between(slot.end, days.end).at(-1)
  tooShort(found, home, (closes?.end ?? slot.end) - slot.end)
}

function tooShort(found: Conflict[], way: Travel, gap: number, other?: Work): void {
  if (gap >= way.minutes * minuteMs) return
  found.push(
    conflict('TRAVEL', {
      ...{ minutes: minutesDown(gap), neededMinutes: way.minutes },
      ...(way.isAssumed ? { isAssumed: true } : {}),
      ...(other ? { activityId: other.id, orderNumber: other.orderNumber } : {}),
    }),
  )
}

/** MAX_MINUTES of each local day that it touches; what lies on a day counts for that day. */
function dayConflicts(
  slot: Span,
  { localDays }: WorkerFacts,
  limit: number,
  { days, ofDays }: Neighbours,
): Conflict[] {
  const found: Conflict[] = []
  for (let day = days.first; day <= days.last; day += 1) {
    const span = { start: localDays.startOf(day), end: localDays.startOf(day + 1) }
    const time = ofDays.reduce((sum, work) => sum + sharedTime(work, span), sharedTime(slot, span))
    const planned = minutesUp(time)
    if (planned > limit)
      found.push(
        conflict('MAX_MINUTES', { minutes: planned, neededMinutes: limit, date: localDays.dateOf(day) }),
      )
  }
  return found
}

/** What two spans share, in milliseconds. */
export function sharedTime(one: Span, other: Span): number {
  return Math.max(0, Math.min(one.end, other.end) - Math.max(one.start, other.start))
}

/** Absences in calculations: those of one worker that overlap are one, with the kind of the first (07 §2.2). */
export function mergedAbsences(absences: readonly AbsenceSpan[]): AbsenceSpan[] {
  const merged: AbsenceSpan[] = []
  for (const absence of [...absences].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1)
    if (last && absence.start < last.end)
      merged[merged.length - 1] = { ...last, end: Math.max(last.end, absence.end) }
    else merged.push(absence)
  }
  return merged
}
