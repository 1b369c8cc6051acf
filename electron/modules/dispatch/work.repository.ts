import type { Store } from '../../db/records'
import type { ActivityOutcome } from '../../shared/contract/dispatch'
import type { WorkerId } from '../../shared/contract/id'
import { longestMs } from './activity.rules'
import { typedHex, type HexId, type PlanRow } from './planRow.repository'

/** What takes a worker's time, and no more: a search for free time looks at very many. */
export type TakenRow = Pick<
  PlanRow,
  | 'id'
  | 'orderId'
  | 'orderNumber'
  | 'siteId'
  | 'latitude'
  | 'longitude'
  | 'start'
  | 'end'
  | 'closedOutcome'
  | 'actualStart'
  | 'actualEnd'
>

type RawTakenRow = readonly [
  turn: number,
  id: HexId,
  orderId: HexId,
  orderNumber: string,
  siteId: HexId,
  latitude: number | null,
  longitude: number | null,
  start: number,
  end: number,
  closedOutcome: ActivityOutcome | null,
  actualStart: number | null,
  actualEnd: number | null,
]

/** The SQL of searches for free time. */
export function createWorkRepository({ db }: Store) {
  const selectOf = db
    .prepare<[string, number, number, number], RawTakenRow>(
      `SELECT w.key, hex(t.id), hex(t.order_id), o.number, hex(o.site_id), o.latitude, o.longitude, t.start_at, t.end_at,
         t.closed_outcome, t.actual_start, t.actual_end
       FROM json_each(?) w
       CROSS JOIN activity t ON t.worker_id = unhex(w.value, '-') AND t.start_at > ? AND t.start_at < ?
       CROSS JOIN service_order o ON o.id = t.order_id
       WHERE t.end_at > ? AND t.closed_outcome IS NOT 'canceled'
       ORDER BY w.key, t.start_at`,
    )
    .raw()

  return {
    /** By worker, with a time that meets [from, to), by start. */
    takenOf(workerIds: readonly WorkerId[], from: number, to: number): Map<WorkerId, TakenRow[]> {
      const taken = workerIds.map((): TakenRow[] => [])
      for (const row of selectOf.iterate(JSON.stringify(workerIds), from - longestMs, to, from))
        taken[row[0]]?.push(toTaken(row))
      return new Map(workerIds.map((id, turn) => [id, taken[turn] ?? []]))
    },
  }
}
export type WorkRepository = ReturnType<typeof createWorkRepository>

function toTaken(row: RawTakenRow): TakenRow {
  return {
    id: typedHex(row[1]),
    orderId: typedHex(row[2]),
    orderNumber: row[3],
    siteId: row[4] === '' ? undefined : typedHex(row[4]),
    latitude: row[5] ?? undefined,
    longitude: row[6] ?? undefined,
    start: row[7],
    end: row[8],
    closedOutcome: row[9] ?? undefined,
    actualStart: row[10] ?? undefined,
    actualEnd: row[11] ?? undefined,
  }
}
