import type { Act } from '../../db/act'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { applyPatch } from '../../db/records'
import { notFound } from '../../db/version'
import { ServiceBomLineId } from '../../shared/contract/id'
import type { BomHistoryEntry, ServiceBom } from '../../shared/contract/serviceBoms'
import { liveBelow, liveLine, openBom, stateOf, type BomWork } from './bomWork'
import {
  assertFits,
  assertSamePart,
  changeFailures,
  partFailures,
  partOf,
  positionFailures,
  refuse,
  type RepeatedPart,
} from './part.checks'
import type { BomInput, ServiceBomDeps } from './serviceBom.deps'
import type { StoredServiceLine } from './serviceBoms.repository'
import { answered, entryViews } from './serviceBomView'

export interface Changed extends ServiceBom {
  readonly bom: ServiceBom
  readonly history: BomHistoryEntry[]
}

/** What every entry of a change says of it. */
export function saidOf({
  at,
  orderId,
  reasonId,
  remark,
  repairLineId,
}: Pick<BomInput<'addComponent'>, 'at' | 'orderId' | 'reasonId' | 'repairLineId' | 'remark'>) {
  return { effectiveAt: at, orderId, reasonId, remark: remark === '' ? undefined : remark, repairLineId }
}

/** Throws NOT_FOUND for an order or a repair line that is not there; the order that a change is for. */
export function assertFor(
  deps: ServiceBomDeps,
  { orderId, repairLineId }: Pick<BomInput<'addComponent'>, 'orderId' | 'repairLineId'>,
): BomInput<'addComponent'>['orderId'] {
  const repaired = repairLineId === undefined ? undefined : deps.lists.orderOfRepair(repairLineId)
  if (repairLineId !== undefined && repaired === undefined) throw notFound('repairLine', repairLineId)
  if (orderId !== undefined) deps.orders.assertThere(orderId)
  return orderId ?? repaired
}

/** Puts a part into a list (R09-05). @throws the codes of `bomChangeErrors` */
export function addComponent(
  deps: ServiceBomDeps,
  act: Act,
  input: BomInput<'addComponent'>,
): Outcome<Changed> {
  const replayed = heldPart(deps, act, input)
  if (replayed) return unchanged(replayed)
  const work = openBom(deps, act, input)
  const { bom } = work
  const orderId = assertFor(deps, input)
  const parent = input.parentLineId === undefined ? undefined : liveLine(work, input.parentLineId)
  const id = input.id ?? ServiceBomLineId.parse(mintId())
  const position = input.position ?? deps.repository.lastPosition(bom.id, parent?.id) + 1
  const part = partOf(work, input, { parentId: parent?.id, position, quantity: input.quantity })
  const line = newLine(work, id, part, input.at)
  refuse([
    ...changeFailures(work, input, { parent, lines: [] }),
    ...partFailures(work, part),
    ...positionFailures(work, line, input.at),
  ])
  assertFits(work, parent?.id, part, { added: 1 })
  work.insert(line)
  work.note({ ...saidOf(input), orderId, action: 'added', lineId: id, after: stateOf(line) })
  return changed(work)
}

/** Changes what a part is in its place; its item stays, another one is a replacement (R09-05). */
export function changeComponent(
  deps: ServiceBomDeps,
  act: Act,
  { lineId, patch: given = {}, ...input }: BomInput<'changeComponent'>,
): Outcome<Changed> {
  const { batch, description, position, quantity, serialNumber, supplier, unitId, warrantyMonths } = input
  const beside = { batch, description, position, quantity, serialNumber, supplier, unitId, warrantyMonths }
  const patch = { ...beside, ...given }
  const work = openBom(deps, act, input)
  const orderId = assertFor(deps, input)
  const before = liveLine(work, lineId)
  const item = deps.catalog.items.get(before.itemId)
  const wanted = applyPatch<Partial<StoredServiceLine>>(before, patch)
  const after: StoredServiceLine = {
    ...before,
    ...wanted,
    description:
      wanted.description === undefined || wanted.description === '' ? item.name : wanted.description,
    position: wanted.position ?? before.position,
    unitId: wanted.unitId ?? item.unitId,
  }
  refuse([
    ...changeFailures(work, input, { lines: [before] }),
    ...partFailures(work, after, { exceptLineId: lineId }),
    ...positionFailures(work, after, input.at),
  ])
  if (JSON.stringify(stateOf(after)) === JSON.stringify(stateOf(before)))
    return unchanged({ ...answered(deps, act.at, work.bom.id), history: [] })
  work.update(before, after)
  const states = { before: stateOf(before), after: stateOf(after) }
  work.note({ ...saidOf(input), orderId, action: 'changed', lineId, ...states })
  return changed(work)
}

/** Takes a part out with everything that hangs on it (R09-07). */
export function deleteComponent(
  deps: ServiceBomDeps,
  act: Act,
  { lineId, ...input }: BomInput<'deleteComponent'>,
): Outcome<Changed> {
  const work = openBom(deps, act, input)
  const orderId = assertFor(deps, input)
  const line = liveLine(work, lineId)
  const below = liveBelow(work, lineId)
  const leaving = [line, ...below]
  refuse(changeFailures(work, input, { lines: leaving, leaving }))
  const said = { ...saidOf(input), orderId }
  const { id: actId } = takeOut(work, line, said)
  for (const part of below) takeOut(work, part, { ...said, actId })
  return changed(work)
}

/** Ends a part at an instant. */
export function takeOut(
  work: BomWork,
  line: StoredServiceLine,
  said: Omit<Parameters<BomWork['note']>[0], 'action' | 'lineId'>,
) {
  work.update(line, { ...line, removedAt: said.effectiveAt })
  return work.note({ ...said, action: 'deleted', lineId: line.id, before: stateOf(line) })
}

export function newLine(
  { act, bom }: BomWork,
  id: StoredServiceLine['id'],
  part: ReturnType<typeof partOf>,
  at: number,
): StoredServiceLine {
  return {
    ...{ ...part, id, bomId: bom.id, chainId: id, installedAt: at },
    ...{ recordedAt: act.at, recordedById: act.caller.userId },
  }
}

/** Closes the act and answers the list with the new entries, newest first. */
export function changed(work: BomWork): Outcome<Changed> {
  const { act, bom, deps } = work
  const { changes, entries } = work.close()
  const history = entryViews(deps, act.caller, [...entries].reverse())
  return outcome({ ...answered(deps, act.at, bom.id), history }, changes)
}

/** The answer of an act whose part is there already. @throws ID_TAKEN */
export function heldPart(
  deps: ServiceBomDeps,
  { at, caller }: Act,
  given: RepeatedPart,
): Changed | undefined {
  const { bomId, id } = given
  const held = id === undefined ? undefined : deps.repository.lines.find(id)
  if (!held) return undefined
  const { bomId: ofBom, id: lineId } = held
  const ids = deps.lists.entryIds({ bomId: ofBom, lineId, before: Number.MAX_SAFE_INTEGER, limit: 500 })
  const made = deps.repository.entries.findMany(ids.slice(-1))
  assertSamePart(held, made[0], given)
  return { ...answered(deps, at, bomId), history: entryViews(deps, caller, made) }
}
