import { mintId } from '../../db/ids'
import { ObjectRelationId, TaskRelationId } from '../../shared/contract/id'
import { dayOf, offsetAt, serviceInstant } from '../calendars/index'
import type { NewRelations } from './createOrder'
import type { StoredLine } from './lines.repository'
import type { StoredOrder } from './orders.repository'
import type { StoredRelation } from './relations.repository'
import type { StoredTaskRelation } from './taskRelations.repository'

const dayMs = 86_400_000

/** The order's times moved to another date, at the same wall time of the zone. */
export function timesOn(
  { preferredServiceAt, preferredUntil }: Pick<StoredOrder, 'preferredServiceAt' | 'preferredUntil'>,
  zone: string,
  date: string,
): Pick<StoredOrder, 'preferredServiceAt' | 'preferredUntil'> {
  const wall = preferredServiceAt + offsetAt(zone, preferredServiceAt)
  const timeOfDay = ((wall % dayMs) + dayMs) % dayMs
  const at = serviceInstant(dayOf(date) * dayMs + timeOfDay, (instant) => offsetAt(zone, instant))
  return {
    preferredServiceAt: at,
    preferredUntil: preferredUntil === undefined ? undefined : at + preferredUntil - preferredServiceAt,
  }
}

/** Objects and tasks as another order gets them: what it has already is kept and only mapped (R04-70). */
export interface CarriedRelations extends NewRelations {
  /** Of the other order, by the id here. */
  readonly objectIds: ReadonlyMap<string, ObjectRelationId>
  readonly taskIds: ReadonlyMap<string, TaskRelationId>
}

interface Relations {
  readonly objects: readonly StoredRelation[]
  readonly tasks: readonly StoredTaskRelation[]
}

/** Carries relations to another order, where they get ids of their own. */
export function carryRelations(
  { objects, tasks }: Relations,
  target: { readonly id: StoredOrder['id'] } & Relations,
): CarriedRelations {
  const orderId = target.id
  const newObjects: StoredRelation[] = []
  const newTasks: StoredTaskRelation[] = []
  const objectIds = objects.map(({ id, note, objectId, referenceCode }) => {
    const held = target.objects.find((other) => other.objectId === objectId)
    if (held) return [id, held.id] as const
    const carried = { id: ObjectRelationId.parse(mintId()), orderId, objectId, referenceCode, note }
    newObjects.push(carried)
    return [id, carried.id] as const
  })
  const taskIds = tasks.map((task) => {
    const held = target.tasks.find(({ taskId }) => taskId === task.taskId)
    if (held) return [task.id, held.id] as const
    const carried = { ...task, id: TaskRelationId.parse(mintId()), orderId }
    newTasks.push(carried)
    return [task.id, carried.id] as const
  })
  return {
    objects: newObjects,
    tasks: newTasks,
    objectIds: new Map<string, ObjectRelationId>(objectIds),
    taskIds: new Map<string, TaskRelationId>(taskIds),
  }
}

/** The relations that some of the lines name. */
export function usedRelations({ objects, tasks }: Relations, lines: readonly StoredLine[]): Relations {
  const named = new Set<string | undefined>(
    lines.flatMap((line) => [line.objectRelationId, line.taskRelationId]),
  )
  return {
    objects: objects.filter(({ id }) => named.has(id)),
    tasks: tasks.filter(({ id }) => named.has(id)),
  }
}

/** A line's relations on the other order; what was not carried is left empty, as repairs are, which stay unless all goes. */
export function mappedRelations(
  { objectIds, taskIds }: CarriedRelations,
  { objectRelationId, taskRelationId }: Pick<StoredLine, 'objectRelationId' | 'taskRelationId'>,
): Pick<StoredLine, 'objectRelationId' | 'taskRelationId' | 'repairLineId'> {
  return {
    repairLineId: undefined,
    objectRelationId: objectIds.get(objectRelationId ?? ''),
    taskRelationId: taskIds.get(taskRelationId ?? ''),
  }
}
