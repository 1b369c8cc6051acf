import { z } from 'zod'
import { LineType } from '../../../shared/contract/agreements'
import { OrderId } from '../../../shared/contract/id'
import {
  ItemSetup,
  LineStatus,
  NewOrderLine,
  newOrderFields,
  OrderLinePatch,
  OrderPatch,
  OrderPriority,
} from '../../../shared/contract/orders'
import { mintId } from '../../../db/ids'
import { serviceInstant } from '../../calendars/index'
import type { StoredLine, StoredOrder } from '../../orders/index'
import { reportIssues, type References } from '../references'
import type { RowReader } from '../rowReader'
import { parseInstant } from '../values.rules'
import type { CheckContext } from './kind'

type Cells = Readonly<Record<string, unknown>>
type OffsetAt = (zone: string, instant: number) => number

const literals = <Value extends string>(values: readonly Value[]): Record<string, Value> =>
  Object.fromEntries(values.map((value) => [value.toLowerCase(), value]))
const priorities = literals(OrderPriority.options)
const types = literals(LineType.options)
const setups = literals(ItemSetup.options)
const statuses = literals(LineStatus.options)

function instantOf(row: RowReader, target: string, zone: string, offsetAt: OffsetAt): number | undefined {
  const text = row.text(target)
  if (text === undefined) return undefined
  const at = parseInstant(text, (wall) => serviceInstant(wall, (instant) => offsetAt(zone, instant)))
  if (at === undefined) row.fail('INVALID_INPUT', target)
  return at
}

/** What a row says of an order's head, by contract name; times without an offset are those of the site. */
export function readHead(
  row: RowReader,
  refs: References,
  { officeZone }: CheckContext,
  offsetAt: OffsetAt,
  held: StoredOrder | undefined,
): Cells {
  const office = refs.office(row, 'office')
  if (held && office && office.id !== held.officeId) row.fail('FIELD_FROZEN', 'office')
  const customer = refs.customer(row, 'customer')
  const agreement = refs.agreement(row, 'agreement')
  const account = refs.billingAccount(row, 'billingAccount')
  const customerId = customer?.id ?? held?.customerId ?? agreement?.customerId ?? account?.customerId
  const site = refs.site(row, 'site', customerId, held?.siteId)
  const zone = row.text('siteZone') ?? site?.zone ?? held?.siteZone ?? office?.zone ?? officeZone
  return {
    officeId: office?.id,
    customerId: customer?.id,
    agreementId: agreement?.id,
    billingAccountId: account?.id,
    description: row.text('description'),
    preferredServiceAt: instantOf(row, 'preferredServiceAt', zone, offsetAt),
    preferredUntil: instantOf(row, 'preferredUntil', zone, offsetAt),
    siteId: site?.id,
    siteZone: row.text('siteZone'),
    contactId: refs.contact(row, 'contact', customerId, held?.contactId)?.id,
    responsibleId: refs.worker(row, 'responsible')?.id,
    preferredTechnicianId: refs.worker(row, 'preferredTechnician')?.id,
    priority: row.choice('priority', priorities, 'INVALID_INPUT'),
    currency: row.text('currency')?.toUpperCase(),
    signOffRequired: row.flag('signOffRequired'),
    customerReference: row.text('customerReference'),
    internalNote: row.text('internalNote'),
    externalNote: row.text('externalNote'),
  }
}

/** What a row says of a line, by contract name; its relations are not part of it. */
export function readLine(
  row: RowReader,
  refs: References,
  offsetAt: OffsetAt,
  { siteZone }: StoredOrder,
  held: StoredLine | undefined,
): Cells {
  const type = row.choice('type', types, 'INVALID_INPUT') ?? held?.type
  if (type === undefined) row.fail('REQUIRED', 'type')
  if (held && type !== held.type) row.fail('FIELD_FROZEN', 'type')
  row.choice('lineStatus', statuses, 'INVALID_INPUT')
  // Hours are registered in whole minutes (04 §2.2).
  const places = type === 'hour' ? 0 : 3
  const discount = row.decimal('discount', 2)
  return {
    type,
    description: row.text('lineDescription'),
    categoryId: refs.category(row, 'category')?.id,
    workerId: refs.worker(row, 'worker')?.id,
    itemId: refs.item(row, 'item')?.id,
    variant: row.text('variant'),
    warehouseId: refs.warehouse(row, 'warehouse')?.id,
    serialNumber: row.text('serialNumber'),
    itemSetup: row.choice('itemSetup', setups, 'INVALID_INPUT'),
    unit: row.text('unit'),
    estimatedQty: row.decimal('estimatedQty', places),
    actualQty: row.decimal('actualQty', places),
    startAt: instantOf(row, 'startAt', siteZone, offsetAt),
    endAt: instantOf(row, 'endAt', siteZone, offsetAt),
    costPrice: row.decimal('costPrice', 4),
    salesPrice: row.decimal('salesPrice', 4),
    discount,
    linePropertyId: refs.lineProperty(row, 'lineProperty')?.id,
    serviceDate: row.date('serviceDate'),
  }
}

const filled = (cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== undefined))

const NewHead = z.object(newOrderFields).omit({ lines: true, reason: true })

/** A new order's head as its command takes it; undefined where a field has a wrong form. */
export function newHeadOf(row: RowReader, cells: Cells): z.output<typeof NewHead> | undefined {
  const { data, error } = NewHead.safeParse({ ...filled(cells), id: OrderId.parse(mintId()) })
  reportIssues(row, error, false)
  return data
}

/** The same of a line. */
export function newLineOf(row: RowReader, cells: Cells): z.output<typeof NewOrderLine> | undefined {
  const { data, error } = NewOrderLine.safeParse(filled(cells))
  reportIssues(row, error, true)
  return data
}

/** Fields that an empty cell may clear; the others have a value always, or one that a rule finds (R01-21). */
const clearable = {
  head: {
    billingAccountId: 'billingAccount',
    preferredUntil: 'preferredUntil',
    siteId: 'site',
    contactId: 'contact',
    responsibleId: 'responsible',
    preferredTechnicianId: 'preferredTechnician',
    customerReference: 'customerReference',
    internalNote: 'internalNote',
    externalNote: 'externalNote',
  },
  line: {
    workerId: 'worker',
    variant: 'variant',
    serialNumber: 'serialNumber',
    estimatedQty: 'estimatedQty',
    actualQty: 'actualQty',
    startAt: 'startAt',
    endAt: 'endAt',
    objectRelationId: 'object',
    taskRelationId: 'task',
  },
} as const

/** The fields that differ from the record; what it has already is no change, whoever gave it. */
function patchOf(
  row: RowReader,
  held: object,
  cells: Cells,
  emptied: Readonly<Record<string, string>> | undefined,
): Record<string, unknown> {
  const before = new Map(Object.entries(held))
  const patch: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(cells)) {
    const target = emptied?.[field]
    if (value !== undefined && value !== before.get(field)) patch[field] = value
    else if (value === undefined && target !== undefined && row.isMapped(target) && before.has(field))
      patch[field] = null
  }
  return patch
}

/** What the file changes of a head; undefined where a field has a wrong form. */
export function patchOfHead(
  row: RowReader,
  held: StoredOrder,
  { officeId: _officeId, ...cells }: Cells,
  emptyClears: boolean,
): OrderPatch | undefined {
  const patch = patchOf(row, held, cells, emptyClears ? clearable.head : undefined)
  const { data, error } = OrderPatch.safeParse(patch)
  reportIssues(row, error, false)
  return data
}

/** What the file changes of a line. */
export function patchOfLine(
  row: RowReader,
  held: StoredLine,
  { type: _type, ...cells }: Cells,
  emptyClears: boolean,
): OrderLinePatch | undefined {
  const patch = patchOf(row, held, cells, emptyClears ? clearable.line : undefined)
  const { data, error } = OrderLinePatch.safeParse(patch)
  reportIssues(row, error, true)
  return data
}
