import { z } from 'zod'
import { LineType } from '../../../shared/contract/agreements'
import { AgreementId } from '../../../shared/contract/id'
import {
  AgreementItemSetup,
  AgreementLinePatch,
  AgreementPatch,
  ClosedDayPolicy,
  Combine,
  NewAgreementLine,
  Renewal,
  serviceAgreementsContract,
} from '../../../shared/contract/serviceAgreements'
import { mintId } from '../../../db/ids'
import type { StoredAgreement, StoredAgreementLine } from '../../agreements/index'
import { reportIssues, type References } from '../references'
import type { RowReader } from '../rowReader'

type Cells = Readonly<Record<string, unknown>>

const literals = <Value extends string>(values: readonly Value[]): Record<string, Value> =>
  Object.fromEntries(values.map((value) => [value.toLowerCase(), value]))
const combines = literals(Combine.options)
const renewals = literals(Renewal.options)
const policies = literals(ClosedDayPolicy.options)
const types = literals(LineType.options)
const setups = literals(AgreementItemSetup.options)

/** `08:00` as minutes after midnight. */
function minutesOf(row: RowReader, target: string): number | undefined {
  const text = row.text(target)
  if (text === undefined) return undefined
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  if (hours !== undefined && minutes !== undefined) return Number(hours) * 60 + Number(minutes)
  row.fail('INVALID_INPUT', target)
  return undefined
}

/** Whole numbers between blanks or commas. */
function numbersOf(row: RowReader, target: string): number[] | undefined {
  const text = row.text(target)
  if (text === undefined) return undefined
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '')
  if (parts.some((part) => !/^\d{1,4}$/.test(part))) row.fail('INVALID_INPUT', target)
  return parts.map(Number)
}

/** What a row says of an agreement's head, by contract name. */
export function readAgreementHead(
  row: RowReader,
  refs: References,
  held: StoredAgreement | undefined,
): Cells {
  const office = refs.office(row, 'office')
  if (held && office && office.id !== held.officeId) row.fail('FIELD_FROZEN', 'office')
  const customer = refs.customer(row, 'customer')
  const account = refs.billingAccount(row, 'billingAccount')
  const customerId = customer?.id ?? held?.customerId ?? account?.customerId
  return {
    officeId: office?.id,
    description: row.text('description'),
    customerId: customer?.id,
    billingAccountId: account?.id,
    currency: row.text('currency')?.toUpperCase(),
    groupId: refs.agreementGroup(row, 'group')?.id,
    siteId: refs.site(row, 'site', customerId, held?.siteId)?.id,
    contactId: refs.contact(row, 'contact', customerId, held?.contactId)?.id,
    startDate: row.date('startDate'),
    endDate: row.date('endDate'),
    combine: row.choice('combine', combines, 'INVALID_INPUT'),
    slaId: refs.sla(row, 'sla')?.id,
    preferredTechnicianId: refs.worker(row, 'preferredTechnician')?.id,
    responsibleId: refs.worker(row, 'responsible')?.id,
    calendarId: refs.calendar(row, 'calendar')?.id,
    closedDayPolicy: row.choice('closedDayPolicy', policies, 'INVALID_INPUT'),
    defaultStartTime: minutesOf(row, 'defaultStartTime'),
    termMonths: row.decimal('termMonths', 0),
    renewal: row.choice('renewal', renewals, 'INVALID_INPUT'),
    noticeDays: row.decimal('noticeDays', 0),
    renewalIncrease: row.decimal('renewalIncrease', 2),
    alertDays: numbersOf(row, 'alertDays'),
    isTemplate: row.flag('isTemplate'),
    templateGroupId: refs.templateGroup(row, 'templateGroup')?.id,
  }
}

/** What a row says of a line, by contract name. */
export function readAgreementLine(
  row: RowReader,
  refs: References,
  held: StoredAgreementLine | undefined,
): Cells {
  const type = row.choice('type', types, 'INVALID_INPUT') ?? held?.type
  if (type === undefined) row.fail('REQUIRED', 'type')
  if (held && type !== held.type) row.fail('FIELD_FROZEN', 'type')
  return {
    type,
    description: row.text('description'),
    categoryId: refs.category(row, 'category')?.id,
    itemId: refs.item(row, 'item')?.id,
    unit: row.text('unit'),
    workerId: refs.worker(row, 'worker')?.id,
    quantity: row.decimal('quantity', type === 'hour' ? 0 : 3),
    itemSetup: row.choice('itemSetup', setups, 'INVALID_INPUT'),
    warehouseId: refs.warehouse(row, 'warehouse')?.id,
    objectId: refs.object(row, 'object')?.id,
    taskId: refs.task(row, 'task')?.id,
    intervalId: refs.interval(row, 'interval')?.id,
    windowId: refs.window(row, 'window')?.id,
    startDate: row.date('startDate'),
    endDate: row.date('endDate'),
    linePropertyId: refs.lineProperty(row, 'lineProperty')?.id,
    priceOverride: row.decimal('priceOverride', 4),
    costOverride: row.decimal('costOverride', 4),
    discount: row.decimal('discount', 2),
  }
}

const filled = (cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== undefined))

const NewHead = createInput().omit({ lines: true, objectRelations: true, taskRelations: true, reason: true })
function createInput() {
  const input = serviceAgreementsContract.createAgreement['~orpc'].inputSchema
  if (!(input instanceof z.ZodObject)) throw new Error('createAgreement takes fields')
  return input
}

/** A new agreement's head as its command takes it; undefined where a field has a wrong form. */
export function newAgreementOf(row: RowReader, cells: Cells): z.output<typeof NewHead> | undefined {
  const { data, error } = NewHead.safeParse({ ...filled(cells), id: AgreementId.parse(mintId()) })
  reportIssues(row, error, false)
  return data
}

/** The same of a line. */
export function newAgreementLineOf(row: RowReader, cells: Cells): NewAgreementLine | undefined {
  const { data, error } = NewAgreementLine.safeParse(filled(cells))
  reportIssues(row, error, false)
  return data
}

/** Fields that an empty cell may clear, with the target that they are read from (R01-21). */
const clearable = {
  head: {
    ...{
      siteId: 'site',
      contactId: 'contact',
      endDate: 'endDate',
      slaId: 'sla',
      responsibleId: 'responsible',
    },
    ...{
      preferredTechnicianId: 'preferredTechnician',
      calendarId: 'calendar',
      closedDayPolicy: 'closedDayPolicy',
    },
    defaultStartTime: 'defaultStartTime',
  },
  line: {
    ...{ workerId: 'worker', objectId: 'object', taskId: 'task', intervalId: 'interval', windowId: 'window' },
    ...{ endDate: 'endDate', priceOverride: 'priceOverride', costOverride: 'costOverride' },
  },
} as const

/** The fields that differ from the record; what it has already is no change, whoever gave it. */
function patchOf(
  row: RowReader,
  held: object,
  cells: Cells,
  emptied: Readonly<Record<string, string>> | undefined,
): Record<string, unknown> {
  const before = new Map<string, unknown>(Object.entries(held))
  const patch: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(cells)) {
    const target = emptied?.[field]
    if (value !== undefined && JSON.stringify(value) !== JSON.stringify(before.get(field)))
      patch[field] = value
    else if (value === undefined && target !== undefined && row.isMapped(target) && before.has(field))
      patch[field] = null
  }
  return patch
}

/** What the file changes of a head; undefined where a field has a wrong form. */
export function patchOfAgreement(
  row: RowReader,
  held: StoredAgreement,
  { isTemplate, officeId: _officeId, templateGroupId, ...cells }: Cells,
  emptyClears: boolean,
): AgreementPatch | undefined {
  if (isTemplate !== undefined && isTemplate !== held.isTemplate) row.fail('FIELD_FROZEN', 'isTemplate')
  if (templateGroupId !== undefined && templateGroupId !== held.templateGroupId)
    row.fail('FIELD_FROZEN', 'templateGroup')
  const patch = patchOf(row, held, cells, emptyClears ? clearable.head : undefined)
  const { data, error } = AgreementPatch.safeParse(patch)
  reportIssues(row, error, false)
  return data
}

/** What the file changes of a line. */
export function patchOfAgreementLine(
  row: RowReader,
  held: StoredAgreementLine,
  { type: _type, ...cells }: Cells,
  emptyClears: boolean,
): AgreementLinePatch | undefined {
  const patch = patchOf(row, held, cells, emptyClears ? clearable.line : undefined)
  const { data, error } = AgreementLinePatch.safeParse(patch)
  reportIssues(row, error, false)
  return data
}
