import type { EntityChange } from '../../db/changeLog'
import { entityTable, instant, int, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView, type Condition, type JoinedField, type Walk } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { CaseCategory, CaseChannel, CaseListItem } from '../../shared/contract/cases'
import type { CaseId, CaseLinkId, CaseLogId, ObjectId, OrderId, UserId } from '../../shared/contract/id'

type Names =
  | 'customerNumber'
  | 'customerName'
  | 'contactName'
  | 'categoryName'
  | 'ownerName'
  | 'parentNumber'
  | 'officeCode'
  | 'slaCode'
  | 'isLate'
/** What the store keeps; the answers add names from joins. */
export type StoredCase = Omit<CaseListItem, Names>
export type StoredCategory = Omit<CaseCategory, 'parentName'>

/** One contact with the customer; never edited. */
export interface StoredLogEntry {
  readonly id: CaseLogId
  readonly version: number
  readonly caseId: CaseId
  readonly at: number
  readonly channel: CaseChannel
  readonly text: string
  readonly userId: UserId
}
/** What a case led to, or is about. */
export interface StoredLink {
  readonly id: CaseLinkId
  readonly version: number
  readonly caseId: CaseId
  readonly orderId?: OrderId | undefined
  readonly objectId?: ObjectId | undefined
}
/** That the resolution of another case helped. */
export interface StoredHelp {
  readonly id: string
  readonly version: number
  readonly caseId: CaseId
  readonly helpedCaseId: CaseId
}

const categoryTable = entityTable<StoredCategory>({
  entity: 'caseCategory',
  table: 'case_category',
  columns: { code: text(), name: text({ sorted: true }), parentId: ref() },
})

const caseTable = entityTable<StoredCase>({
  entity: 'case',
  table: 'service_case',
  columns: {
    number: text(),
    officeId: ref(),
    customerId: ref(),
    contactId: ref(),
    title: text({ sorted: true, personal: true }),
    categoryId: ref(),
    priority: text(),
    ownerId: ref(),
    parentId: ref(),
    slaId: ref(),
    status: text(),
    resolution: text({ personal: true }),
    createdAt: instant(),
    closedAt: instant(),
    dueAt: instant({ derived: true }),
    helpedCount: int({ derived: true }),
  },
})

const logTable = entityTable<StoredLogEntry>({
  entity: 'caseLog',
  table: 'case_log',
  columns: {
    caseId: ref(),
    at: instant(),
    channel: text(),
    text: text({ personal: true }),
    userId: ref(),
  },
})
const linkTable = entityTable<StoredLink>({
  entity: 'caseLink',
  table: 'case_link',
  columns: { caseId: ref(), orderId: ref(), objectId: ref() },
})
const helpTable = entityTable<StoredHelp>({
  entity: 'caseHelp',
  table: 'case_help',
  columns: { caseId: ref(), helpedCaseId: ref() },
})

/** All LEFT, so that the planner never begins with a joined table; the walks do that where it pays. */
const joinOf = {
  customer: 'LEFT JOIN customer c ON c.id = t.customer_id',
  contact: 'LEFT JOIN contact n ON n.id = t.contact_id',
  category: 'LEFT JOIN case_category g ON g.id = t.category_id',
  owner: 'LEFT JOIN worker w ON w.id = t.owner_id',
  parent: 'LEFT JOIN service_case p ON p.id = t.parent_id',
  office: 'LEFT JOIN office o ON o.id = t.office_id',
  sla: 'LEFT JOIN service_level v ON v.id = t.sla_id',
}

/** Sorting by a name walks the named table's index first and takes its cases by reference. */
function walkFrom(
  outer: keyof typeof joinOf,
  table: string,
  alias: string,
  column: string,
  isOptional = false,
): Walk {
  const others = Object.entries(joinOf).filter(([name]) => name !== outer)
  return {
    from: `${table} ${alias} CROSS JOIN service_case t ON t.${column} = ${alias}.id`,
    alias,
    others: others.map(([, sql]) => sql).join(' '),
    tie: `${alias}.key`,
    ...(isOptional ? { nothing: `t.${column} IS NULL` } : {}),
  }
}

const joined: Readonly<Record<Names, JoinedField>> = {
  customerNumber: { sql: 'c.number', kind: 'text' },
  customerName: {
    ...{ sql: 'c.name', kind: 'text', sortSql: 'c.name_sort' },
    walk: walkFrom('customer', 'customer', 'c', 'customer_id'),
  },
  contactName: { sql: 'n.name', kind: 'text', sortSql: 'n.name_sort' },
  categoryName: {
    ...{ sql: 'g.name', kind: 'text', sortSql: 'g.name_sort' },
    walk: walkFrom('category', 'case_category', 'g', 'category_id'),
  },
  ownerName: {
    ...{ sql: 'w.display_name', kind: 'text', sortSql: 'w.display_name_sort' },
    walk: walkFrom('owner', 'worker', 'w', 'owner_id', true),
  },
  parentNumber: { sql: 'p.number', kind: 'text' },
  officeCode: { sql: 'o.code', kind: 'text' },
  slaCode: { sql: 'v.code', kind: 'text' },
  isLate: { sql: 'coalesce(t.closed_at > t.due_at, 0)', kind: 'bool' },
}

interface LinkRow {
  readonly id: Uint8Array
  readonly entity: 'order' | 'object'
  readonly record_id: Uint8Array
  readonly number: string
  readonly title: string
}

const mostSimilar = 20

/** All SQL of cases, their categories, log, links and marks of help. */
export function createCasesRepository(store: Store) {
  const { db } = store
  const cases = createRecords(store, caseTable)
  const log = createRecords(store, logTable)
  const bump = db.prepare('UPDATE service_case SET version = version + 1 WHERE id = ? AND version = ?')
  const selectLog = db.prepare<
    [Buffer],
    { id: Uint8Array; at: number; channel: CaseChannel; text: string; user_id: Uint8Array; user_name: string }
  >(
    `SELECT l.id, l.at, l.channel, l.text, l.user_id, u.display_name AS user_name
     FROM case_log l JOIN user u ON u.id = l.user_id WHERE l.case_id = ? ORDER BY l.at, l.key`,
  )
  const selectLinks = db.prepare<[Buffer], LinkRow>(
    `SELECT k.id, iif(k.order_id IS NULL, 'object', 'order') AS entity, coalesce(k.order_id, k.object_id) AS record_id,
       coalesce(o.number, b.number) AS number, coalesce(o.description, b.description) AS title
     FROM case_link k LEFT JOIN service_order o ON o.id = k.order_id
       LEFT JOIN service_object b ON b.id = k.object_id
     WHERE k.case_id = ? ORDER BY k.key`,
  )
  const selectSimilar = db
    .prepare<[{ category: Buffer; id: Buffer; offices: string }], Buffer>(
      `SELECT id FROM service_case
       WHERE category_id = :category AND status = 'closed' AND id <> :id
         AND office_id IN (SELECT unhex(value, '-') FROM json_each(:offices))
       ORDER BY helped_count DESC, closed_at DESC, key DESC LIMIT ${String(mostSimilar)}`,
    )
    .pluck()
  const caseList = createListView<StoredCase, CaseListItem>(store, {
    table: caseTable,
    joins: Object.values(joinOf).join(' '),
    joined,
    search: 'case',
    defaultSort: [{ field: 'createdAt', direction: 'desc' }],
    isLarge: true,
    isLogged: true,
    selective: ['id', 'customerId', 'ownerId', 'parentId', 'contactId'],
  })

  return {
    cases,
    log,
    links: createRecords(store, linkTable),
    helps: createRecords(store, helpTable),
    categories: createRecords(store, categoryTable),
    caseList,
    categoryList: createListView<StoredCategory, CaseCategory>(store, {
      table: categoryTable,
      joins: 'LEFT JOIN case_category p ON p.id = t.parent_id',
      joined: { parentName: { sql: 'p.name', kind: 'text', sortSql: 'p.name_sort' } },
      searched: ['t.code', 't.name'],
      defaultSort: [{ field: 'code', direction: 'asc' }],
    }),
    /** Writes the case with the next version, whatever differs: its log and links have no version a screen looks at. */
    overwrite(before: StoredCase, after: StoredCase = before): EntityChange {
      const [change] = cases.update(before, after).changes
      if (change) return change
      const { changes } = bump.run(toBytes(before.id), before.version)
      if (changes !== 1)
        throw new Error(`case ${before.id}: version ${String(before.version)} is not in the store`)
      const next = { ...before, version: before.version + 1 }
      return cases.changeOf('update', next, next)
    },
    /** What was said, oldest first. */
    logOf(caseId: string) {
      return selectLog.all(toBytes(caseId)).map(({ id, user_id, user_name, ...entry }) => ({
        ...{ ...entry, id: toId(id), userId: toId(user_id), userName: user_name },
      }))
    },
    linksOf(caseId: string) {
      return selectLinks.all(toBytes(caseId)).map(({ id, record_id, ...link }) => ({
        ...{ ...link, id: toId(id), recordId: toId(record_id) },
      }))
    },
    /** The closed cases of a category in these offices, most helpful first, then newest. */
    similarIn(categoryId: string, exceptId: string, officeIds: readonly string[]): CaseListItem[] {
      return selectSimilar
        .all({
          category: toBytes(categoryId),
          id: toBytes(exceptId),
          offices: JSON.stringify(officeIds),
        })
        .flatMap((id) => caseList.find(toId(id)) ?? [])
    },
    /** Whether a case that is not settled names the contact. */
    hasOpenWithContact(contactId: string): boolean {
      return cases.where('contactId', contactId).some(({ status }) => status !== 'closed')
    },
    isListed(id: string, scope: readonly Condition[]): boolean {
      return caseList.find(id, ...scope) !== undefined
    },
  }
}
export type CasesRepository = ReturnType<typeof createCasesRepository>
