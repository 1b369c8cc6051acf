import { accessSync, constants, statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { BackupError } from '../../db/backups/errors'
import type { MachineBackups } from '../../db/backups/machineSettings'
import { backupFolders } from '../../db/backups/openStore'
import { keyOf } from '../../db/backups/seal'
import { makeFolder } from '../../db/backups/shelf'
import { storeFile } from '../../db/storeLock'
import type { BackupSettings, SetBackupSettingsInput } from '../../shared/contract/backups'
import { refusalOf, type BackupPlace } from './backupPlace'
import { freeBytes } from './makeBackup'

export function readSettings({ folder, settings }: BackupPlace): BackupSettings {
  const { folder: own, hour, isEncrypted } = settings.read()
  const { first, second } = backupFolders(folder)
  return {
    hour,
    folder: first,
    isOwnFolder: own !== undefined,
    ...(second === undefined ? {} : { secondFolder: second }),
    isEncrypted,
    freeBytes: freeIn(first) ?? freeBytes(folder),
    storeBytes: statSync(storeFile(folder)).size,
  }
}

function freeIn(folder: string): number | undefined {
  try {
    return freeBytes(folder)
  } catch {
    return undefined // made with the first backup, or a drive that is not plugged in
  }
}

/**
 * Sets how this machine backs up; what the input does not name stays. A new passphrase makes a new key; the earlier ones
 * stay with the machine, so that it can still open its earlier backups.
 */
export function setSettings(place: BackupPlace, input: SetBackupSettingsInput): BackupSettings {
  const { folder, secondFolder, ...before } = place.settings.read()
  const first = chosen(folder, input.folder, 'folder')
  const second = chosen(secondFolder, input.secondFolder, 'secondFolder')
  place.settings.write({
    ...before,
    ...(input.hour === undefined ? {} : { hour: input.hour }),
    ...(first === undefined ? {} : { folder: first }),
    ...(second === undefined ? {} : { secondFolder: second }),
    ...encryption(before, input.passphrase),
  })
  return readSettings(place)
}

function chosen(
  before: string | undefined,
  given: string | null | undefined,
  field: string,
): string | undefined {
  if (given === undefined) return before
  if (given === null) return undefined
  try {
    if (!isAbsolute(given))
      throw new BackupError('FOLDER_MISSING', `The folder needs its full path: ${given}`)
    makeFolder(given)
    if (!statSync(given).isDirectory() || !isWritable(given))
      throw new BackupError('FOLDER_MISSING', `The folder cannot be written: ${given}`)
    return given
  } catch (error) {
    throw refusalOf(error, field)
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function encryption(
  { keys }: Pick<MachineBackups, 'keys'>,
  passphrase: string | null | undefined,
): Partial<MachineBackups> {
  if (passphrase === undefined) return {}
  if (passphrase === null) return { isEncrypted: false }
  return { isEncrypted: true, keys: [keyOf(passphrase), ...keys] }
}
