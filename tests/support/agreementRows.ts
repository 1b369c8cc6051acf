import { toBytes } from '../../electron/db/ids'
import type {
  AgreementId,
  AgreementLineId,
  BillingAccountId,
  ObjectId,
  ServiceTaskId,
  TaskRelationId,
} from '../../electron/shared/contract/id'
import { newId, type TestApp } from './app'

type Value = string | number | null | Buffer
type Row = Readonly<Record<string, Value>>

function insert({ db }: TestApp, table: string, row: Row): void {
  const names = Object.keys(row)
  db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`).run(
    ...Object.values(row),
  )
}

const standardId = (app: TestApp) =>
  app.db.prepare<[], Buffer>("SELECT id FROM line_property WHERE code = 'CHARGEABLE'").pluck().get() ?? null
const officeId = (app: TestApp) =>
  app.db.prepare<[], Buffer>('SELECT id FROM office ORDER BY key').pluck().get() ?? null

/** Puts an agreement into the store as it lies there: what its own commands refuse can be tried too. */
export function agreementRow(
  app: TestApp,
  { customerId, billingAccountId }: { customerId?: string; billingAccountId?: BillingAccountId },
  fields: Row = {},
): AgreementId {
  const id = newId<AgreementId>()
  const start = fields['start_date'] ?? '2026-01-01'
  insert(app, 'agreement', {
    ...{ id: toBytes(id), version: 1, number: `AG-${id.slice(-6)}`, description: 'Yearly care' },
    ...{ description_sort: 'yearly care', office_id: officeId(app), currency: 'NOK' },
    customer_id: customerId === undefined ? null : toBytes(customerId),
    billing_account_id: billingAccountId === undefined ? null : toBytes(billingAccountId),
    ...{ start_date: start, end_date: '2026-12-31', combine: 'agreement', is_template: 0, status: 'active' },
    ...{ term_months: 12, renewal: 'manual', notice_days: 90, renewal_increase: 0, alert_days: '[]' },
    term_anchor: start,
    ...fields,
  })
  return id
}

/** A line of the agreement: one hour of the category, all year. */
export function agreementLineRow(
  app: TestApp,
  agreementId: AgreementId,
  { categoryId }: { categoryId: string },
  fields: Row = {},
): AgreementLineId {
  const id = newId<AgreementLineId>()
  const last = app.db
    .prepare<[Buffer], number>('SELECT coalesce(max(line_no), 0) FROM agreement_line WHERE agreement_id = ?')
    .pluck()
  insert(app, 'agreement_line', {
    ...{ id: toBytes(id), agreement_id: toBytes(agreementId), type: 'hour', description: 'Inspect' },
    line_no: (last.get(toBytes(agreementId)) ?? 0) + 10,
    category_id: toBytes(categoryId),
    ...{ unit: 'MIN', quantity: 60, start_date: '2026-01-01', series_anchor: '2026-01-01', is_stopped: 0 },
    ...{ line_property_id: standardId(app), is_property_manual: 0, discount: 0 },
    ...fields,
  })
  return id
}

/** Relates an object to the agreement. */
export function agreementObjectRow(
  app: TestApp,
  agreementId: AgreementId,
  objectId: ObjectId,
  note = '',
): void {
  insert(app, 'agreement_object_relation', {
    ...{ id: toBytes(newId()), agreement_id: toBytes(agreementId), object_id: toBytes(objectId), note },
  })
}

/** Relates a task to the agreement. */
export function agreementTaskRow(
  app: TestApp,
  agreementId: AgreementId,
  taskId: ServiceTaskId,
  note: string,
): TaskRelationId {
  const id = newId<TaskRelationId>()
  insert(app, 'agreement_task_relation', {
    ...{ id: toBytes(id), agreement_id: toBytes(agreementId), task_id: toBytes(taskId), internal_note: note },
  })
  return id
}
