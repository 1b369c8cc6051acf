import { bool, entityTable, int, json, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { Wall } from '../../shared/contract/wall'

/** A wall as stored: with the hash of its PIN, which no answer carries. */
export type StoredWall = Omit<Wall, 'hasPin'> & { readonly pinHash?: string | undefined }

const wallTable = entityTable<StoredWall>({
  entity: 'wall',
  table: 'wall',
  columns: {
    name: text(),
    officeId: ref(),
    views: json(),
    rotateSeconds: int(),
    diagonal: int(),
    distance: int({ column: 'distance_m' }),
    shortNames: bool({ column: 'has_short_names' }),
    language: text(),
    pinHash: text({ secret: true }),
    deviceId: ref(),
    active: bool({ column: 'is_active' }),
  },
})

/** Wrong PINs in a row, and from when on another is looked at. */
export interface PinCounter {
  readonly failedAttempts: number
  readonly waitUntil: number
}

/** All SQL of walls as records; their counters are local to the machine. */
export function createWallsRepository(store: Store) {
  const { db } = store
  const selectByName = db.prepare<[string], Uint8Array>('SELECT id FROM wall WHERE name = ?').pluck()
  const selectByDevice = db.prepare<[Buffer], Uint8Array>('SELECT id FROM wall WHERE device_id = ?').pluck()
  const selectFirst = db
    .prepare<[Buffer], Uint8Array>(
      'SELECT id FROM wall WHERE office_id = ? AND is_active = 1 ORDER BY name LIMIT 1',
    )
    .pluck()
  const selectTeam = db.prepare<[Buffer], number>('SELECT 1 FROM dispatch_team WHERE id = ?').pluck()
  const selectCounter = db.prepare<[Buffer], { failed_attempts: number; wait_until: number }>(
    'SELECT failed_attempts, wait_until FROM local_wall_pin WHERE wall_id = ?',
  )
  const putCounter = db.prepare(`
    INSERT INTO local_wall_pin (wall_id, failed_attempts, wait_until) VALUES (?, ?, ?)
    ON CONFLICT (wall_id) DO UPDATE SET failed_attempts = excluded.failed_attempts, wait_until = excluded.wait_until`)
  const removeCounter = db.prepare('DELETE FROM local_wall_pin WHERE wall_id = ?')
  const walls = createRecords(store, wallTable)
  const found = (id: Uint8Array | undefined) => (id ? walls.find(toId(id)) : undefined)

  return {
    walls,
    wallList: createListView<StoredWall, Wall>(store, {
      table: wallTable,
      joins: 'LEFT JOIN device d ON d.id = t.device_id',
      joined: { isRevoked: { sql: 'd.is_revoked', kind: 'bool' } },
      searched: ['t.name'],
      defaultSort: [{ field: 'name', direction: 'asc' }],
      finish: hideSecrets,
    }),
    /** Names are unique without regard to the case of their Latin letters. */
    byName: (name: string) => found(selectByName.get(name)),
    byDevice: (deviceId: string) => found(selectByDevice.get(toBytes(deviceId))),
    /** The first of an office, by name. */
    firstOf: (officeId: string) => found(selectFirst.get(toBytes(officeId))),
    isTeam: (id: string) => selectTeam.get(toBytes(id)) === 1,
    counter(wallId: string): PinCounter {
      const row = selectCounter.get(toBytes(wallId))
      return { failedAttempts: row?.failed_attempts ?? 0, waitUntil: row?.wait_until ?? 0 }
    },
    putCounter(wallId: string, { failedAttempts, waitUntil }: PinCounter): void {
      if (failedAttempts === 0) removeCounter.run(toBytes(wallId))
      else putCounter.run(toBytes(wallId), failedAttempts, waitUntil)
    },
  }
}
export type WallsRepository = ReturnType<typeof createWallsRepository>

/** The device of a revoked token is none. */
function hideSecrets(wall: Record<string, unknown>): void {
  if (wall['isRevoked'] === true) delete wall['deviceId']
  wall['hasPin'] = wall['pinHash'] !== undefined
  delete wall['isRevoked']
  delete wall['pinHash']
}
