import type { LoadedAgreement, StoredAgreement, StoredAgreementLine } from '../../agreements/index'
import type { Names } from './names'

type Row = Readonly<Record<string, unknown>>

const clock = (minutes: number | undefined) =>
  minutes === undefined
    ? undefined
    : `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
// Basis points as a percentage: a unit price has four decimals, they have two.
const percent = (basisPoints: number) => (basisPoints === 0 ? undefined : basisPoints * 100)

/** An agreement's head as a file says it; by the number it was imported under, else by its own. */
export function agreementRow(names: Names, agreement: StoredAgreement): Row {
  const { closedDayPolicy, combine, currency, description, endDate, externalKey, isTemplate, noticeDays } =
    agreement
  const { number, renewal, startDate, termMonths } = agreement
  return {
    ...{ number: externalKey ?? number, description, currency, startDate, endDate, combine, closedDayPolicy },
    ...{ termMonths, renewal, noticeDays, isTemplate },
    office: names.office(agreement.officeId),
    customer: names.customer(agreement.customerId),
    billingAccount: names.account(agreement.billingAccountId),
    group: names.agreementGroup(agreement.groupId),
    site: names.site(agreement.siteId),
    contact: names.contact(agreement.contactId),
    sla: names.sla(agreement.slaId),
    preferredTechnician: names.worker(agreement.preferredTechnicianId),
    responsible: names.worker(agreement.responsibleId),
    calendar: names.calendar(agreement.calendarId),
    defaultStartTime: clock(agreement.defaultStartTime),
    renewalIncrease: percent(agreement.renewalIncrease),
    alertDays: agreement.alertDays.join(' '),
    templateGroup: names.templateGroup(agreement.templateGroupId),
  }
}

/** The lines of an agreement; what the rules find stays empty, so that they find it again. */
export function agreementLineRows(
  names: Names,
  { agreement, lines }: LoadedAgreement,
  showsCost: boolean,
): Row[] {
  const number = agreement.externalKey ?? agreement.number
  return lines.map((line) => ({ number, ...lineRow(names, line, showsCost) }))
}

function lineRow(names: Names, line: StoredAgreementLine, showsCost: boolean): Row {
  const { description, endDate, itemSetup, lineNo, priceOverride, quantity, startDate, type, unit } = line
  return {
    ...{ lineNo, type, description, unit, itemSetup, startDate, endDate, priceOverride },
    category: names.category(line.categoryId),
    item: names.item(line.itemId),
    worker: names.worker(line.workerId),
    quantity: quantity * (type === 'hour' ? 1000 : 1),
    warehouse: names.warehouse(line.warehouseId),
    object: names.object(line.objectId),
    task: names.task(line.taskId),
    interval: names.interval(line.intervalId),
    window: names.window(line.windowId),
    lineProperty: line.isPropertyManual ? names.lineProperty(line.linePropertyId) : undefined,
    costOverride: showsCost ? line.costOverride : undefined,
    discount: percent(line.discount),
  }
}
