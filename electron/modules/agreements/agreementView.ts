import type { Caller } from '../../db/act'
import type { Condition } from '../../db/listQuery'
import { notFound } from '../../db/version'
import type { AgreementId } from '../../shared/contract/id'
import type { FoundPrice } from '../../shared/contract/agreements'
import type { Page } from '../../shared/contract/page'
import {
  type Agreement,
  type AgreementLine,
  type AgreementListItem,
} from '../../shared/contract/serviceAgreements'
import { localText } from '../../shared/localText'
import { phaseOn } from './agreement.rules'
import { agreementScope, assertReachesAgreement } from './agreementAccess'
import type { AgreementInput, AgreementWorkDeps } from './agreementDeps'
import type { AgreementLineRow, StoredAgreementLine, StoredAgreementTask } from './agreementParts.repository'
import { setConditions } from './agreementSets'
import { costAmount, salesAmount } from './amounts.rules'
import { nextDates, openDates } from './lineDates'
import type { SearchPrice } from './priceSearch'
import type { AgreementRow, StoredAgreement } from './serviceAgreements.repository'

const shownDates = 3
/** Of more lines the prices that may hold are read at once. */
const fewLines = 20

/** A page of the agreements the caller may see; templates are listed only when asked for (R02-09). */
export function listAgreements(
  deps: AgreementWorkDeps,
  caller: Caller,
  at: number,
  request: AgreementInput<'listAgreements'>,
): Page<AgreementListItem> {
  const today = deps.localDate(caller.officeId, at)
  const { phase, set, ...filter } = request.filter ?? {}
  const asked = { ...request, filter: { ...filter, isTemplate: filter.isTemplate ?? false } }
  const scope: Condition[] = [
    ...agreementScope(deps, caller),
    ...setConditions({ phase, set, today, lastOfMonth: lastOfMonth(today) }),
  ]
  const page = deps.agreements.agreementList.page(asked, ...scope)
  const next = nextServiceDates(deps, page.items, at)
  const todayOf = todayIn(deps, at)
  return {
    ...page,
    items: page.items.map((row) => listItem(row, todayOf(row.officeId), next.get(row.id))),
  }
}

/** The agreements of a filter that the caller may see, at most `limit`. */
export function agreementIdsOf(
  deps: AgreementWorkDeps,
  caller: Caller,
  at: number,
  filter: AgreementInput<'listAgreements'>['filter'],
  limit: number,
): AgreementId[] {
  const ids: AgreementId[] = []
  for (let after: string | undefined; ;) {
    const page = listAgreements(deps, caller, at, { filter, after, limit: 200 })
    ids.push(...page.items.map(({ id }) => id))
    after = page.next
    if (after === undefined || ids.length >= limit) return ids.slice(0, limit)
  }
}

function lastOfMonth(date: string): string {
  const [year = 0, month = 1] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

/** One agreement as the caller may see it; throws NOT_FOUND and FORBIDDEN. */
export function getAgreement(
  deps: AgreementWorkDeps,
  caller: Caller,
  at: number,
  agreementId: string,
): Agreement {
  assertReachesAgreement(deps, caller, 'agreements.read', deps.agreements.records.get(agreementId))
  return agreementOf(deps, caller, at, agreementId)
}

/** The agreement after a command, as the caller may see it. */
export function agreementOf(
  deps: AgreementWorkDeps,
  caller: Caller,
  at: number,
  agreementId: string,
): Agreement {
  const row = deps.agreements.agreementList.find(agreementId)
  if (!row) throw notFound('agreement', agreementId)
  const today = deps.localDate(row.officeId, at)
  const priced = createLinePrices(deps, row, today, caller.permissions.has('catalog.readCost'))
  const lines = deps.parts.rowsOfMany([agreementId]).map(priced)
  const next = lines.flatMap(({ nextDates: [first] }) => first ?? []).sort()[0]
  const { alertDays, calendarId, closedDayPolicy, contactId, defaultStartTime, predecessorId } = row
  const { renewalIncrease, suspendReason, suspendedFrom, termAnchor, terminatedById, terminationReason } = row
  const successor = deps.agreements.successorOf(agreementId)
  return {
    ...listItem(row, today, next),
    ...(isOutsideTeams(deps, row, today) ? { warnings: ['TECHNICIAN_NOT_IN_TEAM'] } : {}),
    contactName: contactId === undefined ? undefined : deps.customers.contacts.find(contactId)?.name,
    ...{ calendarId, closedDayPolicy, defaultStartTime, suspendReason, suspendedFrom, renewalIncrease },
    alertDays: [...alertDays],
    ...{ terminationReason, terminatedById, termAnchor },
    predecessorNumber:
      predecessorId === undefined ? undefined : deps.agreements.records.find(predecessorId)?.number,
    successorId: successor?.id,
    successorNumber: successor?.number,
    lines,
    objectRelations: deps.parts.objects.ofOwner(agreementId).map(({ id, note, objectId, referenceCode }) => {
      const { description, number } = deps.objects.get(objectId)
      return { id, objectId, objectNumber: number, objectName: description, referenceCode, note }
    }),
    taskRelations: deps.parts.tasks.ofOwner(agreementId).map((task) => taskOf(deps, task, caller)),
  }
}

/** Whether the preferred technician is in no dispatch team from today on (R02-21). */
function isOutsideTeams(
  { isInTeam }: AgreementWorkDeps,
  { preferredTechnicianId, status }: AgreementRow,
  today: string,
): boolean {
  return status !== 'closed' && preferredTechnicianId !== undefined && !isInTeam(preferredTechnicianId, today)
}

function taskOf(
  { serviceTasks }: AgreementWorkDeps,
  { externalNote, id, internalNote, taskId }: StoredAgreementTask,
  { language }: Caller,
): Agreement['taskRelations'][number] {
  const { code, description } = serviceTasks.tasks.get(taskId)
  return {
    id,
    taskId,
    taskCode: code,
    taskName: localText(description, language),
    internalNote,
    externalNote,
  }
}

function listItem(row: AgreementRow, today: string, nextServiceDate: string | undefined): AgreementListItem {
  const { billingAccountId, billingAccountName, billingAccountNumber, combine, contactId, currency } = row
  const { customerId, customerName, customerNumber, description, endDate, endsOn, externalKey } = row
  const { groupCode, groupId, id, isTemplate, lineCount, noticeDays, noticeDeadline, number } = row
  const { officeCode, officeId, predecessorId, preferredTechnicianId, preferredTechnicianName } = row
  const { renewal, responsibleId, responsibleName, siteId, siteName, slaCode, slaId, startDate } = row
  const { status, templateGroupCode, templateGroupId, termMonths, terminationDate, version } = row
  return {
    ...{ id, version, number, description, officeId, officeCode, customerId, customerNumber, customerName },
    ...{ billingAccountId, billingAccountNumber, billingAccountName, currency, groupId, groupCode },
    ...{ siteId, siteName, contactId, startDate, endDate, endsOn, status, isTemplate, templateGroupId },
    ...{ templateGroupCode, combine, slaId, slaCode, preferredTechnicianId, preferredTechnicianName },
    ...{ responsibleId, responsibleName, renewal, termMonths, noticeDays, noticeDeadline, terminationDate },
    ...{ predecessorId, externalKey, lineCount, nextServiceDate },
    phase: phaseOn(row, today),
  }
}

/** Whether the agreement's lines have dates to come at all (R02-01, R02-09). */
function hasDates({ isTemplate, status }: StoredAgreement): boolean {
  return !isTemplate && (status === 'active' || status === 'draft')
}

/** The next calculated date of each agreement. */
function nextServiceDates(
  deps: AgreementWorkDeps,
  rows: readonly AgreementRow[],
  at: number,
): ReadonlyMap<string, string> {
  const heads = new Map<string, AgreementRow>(rows.filter(hasDates).map((row) => [row.id, row]))
  const next = new Map<string, string>()
  const dates = openDates(deps)
  const today = todayIn(deps, at)
  for (const line of deps.parts.termsOfMany([...heads.keys()])) {
    const head = heads.get(line.agreementId)
    if (!head) continue
    const [date] = nextDates(dates, head, line, today(head.officeId), 1)
    const held = next.get(head.id)
    if (date !== undefined && (held === undefined || date < held)) next.set(head.id, date)
  }
  return next
}

/** Today in each office, asked once. */
function todayIn(
  { localDate }: Pick<AgreementWorkDeps, 'localDate'>,
  at: number,
): (officeId: string) => string {
  const known = new Map<string, string>()
  return (officeId) => {
    const today = known.get(officeId) ?? localDate(officeId, at)
    known.set(officeId, today)
    return today
  }
}

/** What a line of the agreement is priced like on a date (R04-30). */
export function priceOfLine(
  searchPrice: SearchPrice,
  { billingAccountId, currency, customerId, id }: StoredAgreement,
  { categoryId, costOverride, itemId, priceOverride, type, workerId }: StoredAgreementLine,
  date: string,
): FoundPrice {
  return searchPrice({
    ...{
      type,
      agreementLine: { priceOverride, costOverride },
      agreementId: id,
      billingAccountId,
      customerId,
    },
    ...{ workerId, categoryId, itemId, currency, date },
  })
}

/** Answers lines with their next dates, and with price and amounts on the first of them. */
function createLinePrices(deps: AgreementWorkDeps, head: AgreementRow, today: string, showsCost: boolean) {
  const work = openDates(deps)
  const searchPrice = head.lineCount > fewLines ? deps.openPrices(head.id) : deps.searchPrice
  return (row: AgreementLineRow): AgreementLine => {
    const dates = row.stopped || !hasDates(head) ? [] : nextDates(work, head, row, today, shownDates)
    const found = priceOfLine(searchPrice, head, row, dates[0] ?? row.startDate)
    const { unitCost, costRuleId: _rule, costStep: _step, ...price } = found
    const { chargeable, costPercent, salesPercent } = { ...row, chargeable: row.isChargeable }
    const shares = { chargeable, costPercent, salesPercent }
    const { currency } = head
    const { discount, quantity, type } = row
    const money = (minor: number) => ({ minor, currency })
    return {
      ...lineFields(row),
      nextDates: dates,
      price: showsCost ? found : price,
      salesAmount: money(
        salesAmount({ type, quantity, currency, unitPrice: found.unitPrice, discount }, shares),
      ),
      ...(showsCost
        ? {
            costOverride: row.costOverride,
            costAmount: money(costAmount({ type, quantity, currency, unitCost }, shares)),
          }
        : {}),
    }
  }
}

function lineFields(row: AgreementLineRow): Omit<AgreementLine, 'nextDates'> {
  const { categoryCode, categoryId, categoryName, description, discount, endDate, id, intervalCode } = row
  const { intervalId, itemId, itemName, itemNumber, itemSetup, lineNo, linePropertyCode, linePropertyId } =
    row
  const { objectId, objectName, objectNumber, priceOverride, quantity, seriesAnchor, startDate, stopReason } =
    row
  const { stopped, stoppedFrom, taskCode, taskId, type, unit, warehouseId, windowCode, windowId } = row
  const { workerId, workerName } = row
  return {
    ...{
      id,
      lineNo,
      type,
      description,
      categoryId,
      categoryCode,
      categoryName,
      itemId,
      itemNumber,
      itemName,
    },
    ...{ unit, workerId, workerName, quantity, itemSetup, warehouseId, objectId, objectNumber, objectName },
    ...(type === 'hour' ? { minutes: quantity } : {}),
    ...{ taskId, taskCode, intervalId, intervalCode, windowId, windowCode, startDate, endDate, seriesAnchor },
    ...{ stopped, stoppedFrom, stopReason, linePropertyId, linePropertyCode, priceOverride, discount },
  }
}
