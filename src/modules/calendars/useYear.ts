import type { Calendar, Shift } from '@contract/calendars'
import { shallowRef, watch } from 'vue'
import { useSubmit } from '@/composables/useSubmit'
import { daysOf } from './calendars.sources'

/** What a day of a calendar is: worked as the week says, closed by it, closed or shortened by name, or an exception. */
export type DayKind = 'open' | 'weekend' | 'closed' | 'half' | 'exception'
export interface YearDay {
  readonly date: string
  readonly kind: DayKind
  readonly name: string | undefined
  readonly minutes: number
  readonly shifts: readonly Shift[]
}

/** The days of a calendar's year by month, as the domain answers them. */
export function useYear(calendar: () => Calendar, year: () => number) {
  const months = shallowRef<readonly (readonly YearDay[])[]>([])
  const asked = () => `${calendar().version} ${year()}`

  const { run, isRunning, refusal } = useSubmit(async () => {
    let days: readonly Day[] = []
    // Who leafs on before the answer is there gets the year last asked for.
    for (let answered = ''; answered !== asked();) {
      answered = asked()
      days = await daysOf(calendar().id, year())
    }
    const special = new Set(calendar().exceptions.map(({ date }) => date))
    const kinds = days.map((day): YearDay => ({ name: undefined, ...day, kind: kindOf(day, special) }))
    months.value = Array.from({ length: 12 }, (_, month) =>
      kinds.filter(({ date }) => Number(date.slice(5, 7)) === month + 1),
    )
  })
  watch(asked, () => void run(), { immediate: true })
  return { months, isRunning, refusal }
}

type Day = Awaited<ReturnType<typeof daysOf>>[number]

function kindOf({ date, minutes, name }: Day, exceptions: ReadonlySet<string>): DayKind {
  if (exceptions.has(date)) return 'exception'
  if (name !== undefined) return minutes === 0 ? 'closed' : 'half'
  return minutes === 0 ? 'weekend' : 'open'
}
