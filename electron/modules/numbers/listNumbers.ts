import { toId } from '../../db/ids'
import { DeviceId, UserId } from '../../shared/contract/id'
import { NumberState, type NumberCounts, type NumberRecord } from '../../shared/contract/numbers'
import type { NumbersDeps } from './numbers.deps'
import type { Input } from './numbers.inputs'
import type { NumberCursor, NumbersRepository, StoredBlock, UseRow } from './numbers.repository'
import { formatNumber } from './numbers.rules'

interface NumbersPage {
  readonly items: NumberRecord[]
  readonly next?: string
  readonly counts?: NumberCounts
}

/** The record of a series' values in order: used, void and reserved ones (R01-06). */
export function listNumbers(
  { numbers, offices }: NumbersDeps,
  { seriesId, states = NumberState.options, after, limit, withCount }: Input<'listNumbers'>,
): NumbersPage {
  const series = numbers.series.get(seriesId)
  const { code } = offices.get(series.officeId)
  const at = cursorOf(after)
  const used = numbers.uses(seriesId, at, states, limit + 1).map(toRecord)
  const reserved = states.includes('reserved') ? reservedAfter(numbers, seriesId, at, limit + 1) : []
  const found = [...used, ...reserved].sort(byPlace)
  const items = found.slice(0, limit).map((record) => ({
    ...record,
    number: formatNumber(series, code, record.value, record.year ?? 0),
  }))
  const last = items.at(-1)
  return {
    items,
    ...(found.length > limit && last ? { next: `${last.year ?? 0}.${last.value}` } : {}),
    ...(withCount === true ? { counts: numbers.counts(seriesId) } : {}),
  }
}

type Unnamed = Omit<NumberRecord, 'number'>

function byPlace(a: Unnamed, b: Unnamed): number {
  return (a.year ?? 0) - (b.year ?? 0) || a.value - b.value
}

/** The place of a list's `after`; the beginning for what is none. */
function cursorOf(after: string | undefined): NumberCursor {
  const [year = 0, value = 0] = /^\d+\.\d+$/.test(after ?? '') ? (after ?? '').split('.').map(Number) : []
  return { year, value }
}

function reservedAfter(
  numbers: NumbersRepository,
  seriesId: string,
  at: NumberCursor,
  limit: number,
): Unnamed[] {
  const records: Unnamed[] = []
  for (const block of numbers.reservedBlocks(seriesId, at)) {
    for (const value of valuesAfter(block, at)) {
      if (records.length >= limit) return records
      if (!numbers.use(seriesId, block.year ?? 0, value)) records.push(reservedRecord(block, value))
    }
  }
  return records
}

function* valuesAfter({ year = 0, nextValue, lastValue }: StoredBlock, at: NumberCursor): Generator<number> {
  const first = year === at.year ? Math.max(nextValue, at.value + 1) : nextValue
  for (let value = first; value <= lastValue; value += 1) yield value
}

function reservedRecord({ id, deviceId, year }: StoredBlock, value: number): Unnamed {
  return { value, ...(year === undefined ? {} : { year }), state: 'reserved', blockId: id, deviceId }
}

function toRecord(row: UseRow): Unnamed {
  return {
    value: row.value,
    year: row.year === 0 ? undefined : row.year,
    state: row.state,
    entity: row.entity ?? undefined,
    recordId: row.record_id ? toId(row.record_id) : undefined,
    reason: row.reason ?? undefined,
    actorId: row.actor_id ? UserId.parse(toId(row.actor_id)) : undefined,
    at: row.at ?? undefined,
    blockId: row.block_id ? toId(row.block_id) : undefined,
    deviceId: row.device_id ? DeviceId.parse(toId(row.device_id)) : undefined,
  }
}
