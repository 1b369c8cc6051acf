import type { Act } from '../../db/act'
import { unchanged, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import type { Failure } from '../../shared/contract/domainError'
import { OrderLineId, ServiceBomLineId, type OrderId } from '../../shared/contract/id'
import type { RemovedPart } from '../../shared/contract/serviceBoms'
import { copyLines, validOn } from './attachTemplate'
import { localDate } from '../calendars/index'
import { ancestorsOf, liveBelow, liveLine, openBom, stateOf, type BomWork } from './bomWork'
import { assertFor, changed, heldPart, newLine, saidOf, takeOut, type Changed } from './changeComponents'
import { assertFits, changeFailures, partFailures, partOf, positionFailures, refuse } from './part.checks'
import { keepRemoved, removedFailures, removedPartOf } from './removedParts'
import type { BomInput, ServiceBomDeps } from './serviceBom.deps'
import type { StoredBomEntry, StoredServiceLine } from './serviceBoms.repository'
import type { CopiedLine } from './templateReader.repository'
import { assertNoCircle } from './tree.rules'

type Input = BomInput<'replaceComponent'>
export interface Replaced extends Changed {
  readonly orderLineId?: OrderLineId | undefined
  readonly removedPart?: RemovedPart | undefined
}

/** A replacement as it is about to be written. */
interface Replacement {
  readonly old: StoredServiceLine
  /** The old part as it stays: with the rest of its quantity (R09-18); undefined: it goes. */
  readonly rest: StoredServiceLine | undefined
  readonly fresh: StoredServiceLine
  /** What hangs on a part that goes; the direct ones stay with the new part where they are kept. */
  readonly below: readonly StoredServiceLine[]
  readonly areKept: boolean
  /** What the new item's template brings (R09-07). */
  readonly parts: readonly CopiedLine[]
}

/**
 * Replaces a part, or some of its quantity, in one transaction with its order line and what becomes of the old part
 * (R09-17…R09-19).
 *
 * @throws the codes of `replaceErrors`
 */
export function replaceComponent(deps: ServiceBomDeps, act: Act, input: Input): Outcome<Replaced> {
  const held = heldPart(deps, act, input)
  if (held) return unchanged({ ...held, ...asReplaced(deps, held) })
  const work = openBom(deps, act, input)
  const orderId = assertFor(deps, input)
  if (orderId !== undefined) deps.orders.assertOpen(act.caller, orderId)
  const replacement = plannedOf(work, input)
  const { fresh, old } = replacement
  const removed = input.removedPart
  refuse([
    ...failuresOf(work, input, replacement),
    ...(input.createOrderLine && orderId === undefined
      ? [{ code: 'REQUIRED', field: 'orderId', fields: ['orderId'] }]
      : []),
    ...(removed ? removedFailures(work, old, fresh.quantity, removed) : []),
  ])
  assertFitsIn(work, replacement)
  const orderLineId =
    input.createOrderLine && orderId !== undefined
      ? (input.orderLine?.id ?? OrderLineId.parse(mintId()))
      : undefined
  const entry = write(work, input, replacement, { orderId, orderLineId })
  if (orderId !== undefined && orderLineId !== undefined) {
    // The part that went may have its own warranty: the verdict decides what the line costs (R08-10, R08-11).
    if (input.repairLineId !== undefined) work.also(deps.repairChanged(input.repairLineId))
    addPart(work, input, orderId, { orderLineId, fresh })
  }
  const partId = removed && keepRemoved(work, entry, old, fresh.quantity, removed)
  const { result, ...rest } = changed(work)
  const answer = {
    ...result,
    ...{ orderLineId, removedPart: partId === undefined ? undefined : removedPartOf(deps, partId) },
  }
  return { ...rest, result: answer }
}

function asReplaced(deps: ServiceBomDeps, { history: [entry] }: Changed): Omit<Replaced, keyof Changed> {
  const [part] = entry ? deps.repository.removedPartsOf(entry.id) : []
  return { orderLineId: entry?.orderLineId, removedPart: part && removedPartOf(deps, part.id) }
}

function plannedOf(work: BomWork, input: Input): Replacement {
  const { bom, deps } = work
  const old = liveLine(work, input.lineId)
  const quantity = input.quantity ?? old.quantity
  const isPartial = quantity < old.quantity
  const id = input.id ?? ServiceBomLineId.parse(mintId())
  const behind = () => deps.repository.lastPosition(bom.id, old.parentId) + 1
  const position = input.position ?? (isPartial ? behind() : old.position)
  // The same item goes on in the unit in which it stood there.
  const unitId = input.unitId ?? (input.itemId === old.itemId ? old.unitId : undefined)
  const part = partOf(work, { ...input, unitId }, { parentId: old.parentId, position, quantity })
  const below = isPartial ? [] : liveBelow(work, old.id)
  const areKept = input.children === 'keep'
  const template =
    input.children === undefined || input.children === 'template'
      ? deps.templates.ofItem(input.itemId)
      : undefined
  const onDay = localDate(work.head.siteZone, input.at)
  return {
    ...{ old, below, areKept },
    rest: isPartial ? { ...old, quantity: old.quantity - quantity } : undefined,
    fresh: { ...newLine(work, id, part, input.at), chainId: old.chainId, replacesId: old.id },
    parts: template ? validOn(deps.templates.linesOf(template.id), onDay).valid : [],
  }
}

function failuresOf(
  work: BomWork,
  input: Input,
  { below, areKept, fresh, old, rest }: Replacement,
): Failure[] {
  const parent = old.parentId === undefined ? undefined : liveLine(work, old.parentId)
  const touched = areKept ? below.filter(({ parentId }) => parentId === old.id) : below
  const leaving = rest ? [] : areKept ? [old] : [old, ...below]
  const exceptLineId = rest ? undefined : old.id
  return [
    ...changeFailures(work, input, { parent, lines: [old, ...touched], leaving }),
    ...partFailures(work, fresh, { exceptLineId }),
    ...(fresh.quantity > old.quantity
      ? [{ code: 'BOM_QTY_EXCEEDED', field: 'quantity', ids: [old.id], live: old.quantity }]
      : []),
    ...positionFailures(work, fresh, input.at, exceptLineId),
  ]
}

/** Throws BOM_CIRCULAR and BOM_TOO_LARGE, also for the parts that stay or come with the new one. */
function assertFitsIn(work: BomWork, { areKept, below, fresh, old, parts }: Replacement): void {
  const gone = areKept ? 1 : 1 + below.length
  const depthBelow = Math.max(0, ...depthsOf(parts), ...(areKept ? depthsOf(below, old.id) : []))
  assertFits(work, fresh.parentId, fresh, { added: 1 + parts.length - gone, depthBelow })
  const { deps, bom, head } = work
  const numberOf = (itemId: string) => deps.catalog.items.get(itemId).number
  const above = [
    { itemId: bom.itemId, itemNumber: head.itemNumber },
    ...[...ancestorsOf(work, fresh.parentId), fresh].map(({ itemId }) => ({
      itemId,
      itemNumber: numberOf(itemId),
    })),
  ]
  for (const { itemId } of [...parts, ...(areKept ? below : [])])
    if (above.some((one) => one.itemId === itemId))
      assertNoCircle(above, { itemId, itemNumber: numberOf(itemId) })
}

/** How deep parts lie below the one they hang on; parents come before their parts. */
function depthsOf(
  lines: readonly { readonly id: string; readonly parentId?: string | undefined }[],
  rootId?: string,
): number[] {
  const depths = new Map<string | undefined, number>([[rootId, 0]])
  for (const { id, parentId } of lines) depths.set(id, (depths.get(parentId) ?? 0) + 1)
  return [...depths.values()]
}

function addPart(
  work: BomWork,
  input: Input,
  orderId: OrderId,
  { fresh, orderLineId }: { readonly orderLineId: OrderLineId; readonly fresh: StoredServiceLine },
): void {
  const { act, bom, deps } = work
  const { changes } = deps.orders.addPart(act, orderId, {
    ...input.orderLine,
    id: orderLineId,
    itemId: fresh.itemId,
    objectId: bom.objectId,
    repairLineId: input.repairLineId,
    quantity: fresh.quantity,
    unit: deps.catalog.units.get(fresh.unitId).code,
    description: input.orderLine?.description || undefined,
  })
  work.also(changes)
}

/** Writes the change; the entry that names both parts comes first. */
function write(
  work: BomWork,
  input: Input,
  { areKept, below, fresh, old, parts, rest }: Replacement,
  order: Pick<StoredBomEntry, 'orderId' | 'orderLineId'>,
): StoredBomEntry {
  const said = { ...saidOf(input), orderId: order.orderId }
  if (rest) {
    work.update(old, rest)
    work.insert(fresh)
  } else work.replace(old, { ...old, removedAt: input.at, replacedById: fresh.id }, fresh)
  const entry = work.note({
    ...{ ...said, ...order, action: 'replaced', lineId: old.id, newLineId: fresh.id },
    ...{ before: stateOf(old), after: rest && stateOf(rest), afterNew: stateOf(fresh) },
  })
  const along = { ...said, actId: entry.id }
  for (const part of below) {
    if (!areKept) takeOut(work, part, along)
    else if (part.parentId === old.id) {
      const moved = { ...part, parentId: fresh.id }
      work.update(part, moved)
      const states = { before: stateOf(part), after: stateOf(moved) }
      work.note({ ...along, action: 'changed', lineId: part.id, ...states })
    }
  }
  const { effectiveAt: at, remark: _remark, ...source } = along
  copyLines(work, parts, { ...source, action: 'added', at, below: fresh })
  return entry
}
