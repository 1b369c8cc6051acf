import { backupFolders } from '../../db/backups/openStore'
import { nameParts, packedFiles } from '../../db/backups/shelf'
import type { BackupPlace } from './backupPlace'
import { isBackupDue } from './schedule.rules'

export interface ScheduleDeps {
  readonly place: BackupPlace
  /** When the first entry of the store was written. */
  readonly storeSince: () => number | undefined
  /** Has the jobs instance make the backup. */
  readonly begin: () => void
  /** Told why the clock could not be looked at; the next look may do better. */
  readonly failed: (error: unknown) => void
}

const lookEveryMs = 60_000

/** Looks at the clock once a minute, which also finds a machine that has slept (R01-22). */
export function startSchedule(deps: ScheduleDeps): { look(): void; stop(): void } {
  let triedAt: number | undefined
  function look(): void {
    const { folder, now, settings } = deps.place
    const { hour, tag } = settings.read()
    const lastAt = packedFiles(backupFolders(folder).first, tag)
      .map(nameParts)
      .reduce<number | undefined>(
        (last, part) => (part?.kind === 'daily' ? Math.max(last ?? 0, part.at) : last),
        undefined,
      )
    if (!isBackupDue({ hour, now: now(), lastAt, triedAt, storeSince: deps.storeSince() })) return
    triedAt = now()
    deps.begin()
  }
  const timer = setInterval(() => {
    try {
      look()
    } catch (error) {
      deps.failed(error)
    }
  }, lookEveryMs)
  timer.unref()
  return { look, stop: () => clearInterval(timer) }
}
