import { bool, entityTable, int, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createRecords, type Records, type Store } from '../../db/records'

export type SeriesMode = 'strict' | 'block'

export interface StoredSeries {
  readonly id: string
  readonly version: number
  readonly type: string
  readonly officeId: string
  readonly prefix: string
  readonly digits: number
  readonly nextValue: number
  readonly lastValue?: number | undefined
  readonly mode: SeriesMode
  readonly blockSize: number
  readonly hasYearlyReset: boolean
  readonly currentYear?: number | undefined
  readonly validFrom?: string | undefined
  readonly replacedById?: string | undefined
  readonly isActive: boolean
}

export interface StoredBlock {
  readonly id: string
  readonly version: number
  readonly seriesId: string
  readonly deviceId: string
  readonly firstValue: number
  readonly lastValue: number
  readonly nextValue: number
  readonly year?: number | undefined
  readonly isRetired: boolean
}

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
    hasYearlyReset: bool(),
    currentYear: int(),
    validFrom: text(),
    replacedById: ref(),
    isActive: bool(),
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
  const selectUse = db
    .prepare<[Buffer, number, number], 'used' | 'void'>(
      'SELECT state FROM number_use WHERE series_id = ? AND year = ? AND value = ?',
    )
    .pluck()
  const selectOpenBlocks = db
    .prepare<[Buffer], Buffer>(
      'SELECT id FROM number_block WHERE device_id = ? AND is_retired = 0 AND next_value <= last_value ORDER BY key',
    )
    .pluck()
  const selectOfficeNumber = db
    .prepare<[Buffer], number>(
      `SELECT 1 FROM series s WHERE s.office_id = ? AND (EXISTS (SELECT 1 FROM number_use u WHERE u.series_id = s.id)
       OR EXISTS (SELECT 1 FROM number_block b WHERE b.series_id = s.id)) LIMIT 1`,
    )
    .pluck()

  return {
    series,
    blocks,
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
    /** What a value became; undefined while it is free or reserved. */
    use(seriesId: string, year: number, value: number): 'used' | 'void' | undefined {
      return selectUse.get(toBytes(seriesId), year, value)
    },
    /** The device's blocks that still have values, of all series. */
    openBlocksOf(deviceId: string): StoredBlock[] {
      return selectOpenBlocks.all(toBytes(deviceId)).map((id) => blocks.get(toId(id)))
    },
    /** Whether a number of the office was drawn or reserved: from then on its code is fixed (01 §2.1). */
    hasNumbers(officeId: string): boolean {
      return selectOfficeNumber.get(toBytes(officeId)) !== undefined
    },
  }
}
export type NumbersRepository = ReturnType<typeof createNumbersRepository>
