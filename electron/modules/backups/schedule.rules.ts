/** The last moment at or before `now` at which the machine's clock showed the full hour. */
export function slotBefore(hour: number, now: number): number {
  const slot = new Date(now)
  slot.setHours(hour, 0, 0, 0)
  if (slot.getTime() > now) slot.setDate(slot.getDate() - 1)
  return slot.getTime()
}

const retryMs = 3_600_000

/** What the schedule goes by; instants are absent for what never was. */
export interface ScheduleState {
  /** Local hour of the machine. */
  readonly hour: number
  readonly now: number
  /** When the last daily backup was made. */
  readonly lastAt: number | undefined
  /** When one was last begun, whatever came of it. */
  readonly triedAt: number | undefined
  /** When the store came into being: a new one has nothing to back up before its first hour strikes. */
  readonly storeSince: number | undefined
}

/**
 * Whether the daily backup is due: once for each time the hour has struck, and only once for all that were missed while
 * the machine was off or asleep. What failed is tried again after an hour (R01-22).
 */
export function isBackupDue({ hour, lastAt, now, storeSince, triedAt }: ScheduleState): boolean {
  if (storeSince === undefined) return false
  const slot = slotBefore(hour, now)
  if (Math.max(lastAt ?? 0, storeSince) >= slot) return false
  return triedAt === undefined || now - triedAt >= retryMs || triedAt > now
}
