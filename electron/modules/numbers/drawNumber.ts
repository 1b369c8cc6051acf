import { mintId } from '../../db/ids'
import { domainError } from '../../shared/contract/domainError'
import { DeviceId } from '../../shared/contract/id'
import { numbersErrors } from '../../shared/contract/numbers'
import type { NumbersRepository, StoredBlock, StoredSeries } from './numbers.repository'
import { formatNumber, yearOf } from './numbers.rules'

export interface DrawRequest {
  /** The series' type, e.g. `SO`. */
  readonly type: string
  readonly officeId: string
  /** The record that gets the number. */
  readonly entity: string
  readonly recordId: string
  readonly at: number
  /** Who has a number already, because it was typed; its value is passed over and counts as used by that record. */
  readonly holderOf?: ((number: string) => string | undefined) | undefined
}

/** What numbering needs to know of offices. */
export interface NumberingOffices {
  get(officeId: string): { code: string; zone: string; numberingDeviceId?: string | undefined }
}

export type DrawNumber = (request: DrawRequest) => string

/**
 * Draws the next number of a series inside the transaction that writes its record, so that a rollback takes none
 * (R01-06). A `block` series draws from the blocks of this machine's device; the office's numbering device takes its
 * next block from its own store (R01-07).
 *
 * @throws NUMBERS_EXHAUSTED; of a `strict` series NOT_NUMBERING_DEVICE and SERIES_END
 */
export function createDrawNumber(
  numbers: NumbersRepository,
  offices: NumberingOffices,
  deviceId: () => string,
): DrawNumber {
  return ({ type, officeId, entity, recordId, at, holderOf }) => {
    const office = offices.get(officeId)
    const { localDate, year: localYear } = yearOf(at, office.zone)
    const series = numbers.current(type, officeId, localDate)
    if (!series) throw domainError(numbersErrors, 'NUMBERS_EXHAUSTED', { field: 'number', type })
    const year = series.yearlyReset ? localYear : 0
    const isNumberingDevice = office.numberingDeviceId === deviceId()
    for (;;) {
      const value =
        series.mode === 'strict'
          ? drawStrict(numbers, numbers.series.get(series.id), year, isNumberingDevice)
          : drawFromBlock(numbers, series, year, deviceId(), isNumberingDevice)
      const number = formatNumber(series, office.code, value, year)
      const holder = holderOf?.(number)
      numbers.markUsed({ seriesId: series.id, year, value, entity, recordId: holder ?? recordId, at })
      if (holder === undefined) return number
    }
  }
}

/** How a type is numbered in the office now; undefined without a series. */
export function numberMode(
  numbers: NumbersRepository,
  offices: NumberingOffices,
  { at, officeId, type }: Pick<DrawRequest, 'type' | 'officeId' | 'at'>,
): StoredSeries['mode'] | undefined {
  return numbers.current(type, officeId, yearOf(at, offices.get(officeId).zone).localDate)?.mode
}

function drawStrict(
  numbers: NumbersRepository,
  series: StoredSeries,
  year: number,
  isAllowed: boolean,
): number {
  if (!isAllowed) throw domainError(numbersErrors, 'NOT_NUMBERING_DEVICE', { type: series.type })
  const value = nextOf(series, year)
  assertInside(series, value)
  numbers.advanceSeries(series.id, value + 1, year)
  return value
}

function drawFromBlock(
  numbers: NumbersRepository,
  series: StoredSeries,
  year: number,
  deviceId: string,
  isNumberingDevice: boolean,
): number {
  for (;;) {
    const open = numbers.openBlock(series.id, deviceId, year)
    const block = open ?? (isNumberingDevice ? nextBlock(numbers, series.id, deviceId, year) : undefined)
    if (!block) throw domainError(numbersErrors, 'NUMBERS_EXHAUSTED', { field: 'number', type: series.type })
    numbers.advanceBlock(block.id, block.nextValue + 1)
    // A reserved value may have been made void.
    if (!numbers.use(series.id, year, block.nextValue)) return block.nextValue
  }
}

/** The numbering device's own next block; undefined at the end of the series. */
function nextBlock(
  numbers: NumbersRepository,
  seriesId: string,
  deviceId: string,
  year: number,
): StoredBlock | undefined {
  const series = numbers.series.get(seriesId)
  const isOver = nextOf(series, year) > (series.lastValue ?? Number.MAX_SAFE_INTEGER)
  return isOver ? undefined : takeBlock(numbers, series, deviceId, year)
}

/** The value that comes next; a yearly series begins anew with the year (R01-06). */
export function nextOf(series: StoredSeries, year: number): number {
  return year !== 0 && series.currentYear !== year ? 1 : series.nextValue
}

function assertInside(series: StoredSeries, value: number): void {
  if (series.lastValue !== undefined && value > series.lastValue)
    throw domainError(numbersErrors, 'SERIES_END', { type: series.type, lastValue: series.lastValue })
}

/** Reserves the next block of a series for a device; blocks of two devices never overlap (R01-07). */
export function takeBlock(
  numbers: NumbersRepository,
  series: StoredSeries,
  deviceId: string,
  year: number,
  size: number = series.blockSize,
): StoredBlock {
  const firstValue = nextOf(series, year)
  assertInside(series, firstValue)
  const lastValue = Math.min(firstValue + size - 1, series.lastValue ?? Number.MAX_SAFE_INTEGER)
  numbers.advanceSeries(series.id, lastValue + 1, year)
  const block: StoredBlock = {
    id: mintId(),
    version: 1,
    seriesId: series.id,
    deviceId: DeviceId.parse(deviceId),
    firstValue,
    lastValue,
    nextValue: firstValue,
    ...(year === 0 ? {} : { year }),
    isRetired: false,
  }
  numbers.blocks.insert(block)
  return block
}
