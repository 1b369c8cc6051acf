import { isAbsolute } from 'node:path'
import { readItem, readShelf, type ShelfItem } from '../../db/backups/shelf'
import { shelfFolders } from '../../db/backups/openStore'
import { notFound } from '../../db/version'
import {
  getBackupErrors,
  type Backup,
  type BackupDetail,
  type BackupList,
} from '../../shared/contract/backups'
import { domainError } from '../../shared/contract/domainError'
import type { BackupPlace } from './backupPlace'

/** After so long without a proven backup somebody has to look. */
const lookAfterMs = 3 * 86_400_000

export async function listBackups({ folder, now }: BackupPlace): Promise<BackupList> {
  const items = await readShelf(shelfFolders(folder))
  const [newest] = items
  const lastProven = items.find(({ kind, state }) => state === 'proven' && kind !== 'replaced')
  const isLate = lastProven !== undefined && now() - lastProven.at > lookAfterMs
  return {
    items: items.map(toBackup),
    ...(lastProven ? { lastProvenAt: lastProven.at } : {}),
    needsLook: isLate || newest?.state === 'damaged',
  }
}

/** The present end of the change log. */
export interface StoreEnd {
  readonly seq: number
  readonly at: number
}

/**
 * One backup with what would be lost by its restore: what was written after its last entry.
 *
 * @throws NOT_FOUND, BACKUP_DAMAGED
 */
export async function getBackup(
  { settings }: BackupPlace,
  file: string,
  end: StoreEnd | undefined,
): Promise<BackupDetail> {
  const item = isAbsolute(file) ? await readItem(file) : undefined
  if (!item) throw notFound('backup', file)
  if (!item.contents && item.state === 'damaged')
    throw domainError(getBackupErrors, 'BACKUP_DAMAGED', { entity: 'backup', id: file })
  const { keys } = settings.read()
  return {
    ...toBackup(item),
    lost: lostAfter(item, end),
    wantsPassphrase: item.salt !== undefined && !keys.some(({ salt }) => salt === item.salt),
  }
}

function lostAfter({ contents }: ShelfItem, end: StoreEnd | undefined): BackupDetail['lost'] {
  if (!contents || !end) return { entries: 0 }
  const entries = Math.max(0, end.seq - contents.lastSeq)
  if (entries === 0) return { entries }
  return { entries, until: end.at, ...(contents.lastAt === undefined ? {} : { from: contents.lastAt }) }
}

function toBackup({
  at,
  bytes,
  contents,
  file,
  isEncrypted,
  kind,
  problems,
  provenAt,
  state,
}: ShelfItem): Backup {
  return {
    file,
    kind,
    at,
    bytes,
    state,
    isEncrypted,
    problems: [...problems],
    ...(provenAt === undefined ? {} : { checkedAt: provenAt }),
    ...(contents ? { contents } : {}),
  }
}
