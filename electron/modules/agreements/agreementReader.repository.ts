import { bool, date, int, ref, text } from '../../db/entityTable'
import { toBytes } from '../../db/ids'
import type { Store } from '../../db/records'
import { columnNames, rowReader, type FieldColumns } from '../../db/rowReader'
import { notFound } from '../../db/version'
import type { LineType } from '../../shared/contract/agreements'
import type {
  AgreementId,
  AgreementLineId,
  BillingAccountId,
  CategoryId,
  ContactId,
  CustomerId,
  ItemId,
  LinePropertyId,
  ObjectId,
  ObjectRelationId,
  OfficeId,
  ServiceTaskId,
  SiteId,
  TaskRelationId,
  WarehouseId,
  WorkerId,
} from '../../shared/contract/id'

/** What orders take from a service agreement (04 §2.1). */
export interface AgreementTerms {
  readonly id: AgreementId
  readonly number: string
  readonly description: string
  readonly officeId: OfficeId
  readonly customerId?: CustomerId | undefined
  readonly billingAccountId?: BillingAccountId | undefined
  readonly currency: string
  readonly siteId?: SiteId | undefined
  readonly contactId?: ContactId | undefined
  readonly startDate: string
  readonly endDate?: string | undefined
  readonly terminationDate?: string | undefined
  readonly preferredTechnicianId?: WorkerId | undefined
  readonly responsibleId?: WorkerId | undefined
  readonly isTemplate: boolean
  readonly status: 'draft' | 'active' | 'suspended' | 'closed'
}

/** What order lines take from a line of an agreement (02 §2.2). */
export interface AgreementLineTerms {
  readonly id: AgreementLineId
  readonly agreementId: AgreementId
  readonly lineNo: number
  readonly type: LineType
  readonly description: string
  readonly categoryId?: CategoryId | undefined
  readonly itemId?: ItemId | undefined
  readonly unit: string
  readonly workerId?: WorkerId | undefined
  readonly quantity: number
  readonly itemSetup?: 'itemConsumption' | 'itemRequirement' | undefined
  readonly warehouseId?: WarehouseId | undefined
  readonly objectId?: ObjectId | undefined
  readonly taskId?: ServiceTaskId | undefined
  readonly startDate: string
  readonly endDate?: string | undefined
  readonly isStopped: boolean
  readonly linePropertyId: LinePropertyId
  readonly isPropertyManual: boolean
  readonly priceOverride?: number | undefined
  readonly costOverride?: number | undefined
  readonly discount: number
}

/** An object that an agreement is about; orders made from it are about it too (02 §2.5). */
export interface AgreementObject {
  readonly id: ObjectRelationId
  readonly objectId: ObjectId
  readonly referenceCode?: string | undefined
  readonly note?: string | undefined
  /** Such an object enters no new relation (02 §2.4). */
  readonly isScrapped: boolean
}
/** A task of an agreement, open to all its orders (R02-07). */
export interface AgreementTask {
  readonly id: TaskRelationId
  readonly taskId: ServiceTaskId
  readonly internalNote?: string | undefined
  readonly externalNote?: string | undefined
}

const termColumns: FieldColumns<AgreementTerms> = {
  number: text(),
  description: text(),
  officeId: ref(),
  customerId: ref(),
  billingAccountId: ref(),
  currency: text(),
  siteId: ref(),
  contactId: ref(),
  startDate: date(),
  endDate: date(),
  terminationDate: date(),
  preferredTechnicianId: ref(),
  responsibleId: ref(),
  isTemplate: bool(),
  status: text(),
}
const lineColumns: FieldColumns<AgreementLineTerms> = {
  agreementId: ref(),
  lineNo: int(),
  type: text(),
  description: text(),
  categoryId: ref(),
  itemId: ref(),
  unit: text(),
  workerId: ref(),
  quantity: int(),
  itemSetup: text(),
  warehouseId: ref(),
  objectId: ref(),
  taskId: ref(),
  startDate: date(),
  endDate: date(),
  isStopped: bool(),
  linePropertyId: ref(),
  isPropertyManual: bool(),
  priceOverride: int(),
  costOverride: int(),
  discount: int(),
}
const objectColumns: FieldColumns<AgreementObject> = {
  objectId: ref(),
  referenceCode: text(),
  note: text(),
  isScrapped: bool({ column: 'is_scrapped' }),
}
const taskColumns: FieldColumns<AgreementTask> = { taskId: ref(), internalNote: text(), externalNote: text() }

type Row = Readonly<Record<string, unknown>>

/** The named columns of a table, and how a row of them is read. */
function readingOf<Fields extends { readonly id: string }>(columns: FieldColumns<Fields>) {
  return { list: columnNames(columns).join(', '), read: rowReader<Fields>(columns) }
}
const terms = readingOf(termColumns)
const lines = readingOf(lineColumns)
const objects = readingOf(objectColumns)
const tasks = readingOf(taskColumns)

/** Agreements as orders read them: terms, lines and relations, without what only agreements themselves need. */
export function createAgreementReader({ db }: Store) {
  const selectTerms = db.prepare<[Buffer], Row>(`SELECT ${terms.list} FROM agreement WHERE id = ?`)
  const selectLine = db.prepare<[Buffer], Row>(`SELECT ${lines.list} FROM agreement_line WHERE id = ?`)
  const selectLines = db.prepare<[Buffer], Row>(
    `SELECT ${lines.list} FROM agreement_line WHERE agreement_id = ? ORDER BY line_no`,
  )
  const selectObjects = db.prepare<[Buffer], Row>(
    `SELECT ${objects.list} FROM (
       SELECT r.*, o.status = 'scrapped' AS is_scrapped FROM agreement_object_relation r
       JOIN service_object o ON o.id = r.object_id WHERE r.agreement_id = ?) ORDER BY key`,
  )
  const selectTasks = db.prepare<[Buffer], Row>(
    `SELECT ${tasks.list} FROM agreement_task_relation WHERE agreement_id = ? ORDER BY key`,
  )

  return {
    /** Throws NOT_FOUND. */
    get(id: string): AgreementTerms {
      const row = selectTerms.get(toBytes(id))
      if (!row) throw notFound('agreement', id)
      return terms.read(row)
    },
    /** Throws NOT_FOUND. */
    line(id: string): AgreementLineTerms {
      const row = selectLine.get(toBytes(id))
      if (!row) throw notFound('agreementLine', id)
      return lines.read(row)
    },
    /** The agreement's lines by number. */
    linesOf(agreementId: string): AgreementLineTerms[] {
      return selectLines.all(toBytes(agreementId)).map((row) => lines.read(row))
    },
    objectsOf(agreementId: string): AgreementObject[] {
      return selectObjects.all(toBytes(agreementId)).map((row) => objects.read(row))
    },
    tasksOf(agreementId: string): AgreementTask[] {
      return selectTasks.all(toBytes(agreementId)).map((row) => tasks.read(row))
    },
  }
}
export type AgreementReader = ReturnType<typeof createAgreementReader>
