import { z } from 'zod'
import { Reason } from './crud'
import { refusals } from './domainError'
import { JobStarted } from './jobs'
import { command, job, query } from './procedure'
import { Language } from './session'
import { Instant, LocalDate } from './time'

export const LoadDemoInput = z.object({
  /** The same seed and date give the same company. */
  seed: z.int().min(0).max(4_294_967_295).default(1),
  /** The day in whose middle the company stands; empty: today. */
  date: LocalDate.refine((date) => date >= '2000-01-01' && date <= '2099-12-31', {
    message: 'between:2000-01-01,2099-12-31',
  }).optional(),
  /** Empty: the company's. */
  language: Language.optional(),
  reason: Reason,
})
export type LoadDemoInput = z.infer<typeof LoadDemoInput>

/** The `result` of the job `removeDemo`. */
export const DemoRemoved = z.object({ records: z.int() })
export type DemoRemoved = z.infer<typeof DemoRemoved>

export const BackupKind = z.enum(['daily', 'manual', 'replaced'])
export type BackupKind = z.infer<typeof BackupKind>

/** `proven`: restored aside and found sound, and the file is as it was then. `newer`: of a newer program. */
export const BackupState = z.enum(['proven', 'unproven', 'damaged', 'newer'])
export type BackupState = z.infer<typeof BackupState>

/** What a backup holds. */
export const BackupContents = z.object({
  schemaVersion: z.int(),
  appVersion: z.string(),
  companyName: z.string(),
  officeName: z.string().optional(),
  deviceId: z.string().optional(),
  deviceName: z.string().optional(),
  /** The last entry of the change log: what was done after it is not in the backup. */
  lastSeq: z.int(),
  lastAt: Instant.optional(),
  /** Records by main table. */
  counts: z.record(z.string(), z.int()),
})
export type BackupContents = z.infer<typeof BackupContents>

/** A backup on this machine; `replaced`: a store that a restore has put aside. */
export const Backup = z.object({
  /** Where it lies on this machine; names it. */
  file: z.string(),
  kind: BackupKind,
  at: Instant,
  bytes: z.int(),
  state: BackupState,
  isEncrypted: z.boolean(),
  /** When it was last restored aside and checked, whatever came out. */
  checkedAt: Instant.optional(),
  /** What the check found; empty for a proven one. */
  problems: z.array(z.string()),
  contents: BackupContents.optional(),
})
export type Backup = z.infer<typeof Backup>

/** One backup, and what of the present store it does not hold. */
export const BackupDetail = Backup.extend({
  lost: z.object({
    /** Entries of the change log that were written after it. */
    entries: z.int(),
    from: Instant.optional(),
    until: Instant.optional(),
  }),
  /** The passphrase must be given: this machine does not know it. */
  wantsPassphrase: z.boolean(),
})
export type BackupDetail = z.infer<typeof BackupDetail>

const File = z.string().min(1).max(1000)
const Passphrase = z.string().min(8).max(200)

/** How this machine backs up: local to it, neither logged nor sent. */
export const BackupSettings = z.object({
  /** Local time of the machine. */
  hour: z.int().min(0).max(23),
  folder: z.string(),
  isOwnFolder: z.boolean(),
  secondFolder: z.string().optional(),
  isEncrypted: z.boolean(),
  freeBytes: z.int(),
  storeBytes: z.int(),
})
export type BackupSettings = z.infer<typeof BackupSettings>

/** What is absent stays; null puts the usual folder, no second folder, no encryption. */
export const SetBackupSettingsInput = z.object({
  hour: z.int().min(0).max(23).optional(),
  folder: z.string().trim().min(1).max(500).nullable().optional(),
  secondFolder: z.string().trim().min(1).max(500).nullable().optional(),
  passphrase: Passphrase.nullable().optional(),
})
export type SetBackupSettingsInput = z.infer<typeof SetBackupSettingsInput>

export const BackupList = z.object({
  items: z.array(Backup),
  /** When the newest proven one was made. */
  lastProvenAt: Instant.optional(),
  /** The newest one is damaged or could not be made: somebody has to look. */
  needsLook: z.boolean(),
})
export type BackupList = z.infer<typeof BackupList>

/** The `result` of the job `createBackup`. */
export const BackupMade = z.object({ file: z.string() })
export type BackupMade = z.infer<typeof BackupMade>

/** The `result` of the job `restoreBackup`. */
export const BackupRestored = z.object({ replacedFile: z.string() })
export type BackupRestored = z.infer<typeof BackupRestored>

export const createBackupErrors = refusals('BACKUP_DAMAGED', 'FOLDER_MISSING', 'NO_STORE_FILE')
export const getBackupErrors = refusals('BACKUP_DAMAGED')
export const restoreBackupErrors = refusals(
  'BACKUP_DAMAGED',
  'BACKUP_NEWER',
  'BACKUP_LOCKED',
  'COMPANY_NAME_WRONG',
  'NO_STORE_FILE',
)
export const backupSettingsErrors = refusals('FOLDER_MISSING', 'NO_STORE_FILE')

export const demoErrors = refusals('NOT_EMPTY', 'NUMBERS_EXHAUSTED')
export const removeDemoErrors = refusals('NOT_DEMO', 'LAST_ADMIN')

export const backupsContract = {
  /** Writes a backup beside the running program and proves it by a restore aside (R01-22). */
  createBackup: job('backups.run')
    .input(z.object({ reason: Reason }))
    .output(JobStarted)
    .errors(createBackupErrors),
  listBackups: query('backups.run').input(z.object({})).output(BackupList),
  getBackup: query('backups.run')
    .input(z.object({ file: File }))
    .output(BackupDetail)
    .errors(getBackupErrors),
  /** Puts a backup in the store's place; the replaced store stays as a backup. Everybody signs in again. */
  restoreBackup: job('backups.run')
    .input(
      z.object({
        file: File,
        /** Of the company whose data are replaced, as it is written. */
        companyName: z.string().trim().min(1).max(200),
        passphrase: Passphrase.optional(),
        reason: Reason,
      }),
    )
    .output(JobStarted)
    .errors(restoreBackupErrors),
  getBackupSettings: query('backups.run').input(z.object({})).output(BackupSettings),
  setBackupSettings: command('backups.run')
    .input(SetBackupSettingsInput)
    .output(BackupSettings)
    .errors(backupSettingsErrors),
  /** Takes the note away that tells what became of a damaged store. */
  closeStoreNotice: command('backups.run')
    .input(z.object({}))
    .output(z.object({ ok: z.literal(true) })),
  /** Callable while no user has a password, else with backups.run (R01-23, R01-31). */
  loadDemo: job('none').input(LoadDemoInput).output(JobStarted).errors(demoErrors),
  /** Takes away all that the demo brought, as long as nothing else refers to it (R01-23). */
  removeDemo: job('backups.run')
    .input(z.object({ reason: Reason }))
    .output(JobStarted)
    .errors(removeDemoErrors),
}
