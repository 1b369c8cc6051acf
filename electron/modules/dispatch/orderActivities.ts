import type { Act } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import {
  ActivityId,
  type ActivityTypeId,
  type CrewId,
  type OrderLineId,
  type TeamId,
} from '../../shared/contract/id'
import type { SkillNeed } from '../../shared/contract/dispatchSetUp'
import { localDate } from '../calendars/index'
import type { DrawNumber } from '../numbers/index'
import type { FollowedLines, OrderActivities, StoredLine, StoredOrder } from '../orders/index'
import type { ActivitiesRepository, StoredActivity } from './activities.repository'
import { durationOf, estimateOf, isWork, stateOfLines } from './activity.rules'

/** What the life of activities needs of the others. */
export interface ActivityLifeDeps {
  readonly activities: ActivitiesRepository
  readonly drawNumber: DrawNumber
  /** The team a worker is in on a date. */
  readonly teamOf: (workerId: string, date: string) => TeamId | undefined
  readonly officeZone: (officeId: string) => string
}

/** What a new activity is made of, beside its order. */
export interface NewActivity {
  readonly id?: ActivityId | undefined
  readonly lineIds: readonly OrderLineId[]
  readonly subject: string
  readonly duration: number
  readonly workerId?: StoredActivity['workerId']
  readonly typeId?: ActivityTypeId | undefined
  readonly skills?: readonly SkillNeed[] | undefined
  readonly crew?: Pick<StoredActivity, 'crewId' | 'crewSize'> | undefined
}

type HomeOrder = Pick<StoredOrder, 'id' | 'officeId' | 'priority'>

/** A new Undispatched activity: priority of its order, team of its worker (07 §2.4); its number is not drawn yet. */
export function newActivity(
  deps: Pick<ActivityLifeDeps, 'teamOf' | 'officeZone'>,
  act: Pick<Act, 'at'>,
  order: HomeOrder,
  { crew, duration, id, lineIds, skills, subject, typeId, workerId }: NewActivity,
): StoredActivity {
  return {
    ...{ id: id ?? ActivityId.parse(mintId()), version: 1, number: '' },
    ...{ orderId: order.id, officeId: order.officeId, priority: order.priority },
    ...{ lineIds, subject, duration, typeId, workerId, skills: skills ?? [] },
    teamId: teamOfWorker(deps, act, order, workerId),
    ...{ status: 'undispatched', locked: false, isCanceledWithOrder: false, acknowledged: [] },
    ...crew,
  }
}

/** The worker's team on the day of the act, as the order's office reads it. */
export function teamOfWorker(
  { officeZone, teamOf }: Pick<ActivityLifeDeps, 'teamOf' | 'officeZone'>,
  { at }: Pick<Act, 'at'>,
  { officeId }: Pick<StoredOrder, 'officeId'>,
  workerId: string | undefined,
): TeamId | undefined {
  return workerId === undefined ? undefined : teamOf(workerId, localDate(officeZone(officeId), at))
}

/** Draws the number and writes. */
export function insertActivity(
  { activities, drawNumber }: Pick<ActivityLifeDeps, 'activities' | 'drawNumber'>,
  { at }: Pick<Act, 'at'>,
  activity: StoredActivity,
): EntityChange {
  const { id: recordId, officeId } = activity
  const number = drawNumber({ type: 'SA', officeId, entity: 'activity', recordId, at })
  return activities.records.insert({ ...activity, number })
}

/** What happens to an order's lines happens to their activities, each in the transaction of the line (07 §3.1). */
export function createOrderActivities(deps: ActivityLifeDeps): OrderActivities {
  const { activities } = deps
  const { records } = activities

  /** The activities of the order, and those that come with lines from another one. */
  function heldBy({ after, order, wasOrder }: FollowedLines): StoredActivity[] {
    const own = wasOrder === undefined ? [] : records.where('orderId', order.id)
    const known = new Set<string>(own.map(({ id }) => id))
    const come = activities.ofLines(after.map(({ id }) => id)).filter(({ id }) => !known.has(id))
    return [...own, ...come]
  }

  return {
    followed(followed) {
      const { act, after, order } = followed
      const changes: EntityChange[] = []
      const served = new Set<string>()
      const held = heldBy(followed)
      const sent = sentCrews(held)
      for (const activity of held) {
        const next = following(deps, followed, activity, sent)
        for (const id of next.lineIds) served.add(id)
        changes.push(...records.update(activity, next).changes)
      }
      for (const line of after) {
        const duration = durationOf(line.estimatedQty)
        if (served.has(line.id) || duration === undefined || !asksForActivity(followed, line)) continue
        const { id, workerId } = line
        const subject = line.description || order.description
        const made = newActivity(deps, act, order, { lineIds: [id], subject, duration, workerId })
        changes.push(insertActivity(deps, act, made))
      }
      return changes
    },
    using: (orderId) =>
      records
        .where('orderId', orderId)
        .filter(({ closedOutcome, status }) => status === 'dispatched' || closedOutcome === 'done')
        .map(({ id, number }) => ({ id, number })),
    wereLocked: (orderId) =>
      records
        .where('orderId', orderId)
        .some(({ isCanceledWithOrder, locked }) => locked && isCanceledWithOrder),
    isInTeam: (workerId, date) => activities.isInTeam(workerId, date),
    removed: (orderId) =>
      records.where('orderId', orderId).map((activity) => records.changeOf('delete', activity, undefined)),
  }
}

/** Open work of an order that was taken over; imported history has no activity, what is added to it has (01 §3.2). */
function asksForActivity({ before, order, wasOrder }: FollowedLines, line: StoredLine): boolean {
  if (order.intake === 'awaiting' || order.canceledAt !== undefined || !isWork(line)) return false
  if (order.origin !== 'import') return true
  return wasOrder !== undefined && !before.some(({ id }) => id === line.id)
}

/** Crews of which somebody was sent: the others keep the same duration (3.6). */
function sentCrews(activities: readonly StoredActivity[]): ReadonlySet<CrewId> {
  return new Set(
    activities.flatMap(({ closedOutcome, crewId, status }) =>
      crewId !== undefined && (status === 'dispatched' || closedOutcome === 'done') ? [crewId] : [],
    ),
  )
}

/** The activity after what became of its lines. */
function following(
  deps: ActivityLifeDeps,
  followed: FollowedLines,
  given: StoredActivity,
  sent: ReadonlySet<CrewId>,
): StoredActivity {
  const { after, order } = followed
  const own = after.filter(({ id }) => given.lineIds.includes(id))
  if (given.orderId !== order.id && own.length < given.lineIds.length)
    // A part of its lines went to another order, where they get one of their own.
    return { ...given, lineIds: given.lineIds.filter((id) => !own.some((line) => line.id === id)) }
  const activity = { ...given, orderId: order.id, officeId: order.officeId }
  if (own.length === 0) return activity
  const isClosed = activity.status === 'closed'
  switch (stateOfLines(own)) {
    case 'canceled':
      return isClosed ? activity : closed(activity, { closedOutcome: 'canceled', isCanceledWithOrder: true })
    case 'posted':
      return isClosed ? activity : closed(activity, { closedOutcome: 'done', ...actualsOf(activity, own) })
    case 'open':
      if (isClosed) return activity.isCanceledWithOrder ? revived(deps, followed, activity, own) : activity
      return changedByLines(deps, followed, activity, own, sent)
  }
}

function closed(activity: StoredActivity, state: Partial<StoredActivity>): StoredActivity {
  return { ...activity, status: 'closed', ...state }
}

/** The times that were worked: the activity's own, else those of its lines. */
function actualsOf(
  { actualEnd, actualStart }: StoredActivity,
  lines: readonly StoredLine[],
): Pick<StoredActivity, 'actualStart' | 'actualEnd'> {
  const starts = lines.flatMap(({ startAt }) => startAt ?? [])
  const ends = lines.flatMap(({ endAt }) => endAt ?? [])
  return {
    actualStart: actualStart ?? (starts.length > 0 ? Math.min(...starts) : undefined),
    actualEnd: actualEnd ?? (ends.length > 0 ? Math.max(...ends) : undefined),
  }
}

/** A revoked cancel brings the activity back as Undispatched, with the worker that its line names (3.1). */
function revived(
  deps: ActivityLifeDeps,
  { act, order }: FollowedLines,
  activity: StoredActivity,
  lines: readonly StoredLine[],
): StoredActivity {
  const workerId = activity.crewId === undefined ? lines[0]?.workerId : undefined
  return {
    ...activity,
    ...{ status: 'undispatched', workerId, start: undefined, end: undefined },
    teamId: teamOfWorker(deps, act, order, workerId) ?? activity.teamId,
    ...{ closedOutcome: undefined, isCanceledWithOrder: false, acknowledged: [] },
  }
}

/** Estimate, worker, text and priority lead the activity until it is dispatched; after that a notice says so (R07-02). */
function changedByLines(
  deps: ActivityLifeDeps,
  followed: FollowedLines,
  activity: StoredActivity,
  lines: readonly StoredLine[],
  sent: ReadonlySet<CrewId>,
): StoredActivity {
  const old = followed.before.filter(({ id }) => activity.lineIds.includes(id))
  if (old.length < lines.length) return activity
  const isFixed =
    activity.status !== 'undispatched' || (activity.crewId !== undefined && sent.has(activity.crewId))
  const estimated = reestimated(activity, estimateOf(old), estimateOf(lines), isFixed)
  if (activity.status !== 'undispatched') return estimated
  return {
    ...estimated,
    ...textAndPriority(followed, activity, old, lines),
    ...ownWorker(deps, followed, activity, old, lines),
  }
}

function reestimated(
  activity: StoredActivity,
  was: number | undefined,
  minutes: number | undefined,
  isFixed: boolean,
): StoredActivity {
  if (minutes === undefined || minutes === was) return activity
  const duration = durationOf(minutes)
  if (isFixed || duration === undefined)
    return { ...activity, changedEstimate: duration === activity.duration ? undefined : minutes }
  const end = activity.start === undefined ? undefined : activity.start + duration * 60_000
  return { ...activity, duration, end, changedEstimate: undefined }
}

function textAndPriority(
  { order, wasOrder }: FollowedLines,
  { priority, subject }: StoredActivity,
  [old]: readonly StoredLine[],
  [line]: readonly StoredLine[],
): Pick<StoredActivity, 'subject' | 'priority'> {
  return {
    subject: line && old && subject === old.description && line.description ? line.description : subject,
    priority: priority === wasOrder?.priority ? order.priority : priority,
  }
}

/** Another worker of the line; where a time is set already, worker and time together would dispatch it unseen. */
function ownWorker(
  deps: ActivityLifeDeps,
  { act, order }: FollowedLines,
  { crewId, locked, start, teamId }: StoredActivity,
  [old]: readonly StoredLine[],
  [line]: readonly StoredLine[],
): Partial<Pick<StoredActivity, 'workerId' | 'teamId'>> {
  const isLed = crewId === undefined && !locked && start === undefined
  if (!isLed || line?.workerId === old?.workerId) return {}
  const workerId = line?.workerId
  return { workerId, teamId: teamOfWorker(deps, act, order, workerId) ?? teamId }
}
