import { contract } from '@contract/index'
import { SeriesId } from '@contract/id'
import { fieldsOf, inputOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { recordSource, type RecordOf } from '@/composables/useRecord'
import { client } from '@/rpc/client'
import type { NumberState, Series } from '@contract/numbers'
import type { z } from 'zod'
import { mintId } from '@/composables/mintId'
import { officeLookup } from '@/modules/people'

const { numbers } = contract
const ask = client.numbers

export const seriesList = listSource(numbers.listSeries, (input) => ask.listSeries(input))
export const seriesRecord = recordSource({
  entity: 'series',
  id: SeriesId,
  schema: fieldsOf(numbers.createSeries),
  labels: 'numbers.one',
  texts: { type: 'numbers.type', mode: 'numbers.mode', officeId: officeLookup },
  get: (seriesId) => ask.getSeries({ seriesId }),
  create: (id, values) => ask.createSeries({ id, ...values }),
  // The kind of series, its office and its first day stay.
  update: ({ id, version }, { type: _type, officeId: _office, validFrom: _from, ...patch }, reason) =>
    ask.updateSeries({ seriesId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) => ask.deleteSeries({ seriesId: id, expectedVersion: version, reason }),
})

export type SeriesPage = RecordOf<typeof seriesRecord>

export const VoidInput = inputOf(numbers.voidNumber).omit({ seriesId: true })
export const BlockInput = inputOf(numbers.reserveBlock).omit({ seriesId: true })
export const ReplaceInput = inputOf(numbers.replaceSeries).omit({ id: true, seriesId: true })
export const NumberingDeviceInput = inputOf(numbers.setNumberingDevice).omit({ officeId: true })

/** One page of the values of a series in order (R01-06). */
export function numbersOf(seriesId: string, states: readonly NumberState[], after?: string) {
  return ask.listNumbers({
    seriesId: SeriesId.parse(seriesId),
    states: [...states],
    after,
    limit: 100,
    withCount: true,
  })
}

/** The value is never used, with the reason why (R01-06). */
export function voidNumber({ id }: Series, input: z.output<typeof VoidInput>) {
  return ask.voidNumber({ seriesId: id, ...input })
}

/** The device may draw the next block without the office (R01-07). */
export function reserveBlock({ id }: Series, input: z.output<typeof BlockInput>) {
  return ask.reserveBlock({ seriesId: id, ...input })
}

/** A new series takes over from a date (R01-08). */
export function replaceSeries({ id }: Series, input: z.output<typeof ReplaceInput>) {
  return ask.replaceSeries({ id: mintId(SeriesId), seriesId: id, ...input })
}

/** From now on this device draws the office's numbers (R01-34). */
export function setNumberingDevice({ officeId }: Series, input: z.output<typeof NumberingDeviceInput>) {
  return ask.setNumberingDevice({ officeId, ...input })
}
