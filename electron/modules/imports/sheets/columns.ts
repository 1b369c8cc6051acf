import type { ExportKind } from '../../../shared/contract/reports'
import type { Target } from '../mapping.rules'

/** A column that is written to a file and read from it (R01-26). */
export interface SheetColumn {
  readonly field: string
  readonly kind: ExportKind
}

const text = (...fields: readonly string[]): SheetColumn[] => fields.map((field) => ({ field, kind: 'text' }))

/** The fields of 02 §2.4; references by number, code or, for sites, by name. */
export const objectColumns: readonly SheetColumn[] = [
  ...text('number', 'description', 'group', 'customer', 'site', 'item', 'serialNumber', 'productCategory'),
  { field: 'tangible', kind: 'boolean' },
  ...text('brand', 'model', 'yearOfManufacture'),
  { field: 'isYearEstimated', kind: 'boolean' },
  { field: 'installedDate', kind: 'date' },
  { field: 'warrantyStart', kind: 'date' },
  { field: 'productWarrantyMonths', kind: 'number' },
  { field: 'repairWarrantyMonths', kind: 'number' },
  ...text('parentObject', 'status', 'readingUnit'),
]

/** The fields of 04 §2.1 that a person may give. */
export const headColumns: readonly SheetColumn[] = [
  ...text('externalKey', 'number', 'office', 'customer', 'agreement', 'billingAccount', 'description'),
  ...text('preferredServiceAt', 'preferredUntil', 'site', 'siteZone', 'contact', 'responsible'),
  ...text('preferredTechnician', 'priority', 'currency'),
  { field: 'signOffRequired', kind: 'boolean' },
  ...text('customerReference', 'internalNote', 'externalNote'),
]

/** The fields of 04 §2.2 that a person may give; those that the head has too are named for the line. */
export const lineColumns: readonly SheetColumn[] = [
  { field: 'lineNo', kind: 'number' },
  ...text('type', 'lineStatus', 'lineDescription', 'category', 'worker', 'item', 'variant', 'warehouse'),
  ...text('serialNumber', 'itemSetup', 'unit'),
  { field: 'estimatedQty', kind: 'quantity' },
  { field: 'actualQty', kind: 'quantity' },
  ...text('startAt', 'endAt'),
  { field: 'costPrice', kind: 'unitPrice' },
  { field: 'salesPrice', kind: 'unitPrice' },
  { field: 'discount', kind: 'unitPrice' },
  ...text('lineProperty', 'object', 'task'),
  { field: 'serviceDate', kind: 'date' },
]

/** The fields of 02 §2.1 that a person may give; agreements arrive as drafts. */
export const agreementColumns: readonly SheetColumn[] = [
  ...text(
    'number',
    'office',
    'description',
    'customer',
    'billingAccount',
    'currency',
    'group',
    'site',
    'contact',
  ),
  { field: 'startDate', kind: 'date' },
  { field: 'endDate', kind: 'date' },
  ...text(
    'combine',
    'sla',
    'preferredTechnician',
    'responsible',
    'calendar',
    'closedDayPolicy',
    'defaultStartTime',
  ),
  { field: 'termMonths', kind: 'number' },
  ...text('renewal'),
  { field: 'noticeDays', kind: 'number' },
  { field: 'renewalIncrease', kind: 'unitPrice' },
  ...text('alertDays'),
  { field: 'isTemplate', kind: 'boolean' },
  ...text('templateGroup'),
]

/** The fields of 02 §2.2 that a person may give, by the agreement's number. */
export const agreementLineColumns: readonly SheetColumn[] = [
  ...text('number'),
  { field: 'lineNo', kind: 'number' },
  ...text('type', 'description', 'category', 'item', 'unit', 'worker'),
  { field: 'quantity', kind: 'quantity' },
  ...text('itemSetup', 'warehouse', 'object', 'task', 'interval', 'window'),
  { field: 'startDate', kind: 'date' },
  { field: 'endDate', kind: 'date' },
  ...text('lineProperty'),
  { field: 'priceOverride', kind: 'unitPrice' },
  { field: 'costOverride', kind: 'unitPrice' },
  { field: 'discount', kind: 'unitPrice' },
]

/** What lists call the number, code or name that a reference is given by. */
const otherNames: Readonly<Record<string, string>> = {
  externalKey: 'externalNumber',
  ...{ office: 'officeCode', customer: 'customerNumber', site: 'siteName', contact: 'contactName' },
  agreement: 'agreementNumber',
  ...{ billingAccount: 'billingAccountNumber', responsible: 'responsibleNumber' },
  ...{ preferredTechnician: 'preferredTechnicianNumber', worker: 'workerNumber', category: 'categoryCode' },
  ...{ item: 'itemNumber', warehouse: 'warehouseCode', lineProperty: 'linePropertyCode' },
  ...{ sla: 'slaCode', calendar: 'calendarCode', interval: 'intervalCode', window: 'windowCode' },
  ...{ object: 'objectNumber', task: 'taskCode', group: 'groupCode', parentObject: 'parentObjectNumber' },
}

/** The targets of columns, which are named as the fields are, or as lists name them. */
export function targetsOf(columns: readonly SheetColumn[], ...required: readonly string[]): Target[] {
  return columns.map(({ field: name }) => {
    const other = otherNames[name]
    return { name, isRequired: required.includes(name), ...(other === undefined ? {} : { columns: [other] }) }
  })
}
