import type { EntityChange } from '../../db/changeLog'
import {
  columnName,
  date,
  decode,
  entityTable,
  instant,
  int,
  ref,
  text,
  type Column,
} from '../../db/entityTable'
import { toBytes } from '../../db/ids'
import { createListView, type JoinedField } from '../../db/listQuery'
import { keepPartsOf } from '../../db/parts'
import { ofOffices } from './bomOffices'
import { createRecords, type Store } from '../../db/records'
import { restored } from '../../db/restored'
import type { BomTemplate, TemplateSource, TemplateUse } from '../../shared/contract/bomTemplates'
import type { ItemId, TemplateId, TemplateLineId, UnitId } from '../../shared/contract/id'

/** A version of a template, as stored (09 §2.1); its status follows from its use. */
export interface StoredTemplate {
  readonly id: TemplateId
  readonly version: number
  readonly number: string
  readonly templateVersion: number
  readonly itemId: ItemId
  readonly name: string
  readonly fromDate?: string | undefined
  readonly toDate?: string | undefined
  readonly source: TemplateSource
  readonly sourceId?: string | undefined
  readonly createdAt: number
}

/** A line as stored; it shares its template's version (09 §2.2). */
export interface StoredTemplateLine {
  readonly id: TemplateLineId
  readonly templateId: TemplateId
  readonly parentId?: TemplateLineId | undefined
  readonly position: number
  readonly itemId: ItemId
  readonly description: string
  readonly quantity: number
  readonly unitId: UnitId
  readonly supplier?: string | undefined
  readonly warrantyMonths?: number | undefined
  readonly remark?: string | undefined
  readonly validFrom?: string | undefined
  readonly validTo?: string | undefined
}

/** A line with what its item and unit are called. */
export interface TemplateLineRow extends StoredTemplateLine {
  readonly itemNumber: string
  readonly itemName: string
  readonly unit: string
}

const templateTable = entityTable<StoredTemplate>({
  entity: 'bomTemplate',
  table: 'bom_template',
  columns: {
    number: text(),
    templateVersion: int(),
    itemId: ref(),
    name: text({ sorted: true }),
    fromDate: date({ column: 'from_on' }),
    toDate: date({ column: 'to_on' }),
    source: text(),
    sourceId: ref(),
    createdAt: instant(),
  },
})

const lineColumns: { readonly [K in Exclude<keyof StoredTemplateLine, 'id'>]-?: Column } = {
  templateId: ref(),
  parentId: ref(),
  position: int(),
  itemId: ref(),
  description: text(),
  quantity: int(),
  unitId: ref(),
  supplier: text(),
  warrantyMonths: int(),
  remark: text(),
  validFrom: date(),
  validTo: date(),
}
const lineRowColumns = { ...lineColumns, itemNumber: text(), itemName: text(), unit: text() }
const useColumns: { readonly [K in keyof TemplateUse]-?: Column } = {
  bomId: ref(),
  objectId: ref(),
  objectNumber: text(),
  objectDescription: text(),
  serialNumber: text(),
  customerId: ref(),
  customerName: text(),
  agreementId: ref(),
  orderId: ref(),
}

type Row = Readonly<Record<string, unknown>>

/** The fields of a row whose columns are called as declared. */
function fieldsOf(columns: Readonly<Record<string, Column>>, row: Row): object {
  const record: Record<string, unknown> = {}
  for (const [field, column] of Object.entries(columns)) {
    const value = decode(column.kind, row[columnName(field, column)])
    if (value !== undefined) record[field] = value
  }
  return record
}

const inUse = 'EXISTS (SELECT 1 FROM service_bom b WHERE b.template_id = t.id)'
const joined: Readonly<Record<string, JoinedField>> = {
  itemNumber: { sql: 'i.number', kind: 'text' },
  itemName: { sql: 'i.name', kind: 'text', sortSql: 'i.name_sort' },
  status: { sql: `iif(${inUse}, 'locked', 'free')`, kind: 'text' },
  lineCount: { sql: '(SELECT count(*) FROM bom_template_line l WHERE l.template_id = t.id)', kind: 'int' },
  objectCount: {
    sql: '(SELECT count(*) FROM service_bom b WHERE b.template_id = t.id AND b.moved_to_id IS NULL)',
    kind: 'int',
  },
  sourceName: {
    sql: `coalesce(st.number || ' v' || st.template_version, si.number, so.number)`,
    kind: 'text',
  },
}

/** All SQL of template BOMs. */
export function createTemplatesRepository(store: Store) {
  const { db } = store
  const templates = createRecords(store, templateTable)
  const templateLines = keepPartsOf<StoredTemplateLine>(store, {
    entity: 'bomTemplateLine',
    table: 'bom_template_line',
    columns: lineColumns,
    owner: { entity: 'bomTemplate', field: 'templateId' },
  })
  const bump = db.prepare('UPDATE bom_template SET version = version + 1 WHERE id = ? AND version = ?')
  const selectLines = db.prepare<[Buffer], Row>(
    `SELECT l.*, i.number AS item_number, i.name AS item_name, u.code AS unit
     FROM bom_template_line l JOIN item i ON i.id = l.item_id JOIN unit u ON u.id = l.unit_id
     WHERE l.template_id = ? ORDER BY l.parent_id, l.position`,
  )
  const selectNewest = db
    .prepare<[string], number>('SELECT max(template_version) FROM bom_template WHERE number = ?')
    .pluck()
  const hasTemplates = db
    .prepare<[Buffer], number>('SELECT 1 FROM bom_template WHERE item_id = ? LIMIT 1')
    .pluck()
  const selectUses = db.prepare<[{ template: Buffer; offices: string | null; limit: number }], Row>(
    `SELECT b.id AS bom_id, b.object_id, o.number AS object_number, o.description AS object_description,
       b.serial_number, c.id AS customer_id, c.name AS customer_name, b.agreement_id, b.order_id
     FROM service_bom b JOIN service_object o ON o.id = b.object_id
       LEFT JOIN customer c ON c.id = o.customer_id
     WHERE b.template_id = :template AND b.moved_to_id IS NULL AND ${ofOffices('b.id')} ORDER BY b.key LIMIT :limit`,
  )
  const countUses = db
    .prepare<[Buffer], number>(
      'SELECT count(*) FROM service_bom WHERE template_id = ? AND moved_to_id IS NULL',
    )
    .pluck()
  const countOffices = db.prepare<[], number>('SELECT count(*) FROM office').pluck()
  const isUsed = db
    .prepare<[Buffer], number>('SELECT 1 FROM service_bom WHERE template_id = ? LIMIT 1')
    .pluck()

  return {
    templates,
    templateLines,
    templateList: createListView<StoredTemplate, BomTemplate>(store, {
      table: templateTable,
      joins: `JOIN item i ON i.id = t.item_id
        LEFT JOIN bom_template st ON st.id = t.source_id
        LEFT JOIN item si ON si.id = t.source_id
        LEFT JOIN service_bom sb ON sb.id = t.source_id
        LEFT JOIN service_object so ON so.id = sb.object_id`,
      joined,
      searched: ['t.number', 't.name', 'i.number', 'i.name'],
      defaultSort: [
        { field: 'number', direction: 'desc' },
        { field: 'templateVersion', direction: 'desc' },
      ],
    }),
    /** Writes the head with the next version, whatever differs: its lines share that version. */
    overwriteTemplate(before: StoredTemplate, after: StoredTemplate = before): EntityChange {
      const [change] = templates.update(before, after).changes
      if (change) return change
      const { changes } = bump.run(toBytes(before.id), before.version)
      if (changes !== 1)
        throw new Error(`bomTemplate ${before.id}: version ${String(before.version)} is not in the store`)
      const next = { ...before, version: before.version + 1 }
      return templates.changeOf('update', next, next)
    },
    /** The lines of a template with names, the parts of one parent in their order. */
    templateLineRows(templateId: string): TemplateLineRow[] {
      return selectLines
        .all(toBytes(templateId))
        .map((row) =>
          restored<TemplateLineRow>({ id: decode('ref', row['id']), ...fieldsOf(lineRowColumns, row) }),
        )
    },
    /** The newest version of a number. */
    newestTemplateVersion: (number: string): number => selectNewest.get(number) ?? 0,
    hasTemplates: (itemId: string): boolean => hasTemplates.get(toBytes(itemId)) !== undefined,
    /** Whether a list was copied from it (R09-01). */
    isTemplateLocked: (templateId: string): boolean => isUsed.get(toBytes(templateId)) !== undefined,
    officeCount: () => countOffices.get() ?? 0,
    /** How many objects of all offices have their list from it. */
    countTemplateUses: (templateId: string): number => countUses.get(toBytes(templateId)) ?? 0,
    /** Objects of some offices (`officesOf`) that have their list from it, the first ones. */
    templateUses(templateId: string, offices: string | null, limit: number): TemplateUse[] {
      return selectUses
        .all({ template: toBytes(templateId), offices, limit })
        .map((row) => restored<TemplateUse>(fieldsOf(useColumns, row)))
    },
  }
}
export type TemplatesRepository = ReturnType<typeof createTemplatesRepository>
