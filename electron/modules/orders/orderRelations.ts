import { mintId } from '../../db/ids'
import { ObjectRelationId, TaskRelationId, type ObjectId, type ServiceTaskId } from '../../shared/contract/id'
import type { NewRelations } from './createOrder'
import type { OrderDeps } from './orderDeps'
import type { StoredOrder } from './orders.repository'
import type { StoredRelation } from './relations.repository'
import type { StoredTaskRelation } from './taskRelations.repository'

/** The objects and tasks of one order during one act: those it has, and those its lines bring along (04 §2.3). */
export interface OrderRelations {
  objectIds(): ReadonlySet<string>
  hasTask(relationId: string): boolean
  /** The order's relation to the object; made where there is none. */
  ofObject(objectId: ObjectId): ObjectRelationId
  /** The order's relation to the task; made where there is none. */
  ofTask(taskId: ServiceTaskId): TaskRelationId
  /** The same relation, or the order's own in place of one of its agreement (R02-07). */
  ownTask(relationId: TaskRelationId): TaskRelationId
  /** What the act adds to the order. */
  added(): NewRelations
}

type Deps = Pick<OrderDeps, 'relations' | 'tasks' | 'serviceAgreements'>
type Head = Pick<StoredOrder, 'id' | 'agreementId'>

/** Opens the relations of an order that is stored. */
export function openRelations(deps: Deps, order: Head): OrderRelations {
  const stored = () => ({ objects: deps.relations.ofOrder(order.id), tasks: deps.tasks.ofOrder(order.id) })
  return createRelations(deps, order, stored, { objects: [], tasks: [] })
}

/** Opens those of a new order; it begins with the objects of its agreement (04 §2.3). */
export function newRelations(deps: Deps, order: Head): OrderRelations {
  const objects = agreementObjects(deps, order, [])
  return createRelations(deps, order, () => ({ objects: [], tasks: [] }), { objects, tasks: [] })
}

/** The objects of the agreement that the order does not have yet, as its own. */
export function agreementObjects(
  { serviceAgreements }: Deps,
  { agreementId, id: orderId }: Head,
  held: readonly StoredRelation[],
): StoredRelation[] {
  if (agreementId === undefined) return []
  return serviceAgreements
    .objectsOf(agreementId)
    .filter(({ isScrapped, objectId }) => !isScrapped && !held.some((one) => one.objectId === objectId))
    .map(({ note, objectId, referenceCode }) => ({
      id: ObjectRelationId.parse(mintId()),
      ...{ orderId, objectId, referenceCode, note },
    }))
}

function createRelations(
  { serviceAgreements }: Deps,
  { agreementId, id: orderId }: Head,
  readHeld: () => NewRelations,
  first: NewRelations,
): OrderRelations {
  let read: NewRelations | undefined
  const held = () => (read ??= readHeld())
  const objects: StoredRelation[] = [...first.objects]
  const tasks: StoredTaskRelation[] = [...first.tasks]
  let agreementTasks: ReturnType<typeof serviceAgreements.tasksOf> | undefined
  const offered = () =>
    (agreementTasks ??= agreementId === undefined ? [] : serviceAgreements.tasksOf(agreementId))

  function ofTask(taskId: ServiceTaskId): TaskRelationId {
    const own = [...held().tasks, ...tasks].find((one) => one.taskId === taskId)
    if (own) return own.id
    const { externalNote, internalNote } = offered().find((one) => one.taskId === taskId) ?? {}
    const relation = { id: TaskRelationId.parse(mintId()), orderId, taskId, internalNote, externalNote }
    tasks.push(relation)
    return relation.id
  }

  return {
    objectIds: () => new Set([...held().objects, ...objects].map(({ id }) => id)),
    hasTask: (relationId) => [...held().tasks, ...tasks].some(({ id }) => id === relationId),
    ofObject(objectId) {
      const own = [...held().objects, ...objects].find((one) => one.objectId === objectId)
      if (own) return own.id
      const relation = { id: ObjectRelationId.parse(mintId()), orderId, objectId }
      objects.push(relation)
      return relation.id
    },
    ofTask,
    ownTask(relationId) {
      const task = offered().find(({ id }) => id === relationId)
      return task ? ofTask(task.taskId) : relationId
    },
    added: () => ({ objects, tasks }),
  }
}
