import type { EntityChange } from '../../db/changeLog'
import { toBytes } from '../../db/ids'
import { createUse, type Store } from '../../db/records'
import type { LinesRepository, StoredLine } from './lines.repository'

/** Takes single lines from orders that stay. */
export function createLineRemoval(store: Store, lines: LinesRepository) {
  const deleteRow = store.db.prepare('DELETE FROM service_order_line WHERE id = ?')
  const use = createUse(store, { entity: 'orderLine', table: 'service_order_line' })
  return {
    /** Throws IN_USE when records refer to it (R01-05). */
    remove(line: StoredLine, version: number): EntityChange {
      use.assertUnused(line.id)
      deleteRow.run(toBytes(line.id))
      return lines.removed(line, version)
    },
  }
}
export type LineRemoval = ReturnType<typeof createLineRemoval>
