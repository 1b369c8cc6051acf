import type { JobControl } from '../../db/act'
import { removeBackup } from '../../db/backups/shelf'
import { createBackupErrors, type BackupKind, type BackupMade } from '../../shared/contract/backups'
import { domainError } from '../../shared/contract/domainError'
import type { BackupPlace } from './backupPlace'
import { follow } from './follow'
import { makeBackup, proveOpen } from './makeBackup'

/**
 * The job that backs up: makes and proves a backup, then proves what was left unproven. One that fails its
 * proof is kept and marked, the job fails, and the store itself is looked at (R01-22).
 *
 * @throws BACKUP_DAMAGED, FOLDER_MISSING, STORE_FULL
 */
export async function* createBackup(
  place: BackupPlace,
  control: JobControl,
  kind: BackupKind,
): AsyncGenerator<void, BackupMade> {
  const { file, problems } = yield* follow(
    control,
    async (following) => {
      const made = await makeBackup(place, kind, following)
      await proveOpen(place, following)
      return made
    },
    (made) => removeBackup(made.file),
  )
  if (problems.length === 0) return { file }
  place.suspect()
  throw domainError(createBackupErrors, 'BACKUP_DAMAGED', {
    entity: 'backup',
    id: file,
    failures: problems.slice(0, 20).map((problem) => ({ code: 'BACKUP_DAMAGED', problem })),
  })
}
