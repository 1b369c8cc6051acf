import type { OutcomeClass } from '@contract/repairCodes'
import type { RepairFigure, RepairMeasure } from '@contract/repairStatistics'
import { useI18n } from 'vue-i18n'
import { useFormat } from '@/composables/useFormat'
import { baseOf, fewest, intervalOf } from './statistics'

/** A column of the table beside the chart. */
export interface FigureColumn {
  readonly key: string
  readonly text: (figure: RepairFigure) => string
}

/** Figures of the statistics in words; a share of too few lines says so (ux §4.8). */
export function useFigureTexts() {
  const { t } = useI18n()
  const format = useFormat()
  const number = (value: number | undefined) => (value === undefined ? '' : format.number(value))
  const percent = (value: number | undefined) => (value === undefined ? '' : format.percent(value))

  function rate(figure: RepairFigure): string {
    const n = baseOf(figure)
    if (n === 0) return t('repair.statistics.noData')
    if (n < fewest) return t('repair.statistics.tooFew', { n: format.number(n) })
    return percent(figure.rate ?? figure.share)
  }

  /** The share, of how many, and between which bounds it lies. */
  function rateInFull(figure: RepairFigure): string {
    const n = baseOf(figure)
    if (n < fewest || figure.rate === undefined) return rate(figure)
    const numerator = figure.numerator ?? Math.round((figure.rate * n) / 10_000)
    const [low, high] = intervalOf(numerator, n)
    return t('repair.statistics.rateOf', {
      rate: percent(figure.rate),
      n: format.number(n),
      low: format.number(Math.round(low / 100)),
      high: format.number(Math.round(high / 100)),
    })
  }

  const hours = (minutes: number | undefined) =>
    minutes === undefined ? t('repair.statistics.notEnough') : format.hours(Math.round(minutes))
  const outcome = (name: OutcomeClass): FigureColumn => ({
    key: name,
    text: ({ outcomes }) => number(outcomes[name] ?? 0),
  })
  const counted = { key: 'count', text: ({ count }: RepairFigure) => number(count) }
  const previous = {
    key: 'previousRate',
    text: ({ previousRate }: RepairFigure) => percent(previousRate),
  }
  const share = { key: 'rate', text: rate }
  const base = { key: 'denominator', text: (figure: RepairFigure) => number(baseOf(figure)) }
  const provisional = {
    key: 'provisional',
    text: ({ provisional: count }: RepairFigure) => number(count ?? 0),
  }

  const columns: Readonly<Record<RepairMeasure, readonly FigureColumn[]>> = {
    pareto: [
      counted,
      { key: 'share', text: (figure) => percent(figure.share) },
      { key: 'cumulative', text: (figure) => percent(figure.cumulative) },
      { key: 'previousCount', text: (figure) => number(figure.previousCount) },
    ],
    fixRate: [
      share, base, outcome('fixed'), outcome('repairable'), outcome('endOfLife'),
      outcome('noFaultFound'), outcome('canceled'), outcome('unknown'), previous,
    ],
    firstTimeFix: [share, base, { key: 'numerator', text: (figure) => number(figure.numerator) }, provisional, previous],
    repeatRate: [share, base, { key: 'repeats', text: (figure) => number(figure.numerator) }, previous],
    mtbf: [
      { key: 'failures', text: (figure) => number(figure.failures ?? 0) },
      { key: 'mtbf', text: (figure) => hours(figure.mtbf) },
      { key: 'mttr', text: (figure) => hours(figure.mttr) },
      { key: 'availability', text: (figure) => percent(figure.availability) },
      { key: 'previousMtbf', text: (figure) => (figure.previousMtbf === undefined ? '' : hours(figure.previousMtbf)) },
    ],
    resolutions: [counted, { key: 'share', text: rate }, { key: 'previousCount', text: (figure) => number(figure.previousCount) }],
  } // prettier-ignore

  /** A group without the field it is grouped by. */
  const nameOf = ({ key, label }: Pick<RepairFigure, 'key' | 'label'>) =>
    key === '' || label === '' ? t('repair.statistics.without') : label

  return { columns, hours, nameOf, number, percent, rate, rateInFull }
}
