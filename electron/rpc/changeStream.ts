import { EventPublisher } from '@orpc/server'
import type { Db } from '../db/database'
import { toId } from '../db/ids'
import type { ChangeEvent } from '../shared/contract/changes'
import { implementer } from './implementer'

export type ChangePublisher = EventPublisher<{ change: ChangeEvent }>

export function createChangePublisher(): ChangePublisher {
  return new EventPublisher<{ change: ChangeEvent }>()
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

export function createChangesRouter(
  publisher: ChangePublisher,
  catchUp: (afterSeq: number) => ChangeEvent[],
) {
  return implementer.changes.router({
    stream: implementer.changes.stream.handler(async function* ({ input, signal }) {
      // Subscribed before the log is read: an event may come twice, none is missed.
      const events = publisher.subscribe('change', signal ? { signal } : {})
      if (input.afterSeq !== undefined) yield* catchUp(input.afterSeq)
      for await (const event of events) yield event
    }),
  })
}
