import { entityTable, instant, int, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createRecords, type Store } from '../../db/records'
import type { Attempt } from '../../shared/contract/repairLines'

export type StoredAttempt = Omit<Attempt, 'technicianName'>

const attemptTable = entityTable<StoredAttempt>({
  entity: 'attempt',
  table: 'repair_attempt',
  columns: {
    lineId: ref(),
    attemptNo: int(),
    technicianId: ref(),
    startedAt: instant(),
    endedAt: instant(),
    outcome: text(),
    remark: text({ personal: true }),
  },
})

/** A span of time; without an end it is only its beginning. */
interface Span {
  readonly technicianId: string
  readonly startedAt: number
  readonly endedAt?: number | undefined
}

/** All SQL of repair attempts (08 §2.3). */
export function createAttempts(store: Store) {
  const { db } = store
  const attempts = createRecords(store, attemptTable)
  const selectOfLine = db
    .prepare<[Buffer], Buffer>('SELECT id FROM repair_attempt WHERE line_id = ? ORDER BY attempt_no')
    .pluck()
  const selectLastNo = db
    .prepare<[Buffer], number | null>('SELECT max(attempt_no) FROM repair_attempt WHERE line_id = ?')
    .pluck()
  const selectRunningOfLine = db
    .prepare<[Buffer], Buffer>('SELECT id FROM repair_attempt WHERE line_id = ? AND ended_at IS NULL')
    .pluck()
  const selectRunning = db
    .prepare<[Buffer], Buffer>(
      'SELECT id FROM repair_attempt WHERE technician_id = ? AND ended_at IS NULL LIMIT 1',
    )
    .pluck()
  const selectMeeting = db
    .prepare<[{ technician: Buffer; from: number; to: number; except: Buffer | null }], Buffer>(
      `SELECT id FROM repair_attempt
       WHERE technician_id = :technician AND started_at < :to AND coalesce(ended_at, :to) > :from
         AND id IS NOT :except
       ORDER BY started_at LIMIT 20`,
    )
    .pluck()
  return {
    attempts,
    /** The attempts at a line, the first one first. */
    attemptsOf: (lineId: string): StoredAttempt[] =>
      selectOfLine.all(toBytes(lineId)).map((id) => attempts.get(toId(id))),
    lastAttemptNo: (lineId: string): number => selectLastNo.get(toBytes(lineId)) ?? 0,
    /** The attempts at a line that nobody has ended. */
    runningAttempts: (lineId: string): string[] => selectRunningOfLine.all(toBytes(lineId)).map(toId),
    /** What a technician is at now, on whatever line. */
    runningOf(technicianId: string): string | undefined {
      const id = selectRunning.get(toBytes(technicianId))
      return id && toId(id)
    },
    /** Other attempts of the technician that meet a span; one without an end is asked for its first instant. */
    meeting({ endedAt, startedAt, technicianId }: Span, exceptId?: string): string[] {
      return selectMeeting
        .all({
          ...{ technician: toBytes(technicianId), from: startedAt, to: endedAt ?? startedAt + 1 },
          except: exceptId === undefined ? null : toBytes(exceptId),
        })
        .map(toId)
    },
  }
}
export type Attempts = ReturnType<typeof createAttempts>
