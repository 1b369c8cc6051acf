import { entityTable, instant, json, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { ChangeSet, SetEdit } from '../../shared/contract/dispatchBoard'
import type { ChangeSetId, OfficeId, UserId } from '../../shared/contract/id'

/** What a save did to one activity. */
export interface StoredEdit extends SetEdit {
  /** The activity's version before it. */
  readonly from: number
  /** And after it. */
  readonly version: number
  /** Of an undo or redo: the version whose state it brought back. */
  readonly standsFor?: number | undefined
}

/** One saved act of the board (07 §2.5). */
export interface StoredChangeSet {
  readonly id: ChangeSetId
  readonly version: number
  readonly officeId?: OfficeId | undefined
  readonly userId: UserId
  readonly savedAt: number
  readonly kind: ChangeSet['kind']
  readonly edits: readonly StoredEdit[]
  /** Of an undo or redo: the set it takes back. */
  readonly reversesId?: ChangeSetId | undefined
  readonly undoneById?: UserId | undefined
}

const changeSetTable = entityTable<StoredChangeSet>({
  entity: 'changeSet',
  table: 'board_change_set',
  columns: {
    officeId: ref(),
    userId: ref(),
    savedAt: instant(),
    kind: text(),
    // Logged as well: an undo of the whole act takes the set away, and undoing that brings it back.
    edits: json(),
    reversesId: ref(),
    undoneById: ref(),
  },
})

/** A set as the search for what to take back sees it. */
export interface RecentSet {
  readonly id: string
  readonly kind: ChangeSet['kind']
  readonly isUndone: boolean
}

interface Changer {
  readonly actorId: string
  readonly at: number
  readonly fields: readonly string[]
}

/** All SQL of what the board saved. */
export function createChangeSetsRepository(store: Store) {
  const { db } = store
  const records = createRecords(store, changeSetTable)
  const selectRecent = db
    .prepare<[Buffer, number], readonly [Uint8Array, ChangeSet['kind'], number]>(
      `SELECT id, kind, undone_by_id IS NOT NULL FROM (
         SELECT key, id, kind, undone_by_id, saved_at FROM board_change_set WHERE user_id = ? ORDER BY key DESC LIMIT 400)
       WHERE saved_at >= ? ORDER BY key DESC`,
    )
    .raw()
  const selectChangers = db.prepare<
    [Buffer, number],
    { actor: Uint8Array; at: number; fields: string | null }
  >(
    `SELECT l.actor_id AS actor, l.at, (SELECT json_group_array(j.key) FROM json_each(c.fields) j) AS fields
     FROM change c CROSS JOIN change_log l ON l.seq = c.seq
     WHERE c.id = ? AND c.entity = 'activity' AND c.version > ? ORDER BY c.seq DESC`,
  )

  return {
    records,
    /** A user's sets since an instant, the latest first, without what they hold. */
    recentOf(userId: UserId, since: number): RecentSet[] {
      return selectRecent
        .all(toBytes(userId), since)
        .map(([id, kind, isUndone]) => ({ id: toId(id), kind, isUndone: isUndone === 1 }))
    },
    /** Who has changed an activity since a version, the latest first, with the fields. */
    changersOf(activityId: string, version: number): Changer[] {
      return selectChangers.all(toBytes(activityId), version).map(({ actor, at, fields }) => ({
        ...{ actorId: toId(actor), at },
        fields: namesIn(fields),
      }))
    },
    changeSetList: createListView<StoredChangeSet, ChangeSet>(store, {
      table: changeSetTable,
      joins: 'LEFT JOIN user u ON u.id = t.user_id',
      joined: { userName: { sql: 'u.display_name', kind: 'text', sortSql: 'u.display_name_sort' } },
      searched: ['u.display_name'],
      defaultSort: [{ field: 'savedAt', direction: 'desc' }],
      isLarge: true,
      isLogged: true,
      selective: ['id'],
      finish: hideInnards,
    }),
  }
}
export type ChangeSetsRepository = ReturnType<typeof createChangeSetsRepository>

function namesIn(list: string | null): string[] {
  const names: unknown = JSON.parse(list ?? '[]')
  return Array.isArray(names) ? names.map(String) : []
}

function hideInnards(set: Record<string, unknown>): void {
  delete set['officeId']
  delete set['reversesId']
}
