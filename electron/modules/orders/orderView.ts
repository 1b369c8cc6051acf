import type { Caller } from '../../db/act'
import { notFound } from '../../db/version'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type {
  Order,
  OrderLine,
  OrderListItem,
  OrderObjectRelation,
  OrderTaskRelation,
  OrderTotals,
  OrderWarning,
  SiteAddress,
} from '../../shared/contract/orders'
import type { ListRequest, Page } from '../../shared/contract/page'
import { localText } from '../../shared/localText'
import { costAmount, salesAmount, type AgreementTask } from '../agreements/index'
import { assertReaches, reachOf, scopeOf } from './access'
import type { LineRow } from './lines.repository'
import type { OrderDeps, OrdersInput } from './orderDeps'
import type { OrderRow } from './orders.repository'
import type { RelationRow } from './relations.repository'
import type { StoredTaskRelation } from './taskRelations.repository'

type Deps = Pick<
  OrderDeps,
  'orders' | 'lines' | 'relations' | 'tasks' | 'serviceTasks' | 'serviceAgreements' | 'activities'
>

/** Fields by which a wall board may filter and sort: those it is shown. */
const boardFields: ReadonlySet<string> = new Set([
  'number', 'officeId', 'customerId', 'customerName', 'siteCity', 'preferredServiceAt', 'preferredUntil', 'serviceDate',
  'stageId', 'stageCode', 'progress', 'priority', 'preferredTechnicianId', 'preferredTechnicianName', 'intake',
]) // prettier-ignore

/** A page of the orders the caller may see; requests that wait are listed only when asked for (04 §2.1). */
export function listOrders(
  deps: Deps,
  caller: Caller,
  request: OrdersInput<'listOrders'>,
): Page<OrderListItem> {
  const isBoard = reachOf(caller, 'orders.read') === 'board'
  if (isBoard) assertBoardRequest(request)
  const filter = { ...request.filter, intake: request.filter?.intake ?? ['none'] }
  const page = deps.orders.orderList.page({ ...request, filter }, ...scopeOf(deps, caller))
  const toItem = isBoard ? boardItem : listItem
  return { ...page, items: page.items.map((row) => toItem(row, caller)) }
}

function assertBoardRequest({ filter = {}, sort = [], text }: ListRequest): void {
  const asked = [...Object.keys(filter), ...sort.map(({ field }) => field)]
  if (text !== undefined || asked.some((field) => !boardFields.has(field)))
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'orders.read' })
}

/** One order as the caller may see it; throws NOT_FOUND and FORBIDDEN. */
export function getOrder(deps: Deps, caller: Caller, orderId: string): Order {
  const row = deps.orders.orderList.find(orderId)
  if (!row) throw notFound('order', orderId)
  assertReaches(deps, caller, 'orders.read', row)
  return viewOf(deps, caller, row)
}

/** The order after a command, as the caller may see it. */
export function orderOf(deps: Deps, caller: Caller, orderId: string): Order {
  const row = deps.orders.orderList.find(orderId)
  if (!row) throw notFound('order', orderId)
  return viewOf(deps, caller, row)
}

const nothingOnIt = { lines: [], objectRelations: [], taskRelations: [] }

function viewOf(deps: Deps, caller: Caller, row: OrderRow): Order {
  if (reachOf(caller, 'orders.read') === 'board')
    return { ...boardItem(row, caller), signOffRequired: row.signOffRequired, ...nothingOnIt }
  const showsCost = caller.permissions.has('catalog.readCost')
  const lines = deps.lines.rowsOfOrder(row.id).map((line) => lineOf(line, row.currency))
  const tasks = deps.tasks.ofOrder(row.id)
  const { canceledAt, canceledById, cancelReason, contactEmail, contactId, contactName, contactPhone } = row
  const {
    agreementDescription,
    billingAccountName,
    externalKey,
    externalNote,
    internalNote,
    mergedFrom,
    receivedAt,
    signOffRequired,
  } = row
  return {
    ...listItem(row, caller),
    siteAddress: addressOf(row),
    ...{
      agreementDescription,
      billingAccountName,
      contactId,
      contactName,
      contactPhone,
      contactEmail,
      signOffRequired,
    },
    ...(mergedFrom ? { mergedFrom: [...mergedFrom] } : {}),
    ...warningsOf(deps, row),
    ...{ internalNote, externalNote, canceledAt, canceledById, cancelReason, externalKey, receivedAt },
    lines: showsCost ? lines : lines.map(withoutCost),
    objectRelations: deps.relations.ofOrder(row.id).map(relationOf),
    taskRelations: tasks.map((relation) => taskOf(deps, relation, caller)),
    agreementTasks: offeredTasks(deps, row, tasks).map((relation) => taskOf(deps, relation, caller)),
    totals: totalsOf(lines, row.currency, showsCost),
  }
}

function warningsOf(deps: Deps, row: OrderRow): Pick<Order, 'warnings'> {
  const warnings: OrderWarning[] = []
  if (isOutsideTeams(deps, row)) warnings.push('TECHNICIAN_NOT_IN_TEAM')
  if (row.canceledAt !== undefined && deps.activities.wereLocked(row.id)) warnings.push('LOCKED_CLOSED')
  return warnings.length > 0 ? { warnings } : {}
}

/** Whether nobody could be dispatched as the order prefers: the technician is in no team from its date on (R02-21). */
function isOutsideTeams({ activities }: Deps, row: OrderRow): boolean {
  const { preferredTechnicianId, progress, serviceDate } = row
  if (preferredTechnicianId === undefined || progress !== 'inProcess') return false
  return !activities.isInTeam(preferredTechnicianId, serviceDate)
}

/** What a wall board shows: number, customer, town, technician, state and times. */
function boardItem(row: OrderRow, { language }: Caller): OrderListItem {
  const { id, version, number, officeId, customerId, customerName, siteCity, siteZone } = row
  const { preferredServiceAt, preferredUntil, serviceDate, stageCode, stageId, progress, priority } = row
  const { calendarConflict, intake, isReadyForPosting, origin } = row
  const { preferredTechnicianId, preferredTechnicianName } = row
  return {
    ...{ id, version, number, officeId, customerId, customerName, siteCity, siteZone },
    ...{ preferredServiceAt, preferredUntil, serviceDate, stageId, stageCode, progress, priority },
    ...{ calendarConflict, intake, isReadyForPosting, origin },
    ...{ preferredTechnicianId, preferredTechnicianName },
    stageName: textIn(row.stageDescription, language),
  }
}

function listItem(row: OrderRow, caller: Caller): OrderListItem {
  const { agreementId, agreementNumber, billingAccountId, currency, customerNumber } = row
  const { clock, customerReference, description } = row
  const { hasResponsible, officeCode, responsibleId, responsibleName, siteId } = row
  return {
    ...boardItem(row, caller),
    ...{ agreementId, agreementNumber, billingAccountId, currency, customerNumber },
    ...{ clock, customerReference, description },
    ...{ slaStatus: clock?.status, latestCompletion: clock?.latestCompletion },
    ...{ hasResponsible, officeCode, responsibleId, responsibleName, siteId },
    salesAmount: { minor: row.salesAmount, currency },
  }
}

/** A text kept in several languages, in this one, else in English, else in any (05 §2.1). */
function textIn(
  texts: Readonly<Record<string, string | undefined>> | undefined,
  language: string,
): string | undefined {
  if (!texts) return undefined
  return texts[language] ?? texts['en'] ?? Object.values(texts)[0]
}

function addressOf(row: OrderRow): SiteAddress | undefined {
  if (row.country === undefined) return undefined
  const { accessNotes, addressLine1, addressLine2, country, latitude, longitude, postalCode, region } = row
  return {
    ...{ name: row.siteName, addressLine1, addressLine2, postalCode, city: row.siteCity, region, country },
    ...{ latitude, longitude, accessNotes },
  }
}

function lineOf(row: LineRow, currency: string): OrderLine {
  const { estimatedQty, id, lineNo, type, status, description, salesPrice, costPrice, discount } = row
  const { categoryId, categoryName, workerId, workerName, itemId, itemNumber, itemName, variant } = row
  const { warehouseId, serialNumber, itemSetup, unit, actualQty, startAt, endAt, serviceDate } = row
  const {
    linePropertyCode,
    linePropertyId,
    linePropertyName,
    objectRelationId,
    priceRuleId,
    priceStep,
    salesPriceSource,
  } = row
  const { agreementDueDate, agreementLineId, agreementLineNo, repairLineId, reversalOfId } = row
  const { signOffId, taskRelationId } = row
  const estimate = { type, quantity: estimatedQty ?? 0, currency }
  const shares = {
    chargeable: row.isChargeable,
    salesPercent: row.salesPercent,
    costPercent: row.costPercent,
  }
  const money = (minor: number) => ({ minor, currency })
  return {
    ...{ id, lineNo, type, status, description, categoryId, categoryName, workerId, workerName },
    ...{ itemId, itemNumber, itemName, variant, warehouseId, serialNumber, itemSetup, unit },
    ...{ estimatedQty, actualQty, startAt, endAt, serviceDate, discount, taskRelationId, reversalOfId },
    ...{ agreementLineId, agreementLineNo, agreementDueDate, repairLineId },
    ...(isTooLong(row) ? { isTooLong: true } : {}),
    ...{
      linePropertyId,
      linePropertyCode,
      linePropertyName,
      objectRelationId,
      signed: signOffId !== undefined,
      signOffId,
      salesPrice,
      salesPriceSource,
      priceStep,
      priceRuleId,
    },
    salesAmount: money(row.salesAmount),
    estimatedSalesAmount: money(salesAmount({ ...estimate, unitPrice: salesPrice, discount }, shares)),
    costPrice,
    costAmount: money(row.costAmount),
    estimatedCostAmount: money(costAmount({ ...estimate, unitCost: costPrice }, shares)),
  }
}

/** Longer than an activity may be (07 §2.4). */
const longestActivity = 1440

function isTooLong({ estimatedQty = 0, status, type }: LineRow): boolean {
  return type === 'hour' && status === 'created' && estimatedQty > longestActivity
}

/** A line as shown to who may not read cost. */
function withoutCost({
  costAmount: _amount,
  costPrice: _price,
  estimatedCostAmount: _estimate,
  ...line
}: OrderLine): OrderLine {
  return line
}

/** Sums of rounded line amounts over lines that are not canceled (R04-33), and both sides of R04-35. */
function totalsOf(lines: readonly OrderLine[], currency: string, showsCost: boolean): OrderTotals {
  const counted = lines.filter(({ status }) => status !== 'canceled')
  const registered = counted.filter(({ actualQty }) => actualQty !== undefined)
  const sum = (lines: readonly OrderLine[], minorOf: (line: OrderLine) => number) => ({
    minor: lines.reduce((total, line) => total + minorOf(line), 0),
    currency,
  })
  return {
    sales: sum(counted, (line) => line.salesAmount.minor),
    estimatedSales: sum(counted, (line) => line.estimatedSalesAmount.minor),
    actualSales: sum(registered, (line) => line.salesAmount.minor),
    ...(showsCost
      ? {
          cost: sum(counted, (line) => line.costAmount?.minor ?? 0),
          estimatedCost: sum(counted, (line) => line.estimatedCostAmount?.minor ?? 0),
          actualCost: sum(registered, (line) => line.costAmount?.minor ?? 0),
        }
      : {}),
  }
}

function relationOf(row: RelationRow): OrderObjectRelation {
  const { id, note, objectId, objectName, objectNumber, referenceCode } = row
  return { id, objectId, objectNumber, objectName, referenceCode, note }
}

/** The tasks of the order's agreement that the order does not have itself (R02-07). */
function offeredTasks(
  { serviceAgreements }: Deps,
  { agreementId }: OrderRow,
  own: readonly StoredTaskRelation[],
): AgreementTask[] {
  if (agreementId === undefined) return []
  const taken = new Set(own.map(({ taskId }) => taskId))
  return serviceAgreements.tasksOf(agreementId).filter(({ taskId }) => !taken.has(taskId))
}

function taskOf(
  { serviceTasks }: Deps,
  {
    externalNote,
    id,
    internalNote,
    taskId,
  }: Pick<StoredTaskRelation, 'id' | 'taskId' | 'internalNote' | 'externalNote'>,
  { language }: Caller,
): OrderTaskRelation {
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
