import { instantOf, todayIn } from '@/format/time'

const dayMs = 86_400_000

/** The next Friday at two o'clock: a start that shows what a weekend does. */
export function nextFriday(zone: string): number {
  const today = new Date(`${todayIn(zone)}T00:00:00Z`)
  const days = (5 - today.getUTCDay() + 7) % 7
  return instantOf(new Date(today.getTime() + days * dayMs).toISOString().slice(0, 10), '14:00', zone)
}
