import { domainError } from '../../shared/contract/domainError'
import { numbersErrors } from '../../shared/contract/numbers'
import { takeBlock, type DrawRequest, type NumberingOffices } from './drawNumber'
import type { NumbersRepository, StoredBlock } from './numbers.repository'
import { numbersOf, yearOf } from './numbers.rules'

export type DrawManyRequest = Omit<DrawRequest, 'recordId'> & { readonly count: number }
interface Range {
  readonly first: number
  readonly end: number
}
/** Gives each record its number. */
export type NumberGiver = (recordId: string) => string
export type DrawMany = (request: DrawManyRequest) => NumberGiver

/**
 * Draws many numbers of a `block` series at once: the blocks are marked first, each value as it is given. Runs in the
 * transaction that writes the records (R01-06, R01-07).
 *
 * @throws NUMBERS_EXHAUSTED, SERIES_END
 */
export function createDrawMany(
  numbers: NumbersRepository,
  offices: NumberingOffices,
  deviceId: () => string,
): DrawMany {
  return ({ type, officeId, entity, at, count, holderOf }) => {
    const office = offices.get(officeId)
    const { localDate, year: localYear } = yearOf(at, office.zone)
    const series = numbers.current(type, officeId, localDate)
    const exhausted = () => domainError(numbersErrors, 'NUMBERS_EXHAUSTED', { field: 'number', type })
    if (series?.mode !== 'block') throw exhausted()
    const { blockSize, id: seriesId } = series
    const year = series.yearlyReset ? localYear : 0

    /** Marks so many values of the device's blocks as taken. */
    function take(wanted: number): Range[] {
      const ranges: Range[] = []
      for (let missing = wanted; missing > 0;) {
        const open = numbers.openBlock(seriesId, deviceId(), year)
        if (!open && office.numberingDeviceId !== deviceId()) throw exhausted()
        const size = Math.ceil(missing / blockSize) * blockSize
        const block = open ?? takeBlock(numbers, numbers.series.get(seriesId), deviceId(), year, size)
        const free = freeRange(numbers, block, year, missing)
        numbers.advanceBlock(block.id, free.end)
        missing -= free.end - free.first
        ranges.push(free)
      }
      return ranges
    }

    const format = numbersOf(series, office.code, year)
    const values = valuesOf(take(count), () => take(1))
    return (recordId) => {
      for (;;) {
        const { value } = values.next()
        const number = format(value)
        const holder = holderOf?.(number)
        numbers.markUsed({ seriesId, year, value, entity, recordId: holder ?? recordId, at })
        if (holder === undefined) return number
      }
    }
  }
}

/** The next values of a block up to one that was made void. */
function freeRange(
  numbers: NumbersRepository,
  { seriesId, nextValue, lastValue }: StoredBlock,
  year: number,
  wanted: number,
): Range {
  let first = nextValue
  while (first <= lastValue && numbers.use(seriesId, year, first)) first += 1
  const last = Math.min(lastValue, first + wanted - 1)
  return { first, end: numbers.nextUse(seriesId, year, first, last) ?? last + 1 }
}

/** The values drawn; more for those that were passed over. */
function* valuesOf(drawn: readonly Range[], more: () => readonly Range[]): Generator<number, never> {
  for (let ranges = drawn; ; ranges = more())
    for (const { first, end } of ranges) for (let value = first; value < end; value += 1) yield value
}
