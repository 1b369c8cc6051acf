import { AbsenceKind } from '@contract/dispatchSetUp'
import type { Conflict, ConflictLevel } from '@contract/dispatch'
import type { WayTo } from '@contract/dispatchBoard'
import { useI18n } from 'vue-i18n'
import { useFormat } from '@/composables/useFormat'

const ranks: Readonly<Record<ConflictLevel, number>> = { block: 0, warn: 1, info: 2 }

/** Conflicts in words, with their numbers and the records concerned (07 §3.3). */
export function useConflictText() {
  const { t } = useI18n()
  const format = useFormat()

  /** Kinds of absence come as literals, everything else as it is called. */
  function named(text: string | undefined): string {
    const { data } = AbsenceKind.safeParse(text)
    return data ? t(`dispatch.conflict.absence.${data}`) : (text ?? '')
  }

  /** Minutes as they are said: longer than two hours in hours. */
  function length(minutes: number): string {
    const parts = { hours: Math.floor(minutes / 60), minutes: minutes % 60 }
    if (minutes < 120) return t('dispatch.board.chart.minutes', { minutes })
    return t(`dispatch.board.chart.${parts.minutes === 0 ? 'hours' : 'hoursMinutes'}`, parts)
  }

  function text(conflict: Conflict, zone?: string): string {
    const {
      code,
      date,
      isAssumed,
      level1,
      level2,
      minutes = 0,
      neededMinutes = 0,
      orderNumber,
      until,
    } = conflict
    const key =
      code !== 'TRAVEL'
        ? code
        : orderNumber === undefined
          ? 'TRAVEL_BASE'
          : isAssumed
            ? 'TRAVEL_ASSUMED'
            : code
    return t(`dispatch.conflict.code.${key}`, {
      ...{ minutes: length(minutes), needed: length(neededMinutes) },
      ...{ order: orderNumber ?? '', name: named(conflict.text) },
      ...{ level1: level1 ?? 0, level2: level2 ?? 0 },
      date: date === undefined ? '' : format.date(date),
      time: until === undefined ? '' : format.instant(until, zone),
    })
  }
  /** The gravest first. */
  function texts(conflicts: readonly Conflict[], zone?: string): string[] {
    const sorted = [...conflicts].sort((a, b) => ranks[a.level] - ranks[b.level])
    return [...new Set(sorted.map((conflict) => text(conflict, zone)))]
  }
  /** The way to a place with the free time for it; nothing at the same site. */
  function way(travel: WayTo | undefined): string | undefined {
    if (!travel || travel.minutes === 0) return undefined
    const { freeMinutes, isAssumed, minutes } = travel
    const needed = length(minutes)
    if (freeMinutes === undefined) return t('dispatch.board.travelFirst', { needed })
    const key = isAssumed ? 'travelAssumed' : 'travelFree'
    return t(`dispatch.board.${key}`, { needed, free: length(freeMinutes) })
  }
  return { text, texts, way, length }
}
