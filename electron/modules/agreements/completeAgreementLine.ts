import { assertMay, type Act } from '../../db/act'
import { mintId } from '../../db/ids'
import { commonErrors, domainError, type Failure } from '../../shared/contract/domainError'
import { AgreementLineId } from '../../shared/contract/id'
import type { LineType } from '../../shared/contract/agreements'
import type { NewAgreementLine } from '../../shared/contract/serviceAgreements'
import { checkLinePeriod } from './agreement.rules'
import type { AgreementWorkDeps } from './agreementDeps'
import type { StoredAgreementLine } from './agreementParts.repository'
import { workerFailure } from './completeAgreement'
import { checkCategory, checkCombination, chooseLineProperty } from './line.rules'
import type { LineLookup } from './lineLookup'
import type { StoredAgreement } from './serviceAgreements.repository'

/** One act on the lines of one agreement. */
export interface AgreementLineWork {
  readonly deps: AgreementWorkDeps
  readonly lookup: LineLookup
  readonly act: Act
  readonly agreement: StoredAgreement
  /** What the agreement is related to (R02-07). */
  readonly objectIds: ReadonlySet<string>
  readonly taskIds: ReadonlySet<string>
}

/** A line as wanted: what is absent gets its default. */
export type AgreementLineDraft = Pick<StoredAgreementLine, 'id' | 'agreementId' | 'lineNo' | 'type'> & {
  readonly [K in keyof StoredAgreementLine]?: StoredAgreementLine[K] | undefined
}

const fieldsOf: Readonly<Record<string, readonly LineType[]>> = {
  categoryId: ['hour', 'expense', 'fee'],
  workerId: ['hour', 'expense', 'fee'],
  minutes: ['hour'],
  itemId: ['item'],
  itemSetup: ['item'],
  warehouseId: ['item'],
  costOverride: ['hour', 'expense', 'item'],
}
const standardUnits: Readonly<Record<LineType, string>> = {
  hour: 'MIN',
  expense: 'PCS',
  fee: 'PCS',
  item: 'PCS',
}

/** Throws INVALID_INPUT for fields that lines of this type do not have (02 §2.2). */
export function assertLineFieldsFit(type: LineType, fields: object): void {
  const issues = Object.entries(fields)
    .filter(([, value]: [string, unknown]) => value !== undefined && value !== null)
    .filter(([field]) => fieldsOf[field]?.includes(type) === false)
    .map(([field]) => ({ path: [field], message: `not on ${type}` }))
  if (issues.length > 0) throw domainError(commonErrors, 'INVALID_INPUT', { issues })
}

/** What is said of a line with the minutes of an hour line as its quantity (02 §2.2). */
export function withQuantity<
  Said extends {
    readonly minutes?: number | null | undefined
    readonly quantity?: number | null | undefined
  },
>({ minutes, ...said }: Said): Omit<Said, 'minutes'> {
  return minutes === undefined || said.quantity !== undefined ? said : { ...said, quantity: minutes }
}

/** Prices and another discount than the line has need agreements.setPrice. */
export function assertMaySetLinePrices(
  { caller }: Act,
  fields: {
    readonly priceOverride?: number | null | undefined
    readonly costOverride?: number | null | undefined
    readonly discount?: number | null | undefined
  },
  heldDiscount = 0,
): void {
  const { costOverride, discount, priceOverride } = fields
  const isDiscounted = discount !== undefined && (discount ?? 0) !== heldDiscount
  if (priceOverride !== undefined || costOverride !== undefined || isDiscounted)
    assertMay(caller, 'agreements.setPrice')
}

/** The draft of a new line. */
export function newLineDraft(
  { act, agreement }: Pick<AgreementLineWork, 'act' | 'agreement'>,
  given: NewAgreementLine,
  lineNo: number,
): AgreementLineDraft {
  assertLineFieldsFit(given.type, given)
  assertMaySetLinePrices(act, given)
  return {
    ...withQuantity(given),
    id: given.id ?? AgreementLineId.parse(mintId()),
    agreementId: agreement.id,
    lineNo,
    description: given.description === '' ? undefined : given.description,
    unit: given.unit === '' ? undefined : given.unit,
    isPropertyManual: given.linePropertyId !== undefined,
  }
}

/**
 * Completes a line: defaults of 02 §2.2 and its line property (R02-33).
 *
 * @param held - the line as it is stored; what it has may stay
 * @returns the line with every rule it breaks
 */
export function completeAgreementLine(
  work: AgreementLineWork,
  draft: AgreementLineDraft,
  held?: StoredAgreementLine,
): { line: StoredAgreementLine; failures: Failure[] } {
  const { agreement, lookup } = work
  const parts = partsOf(work, draft)
  const { account, category, item } = parts
  const startDate = draft.startDate ?? agreement.startDate
  const line: StoredAgreementLine = {
    ...draft,
    description: draft.description ?? item?.name ?? category?.name ?? draft.type,
    categoryId: category?.id,
    unit: draft.unit ?? item?.unitCode ?? standardUnits[draft.type],
    quantity: draft.quantity ?? (draft.type === 'hour' ? 0 : 1000),
    itemSetup: draft.type === 'item' ? (draft.itemSetup ?? 'itemConsumption') : undefined,
    warehouseId: draft.warehouseId ?? warehouseOf(work, item),
    startDate,
    seriesAnchor: draft.seriesAnchor ?? startDate,
    stopped: draft.stopped ?? false,
    linePropertyId:
      draft.linePropertyId ??
      chooseLineProperty({ account, category, standardId: lookup.standardPropertyId() }),
    isPropertyManual: draft.isPropertyManual ?? false,
    discount: draft.discount ?? 0,
  }
  return { line, failures: failuresOf(work, line, parts, held) }
}

/** The records a line refers to. */
function partsOf({ agreement, lookup }: AgreementLineWork, draft: AgreementLineDraft) {
  const { categoryId, itemId, type, workerId } = draft
  const { billingAccountId } = agreement
  const standard = type === 'item' ? undefined : lookup.standardCategory(type)
  return {
    category: categoryId === undefined ? standard : lookup.category(categoryId),
    item: itemId === undefined ? undefined : lookup.item(itemId),
    worker: workerId === undefined ? undefined : lookup.worker(workerId),
    account: billingAccountId === undefined ? undefined : lookup.account(billingAccountId),
  }
}
type LineParts = ReturnType<typeof partsOf>

function warehouseOf({ agreement, deps }: AgreementLineWork, item: LineParts['item']) {
  return item?.kind === 'stock' ? deps.stock.warehouseFor(agreement.officeId, undefined) : undefined
}

function failuresOf(
  work: AgreementLineWork,
  line: StoredAgreementLine,
  { account, category, item, worker }: LineParts,
  held: StoredAgreementLine | undefined,
): Failure[] {
  const { agreement, deps, lookup } = work
  const { allowInactive, ...combination } = lookup.rules()
  const isMoved = line.startDate !== held?.startDate || line.endDate !== held.endDate
  return [
    ...quantityFailures(line, item),
    ...(item?.blocked && item.id !== held?.itemId
      ? [{ code: 'ITEM_BLOCKED', field: 'itemId', ids: [item.id] }]
      : []),
    ...relationFailures(work, line, held),
    ...(isMoved ? checkLinePeriod(line, agreement) : []),
    ...(category
      ? checkCategory(category, {
          lineType: line.type,
          allowInactive,
          heldId: held?.categoryId,
        })
      : []),
    ...checkCombination({ account, worker, categoryId: line.categoryId }, combination),
    ...(worker && worker.id !== held?.workerId ? workerFailure(deps, worker.id, 'workerId') : []),
    ...choiceFailures(work, line, held),
  ]
}

/** An object or a task is chosen on a line only if the agreement is related to it (R02-07). */
function relationFailures(
  { objectIds, taskIds }: AgreementLineWork,
  { objectId, taskId }: StoredAgreementLine,
  held: StoredAgreementLine | undefined,
): Failure[] {
  const failures: Failure[] = []
  if (objectId !== undefined && objectId !== held?.objectId && !objectIds.has(objectId))
    failures.push({ code: 'OBJECT_NOT_RELATED', field: 'objectId', ids: [objectId] })
  if (taskId !== undefined && taskId !== held?.taskId && !taskIds.has(taskId))
    failures.push({ code: 'TASK_NOT_RELATED', field: 'taskId', ids: [taskId] })
  return failures
}

function choiceFailures(
  { deps, lookup }: AgreementLineWork,
  line: StoredAgreementLine,
  held: StoredAgreementLine | undefined,
): Failure[] {
  const { intervalId, linePropertyId, warehouseId, windowId } = line
  if (warehouseId !== undefined && warehouseId !== held?.warehouseId) deps.stock.assertWarehouse(warehouseId)
  if (linePropertyId !== held?.linePropertyId) lookup.property(linePropertyId)
  const failures: Failure[] = []
  if (
    intervalId !== undefined &&
    intervalId !== held?.intervalId &&
    !deps.references.isActive('interval', intervalId)
  )
    failures.push({ code: 'CHOICE_INACTIVE', field: 'intervalId', ids: [intervalId] })
  if (
    windowId !== undefined &&
    windowId !== held?.windowId &&
    !deps.references.isActive('timeWindow', windowId)
  )
    failures.push({ code: 'CHOICE_INACTIVE', field: 'windowId', ids: [windowId] })
  return failures
}

function quantityFailures(
  { categoryId, itemId, quantity, type, unit }: StoredAgreementLine,
  item: LineParts['item'],
): Failure[] {
  const failures: Failure[] = []
  if (type === 'item' && itemId === undefined)
    failures.push({ code: 'REQUIRED', field: 'itemId', fields: ['itemId'] })
  if (type !== 'item' && categoryId === undefined)
    failures.push({ code: 'REQUIRED', field: 'categoryId', fields: ['categoryId'] })
  const known = type === 'hour' ? 'MIN' : (item?.unitCode ?? unit)
  if (unit.toUpperCase() !== known.toUpperCase())
    failures.push({ code: 'UNIT_NOT_CONVERTIBLE', field: 'unit', unit })
  if (item && quantity % 10 ** (3 - item.unitDecimals) !== 0)
    failures.push({ code: 'UNIT_DECIMALS', field: 'quantity', decimals: item.unitDecimals })
  return failures
}
