import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createApplication } from '../../electron/context'
import { keepMark } from '../../electron/db/backups/mark'
import { openStore } from '../../electron/db/backups/openStore'
import { closeDatabase, type Db } from '../../electron/db/database'
import type { RelayMessage } from '../../electron/rpc/relay'
import type { Client } from '../../electron/shared/contract/index'

export function newDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aftercare-backups-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface OpenedApp {
  readonly db: Db
  readonly owner: Client
  readonly isReadOnly: boolean
  /** What it asked of whoever has started it. */
  readonly relayed: RelayMessage[]
  readonly receive: (message: RelayMessage) => void
  readonly clock: { now: number }
  /** In order, as a stop does. */
  close(): void
  /** Writes down how far the store is, as the product does once a second. */
  note(): void
}

/** The application over the store of a data folder, opened as the product's writer opens it. */
export async function openApp(folder: string, now = Date.now()): Promise<OpenedApp> {
  const clock = { now }
  const { db, isReadOnly } = await openStore(folder, { now: () => clock.now })
  const relayed: RelayMessage[] = []
  const application = createApplication({
    ...{ db, role: 'all', folder, isReadOnly, ownerToken: 'owner-token' },
    now: () => clock.now,
    log: () => undefined,
    relay: (message) => relayed.push(message),
  })
  const keeper = isReadOnly ? undefined : keepMark(db, folder)
  return {
    ...{ db, isReadOnly, relayed, clock, receive: application.receive },
    owner: application.clientFor('owner-token'),
    close() {
      application.close()
      keeper?.note()
      closeDatabase(db)
      keeper?.close()
    },
    note: () => keeper?.note(),
  }
}
