import { bool, entityTable, int, ref, text, date } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView } from '../../db/listQuery'
import { createRecords, type Records, type Store } from '../../db/records'
import type { NumberBlock, NumberCounts, Series } from '../../shared/contract/numbers'

/** What the store keeps; the answer adds the office's code. */
export type StoredSeries = Omit<Series, 'officeCode'>
export type StoredBlock = NumberBlock

const seriesTable = entityTable<StoredSeries>({
  entity: 'series',
  table: 'series',
  columns: {
    type: text(),
    officeId: ref(),
    prefix: text(),
    digits: int(),
    nextValue: int(),
    lastValue: int(),
    mode: text(),
    blockSize: int(),
    yearlyReset: bool({ column: 'has_yearly_reset' }),
    currentYear: int(),
    validFrom: date(),
    replacedById: ref(),
    active: bool({ column: 'is_active' }),
  },
})

const blockTable = entityTable<StoredBlock>({
  entity: 'numberBlock',
  table: 'number_block',
  columns: {
    seriesId: ref(),
    deviceId: ref(),
    firstValue: int(),
    lastValue: int(),
    nextValue: int(),
    year: int(),
    isRetired: bool(),
  },
})

interface NumberPlace {
  readonly seriesId: string
  readonly year: number
  readonly value: number
}
export interface NumberUse extends NumberPlace {
  readonly entity: string
  readonly recordId: string
  readonly at: number
}
export interface NumberVoid extends NumberPlace {
  readonly reason: string
  readonly actorId: string
  readonly at: number
}

/** A value that was used or voided, with the block it lies in. */
export interface UseRow {
  readonly year: number
  readonly value: number
  readonly state: 'used' | 'void'
  readonly entity: string | null
  readonly record_id: Uint8Array | null
  readonly reason: string | null
  readonly actor_id: Uint8Array | null
  readonly at: number | null
  readonly block_id: Uint8Array | null
  readonly device_id: Uint8Array | null
}

/** Where a list of values goes on: values after this one. */
export interface NumberCursor {
  readonly year: number
  readonly value: number
}

/** All SQL of number series. */
export function createNumbersRepository(store: Store) {
  const { db } = store
  const series = createRecords(store, seriesTable)
  const blocks: Records<StoredBlock> = createRecords(store, blockTable)
  const selectSeries = db
    .prepare<[Buffer, string, string], Buffer>(
      `SELECT id FROM series WHERE office_id = ? AND type = ? AND is_active = 1
       AND (valid_from IS NULL OR valid_from <= ?) ORDER BY coalesce(valid_from, '') DESC, key DESC LIMIT 1`,
    )
    .pluck()
  const selectBlock = db
    .prepare<[Buffer, Buffer, number], Buffer>(
      `SELECT id FROM number_block WHERE series_id = ? AND device_id = ? AND is_retired = 0 AND next_value <= last_value
       AND coalesce(year, 0) = ? ORDER BY first_value LIMIT 1`,
    )
    .pluck()
  const takeFromBlock = db.prepare('UPDATE number_block SET next_value = ? WHERE id = ?')
  const takeFromSeries = db.prepare('UPDATE series SET next_value = ?, current_year = ? WHERE id = ?')
  const insertUse = db.prepare(`
    INSERT INTO number_use (series_id, year, value, state, entity, record_id, at)
    VALUES (?, ?, ?, 'used', ?, ?, ?)`)
  const insertVoid = db.prepare(`
    INSERT INTO number_use (series_id, year, value, state, reason, actor_id, at) VALUES (?, ?, ?, 'void', ?, ?, ?)`)
  const voidUses = db.prepare(
    `UPDATE number_use SET state = 'void', entity = NULL, record_id = NULL, reason = ?, actor_id = ?, at = ?
     WHERE record_id IN (SELECT unhex(value, '-') FROM json_each(?))`,
  )
  const selectUse = db
    .prepare<[Buffer, number, number], 'used' | 'void'>(
      'SELECT state FROM number_use WHERE series_id = ? AND year = ? AND value = ?',
    )
    .pluck()
  const selectNextUse = db
    .prepare<[Buffer, number, number, number], number>(
      `SELECT value FROM number_use WHERE series_id = ? AND year = ? AND value BETWEEN ? AND ?
       ORDER BY value LIMIT 1`,
    )
    .pluck()
  const selectOpenBlocks = db
    .prepare<[Buffer], Buffer>(
      'SELECT id FROM number_block WHERE device_id = ? AND is_retired = 0 AND next_value <= last_value ORDER BY key',
    )
    .pluck()
  const selectReserved = db
    .prepare<[Buffer, number, number, number], Buffer>(
      `SELECT id FROM number_block WHERE series_id = ? AND is_retired = 0 AND next_value <= last_value
       AND (coalesce(year, 0) > ? OR coalesce(year, 0) = ? AND last_value > ?) ORDER BY coalesce(year, 0), first_value`,
    )
    .pluck()
  const selectOfficeNumber = db
    .prepare<[Buffer], number>(
      `SELECT 1 FROM series s WHERE s.office_id = ? AND (EXISTS (SELECT 1 FROM number_use u WHERE u.series_id = s.id)
       OR EXISTS (SELECT 1 FROM number_block b WHERE b.series_id = s.id)) LIMIT 1`,
    )
    .pluck()
  const countNumbers = db
    .prepare<[Buffer, Buffer], number>(
      `SELECT (SELECT count(*) FROM number_use WHERE series_id = ?)
       + (SELECT count(*) FROM number_block WHERE series_id = ?)`,
    )
    .pluck()
  const countStates = db.prepare<{ id: Buffer }, NumberCounts>(`
    SELECT (SELECT count(*) FROM number_use WHERE series_id = :id AND state = 'used') AS used,
      (SELECT count(*) FROM number_use WHERE series_id = :id AND state = 'void') AS void,
      (SELECT coalesce(sum(b.last_value - b.next_value + 1), 0) FROM number_block b
        WHERE b.series_id = :id AND b.is_retired = 0)
      - (SELECT count(*) FROM number_block b JOIN number_use u ON u.series_id = b.series_id
          AND u.year = coalesce(b.year, 0) AND u.value BETWEEN b.next_value AND b.last_value
        WHERE b.series_id = :id AND b.is_retired = 0) AS reserved`)
  const selectUses = db.prepare<
    { id: Buffer; year: number; value: number; states: string; limit: number },
    UseRow
  >(`
    SELECT u.*, b.id AS block_id, b.device_id FROM number_use u
    LEFT JOIN number_block b ON b.key = (
      SELECT c.key FROM number_block c
      WHERE c.series_id = u.series_id AND c.year IS nullif(u.year, 0) AND c.first_value <= u.value
      ORDER BY c.first_value DESC LIMIT 1) AND b.last_value >= u.value
    WHERE u.series_id = :id AND (u.year, u.value) > (:year, :value)
      AND u.state IN (SELECT value FROM json_each(:states))
    ORDER BY u.year, u.value LIMIT :limit`)

  return {
    series,
    blocks,
    seriesList: createListView<StoredSeries, Series>(store, {
      table: seriesTable,
      joins: 'JOIN office o ON o.id = t.office_id',
      joined: { officeCode: { sql: 'o.code', kind: 'text' } },
      searched: ['t.type', 'o.code', 't.prefix'],
      defaultSort: [
        { field: 'officeCode', direction: 'asc' },
        { field: 'type', direction: 'asc' },
      ],
    }),
    /** The series that numbers the type in the office on a date. */
    current(type: string, officeId: string, onDate: string): StoredSeries | undefined {
      const id = selectSeries.get(toBytes(officeId), type, onDate)
      return id ? series.find(toId(id)) : undefined
    },
    /** The device's oldest block that still has values. */
    openBlock(seriesId: string, deviceId: string, year: number): StoredBlock | undefined {
      const id = selectBlock.get(toBytes(seriesId), toBytes(deviceId), year)
      return id ? blocks.find(toId(id)) : undefined
    },
    /** The device's blocks that still have values, of all series. */
    openBlocksOf(deviceId: string): StoredBlock[] {
      return selectOpenBlocks.all(toBytes(deviceId)).map((id) => blocks.get(toId(id)))
    },
    /** The series' blocks that hold reserved values after a place. */
    reservedBlocks(seriesId: string, { year, value }: NumberCursor): StoredBlock[] {
      return selectReserved.all(toBytes(seriesId), year, year, value).map((id) => blocks.get(toId(id)))
    },
    /** Moves the counters on; drawing a value is part of the record it numbers and has no log line of its own. */
    advanceBlock(blockId: string, nextValue: number): void {
      takeFromBlock.run(nextValue, toBytes(blockId))
    },
    advanceSeries(seriesId: string, nextValue: number, year: number): void {
      takeFromSeries.run(nextValue, year === 0 ? null : year, toBytes(seriesId))
    },
    markUsed({ seriesId, year, value, entity, recordId, at }: NumberUse): void {
      insertUse.run(toBytes(seriesId), year, value, entity, toBytes(recordId), at)
    },
    markVoid({ seriesId, year, value, reason, actorId, at }: NumberVoid): void {
      insertVoid.run(toBytes(seriesId), year, value, reason, toBytes(actorId), at)
    },
    /** Lists the numbers of records that were taken back as void, all in one walk over the numbers. */
    voidUsed(
      recordIds: readonly string[],
      { actorId, at, reason }: { readonly reason: string; readonly actorId: string; readonly at: number },
    ): void {
      voidUses.run(reason, toBytes(actorId), at, JSON.stringify(recordIds))
    },
    /** What a value became; undefined while it is free or reserved. */
    use(seriesId: string, year: number, value: number): 'used' | 'void' | undefined {
      return selectUse.get(toBytes(seriesId), year, value)
    },
    /** The first used or void value of these. */
    nextUse(seriesId: string, year: number, first: number, last: number): number | undefined {
      return selectNextUse.get(toBytes(seriesId), year, first, last)
    },
    /** The used and void values after a place, with their blocks. */
    uses(seriesId: string, at: NumberCursor, states: readonly string[], limit: number): UseRow[] {
      return selectUses.all({ id: toBytes(seriesId), ...at, states: JSON.stringify(states), limit })
    },
    counts(seriesId: string): NumberCounts {
      return countStates.get({ id: toBytes(seriesId) }) ?? { used: 0, void: 0, reserved: 0 }
    },
    /** How many values and blocks hang on the series; none: its format is still open (R01-08). */
    countNumbers(seriesId: string): number {
      return countNumbers.get(toBytes(seriesId), toBytes(seriesId)) ?? 0
    },
    /** Whether a number of the office was drawn or reserved: from then on its code is fixed (01 §2.1). */
    hasNumbers(officeId: string): boolean {
      return selectOfficeNumber.get(toBytes(officeId)) !== undefined
    },
  }
}
export type NumbersRepository = ReturnType<typeof createNumbersRepository>
