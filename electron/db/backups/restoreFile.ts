import type { BackupContents } from '../../shared/contract/backups'
import { BackupError } from './errors'
import { newAside, proveAside, removeStore } from './prove'
import { completeRestore, orderRestore, prepareIncoming } from './restoreOrder'
import type { BackupKey } from './seal'
import { runTaskHere } from './tasks'

interface FileRequest {
  readonly file: string
  readonly keys: readonly BackupKey[]
}

const here = { runTask: runTaskHere, signal: new AbortController().signal, onShare: () => undefined }

/** Restores a backup aside, checks it and takes it away again, for the command line. */
export async function verifyFile(
  folder: string,
  { file, keys }: FileRequest,
): Promise<{ problems: readonly string[]; contents?: BackupContents }> {
  const aside = newAside(folder)
  try {
    const { problems, unpacked } = await proveAside({ ...here, file, aside, keys })
    return { problems, ...(unpacked ? { contents: unpacked.contents } : {}) }
  } finally {
    removeStore(aside)
  }
}

/**
 * Puts a backup in the place of the store, which must not be open, and keeps the replaced one beside it.
 *
 * @returns where the replaced store is now; undefined when there was none
 * @throws BackupError BACKUP_DAMAGED, BACKUP_NEWER, BACKUP_LOCKED, NOT_FOUND: the store is as before
 */
export async function restoreFile(
  folder: string,
  { at, file, keys }: FileRequest & { readonly at: number },
): Promise<string | undefined> {
  const aside = newAside(folder)
  try {
    const { problems } = await proveAside({ ...here, file, aside, keys })
    const [problem] = problems
    if (problem !== undefined)
      throw new BackupError('BACKUP_DAMAGED', `The backup is damaged: ${file} (${problem})`)
    prepareIncoming(aside)
    orderRestore(folder, { incoming: aside, at })
    return completeRestore(folder)
  } finally {
    removeStore(aside)
  }
}
