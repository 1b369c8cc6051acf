import { z } from 'zod'
import { assertMay, type Caller } from '../../../db/act'
import type { Permission } from '../../../shared/contract/permission'
import type { StoredObject } from '../../objects/index'
import type { ExchangedOrder, StoredLine } from '../../orders/index'
import type { ImportedAreas } from '../createImports'
import { agreementLineRows, agreementRow } from './agreementRows'
import {
  agreementColumns,
  agreementLineColumns,
  headColumns,
  lineColumns,
  objectColumns,
  type SheetColumn,
} from './columns'
import { createNames, type Names } from './names'

type Row = Readonly<Record<string, unknown>>

/** A list as the file that its import reads (R01-26): its columns, and the rows of its records. */
export interface ImportSheet {
  readonly columns: readonly SheetColumn[]
  /** Throws FORBIDDEN where the caller does not see all that the file says. */
  rowsOf(caller: Caller, items: readonly Row[]): Row[]
}

const Listed = z.looseObject({ id: z.uuid() })

/** The lists that can be exported as import files, by procedure, and by the kind of file where a list gives several. */
export function createImportSheets(deps: ImportedAreas): ReadonlyMap<string, ImportSheet> {
  const names = createNames(deps)
  return new Map<string, ImportSheet>([
    [
      'objects.listObjects',
      {
        columns: objectColumns,
        rowsOf: (caller, items) => {
          assertSeesAll(caller, 'objects.read')
          const ids = items.map((item) => Listed.parse(item).id)
          const found = new Map(
            deps.objects.objects.findMany(ids).map((object) => [object.id.toString(), object]),
          )
          return ids.flatMap((id) => found.get(id) ?? []).map((object) => objectRow(names, object))
        },
      },
    ],
    [
      'orders.listOrders',
      {
        columns: [...headColumns, ...lineColumns],
        rowsOf: (caller, items) => {
          assertSeesAll(caller, 'orders.read')
          const showsCost = caller.permissions.has('catalog.readCost')
          return items.flatMap((item) =>
            orderRows(names, deps.orderExchange.read(caller, Listed.parse(item).id), showsCost),
          )
        },
      },
    ],
    [
      'agreements.listAgreements',
      {
        columns: agreementColumns,
        rowsOf: (caller, items) => {
          assertSeesAll(caller, 'agreements.read')
          return items.map((item) =>
            agreementRow(names, deps.agreementExchange.read(caller, Listed.parse(item).id).agreement),
          )
        },
      },
    ],
    [
      'agreements.listAgreements agreementLines',
      {
        columns: agreementLineColumns,
        rowsOf: (caller, items) => {
          assertSeesAll(caller, 'agreements.read')
          const showsCost = caller.permissions.has('catalog.readCost')
          return items.flatMap((item) =>
            agreementLineRows(names, deps.agreementExchange.read(caller, Listed.parse(item).id), showsCost),
          )
        },
      },
    ],
  ])
}

/** A board's list has few fields; the file would tell it the others. */
function assertSeesAll(caller: Caller, permission: Permission): void {
  const isBoard = caller.permissions.get(permission) === 'board'
  assertMay(isBoard ? { ...caller, permissions: new Map() } : caller, permission)
}

function objectRow(names: Names, object: StoredObject): Row {
  return {
    ...object,
    group: names.objectGroup(object.groupId),
    customer: names.customer(object.customerId),
    site: names.site(object.siteId),
    item: names.item(object.itemId),
    productCategory: names.productCategory(object.productCategoryId),
    parentObject: names.object(object.parentObjectId),
  }
}

/** One row a line, each with the head; an order without lines has one row. */
function orderRows(names: Names, exchanged: ExchangedOrder, showsCost: boolean): Row[] {
  const head = headRow(names, exchanged.order)
  if (exchanged.lines.length === 0) return [head]
  return exchanged.lines.map((line) => ({ ...head, ...lineRow(names, exchanged, line, showsCost) }))
}

const instant = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString())

function headRow(names: Names, order: ExchangedOrder['order']): Row {
  const { currency, customerReference, description, externalKey, externalNote, internalNote, number } = order
  const { priority, signOffRequired, siteZone } = order
  return {
    ...{ externalKey: externalKey ?? number, number, description, siteZone, priority, currency },
    ...{ signOffRequired, customerReference, internalNote, externalNote },
    office: names.office(order.officeId),
    customer: names.customer(order.customerId),
    agreement: names.agreement(order.agreementId),
    billingAccount: names.account(order.billingAccountId),
    preferredServiceAt: instant(order.preferredServiceAt),
    preferredUntil: instant(order.preferredUntil),
    site: names.site(order.siteId),
    contact: names.contact(order.contactId),
    responsible: names.worker(order.responsibleId),
    preferredTechnician: names.worker(order.preferredTechnicianId),
  }
}

/** What a person said of a line; what the rules find stays empty, so that they find it again. */
function lineRow(
  names: Names,
  { order, relations }: ExchangedOrder,
  line: StoredLine,
  showsCost: boolean,
): Row {
  const { itemSetup, lineNo, serialNumber, type, unit, variant } = line
  const scale = type === 'hour' ? 1000 : 1
  const quantity = (value: number | undefined) => (value === undefined ? undefined : value * scale)
  const objectId = relations.objects.find(({ id }) => id === line.objectRelationId)?.objectId
  const taskId = relations.tasks.find(({ id }) => id === line.taskRelationId)?.taskId
  return {
    ...{ itemSetup, lineNo, serialNumber, type, unit, variant },
    lineStatus: line.status,
    lineDescription: line.description,
    category: names.category(line.categoryId),
    worker: names.worker(line.workerId),
    item: names.item(line.itemId),
    warehouse: names.warehouse(line.warehouseId),
    estimatedQty: quantity(line.estimatedQty),
    actualQty: quantity(line.actualQty),
    startAt: instant(line.startAt),
    endAt: instant(line.endAt),
    costPrice: showsCost && line.isCostManual ? line.costPrice : undefined,
    salesPrice: line.salesPriceSource === 'manual' ? line.salesPrice : undefined,
    // Basis points as a percentage: a unit price has four decimals, they have two.
    discount: line.discount === 0 ? undefined : line.discount * 100,
    lineProperty: line.isPropertyManual ? names.lineProperty(line.linePropertyId) : undefined,
    object: names.object(objectId),
    task: names.task(taskId),
    serviceDate: line.serviceDate === order.serviceDate ? undefined : line.serviceDate,
  }
}
