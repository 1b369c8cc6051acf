import type { Calendar, Shift } from '@contract/calendars'
import { shallowRef, watch } from 'vue'
import { useSubmit } from '@/composables/useSubmit'
import { dayOf } from './calendars.sources'

/** What a day of a calendar is: worked as the week says, closed by it, closed or shortened by name, or an exception. */
export type DayKind = 'open' | 'weekend' | 'closed' | 'half' | 'exception'
export interface YearDay {
  readonly date: string
  readonly kind: DayKind
  readonly name: string | undefined
  readonly minutes: number
  readonly shifts: readonly Shift[]
}

const twoDigits = (value: number) => String(value).padStart(2, '0')

/** The dates of one month. */
function datesOf(year: number, month: number): readonly string[] {
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return Array.from({ length: days }, (_, index) => `${year}-${twoDigits(month)}-${twoDigits(index + 1)}`)
}

/** The days of a calendar's year by month, as the domain answers them. */
export function useYear(calendar: () => Calendar, year: () => number) {
  const months = shallowRef<readonly (readonly YearDay[])[]>([])
  let generation = 0

  async function readDay({ id, exceptions }: Calendar, date: string): Promise<YearDay> {
    const { shifts, minutes, name } = await dayOf(id, date)
    const isException = exceptions.some((exception) => exception.date === date)
    return { date, name, minutes, shifts, kind: isException ? 'exception' : kindOf(name, minutes) }
  }

  const { run, isRunning, refusal } = useSubmit(async () => {
    const mine = ++generation
    const of = calendar()
    const found: YearDay[][] = []
    for (let month = 1; month <= 12; month++) {
      found.push(await Promise.all(datesOf(year(), month).map((date) => readDay(of, date))))
      if (mine !== generation) return
    }
    months.value = found
  })
  watch([() => calendar().version, year], () => void run(), { immediate: true })
  return { months, isRunning, refusal }
}

function kindOf(name: string | undefined, minutes: number): DayKind {
  if (name !== undefined) return minutes === 0 ? 'closed' : 'half'
  return minutes === 0 ? 'weekend' : 'open'
}
