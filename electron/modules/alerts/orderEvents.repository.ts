import type { Db } from '../../db/database'
import { date, entityTable, json, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createRecords, type Store } from '../../db/records'
import type { OrderAction, OrderEventScope } from '../../shared/contract/alerts'
import type { OrderEventSettingId, UserId } from '../../shared/contract/id'
import type { Role } from '../../shared/contract/permission'

export interface StoredSetting {
  readonly id: OrderEventSettingId
  readonly version: number
  readonly scope: OrderEventScope['kind']
  readonly role?: Role | undefined
  readonly userId?: UserId | undefined
  readonly from: string
  readonly to?: string | undefined
  readonly actions: readonly OrderAction[]
}

const settingTable = entityTable<StoredSetting>({
  entity: 'orderEventSetting',
  table: 'order_event_setting',
  columns: {
    scope: text(),
    role: text(),
    userId: ref(),
    from: date({ column: 'valid_from' }),
    to: date({ column: 'valid_to' }),
    actions: json(),
  },
})

/** An order's part in an entry of the log. */
export interface EventRow {
  readonly seq: number
  readonly at: number
  readonly actorId: string
  readonly actorName: string | undefined
  readonly command: string
  readonly reason: string | undefined
  readonly orderId: string
}
interface Row {
  readonly seq: number
  readonly at: number
  readonly actor_id: Uint8Array
  readonly display_name: string | null
  readonly command: string
  readonly reason: string | null
  readonly id: Uint8Array
}
/** What the log says of an order that is no more. */
export interface DeletedOrder {
  readonly number: string
  readonly officeId: string
}

/** All SQL of order events: their settings, and the walk over the log. */
export function createOrderEventsRepository(store: Store) {
  const { db } = store
  const settings = createRecords(store, settingTable)
  const selectAll = db.prepare<[], Buffer>('SELECT id FROM order_event_setting ORDER BY scope, key').pluck()
  const selectOne = db
    .prepare<[string, string, Buffer], Buffer>(
      `SELECT id FROM order_event_setting
       WHERE scope = ? AND coalesce(role, '') = ? AND coalesce(user_id, x'') = ?`,
    )
    .pluck()
  const selectDeleted = db.prepare<[Buffer], DeletedOrder>(
    `SELECT fields ->> '$.number' AS number, fields ->> '$.officeId' AS officeId FROM change
     WHERE id = ? AND entity = 'order' AND op = 2 ORDER BY seq DESC LIMIT 1`,
  )
  return {
    settings,
    deletedOrder: (id: string): DeletedOrder | undefined => selectDeleted.get(toBytes(id)),
    all: (): StoredSetting[] =>
      selectAll.all().flatMap((id) => {
        const setting = settings.find(toId(id))
        return setting ? [setting] : []
      }),
    settingOf(scope: OrderEventScope): StoredSetting | undefined {
      const role = scope.kind === 'group' ? scope.role : ''
      const userId = scope.kind === 'user' ? toBytes(scope.userId) : Buffer.alloc(0)
      const id = selectOne.get(scope.kind, role, userId)
      return id && settings.find(toId(id))
    },
    eventsBefore: createWalk(db),
  }
}
export type OrderEventsRepository = ReturnType<typeof createOrderEventsRepository>

/** Walks the log backwards over so many entries, whatever they are: a page never reads more than that. */
function createWalk(db: Db) {
  const select = db.prepare<[{ before: number; from: number; commands: string }], Row>(`
    SELECT l.seq, l.at, l.actor_id, u.display_name, l.command, l.reason, c.id
    FROM change_log l JOIN change c ON c.seq = l.seq AND c.entity = 'order'
      LEFT JOIN user u ON u.id = l.actor_id
    WHERE l.seq < :before AND l.seq >= :from AND +l.command IN (SELECT value FROM json_each(:commands))
    ORDER BY l.seq DESC, c.id DESC`)
  return (before: number, from: number, commands: readonly string[]): EventRow[] =>
    select.all({ before, from, commands: JSON.stringify(commands) }).map((row) => ({
      seq: row.seq,
      at: row.at,
      actorId: toId(row.actor_id),
      actorName: row.display_name ?? undefined,
      command: row.command,
      reason: row.reason ?? undefined,
      orderId: toId(row.id),
    }))
}
