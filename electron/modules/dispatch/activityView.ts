import type { Caller } from '../../db/act'
import { toBytes } from '../../db/ids'
import type { ListRequest, Page } from '../../shared/contract/page'
import { notFound } from '../../db/version'
import type { Condition } from '../../db/listQuery'
import type { Activity, Slot } from '../../shared/contract/dispatch'
import { activityScope, assertReachesActivity } from './access'
import type { ActivitiesRepository, ActivityRow } from './activities.repository'
import { longestMs } from './activity.rules'

/** What answers about activities need. */
export interface ActivityViewDeps {
  readonly activities: ActivitiesRepository
  readonly userName: (userId: string) => string
}

/** An activity as answered. */
export function activityOf({ userName }: Pick<ActivityViewDeps, 'userName'>, row: ActivityRow): Activity {
  const {
    acknowledged,
    isCanceledWithOrder: _withOrder,
    lineIds,
    orderEarliest: _orderEarliest,
    orderLatest: _orderLatest,
    orderProgress: _progress,
    ownEarliest: _earliest,
    ownLatest: _latest,
    skills,
    ...fields
  } = row
  return {
    ...{ ...fields, lineIds: [...lineIds], skills: [...skills] },
    acknowledged: acknowledged.map((one) => ({ ...one, byName: userName(one.byId) })),
  }
}

/** Throws NOT_FOUND; FORBIDDEN for activities out of reach. */
export function getActivity(deps: ActivityViewDeps, caller: Caller, activityId: string): Activity {
  const [row] = deps.activities.byIds([activityId])
  if (!row) throw notFound('activity', activityId)
  assertReachesActivity(caller, 'dispatch.read', row)
  return activityOf(deps, row)
}

/** Activities as answered, in the order of their ids; throws NOT_FOUND. */
export function activitiesOf(deps: ActivityViewDeps, activityIds: readonly string[]): Activity[] {
  const rows = new Map<string, ActivityRow>(deps.activities.byIds(activityIds).map((row) => [row.id, row]))
  return activityIds.map((id) => {
    const row = rows.get(id)
    if (!row) throw notFound('activity', id)
    return activityOf(deps, row)
  })
}

type Asked = ListRequest & {
  readonly range?: Slot | undefined
  readonly workerIds?: readonly string[] | undefined
  readonly orderId?: string | undefined
}

/** A page of the activities in reach: of a range, of workers, of an order. */
export function listActivities(
  deps: ActivityViewDeps,
  caller: Caller,
  { orderId, range, workerIds, ...request }: Asked,
): Page<Activity> {
  const asked: Condition[] = []
  if (orderId !== undefined)
    asked.push({ sql: 't.order_id = :asked_order', params: { asked_order: toBytes(orderId) } })
  if (workerIds !== undefined)
    asked.push({
      sql: "t.worker_id IN (SELECT unhex(value, '-') FROM json_each(:asked_workers))",
      params: { asked_workers: JSON.stringify(workerIds) },
    })
  if (range !== undefined)
    asked.push({
      sql: 't.start_at > :range_first AND t.start_at < :range_end AND t.end_at > :range_start AND t.end_at < :range_last',
      params: {
        range_first: range.start - longestMs,
        range_start: range.start,
        range_end: range.end,
        range_last: range.end + longestMs,
      },
    })
  return pageOf(deps, request, [...asked, ...activityScope(caller)])
}

/** A page of those that wait for a worker or a start (R07-01). */
export function listUndispatched(
  deps: ActivityViewDeps,
  caller: Caller,
  request: ListRequest,
): Page<Activity> {
  const waiting: Condition = { sql: "t.status = 'undispatched'", params: {} }
  return pageOf(deps, request, [waiting, ...activityScope(caller)])
}

function pageOf(deps: ActivityViewDeps, request: ListRequest, scope: readonly Condition[]): Page<Activity> {
  const { items, ...page } = deps.activities.activityList.page(request, ...scope)
  return { ...page, items: items.map((row) => activityOf(deps, row)) }
}
