import type { Act } from '../../db/act'
import { outcome, unchanged, type EntityChange, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { RepairLineId, type OrderId } from '../../shared/contract/id'
import type { RepairLine } from '../../shared/contract/repairLines'
import type { StoredOrder } from '../orders/index'
import { lineOf, openOrder } from './access'
import { lineFailures, refuse } from './line.checks'
import type { LineDeps, LinesInput } from './lines.deps'
import { draftLine, insertLine } from './saveLine'

type Input = LinesInput<'createIntake'>
type Intake = { orderId: OrderId; orderNumber: string; lines: RepairLine[] }

/**
 * Takes objects in: an order about them with a repair line for each, or lines for an order that is there. All or nothing:
 * what one line breaks leaves no order, no line and no number behind.
 *
 * @throws what orders.createOrder and createLine refuse, OBJECT_SCRAPPED; each failure names its line by `line`, from 0
 */
export function createIntake(deps: LineDeps, act: Act, input: Input): Outcome<Intake> {
  const { order: newOrder, orderId, lines: given } = input
  const done = given.flatMap(({ id }) => (id !== undefined && deps.repository.lines.find(id) ? [id] : []))
  if (done.length > 0 && orderId !== undefined) return repeated(deps, act, input, orderId, done)
  const made = newOrder && deps.orders.takeIn(act, placed(deps, input, newOrder), earliest(act, input))
  const takenId = newOrder?.id ?? orderId
  if (takenId === undefined) throw new Error('an intake has an order')
  if (newOrder && made === undefined) return repeated(deps, act, input, takenId, done)
  const order = openOrder(deps, act.caller, 'repair.write', takenId)
  const related = deps.orders.relate(
    order.id,
    given.map(({ objectId }) => objectId),
  )
  const { changes, ids } = writeLines(deps, act, order, given)
  const lines = ids.map((id) => lineOf(deps, act.caller, id))
  const result = { orderId: order.id, orderNumber: order.number, lines }
  return outcome(result, [...(made ?? []), ...related, ...changes])
}

function writeLines(
  deps: LineDeps,
  act: Act,
  order: StoredOrder,
  given: Input['lines'],
): { readonly ids: RepairLineId[]; readonly changes: EntityChange[] } {
  const relations = new Map(deps.orders.relationsOf(order.id).map(({ id, objectId }) => [objectId, id]))
  const drafts = given.map(({ id = RepairLineId.parse(mintId()), objectId, ...fields }) =>
    draftLine(deps, act, order, {
      ...{ ...fields, id, orderId: order.id, objectRelationId: relations.get(objectId) },
    }),
  )
  refuse(
    drafts.flatMap((draft, line) =>
      lineFailures(deps, act.at, draft).map((failure) => ({ ...failure, line })),
    ),
  )
  return {
    ids: drafts.map(({ id }) => id),
    changes: drafts.map((draft) => insertLine(deps, act, order, draft)),
  }
}

/** Without a customer the order is the first object's: there it stands, and that is whom it belongs to. */
function placed({ objectOf }: LineDeps, { lines: [first] }: Input, order: NonNullable<Input['order']>) {
  if (order.customerId !== undefined || !first) return order
  const { customerId, siteId } = objectOf(first.objectId)
  return { ...order, customerId, siteId: order.siteId ?? siteId }
}

/** When the customer first asked, where that was before now. */
function earliest({ at }: Act, { lines }: Input): number | undefined {
  const first = Math.min(at, ...lines.flatMap(({ reportedAt }) => reportedAt ?? []))
  return first < at ? first : undefined
}

/** The same intake again answers what it made; other content under the same ids is ID_TAKEN (conventions §2). */
function repeated(
  { orders, repository, ...deps }: LineDeps,
  { caller }: Act,
  { lines: given }: Input,
  orderId: string,
  done: readonly string[],
): Outcome<Intake> {
  const order = orders.reached(caller, 'repair.write', orderId)
  const named = given.flatMap(({ id }) => id ?? [])
  const isSame = done.length === named.length && (named.length > 0 || given.length > 0)
  const taken = done.find((id) => repository.lines.get(id).orderId !== orderId)
  if (!isSame || taken !== undefined)
    throw domainError(commonErrors, 'ID_TAKEN', { entity: 'repairLine', id: taken ?? done[0] ?? orderId })
  for (const { id, technicianId, ...line } of given)
    if (id !== undefined)
      repository.lines.replayed(id, { ...line, ...(technicianId ? { technicianId } : {}) })
  const kept = repository.lines.where('orderId', orderId)
  const lines = kept
    .filter(({ id }) => named.length === 0 || named.includes(id))
    .map(({ id }) => lineOf({ ...deps, orders, repository }, caller, id))
  return unchanged({ orderId: order.id, orderNumber: order.number, lines })
}
