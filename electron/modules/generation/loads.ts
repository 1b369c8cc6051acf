import { dateOf, dayOf, weekdayOf } from './days.rules'
import type { SelectedLine } from './selection.repository'

interface Load {
  readonly workerId: string | undefined
  readonly workerName: string | undefined
  readonly monday: number
  minutes: number
  visits: number
  lastOrder: number
}

/** The hours that a plan puts on each worker and week. */
export function createLoads() {
  const loads = new Map<string, Load>()
  return {
    /** @param order - the position of the line's order: a visit counts once */
    add(line: SelectedLine, date: string, order: number): void {
      if (line.type !== 'hour') return
      const [workerId, workerName] =
        line.workerId === undefined
          ? [line.preferredTechnicianId, line.technicianName]
          : [line.workerId, line.workerName]
      const day = dayOf(date)
      const monday = day - weekdayOf(day)
      const key = `${workerId ?? ''}/${String(monday)}`
      const load = loads.get(key) ?? { workerId, workerName, monday, minutes: 0, visits: 0, lastOrder: -1 }
      loads.set(key, load)
      load.minutes += line.quantity
      if (load.lastOrder !== order) load.visits += 1
      load.lastOrder = order
    },
    /** By week, then name; hours without a worker first. */
    rows(): (Load & { readonly week: string })[] {
      return [...loads.values()]
        .map((load) => ({ ...load, week: dateOf(load.monday) }))
        .toSorted(
          (a, b) => a.monday - b.monday || (a.workerName ?? '').localeCompare(b.workerName ?? '', 'en'),
        )
    },
  }
}
