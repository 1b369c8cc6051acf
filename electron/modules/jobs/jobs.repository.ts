import type { Db } from '../../db/database'
import { toBytes, toId } from '../../db/ids'
import { notFound } from '../../db/version'
import { Job, JobState } from '../../shared/contract/jobs'

interface JobRow {
  readonly key: number
  readonly id: Uint8Array
  readonly version: number
  readonly kind: string
  readonly state: string
  readonly done: number
  readonly total: number
  readonly started_at: number
  readonly ended_at: number | null
  readonly user_id: Uint8Array
  readonly is_committing: number
  readonly is_cancel_asked: number
  readonly result: string | null
  readonly error: string | null
}

function parsed(json: string | null): unknown {
  return json === null ? undefined : JSON.parse(json)
}

function toJob(row: JobRow): Job {
  return Job.parse({
    id: toId(row.id),
    version: row.version,
    kind: row.kind,
    state: JobState.parse(row.state),
    done: row.done,
    total: row.total,
    startedAt: row.started_at,
    endedAt: row.ended_at ?? undefined,
    result: parsed(row.result),
    error: parsed(row.error),
    isCommitting: row.is_committing === 1,
  })
}

export interface NewJob {
  readonly id: string
  readonly kind: string
  readonly userId: string
  readonly at: number
  readonly processMark: string
}
export interface JobEnd {
  readonly state: JobState
  readonly at: number
  readonly result?: unknown
  readonly error?: { readonly code: string; readonly data?: unknown }
}
export interface JobsQuery {
  /** Only this user's; undefined: everyone's. */
  readonly userId: string | undefined
  readonly beforeKey: number | undefined
  readonly limit: number
}

/** All SQL of jobs: a table local to the machine. */
export function createJobsRepository(db: Db) {
  const insert = db.prepare(`
    INSERT INTO local_job (id, version, kind, state, done, total, started_at, user_id, process_mark, is_committing, is_cancel_asked)
    VALUES (:id, 1, :kind, 'running', 0, 0, :at, :userId, :processMark, 0, 0)`)
  const select = db.prepare<[Buffer], JobRow>('SELECT * FROM local_job WHERE id = ?')
  const selectAll = db.prepare<[number, number], JobRow>(
    'SELECT * FROM local_job WHERE key < ? ORDER BY key DESC LIMIT ?',
  )
  const selectOwn = db.prepare<[Buffer, number, number], JobRow>(
    'SELECT * FROM local_job WHERE user_id = ? AND key < ? ORDER BY key DESC LIMIT ?',
  )
  const progress = db.prepare(
    'UPDATE local_job SET done = ?, total = ?, is_committing = ?, version = version + 1 WHERE id = ?',
  )
  const askCancel = db.prepare(
    "UPDATE local_job SET is_cancel_asked = 1, version = version + 1 WHERE id = ? AND state = 'running'",
  )
  const isAsked = db.prepare<[Buffer], number>('SELECT is_cancel_asked FROM local_job WHERE id = ?').pluck()
  const end = db.prepare(`
    UPDATE local_job SET state = :state, ended_at = :at, result = :result, error = :error, is_committing = 0,
      version = version + 1 WHERE id = :id`)
  const failOpen = db.prepare(`
    UPDATE local_job SET state = 'failed', ended_at = ?, error = '{"code":"JOB_INTERRUPTED"}', is_committing = 0,
      version = version + 1 WHERE state IN ('queued', 'running') AND process_mark IS NOT ?`)

  return {
    insert({ id, kind, userId, at, processMark }: NewJob): void {
      insert.run({ id: toBytes(id), kind, userId: toBytes(userId), at, processMark })
    },
    /** Throws NOT_FOUND. */
    get(id: string): { job: Job; userId: string } {
      const row = select.get(toBytes(id))
      if (!row) throw notFound('job', id)
      return { job: toJob(row), userId: toId(row.user_id) }
    },
    /** Newest first, with the key of the last for the next page. */
    list({ userId, beforeKey = Number.MAX_SAFE_INTEGER, limit }: JobsQuery): { job: Job; key: number }[] {
      const rows =
        userId === undefined
          ? selectAll.all(beforeKey, limit)
          : selectOwn.all(toBytes(userId), beforeKey, limit)
      return rows.map((row) => ({ job: toJob(row), key: row.key }))
    },
    progress(id: string, done: number, total: number, isCommitting: boolean): void {
      progress.run(done, total, isCommitting ? 1 : 0, toBytes(id))
    },
    /** False when the job is not running any more. */
    askCancel(id: string): boolean {
      return askCancel.run(toBytes(id)).changes === 1
    },
    isCancelAsked(id: string): boolean {
      return isAsked.get(toBytes(id)) === 1
    },
    end(id: string, { state, at, result, error }: JobEnd): void {
      end.run({
        id: toBytes(id),
        state,
        at,
        result: result === undefined ? null : JSON.stringify(result),
        error: error === undefined ? null : JSON.stringify(error),
      })
    },
    /** Jobs that the death of their instance left running are failed, so that nobody waits for them; those of a living process tree are not. */
    failOpen(at: number, exceptMark?: string): void {
      failOpen.run(at, exceptMark ?? null)
    },
  }
}
export type JobsRepository = ReturnType<typeof createJobsRepository>
