import type { Act } from '../../db/act'
import { unchanged, type EntityChange, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { notFound } from '../../db/version'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { ObjectRelationId, TaskRelationId, type OrderId } from '../../shared/contract/id'
import { restructureErrors } from '../../shared/contract/orderRestructure'
import type { Order } from '../../shared/contract/orders'
import type { RestructureInput } from './copyOrder'
import type { StoredLine } from './lines.repository'
import { loadOrder, type LoadedOrder } from './loadOrder'
import { assertStagePermits } from './lookup'
import type { OrderDeps } from './orderDeps'
import { orderOf } from './orderView'

/** Relates an object to the order (04 §2.3). @throws ALREADY_RELATED, OBJECT_SCRAPPED */
export function addObjectRelation(
  deps: OrderDeps,
  act: Act,
  { orderId, expectedVersion, ...given }: RestructureInput<'addObjectRelation'>,
): Outcome<Order> {
  const done = given.id === undefined ? undefined : deps.relations.find(given.id)
  if (done) return replayed(deps, act, orderId, done, done.objectId === given.objectId)
  const loaded = loadToRelate(deps, act, { orderId, expectedVersion })
  const object = deps.objects.get(given.objectId)
  if (deps.relations.ofOrder(orderId).some(({ objectId }) => objectId === object.id))
    throw domainError(restructureErrors, 'ALREADY_RELATED', { field: 'objectId', ids: [object.id] })
  if (object.status === 'scrapped')
    throw domainError(restructureErrors, 'OBJECT_SCRAPPED', { field: 'objectId', ids: [object.id] })
  const relation = {
    id: given.id ?? ObjectRelationId.parse(mintId()),
    orderId,
    objectId: object.id,
    referenceCode: filled(given.referenceCode),
    note: filled(given.note),
  }
  return saved(deps, act, loaded, (version) => deps.relations.insert(relation, version))
}

/** Takes an object from the order. @throws IN_USE while a line, a repair or its BOM hangs on it */
export function removeObjectRelation(
  deps: OrderDeps,
  act: Act,
  { relationId, expectedVersion }: RestructureInput<'removeObjectRelation'>,
): Outcome<Order> {
  const relation = deps.relations.find(relationId)
  if (!relation) throw notFound('orderObjectRelation', relationId)
  const loaded = loadToRelate(deps, act, { orderId: relation.orderId, expectedVersion })
  assertUnused(loaded, 'orderObjectRelation', relationId, ({ objectRelationId }) => objectRelationId)
  deps.relations.assertUnused(relationId)
  return saved(deps, act, loaded, (version) => deps.relations.remove(relation, version))
}

/** Relates a service task to the order (04 §2.3). @throws ALREADY_RELATED, TASK_INACTIVE */
export function addTaskRelation(
  deps: OrderDeps,
  act: Act,
  { orderId, expectedVersion, ...given }: RestructureInput<'addTaskRelation'>,
): Outcome<Order> {
  const done = given.id === undefined ? undefined : deps.tasks.find(given.id)
  if (done) return replayed(deps, act, orderId, done, done.taskId === given.taskId)
  const loaded = loadToRelate(deps, act, { orderId, expectedVersion })
  const task = deps.serviceTasks.tasks.get(given.taskId)
  if (deps.tasks.ofOrder(orderId).some(({ taskId }) => taskId === task.id))
    throw domainError(restructureErrors, 'ALREADY_RELATED', { field: 'taskId', ids: [task.id] })
  if (!task.active) throw domainError(restructureErrors, 'TASK_INACTIVE', { field: 'taskId', ids: [task.id] })
  const relation = {
    id: given.id ?? TaskRelationId.parse(mintId()),
    orderId,
    taskId: task.id,
    internalNote: filled(given.internalNote),
    externalNote: filled(given.externalNote),
  }
  return saved(deps, act, loaded, (version) => deps.tasks.insert(relation, version))
}

/** Takes a task from the order. @throws IN_USE while a line names it */
export function removeTaskRelation(
  deps: OrderDeps,
  act: Act,
  { relationId, expectedVersion }: RestructureInput<'removeTaskRelation'>,
): Outcome<Order> {
  const relation = deps.tasks.find(relationId)
  if (!relation) throw notFound('orderTaskRelation', relationId)
  const loaded = loadToRelate(deps, act, { orderId: relation.orderId, expectedVersion })
  assertUnused(loaded, 'orderTaskRelation', relationId, ({ taskRelationId }) => taskRelationId)
  return saved(deps, act, loaded, (version) => deps.tasks.remove(relation, version))
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

function loadToRelate(
  deps: OrderDeps,
  act: Act,
  ref: { readonly orderId: string; readonly expectedVersion: number },
): LoadedOrder {
  const loaded = loadOrder(deps, act, ref, 'orders.write')
  assertStagePermits(deps, loaded.order, 'STAGE_FORBIDS_MODIFY')
  return loaded
}

/** Writes the relation under the order's next version. */
function saved(
  deps: OrderDeps,
  { caller }: Act,
  { order }: LoadedOrder,
  write: (version: number) => EntityChange,
): Outcome<Order> {
  const { change, order: next } = deps.orders.overwrite(order, order)
  return { changes: [change, write(next.version)], result: orderOf(deps, caller, order.id) }
}

function replayed(
  deps: OrderDeps,
  { caller }: Act,
  orderId: OrderId,
  stored: { readonly id: string; readonly orderId: string },
  isSame: boolean,
): Outcome<Order> {
  if (stored.orderId !== orderId || !isSame)
    throw domainError(commonErrors, 'ID_TAKEN', { entity: 'order', id: stored.id })
  return unchanged(orderOf(deps, caller, orderId))
}

function assertUnused(
  { lines }: LoadedOrder,
  entity: string,
  relationId: string,
  named: (line: StoredLine) => string | undefined,
): void {
  const using = lines.filter((line) => named(line) === relationId)
  if (using.length > 0)
    throw domainError(commonErrors, 'IN_USE', {
      entity,
      id: relationId,
      counts: { orderLine: using.length },
      dependants: using.slice(0, 20).map(({ id, lineNo }) => ({ entity: 'orderLine', id, lineNo })),
    })
}
