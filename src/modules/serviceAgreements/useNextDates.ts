import { IntervalId, TimeWindowId } from '@contract/id'
import type { Agreement, AgreementLine } from '@contract/serviceAgreements'
import { onScopeDispose, shallowRef, watch } from 'vue'
import { todayIn } from '@/format/time'
import { client } from '@/rpc/client'
import { usePlaceStore } from '@/stores/place.store'
import { datesFrom, termOf } from './nextDates'

const step = 100
const mostSteps = 40
/** How many of a line's next dates are shown. */
export const shownDates = 3

interface Typed {
  readonly intervalId?: string | null | undefined
  readonly windowId?: string | null | undefined
  readonly startDate?: string | null | undefined
  readonly endDate?: string | null | undefined
}

/** The dates that follow a line's start; the answers are counted from a date that keeps the rhythm. */
async function series(typed: Typed, anchor: string, until: string): Promise<string[]> {
  if (!typed.intervalId) return [anchor]
  const asked = {
    intervalId: IntervalId.parse(typed.intervalId),
    ...(typed.windowId ? { timeWindowId: TimeWindowId.parse(typed.windowId) } : {}),
    count: step,
  }
  let from = anchor
  for (let at = 0; at < mostSteps; at += 1) {
    const answer = await client.generation.previewDates({ ...asked, from })
    const dates = answer.dates.map(({ date }) => date)
    const last = dates.at(-1)
    if (last === undefined || dates.filter((date) => date >= until).length >= shownDates) return dates
    // A month's end that was cut is no start of its own: the rhythm goes on from the anchor's day.
    from = dates.findLast((date) => date.slice(8) === anchor.slice(8) && date > from) ?? last
  }
  return []
}

/** The next dates of a line as it is typed (ux §4.3); undefined while they cannot be said. */
export function useNextDates(
  typed: () => Typed,
  { agreement, line }: { agreement: () => Agreement; line: AgreementLine | undefined },
) {
  const today = todayIn(usePlaceStore().zone)
  const dates = shallowRef<readonly string[]>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const asked = () => JSON.stringify([typed(), agreement().startDate, agreement().endsOn])

  async function find(key: string): Promise<void> {
    const values = typed()
    const startDate = values.startDate ?? agreement().startDate
    const anchor = line && line.startDate === startDate ? line.seriesAnchor : startDate
    const term = termOf(agreement(), { startDate, endDate: values.endDate })
    const found = await series(values, anchor, term.from > today ? term.from : today).catch(() => undefined)
    if (key === asked()) dates.value = found && datesFrom(found, term, today, shownDates)
  }

  watch(
    asked,
    (key) => {
      clearTimeout(timer)
      timer = setTimeout(() => void find(key), 150)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return { dates }
}
