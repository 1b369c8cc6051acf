import type { PlanStep } from '@contract/generationRuns'
import { useI18n } from 'vue-i18n'
import { useFormat } from '@/composables/useFormat'
import { useWeekday } from './weekday'

/** A step of an explanation in words (03 §3.5). */
export function usePlanStep() {
  const { t, te } = useI18n()
  const format = useFormat()
  const weekday = useWeekday()
  const day = (date: string | undefined): string =>
    date === undefined ? t('generation.step.open') : `${weekday(date)} ${format.date(date)}`

  /** Policies and combine values stand in steps as literals. */
  function word(text: string | undefined): string {
    if (text === undefined) return ''
    const key = [`generation.policy.${text}`, `generation.combine.${text}`].find((one) => te(one, 'en'))
    return key === undefined ? text : t(key)
  }

  return ({ code, date, from, number = 0, text, to }: PlanStep): string =>
    t(
      `generation.step.${code}`,
      // A closed day that is skipped has no date instead.
      {
        date: code === 'CLOSED_DAY' && date === undefined ? '–' : day(date),
        from: day(from),
        to: day(to),
        n: format.number(number),
        text: word(text),
      },
      number,
    )
}
