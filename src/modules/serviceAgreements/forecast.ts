import type { Forecast } from '@contract/agreementTerms'
import type { Money } from '@contract/money'
import type { Agreement } from '@contract/serviceAgreements'
import { onScopeDispose, shallowRef, watch } from 'vue'
import { todayIn } from '@/format/time'
import { client } from '@/rpc/client'
import { usePlaceStore } from '@/stores/place.store'
import { yearOf } from './nextDates'

/** What a year of an agreement comes to (R02-19). */
export interface YearFigures {
  readonly from: string
  readonly to: string
  /** More than this many when the dates are cut. */
  readonly visits: number
  readonly isCut: boolean
  /** Of hour lines; undefined when not all dates are known. */
  readonly minutes: number | undefined
  readonly amount: Money
  /** Only for those who may read costs, and when all dates are known. */
  readonly cost: Money | undefined
}

/** Sums the forecast by the agreement's lines: each date is one visit of its line. */
export function figuresOf(forecast: Forecast, { lines }: Pick<Agreement, 'lines'>): YearFigures {
  const { amount, dates, from, isCut, to } = forecast
  const byId = new Map(lines.map((line) => [line.id, line]))
  const of = dates.flatMap(({ lineId }) => byId.get(lineId) ?? [])
  const minutes = of.reduce((sum, { quantity, type }) => sum + (type === 'hour' ? quantity : 0), 0)
  const hasCost = !isCut && of.every(({ costAmount }) => costAmount?.currency === amount.currency)
  const minor = of.reduce((sum, { costAmount }) => sum + (costAmount?.minor ?? 0), 0)
  return {
    from,
    to,
    visits: dates.length,
    isCut,
    minutes: isCut ? undefined : minutes,
    amount,
    cost: hasCost && of.length > 0 ? { minor, currency: amount.currency } : undefined,
  }
}

/** The figures of the agreement's year, read again with each of its versions. */
export function useForecast(agreement: () => Agreement) {
  const figures = shallowRef<YearFigures>()
  const today = todayIn(usePlaceStore().zone)
  let timer: ReturnType<typeof setTimeout> | undefined
  const key = () => `${agreement().id} ${agreement().version}`

  async function read(asked: string): Promise<void> {
    const held = agreement()
    const answer = await client.agreements
      .getForecast({ agreementId: held.id, ...yearOf(held, today) })
      .catch(() => undefined) // the strip is left out; the lines stay as they are
    if (asked === key()) figures.value = answer && figuresOf(answer, held)
  }
  watch(
    key,
    (asked) => {
      clearTimeout(timer)
      timer = setTimeout(() => void read(asked), 60)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return { figures }
}
