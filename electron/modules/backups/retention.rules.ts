import type { BackupKind, BackupState } from '../../shared/contract/backups'

export interface KeptBackup {
  readonly file: string
  readonly kind: BackupKind
  readonly at: number
  readonly bytes: number
  readonly state: BackupState
}

export interface RetentionOptions {
  readonly now: number
  /** How many bytes the disk is short of for the next backup. */
  readonly shortBytes?: number
}

const dayMs = 86_400_000
/** What a person has made, or a restore has put aside, is not tidied away before this. */
const handMadeKeepMs = 30 * dayMs
/** What is damaged or was never proven stays this long, for who looks into it. */
const unprovenKeepMs = 7 * dayMs

const families: readonly (readonly [count: number, periodOf: (date: Date) => string])[] = [
  [7, dayOf],
  [5, weekOf],
  [12, monthOf],
]

/**
 * Which backups have had their time: the newest proven one of each of the last 7 days, 5 weeks and 12 months that have
 * one is kept; when the disk is short, the oldest go first. The last proven one always stays (R01-22).
 *
 * @returns the files to take away, oldest first
 */
export function backupsToRemove(
  backups: readonly KeptBackup[],
  { now, shortBytes = 0 }: RetentionOptions,
): string[] {
  const newestFirst = [...backups].sort((a, b) => b.at - a.at)
  const proven = newestFirst.filter(({ state }) => state === 'proven')
  const [lastProven] = proven
  if (!lastProven) return []
  const kept = new Set<KeptBackup>([lastProven, ...newestFirst.filter((backup) => isYoung(backup, now))])
  for (const [count, periodOf] of families)
    for (const backup of newestOf(proven, count, periodOf)) kept.add(backup)

  let missing = shortBytes
  for (const { bytes } of newestFirst.filter((backup) => !kept.has(backup))) missing -= bytes
  for (const backup of [...kept].sort((a, b) => a.at - b.at)) {
    if (missing <= 0) break
    if (backup === lastProven) continue
    kept.delete(backup)
    missing -= backup.bytes
  }
  return newestFirst
    .filter((backup) => !kept.has(backup))
    .map(({ file }) => file)
    .reverse()
}

/** Whether it stays whatever the periods say. */
function isYoung({ at, kind, state }: KeptBackup, now: number): boolean {
  if (state === 'newer') return true
  if (kind !== 'daily') return now - at < handMadeKeepMs
  return state !== 'proven' && now - at < unprovenKeepMs
}

function newestOf(
  proven: readonly KeptBackup[],
  count: number,
  periodOf: (date: Date) => string,
): KeptBackup[] {
  const byPeriod = new Map<string, KeptBackup>()
  for (const backup of proven) {
    const period = periodOf(new Date(backup.at))
    if (!byPeriod.has(period) && byPeriod.size < count) byPeriod.set(period, backup)
  }
  return [...byPeriod.values()]
}

function monthOf(date: Date): string {
  return `${String(date.getFullYear())}-${String(date.getMonth())}`
}

function dayOf(date: Date): string {
  return `${monthOf(date)}-${String(date.getDate())}`
}

/** By the Monday it begins with. */
function weekOf(date: Date): string {
  const monday = new Date(date.getFullYear(), date.getMonth(), date.getDate() - ((date.getDay() + 6) % 7))
  return dayOf(monday)
}
