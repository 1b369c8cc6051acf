import type { Act } from '../../db/act'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { repairLineErrors, type RepairLine } from '../../shared/contract/repairLines'
import type { StoredOrder, StoredRelation } from '../orders/index'
import { assertReaches, assertReadsLines, lineOf, openOrder } from './access'
import { assessed, reassessLater } from './assess'
import { lineFailures, refuse } from './line.checks'
import type { LineDeps, LinesInput } from './lines.deps'
import type { StoredRepairLine } from './lines.repository'

/**
 * A repair line of an object that is on the order: initial stage, verdict and earlier repair, number last, so that a
 * refusal takes none (08 §2.2, R08-05).
 *
 * @throws OBJECT_NOT_ON_ORDER, ORDER_LOCKED and the codes of `lineFailures`, all at once
 */
export function createLine(
  deps: LineDeps,
  act: Act,
  { reason: _reason, ...input }: LinesInput<'createLine'>,
): Outcome<RepairLine> {
  const { lines } = deps.repository
  const given = { ...input, technicianId: input.technicianId ?? undefined }
  if (lines.replayed(input.id, given)) {
    assertReadsLines(act.caller)
    return unchanged(lineOf(deps, act.caller, input.id))
  }
  const order = openOrder(deps, act.caller, 'repair.write', input.orderId)
  const draft = draftLine(deps, act, order, input)
  refuse(lineFailures(deps, act.at, draft))
  const change = insertLine(deps, act, order, draft)
  return { result: lineOf(deps, act.caller, draft.id), changes: [change] }
}

type NewLine = Omit<LinesInput<'createLine'>, 'reason'>

/** A new line with its defaults, without its number. @throws OBJECT_NOT_ON_ORDER, REQUIRED, NOT_FOUND */
export function draftLine(
  deps: LineDeps,
  act: Act,
  order: StoredOrder,
  { objectRelationId, reportedAt = act.at, technicianId, ...fields }: NewLine,
): StoredRepairLine {
  const relation = relationOf(deps, order, objectRelationId)
  const object = deps.objectOf(relation.objectId)
  const initial = deps.repository.codes.allStages().find((stage) => stage.initial)
  if (!initial) throw new Error('no repair stage is initial')
  return filled({
    ...fields,
    ...{ version: 1, number: '', lineNo: 0, reportedAt, createdAt: act.at, warrantyVerdict: 'none' },
    ...{ objectRelationId: relation.id, objectId: object.id, serialNumber: object.serialNumber },
    repairStageId: initial.id,
    technicianId: technicianId === undefined ? preferredOf(deps, order) : (technicianId ?? undefined),
  })
}

/** Writes a draft without a failure as the order's next line. */
export function insertLine(deps: LineDeps, act: Act, order: StoredOrder, draft: StoredRepairLine) {
  const { lastLineNo, lines } = deps.repository
  const number = deps.drawNumber({
    ...{ type: 'RL', officeId: order.officeId, at: act.at },
    ...{ entity: 'repairLine', recordId: draft.id },
  })
  const line = { ...draft, number, lineNo: lastLineNo(order.id) + 1 }
  return lines.insert(assessed(deps, order, line))
}

/** Changes what is said of a line; verdict and earlier repair follow. @throws as createLine, RESOLUTION_REQUIRED */
export function updateLine(
  deps: LineDeps,
  act: Act,
  { lineId, expectedVersion, patch }: LinesInput<'updateLine'>,
): Outcome<RepairLine> {
  const { lines } = deps.repository
  assertReaches(deps, act.caller, 'repair.write', lineId)
  const { after, before } = lines.patched(lineId, expectedVersion, patch)
  const order = openOrder(deps, act.caller, 'repair.write', before.orderId)
  const reportedAt = patch.reportedAt === null ? before.createdAt : after.reportedAt
  const next = filled(movedTo(deps, order, before, { ...after, reportedAt }))
  refuse(lineFailures(deps, act.at, next, before))
  const { changes, record } = lines.update(before, assessed(deps, order, next))
  const others = reassessLater(deps, before, record)
  return outcome(lineOf(deps, act.caller, lineId), [...changes, ...others])
}

/** The line on another object of the order: its serial goes with the object. */
function movedTo(
  deps: LineDeps,
  order: StoredOrder,
  before: StoredRepairLine,
  after: StoredRepairLine,
): StoredRepairLine {
  if (after.objectRelationId === before.objectRelationId) return after
  const { id, objectId } = relationOf(deps, order, after.objectRelationId)
  return { ...after, objectRelationId: id, objectId, serialNumber: deps.objectOf(objectId).serialNumber }
}

/** An emptied text is none. */
function filled(line: StoredRepairLine): StoredRepairLine {
  const { customerText, note, title } = line
  return {
    ...line,
    title: title === '' ? undefined : title,
    note: note === '' ? undefined : note,
    customerText: customerText === '' ? undefined : customerText,
  }
}

/** The relation that a line names, else the only one of the order. */
function relationOf(
  { orders }: LineDeps,
  order: StoredOrder,
  relationId: string | undefined,
): StoredRelation {
  const relations = orders.relationsOf(order.id)
  const field = 'objectRelationId'
  const [only, another] = relations
  if (relationId === undefined && another)
    throw domainError(commonErrors, 'REQUIRED', { field, fields: [field] })
  const found = relationId === undefined ? only : relations.find(({ id }) => id === relationId)
  if (!found) throw domainError(repairLineErrors, 'OBJECT_NOT_ON_ORDER', { field, ids: [order.id] })
  return found
}

/** The order's preferred technician, unless he left meanwhile. */
function preferredOf({ settings, workerOf }: LineDeps, { preferredTechnicianId: id }: StoredOrder) {
  if (id === undefined || workerOf(id).active || settings.value('allowInactiveWorkers')) return id
  return undefined
}
