import { BackupError } from '../../db/backups/errors'
import type { MachineSettings } from '../../db/backups/machineSettings'
import type { RunTask } from '../../db/backups/tasks'
import { codeOf } from '../../db/dataFolder'
import {
  backupSettingsErrors,
  createBackupErrors,
  getBackupErrors,
  restoreBackupErrors,
} from '../../shared/contract/backups'
import { commonErrors, domainError } from '../../shared/contract/domainError'

/** The store of this machine and where its backups lie. */
export interface BackupPlace {
  /** The data folder. */
  readonly folder: string
  /** The store is open read-only because it is damaged. */
  readonly isDamaged: boolean
  readonly settings: MachineSettings
  readonly runTask: RunTask
  readonly now: () => number
  /** Asks whoever started this instance to close the store and open it again. */
  readonly reopen: () => void
  /** The store itself seems damaged: the next opening looks at all of it. */
  readonly suspect: () => void
}

/** Throws NO_STORE_FILE: a store in memory has no backups. */
export function placeOf(place: BackupPlace | undefined): BackupPlace {
  if (!place) throw domainError(createBackupErrors, 'NO_STORE_FILE', {})
  return place
}

const diskFull = /^(ENOSPC|EDQUOT|SQLITE_FULL)/

/** Says why a backup failed as the contract declares it; a bug stays one. */
export function refusalOf(error: unknown, field?: string): unknown {
  if (error instanceof BackupError) {
    const data = field === undefined ? {} : { field }
    switch (error.code) {
      case 'BACKUP_DAMAGED':
        return domainError(getBackupErrors, 'BACKUP_DAMAGED', data)
      case 'BACKUP_NEWER':
        return domainError(restoreBackupErrors, 'BACKUP_NEWER', data)
      case 'BACKUP_LOCKED':
        return domainError(restoreBackupErrors, 'BACKUP_LOCKED', { field: 'passphrase' })
      case 'FOLDER_MISSING':
        return domainError(backupSettingsErrors, 'FOLDER_MISSING', data)
      case 'NOT_FOUND':
      case 'FILE_EXISTS':
        return domainError(commonErrors, 'NOT_FOUND', { entity: 'backup', id: '' })
    }
  }
  return diskFull.test(codeOf(error) ?? '') ? domainError(commonErrors, 'STORE_FULL', {}) : error
}
