import { domainError } from '../../shared/contract/domainError'
import { numbersErrors } from '../../shared/contract/numbers'
import { takeBlock, type DrawRequest, type NumberingOffices } from './drawNumber'
import type { NumbersRepository, StoredBlock } from './numbers.repository'
import { formatNumber, yearOf } from './numbers.rules'

export type DrawManyRequest = Omit<DrawRequest, 'recordId'> & { readonly count: number }
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
  return ({ type, officeId, entity, at, count }) => {
    const office = offices.get(officeId)
    const { localDate, year: localYear } = yearOf(at, office.zone)
    const series = numbers.current(type, officeId, localDate)
    const exhausted = () => domainError(numbersErrors, 'NUMBERS_EXHAUSTED', { field: 'number', type })
    if (series?.mode !== 'block') throw exhausted()
    const year = series.yearlyReset ? localYear : 0

    const ranges: { first: number; end: number }[] = []
    for (let missing = count; missing > 0;) {
      const open = numbers.openBlock(series.id, deviceId(), year)
      if (!open && office.numberingDeviceId !== deviceId()) throw exhausted()
      const size = Math.ceil(missing / series.blockSize) * series.blockSize
      const block = open ?? takeBlock(numbers, numbers.series.get(series.id), deviceId(), year, size)
      const free = freeRange(numbers, block, year, missing)
      numbers.advanceBlock(block.id, free.end)
      missing -= free.end - free.first
      ranges.push(free)
    }

    const values = valuesOf(ranges)
    return (recordId) => {
      const { value, done } = values.next()
      if (done) throw new Error(`${type}: more numbers were taken than the ${String(count)} drawn`)
      numbers.markUsed({ seriesId: series.id, year, value, entity, recordId, at })
      return formatNumber(series, office.code, value, year)
    }
  }
}

/** The next values of a block up to one that was made void. */
function freeRange(
  numbers: NumbersRepository,
  { seriesId, nextValue, lastValue }: StoredBlock,
  year: number,
  wanted: number,
): { first: number; end: number } {
  let first = nextValue
  while (first <= lastValue && numbers.use(seriesId, year, first)) first += 1
  let end = first
  while (end <= lastValue && end - first < wanted && !numbers.use(seriesId, year, end)) end += 1
  return { first, end }
}

function* valuesOf(ranges: readonly { first: number; end: number }[]): Generator<number, undefined> {
  for (const { first, end } of ranges) for (let value = first; value < end; value += 1) yield value
  return undefined
}
