import { domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import { structureErrors } from '../../shared/contract/bomStructure'
import { commonErrors } from '../../shared/contract/domainError'
import type { BomLineState } from '../../shared/contract/serviceBoms'
import type { StoredItem } from '../catalog/index'
import { ancestorsOf, type BomWork } from './bomWork'
import type { BomInput } from './serviceBom.deps'
import type { StoredBomEntry, StoredServiceLine } from './serviceBoms.repository'
import { assertNoCircle, depthLimit, nodeLimit } from './tree.rules'

type GivenPart = Pick<
  BomInput<'addComponent'>,
  'itemId' | 'description' | 'unitId' | 'supplier' | 'warrantyMonths' | 'remark' | 'serialNumber' | 'batch'
>

/** What a repeated call says again. */
const repeated = [
  ...(['itemId', 'description', 'quantity', 'unitId', 'serialNumber'] as const),
  ...(['batch', 'supplier'] as const),
]

/** A part as a call gives it, with where it goes. */
export interface RepeatedPart extends GivenPart {
  readonly id?: StoredServiceLine['id'] | undefined
  readonly at: number
  readonly bomId: string
  /** What it replaces. */
  readonly lineId?: string | undefined
  readonly quantity?: number | undefined
}

export function refuse([first, ...rest]: readonly Failure[]): void {
  if (first) throw refuseAll([first, ...rest])
}

const filled = (text: string | undefined) => (text === '' ? undefined : text)

/** What a part is in its place, with the defaults of its item (09 §2.2). @throws NOT_FOUND */
export function partOf(
  { deps }: BomWork,
  given: GivenPart,
  place: Pick<BomLineState, 'parentId' | 'position' | 'quantity'>,
): BomLineState {
  const item = deps.catalog.items.get(given.itemId)
  return {
    ...place,
    itemId: given.itemId,
    description: filled(given.description) ?? item.name,
    unitId: given.unitId ?? item.unitId,
    serialNumber: filled(given.serialNumber),
    batch: filled(given.batch),
    supplier: filled(given.supplier),
    warrantyMonths: given.warrantyMonths ?? item.warrantyMonths,
    remark: filled(given.remark),
  }
}

/**
 * Why, and when: a reason for lists, never in the future, never before what it follows (R09-06): the last change of the
 * lines, and of those that leave also the end of the last part that hung on them.
 *
 * @throws NOT_FOUND
 */
export function changeFailures(
  { act, bom, deps }: BomWork,
  { at, reasonId }: Pick<BomInput<'addComponent'>, 'at' | 'reasonId'>,
  follows: {
    readonly parent?: StoredServiceLine | undefined
    readonly lines: readonly StoredServiceLine[]
    readonly leaving?: readonly StoredServiceLine[] | undefined
  },
): Failure[] {
  const reason = reasonId === undefined ? undefined : deps.reasons.get(reasonId)
  const failures: Failure[] = []
  if (!reason) failures.push({ code: 'REASON_REQUIRED', field: 'reasonId' })
  else if (!reason.active || !reason.uses.includes('bomChange'))
    failures.push({ code: 'REASON_NOT_ALLOWED', field: 'reasonId', ids: [reason.id] })
  if (at > act.at) failures.push({ code: 'BOM_TIME_ORDER', field: 'at', before: act.at })
  const earliest = [
    { at: bom.attachedAt, ids: [] },
    ...(follows.parent ? [{ at: follows.parent.installedAt, ids: [follows.parent.id] }] : []),
    ...follows.lines.map((line) => ({
      at: deps.repository.lastChangeOf(line.id)?.effectiveAt ?? line.installedAt,
      ids: [line.id],
    })),
    ...(follows.leaving ?? []).flatMap(({ id }) => {
      const former = deps.repository.lastFormerPart(id)
      return former ? [{ at: former.removedAt, ids: [former.id] }] : []
    }),
  ].reduce((latest, one) => (one.at > latest.at ? one : latest))
  if (at < earliest.at)
    failures.push({ code: 'BOM_TIME_ORDER', field: 'at', ids: earliest.ids, after: earliest.at })
  return failures
}

/** What is wrong with a part in itself: its quantity, unit and serial (09 §2.2). */
export function partFailures(
  work: BomWork,
  part: BomLineState,
  { exceptLineId }: { readonly exceptLineId?: string | undefined } = {},
): Failure[] {
  const { deps } = work
  const item: StoredItem = deps.catalog.items.get(part.itemId)
  const { code, decimals } = deps.catalog.units.get(part.unitId)
  const failures: Failure[] = []
  if (part.quantity <= 0) failures.push({ code: 'QTY_INVALID', field: 'quantity' })
  else if (part.quantity % 10 ** (3 - decimals) !== 0)
    failures.push({ code: 'UNIT_DECIMALS', field: 'quantity', unit: code, decimals })
  if (part.unitId !== item.unitId && !deps.isUnitOf(part.itemId, part.unitId))
    failures.push({ code: 'UNIT_NOT_CONVERTIBLE', field: 'unitId', unit: code })
  if (part.serialNumber === undefined) return failures
  if (part.quantity !== 1000) failures.push({ code: 'SERIAL_QTY', field: 'quantity' })
  const place = deps.repository.serialPlace(part.itemId, part.serialNumber, exceptLineId)
  if (place)
    failures.push({
      ...{
        code: 'SERIAL_IN_USE',
        field: 'serialNumber',
        ids: [place.bomId],
        serialNumber: part.serialNumber,
      },
      ...{ bomId: place.bomId, objectId: place.objectId, number: place.objectNumber },
      objectSerial: place.objectSerial,
    })
  return failures
}

/** POSITION_TAKEN where another part of the same parent has it from then on. */
export function positionFailures(
  { deps }: BomWork,
  line: Pick<StoredServiceLine, 'bomId' | 'id' | 'parentId' | 'position'>,
  at: number,
  exceptLineId?: string,
): Failure[] {
  const taken = deps.repository.atPosition(line, at)
  return taken === undefined || taken === exceptLineId
    ? []
    : [{ code: 'POSITION_TAKEN', field: 'position', ids: [taken], position: line.position }]
}

/**
 * Whether an item, with the parts it brings, may stand below these lines.
 *
 * @throws BOM_CIRCULAR with the path (R09-10), BOM_TOO_LARGE (R09-11)
 */
export function assertFits(
  work: BomWork,
  parentId: string | undefined,
  part: Pick<BomLineState, 'itemId'>,
  { added, depthBelow = 0 }: { readonly added: number; readonly depthBelow?: number },
): void {
  const { bom, deps, head } = work
  const above = ancestorsOf(work, parentId)
  if (above.length + 1 + depthBelow > depthLimit)
    throw domainError(structureErrors, 'BOM_TOO_LARGE', { id: bom.id, limit: depthLimit })
  if (bom.lineCount + added > nodeLimit)
    throw domainError(structureErrors, 'BOM_TOO_LARGE', { id: bom.id, limit: nodeLimit })
  const named = ({ itemId }: Pick<BomLineState, 'itemId'>) => ({
    itemId,
    itemNumber: deps.catalog.items.get(itemId).number,
  })
  const root = { itemId: bom.itemId, itemNumber: head.itemNumber }
  assertNoCircle([root, ...above.map(named)], named(part))
}

/** Throws ID_TAKEN for an id that another part has, or the same part with other words. */
export function assertSamePart(
  held: StoredServiceLine,
  made: StoredBomEntry | undefined,
  given: RepeatedPart,
): void {
  const state = made && (made.newLineId === held.id ? made.afterNew : made.after)
  const isSame =
    held.bomId === given.bomId &&
    made?.effectiveAt === given.at &&
    (given.lineId === undefined ? made.action === 'added' : made.lineId === given.lineId) &&
    repeated.every((field) => !given[field] || given[field] === state?.[field])
  if (!isSame) throw domainError(commonErrors, 'ID_TAKEN', { entity: 'serviceBomLine', id: held.id })
}
