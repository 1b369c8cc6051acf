import type { Caller } from '../../db/act'
import { bool, entityTable, int, json, ref, text } from '../../db/entityTable'
import { toBytes } from '../../db/ids'
import { createListView, type Condition } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { SavedView } from '../../shared/contract/views'

/** What the store keeps; the answers add whose it is. */
export type StoredView = Omit<SavedView, 'ownerName' | 'isOwn'>
/** A view with its owner's name. */
export type NamedView = Omit<SavedView, 'isOwn'>

const viewTable = entityTable<StoredView>({
  entity: 'savedView',
  table: 'saved_view',
  columns: {
    name: text({ sorted: true }),
    list: text(),
    ownerId: ref(),
    officeId: ref(),
    roles: json(),
    base: text(),
    filter: json(),
    text: text(),
    sort: json(),
    columns: json(),
    frozen: int(),
    groupBy: text(),
    isDefault: bool(),
  },
})

/** All SQL of saved views. */
export function createViewsRepository(store: Store) {
  const views = createRecords(store, viewTable)
  return {
    views,
    viewList: createListView<StoredView, NamedView>(store, {
      table: viewTable,
      joins: 'JOIN user u ON u.id = t.owner_id',
      joined: {
        ownerName: { sql: 'u.display_name', kind: 'text', sortSql: 'u.display_name_sort' },
      },
      searched: ['t.name'],
      defaultSort: [{ field: 'name', direction: 'asc' }],
    }),
    /** The owner's views of a list. */
    ofOwner(ownerId: string, list: string): StoredView[] {
      return views.where('ownerId', ownerId).filter((view) => view.list === list)
    },
  }
}
export type ViewsRepository = ReturnType<typeof createViewsRepository>

/** Own views, and those shared with the caller's offices or roles. */
export function visibleTo({ officeIds, roles, userId }: Caller): Condition {
  return {
    sql: `t.owner_id = :owner OR t.office_id IN (SELECT unhex(value, '-') FROM json_each(:view_offices))
      OR EXISTS (SELECT 1 FROM json_each(t.roles) r WHERE r.value IN (SELECT value FROM json_each(:view_roles)))`,
    params: {
      owner: toBytes(userId),
      view_offices: JSON.stringify(officeIds),
      view_roles: JSON.stringify(roles),
    },
  }
}
