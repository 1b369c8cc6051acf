import type { EntityChange } from '../../db/changeLog'
import { bool, date, entityTable, int, json, ref, sqlColumns, text, toRow } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView, type JoinedField, type Walk } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type {
  AgreementId,
  AgreementGroupId,
  BillingAccountId,
  CalendarId,
  ContactId,
  CustomerId,
  OfficeId,
  SiteId,
  SlaId,
  TemplateGroupId,
  UserId,
  WorkerId,
} from '../../shared/contract/id'
import type {
  AgreementStatus,
  ClosedDayPolicy,
  Combine,
  Renewal,
} from '../../shared/contract/serviceAgreements'

/** An agreement's head as stored (02 §2.1). */
export interface StoredAgreement {
  readonly id: AgreementId
  readonly version: number
  readonly number: string
  readonly description: string
  readonly officeId: OfficeId
  readonly customerId?: CustomerId | undefined
  readonly billingAccountId?: BillingAccountId | undefined
  readonly currency: string
  readonly groupId?: AgreementGroupId | undefined
  readonly siteId?: SiteId | undefined
  readonly contactId?: ContactId | undefined
  readonly startDate: string
  readonly endDate?: string | undefined
  readonly combine: Combine
  readonly slaId?: SlaId | undefined
  readonly preferredTechnicianId?: WorkerId | undefined
  readonly responsibleId?: WorkerId | undefined
  readonly calendarId?: CalendarId | undefined
  readonly closedDayPolicy?: ClosedDayPolicy | undefined
  readonly defaultStartTime?: number | undefined
  readonly isTemplate: boolean
  readonly templateGroupId?: TemplateGroupId | undefined
  readonly status: AgreementStatus
  readonly suspendReason?: string | undefined
  readonly suspendedFrom?: string | undefined
  readonly termMonths: number
  readonly renewal: Renewal
  readonly noticeDays: number
  readonly renewalIncrease: number
  readonly alertDays: readonly number[]
  readonly terminationDate?: string | undefined
  readonly terminationReason?: string | undefined
  readonly terminatedById?: UserId | undefined
  readonly predecessorId?: AgreementId | undefined
  readonly termAnchor: string
  readonly externalKey?: string | undefined
  /** The orders that its termination canceled (R02-27). */
  readonly canceledOrderIds?: readonly string[] | undefined
  /** Derived: the end date less the days of notice. */
  readonly noticeDeadline?: string | undefined
  /** Derived: the end or, when earlier, the termination date. */
  readonly endsOn?: string | undefined
}

/** A row of the list with all that the head holds. */
export interface AgreementRow extends StoredAgreement {
  readonly officeCode: string
  readonly customerNumber?: string | undefined
  readonly customerName?: string | undefined
  readonly billingAccountNumber?: string | undefined
  readonly billingAccountName?: string | undefined
  readonly groupCode?: string | undefined
  readonly siteName?: string | undefined
  readonly templateGroupCode?: string | undefined
  readonly slaCode?: string | undefined
  readonly preferredTechnicianName?: string | undefined
  readonly responsibleName?: string | undefined
  readonly lineCount: number
}

const agreementTable = entityTable<StoredAgreement>({
  entity: 'agreement',
  table: 'agreement',
  columns: {
    number: text(),
    description: text({ sorted: true }),
    officeId: ref(),
    customerId: ref(),
    billingAccountId: ref(),
    currency: text(),
    groupId: ref(),
    siteId: ref(),
    contactId: ref(),
    startDate: date(),
    endDate: date(),
    combine: text(),
    slaId: ref(),
    preferredTechnicianId: ref(),
    responsibleId: ref(),
    calendarId: ref(),
    closedDayPolicy: text(),
    defaultStartTime: int(),
    isTemplate: bool(),
    templateGroupId: ref(),
    status: text(),
    suspendReason: text({ personal: true }),
    suspendedFrom: date(),
    termMonths: int(),
    renewal: text(),
    noticeDays: int(),
    renewalIncrease: int(),
    alertDays: json(),
    terminationDate: date(),
    terminationReason: text({ personal: true }),
    terminatedById: ref(),
    predecessorId: ref(),
    termAnchor: date(),
    externalKey: text(),
    canceledOrderIds: json(),
    noticeDeadline: date({ derived: true }),
    endsOn: date({ derived: true }),
  },
})

/** All LEFT, so that the planner never begins with a joined table; the walks do that where it pays. */
const joinOf = {
  office: 'LEFT JOIN office o ON o.id = t.office_id',
  customer: 'LEFT JOIN customer c ON c.id = t.customer_id',
  account: 'LEFT JOIN billing_account b ON b.id = t.billing_account_id',
  group: 'LEFT JOIN agreement_group g ON g.id = t.group_id',
  site: 'LEFT JOIN site s ON s.id = t.site_id',
  template: 'LEFT JOIN template_group tg ON tg.id = t.template_group_id',
  sla: 'LEFT JOIN service_level sl ON sl.id = t.sla_id',
  technician: 'LEFT JOIN worker w ON w.id = t.preferred_technician_id',
  responsible: 'LEFT JOIN worker r ON r.id = t.responsible_id',
}
const joins = Object.values(joinOf).join(' ')

/** Sorting by a name walks the named table's index first and takes its agreements by reference. */
function walkFrom(
  outer: keyof typeof joinOf,
  table: string,
  alias: string,
  column: string,
  isOptional = true,
): Walk {
  const others = Object.entries(joinOf).filter(([name]) => name !== outer)
  return {
    from: `${table} ${alias} CROSS JOIN agreement t ON t.${column} = ${alias}.id`,
    alias,
    others: others.map(([, sql]) => sql).join(' '),
    tie: `${alias}.key`,
    ...(isOptional ? { nothing: `t.${column} IS NULL` } : {}),
  }
}

const joined: Readonly<Record<string, JoinedField>> = {
  officeCode: { sql: 'o.code', kind: 'text', walk: walkFrom('office', 'office', 'o', 'office_id', false) },
  customerNumber: {
    ...{ sql: 'c.number', kind: 'text' },
    walk: walkFrom('customer', 'customer', 'c', 'customer_id'),
  },
  customerName: {
    ...{ sql: 'c.name', kind: 'text', sortSql: 'c.name_sort' },
    walk: walkFrom('customer', 'customer', 'c', 'customer_id'),
  },
  billingAccountNumber: { sql: 'b.number', kind: 'text' },
  billingAccountName: { sql: 'b.name', kind: 'text', sortSql: 'b.name_sort' },
  groupCode: {
    ...{ sql: 'g.code', kind: 'text' },
    walk: walkFrom('group', 'agreement_group', 'g', 'group_id'),
  },
  siteName: { sql: 's.name', kind: 'text', sortSql: 's.name_sort' },
  templateGroupCode: { sql: 'tg.code', kind: 'text' },
  slaCode: { ...{ sql: 'sl.code', kind: 'text' }, walk: walkFrom('sla', 'service_level', 'sl', 'sla_id') },
  preferredTechnicianName: {
    ...{ sql: 'w.display_name', kind: 'text', sortSql: 'w.display_name_sort' },
    walk: walkFrom('technician', 'worker', 'w', 'preferred_technician_id'),
  },
  responsibleName: {
    ...{ sql: 'r.display_name', kind: 'text', sortSql: 'r.display_name_sort' },
    walk: walkFrom('responsible', 'worker', 'r', 'responsible_id'),
  },
  lineCount: { sql: '(SELECT count(*) FROM agreement_line n WHERE n.agreement_id = t.id)', kind: 'int' },
}

/** All SQL of agreements' heads. */
export function createServiceAgreements(store: Store) {
  const { db } = store
  const records = createRecords(store, agreementTable)
  const columns = sqlColumns(agreementTable).slice(1)
  const overwrite = db.prepare(
    `UPDATE agreement SET ${columns.map((name) => `${name} = ?`).join(', ')} WHERE id = ? AND version = ?`,
  )
  const selectOwn = db
    .prepare<[{ id: Buffer; worker: Buffer }], number>(
      `SELECT 1 WHERE EXISTS (SELECT 1 FROM service_order o WHERE o.agreement_id = :id
         AND o.preferred_technician_id = :worker)
       OR EXISTS (SELECT 1 FROM service_order o JOIN service_order_line l ON l.order_id = o.id
         WHERE o.agreement_id = :id AND l.worker_id = :worker)
       OR EXISTS (SELECT 1 FROM activity a JOIN service_order o ON o.id = a.order_id
         WHERE a.worker_id = :worker AND a.closed_outcome IS NOT 'canceled' AND o.agreement_id = :id)`,
    )
    .pluck()
  const selectSuccessor = db
    .prepare<[Buffer], Buffer>('SELECT id FROM agreement WHERE predecessor_id = ?')
    .pluck()
  const selectExternal = db
    .prepare<[string], Buffer>('SELECT id FROM agreement WHERE external_key = ?')
    .pluck()
  const selectOfCustomer = db
    .prepare<[Buffer], Buffer>('SELECT id FROM agreement WHERE customer_id = ? ORDER BY key')
    .pluck()
  const selectRenewable = db
    .prepare<[string], Buffer>(
      `SELECT id FROM agreement WHERE renewal = 'auto' AND end_date IS NOT NULL AND is_template = 0
         AND status IN ('active', 'suspended') AND office_id IN (SELECT unhex(value, '-') FROM json_each(?))
       ORDER BY end_date, key`,
    )
    .pluck()
  const selectEnding = db
    .prepare<[string], Buffer>(
      `SELECT id FROM agreement WHERE end_date IS NOT NULL AND is_template = 0 AND status IN ('active', 'suspended')
         AND office_id IN (SELECT unhex(value, '-') FROM json_each(?))`,
    )
    .pluck()
  const selectWithContact = db
    .prepare<[Buffer], number>(
      "SELECT 1 FROM agreement WHERE contact_id = ? AND status IN ('draft', 'active', 'suspended') LIMIT 1",
    )
    .pluck()
  const countOffices = db.prepare<[], number>('SELECT count(*) FROM office').pluck()

  return {
    records,
    agreementList: createListView<StoredAgreement, AgreementRow>(store, {
      table: agreementTable,
      joins,
      joined,
      search: 'agreement',
      defaultSort: [{ field: 'number', direction: 'desc' }],
      isLarge: true,
      isLogged: true,
      selective: ['id', 'customerId', 'billingAccountId', 'siteId'],
    }),
    /**
     * Writes the head with the next version, whatever differs: its lines and relations share that version. Derived
     * fields have no part in the log line.
     */
    overwrite(
      before: StoredAgreement,
      after: StoredAgreement,
    ): { agreement: StoredAgreement; change: EntityChange } {
      const agreement = { ...after, version: before.version + 1 }
      const row = toRow(agreementTable, agreement, store.sortLanguage()).slice(1)
      const { changes } = overwrite.run(...row, toBytes(agreement.id), before.version)
      if (changes !== 1)
        throw new Error(`agreement ${agreement.id}: version ${String(before.version)} is not in the store`)
      const change = records.changeOf('update', { ...before, version: agreement.version }, agreement)
      return { agreement, change }
    },
    /** Whether the worker is preferred technician of one of its orders or works on one of their lines. */
    isOwn(agreementId: string, workerId: string): boolean {
      return selectOwn.get({ id: toBytes(agreementId), worker: toBytes(workerId) }) === 1
    },
    successorOf(agreementId: string): StoredAgreement | undefined {
      const id = selectSuccessor.get(toBytes(agreementId))
      return id ? records.find(toId(id)) : undefined
    },
    findByExternalKey(externalKey: string): StoredAgreement | undefined {
      const id = selectExternal.get(externalKey)
      return id ? records.find(toId(id)) : undefined
    },
    ofCustomer(customerId: string): string[] {
      return selectOfCustomer.all(toBytes(customerId)).map(toId)
    },
    /** Agreements of these offices that renew themselves, running or suspended, by their end. */
    renewable(officeIds: readonly string[]): StoredAgreement[] {
      return selectRenewable.all(JSON.stringify(officeIds)).flatMap((id) => records.find(toId(id)) ?? [])
    },
    /** Running and suspended agreements of these offices that have an end. */
    ending(officeIds: readonly string[]): string[] {
      return selectEnding.all(JSON.stringify(officeIds)).map(toId)
    },
    /** Whether an agreement that is not closed names the contact. */
    hasOpenWithContact(contactId: string): boolean {
      return selectWithContact.get(toBytes(contactId)) !== undefined
    },
    officeCount(): number {
      return countOffices.get() ?? 0
    },
  }
}
export type ServiceAgreements = ReturnType<typeof createServiceAgreements>
