import type { Excluded, ScoreParts, Suggestion } from '@contract/dispatchPlans'
import { useI18n } from 'vue-i18n'
import { useFormat } from '@/composables/useFormat'

export type ScorePart = keyof ScoreParts

/** The parts in the order of the table, with the most that each may give (R07-40). */
export const mostOf: Readonly<Record<ScorePart, number>> = {
  preferred: 20,
  team: 10,
  travel: 30,
  load: 20,
  punctuality: 20,
}
export const scoreParts: readonly ScorePart[] = ['preferred', 'team', 'travel', 'load', 'punctuality']

const dayMinutes = 1440

/** The parts of a score, and the reasons against a person, in words. */
export function useScoreText() {
  const { t } = useI18n()
  const format = useFormat()

  function keyOf(part: ScorePart, { inputs, parts }: Suggestion): string {
    switch (part) {
      case 'preferred':
      case 'team':
        return parts[part] > 0 ? 'yes' : 'no'
      case 'travel':
        if (inputs.isAssumed) return 'assumed'
        return inputs.travelFrom === undefined ? 'fromBase' : 'from'
      case 'load':
        return 'planned'
      case 'punctuality':
        if (inputs.isSlaLate) return 'late'
        return inputs.lateMinutes < dayMinutes ? 'after' : 'days'
    }
  }

  /** "11 min from Lysaker: 25 of 30" */
  function partText(part: ScorePart, suggestion: Suggestion): string {
    const { capacityMinutes, lateMinutes, plannedMinutes, travelFrom, travelMinutes } = suggestion.inputs
    const days = Math.floor(lateMinutes / dayMinutes)
    const values = {
      ...{ points: suggestion.parts[part], most: mostOf[part], place: travelFrom ?? '' },
      minutes: part === 'travel' ? travelMinutes : lateMinutes,
      ...{ planned: format.hours(plannedMinutes), capacity: format.hours(capacityMinutes) },
      n: format.number(days),
    }
    return t(`dispatch.suggest.why.${part}.${keyOf(part, suggestion)}`, values, days)
  }

  /** "ELEV 1, needs 2" */
  function exclusionText({ code, date, level, neededLevel, skill }: Excluded): string {
    return t(`dispatch.suggest.excluded.${code}`, {
      ...{ skill: skill ?? '', level: level ?? 0, needed: neededLevel ?? 0 },
      date: date === undefined ? '' : format.date(date),
    })
  }
  return { partText, exclusionText }
}
