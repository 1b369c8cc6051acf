import type { JobControl } from '../../db/act'
import { BackupError } from '../../db/backups/errors'
import { newAside, proveAside, removeStore } from '../../db/backups/prove'
import { orderRestore, prepareIncoming } from '../../db/backups/restoreOrder'
import { keyOf } from '../../db/backups/seal'
import { readItem } from '../../db/backups/shelf'
import { restoreBackupErrors, type BackupRestored } from '../../shared/contract/backups'
import { domainError } from '../../shared/contract/domainError'
import type { BackupPlace } from './backupPlace'
import { follow, type Following } from './follow'

export interface RestoreInput {
  readonly file: string
  readonly companyName: string
  readonly passphrase?: string | undefined
  readonly reason?: string | undefined
}

/** Throws COMPANY_NAME_WRONG: whoever restores types whose data are replaced. */
export function assertCompanyName(typed: string, name: string): void {
  if (typed.normalize('NFC') !== name.normalize('NFC').trim())
    throw domainError(restoreBackupErrors, 'COMPANY_NAME_WRONG', { field: 'companyName' })
}

/** After the job has ended in the present store, which is then closed. */
const reopenAfterMs = 200

/**
 * Restores a backup: checks all of it aside, makes it ready, and leaves the order to put it in the store's place, which
 * is carried out when the store is next opened. Until then the store is as before.
 */
export async function* restoreBackup(
  place: BackupPlace,
  control: JobControl,
  input: RestoreInput,
): AsyncGenerator<void, BackupRestored> {
  const aside = newAside(place.folder)
  let isOrdered = false
  try {
    yield* follow(control, (following) => unpackProven(place, input, aside, following))
    const { caller, jobId } = control
    const at = place.now()
    prepareIncoming(aside, { jobId, origin: caller, reason: input.reason, at })
    const replacedFile = orderRestore(place.folder, { incoming: aside, at, isDamaged: place.isDamaged })
    isOrdered = true
    setTimeout(place.reopen, reopenAfterMs)
    return { replacedFile }
  } finally {
    if (!isOrdered) removeStore(aside)
  }
}

async function unpackProven(
  { runTask, settings }: BackupPlace,
  { file, passphrase }: RestoreInput,
  aside: string,
  { onShare, signal }: Following,
): Promise<void> {
  const item = await readItem(file)
  const given = item?.salt !== undefined && passphrase !== undefined ? [keyOf(passphrase, item.salt)] : []
  const keys = [...given, ...settings.read().keys]
  const { problems } = await proveAside({ file, aside, keys, runTask, signal, onShare })
  if (problems.length > 0) throw new BackupError('BACKUP_DAMAGED', `${file}: ${problems.join('; ')}`)
}
