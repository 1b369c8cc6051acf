/** Why a backup cannot be written, read or restored: a code, and a line for people. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
  constructor(
    readonly code:
      'BACKUP_DAMAGED' | 'BACKUP_NEWER' | 'BACKUP_LOCKED' | 'FILE_EXISTS' | 'NOT_FOUND' | 'FOLDER_MISSING',
    message: string,
  ) {
    super(message)
  }
}

export function damaged(file: string, why: string): BackupError {
  return new BackupError('BACKUP_DAMAGED', `The backup is damaged: ${file} (${why})`)
}

export function notThere(file: string): BackupError {
  return new BackupError('NOT_FOUND', `There is no file ${file}`)
}
