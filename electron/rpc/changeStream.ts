import { EventPublisher } from '@orpc/server'
import type { Db } from '../db/database'
import { toId } from '../db/ids'
import type { ChangeEvent } from '../shared/contract/changes'
import { implementer } from './implementer'

/** `sessions`: one of them may have ended. */
interface Published extends Record<string, unknown> {
  readonly change: ChangeEvent
  readonly sessions: undefined
}
export type ChangePublisher = EventPublisher<Published>

export function createChangePublisher(): ChangePublisher {
  return new EventPublisher<Published>()
}

/** How many records of one entry a catch-up names; of larger entries it names the entities. */
const namedRecords = 1000

/** Reads what the log says happened after a place, for screens that come back. */
export function createCatchUp(db: Db) {
  const selectEntries = db.prepare<[number], { seq: number; n: number }>(
    'SELECT seq, count(*) AS n FROM change WHERE seq > ? GROUP BY seq ORDER BY seq',
  )
  const selectRecords = db.prepare<[number], { entity: string; id: Uint8Array; version: number }>(
    'SELECT entity, id, version FROM change WHERE seq = ?',
  )
  const selectEntities = db.prepare<[number], { entity: string }>(
    'SELECT DISTINCT entity FROM change WHERE seq = ?',
  )
  return (afterSeq: number): ChangeEvent[] =>
    selectEntries
      .all(afterSeq)
      .flatMap(({ seq, n }) =>
        n > namedRecords
          ? selectEntities.all(seq).map(({ entity }) => ({ seq, entity }))
          : selectRecords.all(seq).map(({ entity, id, version }) => ({ seq, entity, id: toId(id), version })),
      )
}

/** @param holds - whether a session goes on; its stream ends with it (R01-33) */
export function createChangesRouter(
  publisher: ChangePublisher,
  catchUp: (afterSeq: number) => ChangeEvent[],
  holds: (tokenHash: string) => boolean,
) {
  return implementer.changes.router({
    stream: implementer.changes.stream.handler(async function* ({ context, input, signal }) {
      const { tokenHash } = context.caller
      const over = new AbortController()
      const stop = publisher.subscribe('sessions', () => {
        if (!holds(tokenHash)) over.abort()
      })
      try {
        // Subscribed before the log is read: an event may come twice, none is missed.
        const either = AbortSignal.any([over.signal, ...(signal ? [signal] : [])])
        const events = publisher.subscribe('change', { signal: either })
        if (!holds(tokenHash)) return
        for (const event of input.afterSeq === undefined ? [] : catchUp(input.afterSeq)) {
          if (over.signal.aborted) return
          yield event
        }
        for await (const event of events) yield event
      } catch (error) {
        if (!over.signal.aborted) throw error // the session is over, and the stream with it
      } finally {
        stop()
      }
    }),
  })
}
