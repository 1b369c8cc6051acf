// Planning as the text of 03 §3 says it, slowly: every date of a series is counted from its anchor, every day of the
// years around is looked at, and nothing of the product's rules is used.
import { Temporal } from 'temporal-polyfill'
import type { ClosedDayPolicy, Rhythm, WindowSpan } from '../../electron/modules/generation/planning.rules'

export interface OracleLine {
  readonly lineNo: number
  readonly key: string
  readonly separate: boolean
  readonly anchor: string
  readonly startDate: string
  readonly endDate?: string | undefined
  readonly rhythm?: Rhythm | undefined
  readonly window?: WindowSpan | undefined
}

export interface OraclePlan {
  readonly agreement: {
    startDate: string
    endDate?: string | undefined
    terminationDate?: string | undefined
  }
  readonly lines: readonly OracleLine[]
  readonly from: string
  readonly to: string
  readonly policy: ClosedDayPolicy
  readonly isOpen: (date: string) => boolean
  readonly joinable: readonly { key: string; date: string }[]
}

export interface OracleRow {
  readonly lineNo: number
  readonly calculatedDate: string
  /** Empty of what is skipped. */
  readonly serviceDate: string
  readonly note: string
}

interface Day {
  readonly date: string
  readonly week: string
  readonly month: string
}

const firstDate = Temporal.PlainDate.from('1999-01-01')
const table: Day[] = Array.from({ length: 13_200 }, (_, index) => {
  const at = firstDate.add({ days: index })
  return {
    date: at.toString(),
    week: `${String(at.yearOfWeek)}-${String(at.weekOfYear)}`,
    month: at.toString().slice(0, 7),
  }
})
const places = new Map(table.map(({ date }, index) => [date, index]))
const placeOf = (date: string): number => places.get(date) ?? NaN
const distance = (a: string, b: string): number => Math.abs(placeOf(a) - placeOf(b))

function nth({ anchor, rhythm }: OracleLine, n: number): string {
  if (!rhythm) return anchor
  const start = Temporal.PlainDate.from(anchor)
  const times = n * rhythm.frequency
  const spans = {
    day: { days: times },
    week: { weeks: times },
    month: { months: times },
    quarter: { months: 3 * times },
    year: { years: times },
  }
  const found = start.add(spans[rhythm.range], { overflow: 'constrain' })
  const sticks =
    rhythm.monthEndRule === 'stick' &&
    rhythm.range !== 'day' &&
    rhythm.range !== 'week' &&
    start.day === start.daysInMonth
  return (sticks ? found.with({ day: found.daysInMonth }) : found).toString()
}

/** All dates of the line in its effective period, up to the year the table ends. */
function datesOfLine(line: OracleLine, inEffective: (date: string) => boolean): string[] {
  if (!line.rhythm) return [line.startDate].filter(inEffective)
  const dates: string[] = []
  for (let n = 0; ; n += 1) {
    const date = nth(line, n)
    if (date > '2034-01-01') return dates
    if (inEffective(date)) dates.push(date)
  }
}

function inWindow(window: WindowSpan, calculated: string, date: string): boolean {
  const [own, other] = [table[placeOf(calculated)]!, table[placeOf(date)]!]
  if (window.method !== 'manual')
    return window.method === 'week' ? own.week === other.week : own.month === other.month
  const offset = placeOf(date) - placeOf(calculated)
  return offset >= -window.daysBefore && offset <= window.daysAfter
}

const windows = new Map<string, string[]>()
function windowDates(window: WindowSpan, calculated: string): string[] {
  const name = `${JSON.stringify(window)} ${calculated}`
  const known = windows.get(name)
  if (known) return known
  const found = table
    .slice(placeOf(calculated) - 190, placeOf(calculated) + 191)
    .map(({ date }) => date)
    .filter((date) => inWindow(window, calculated, date))
  windows.set(name, found)
  return found
}

interface Open {
  line: OracleLine
  calculated: string
  allowed: string[]
  note: string
}

function allowedOf(
  plan: OraclePlan,
  line: OracleLine,
  calculated: string,
  dates: readonly string[],
  inEffective: (date: string) => boolean,
): Omit<Open, 'line' | 'calculated'> | undefined {
  if (line.window) {
    const window = line.window
    const at = dates.indexOf(calculated)
    const own = windowDates(window, calculated)
    const allowed = own.filter((date) => {
      if (!plan.isOpen(date) || !inEffective(date) || date < plan.from || date > plan.to) return false
      const [before, after] = [dates[at - 1], dates[at + 1]]
      if (before && windowDates(window, before).some((day) => own.includes(day)) && date < calculated)
        return distance(date, calculated) <= Math.floor((distance(before, calculated) - 1) / 2)
      if (after && windowDates(window, after).some((day) => own.includes(day)) && date > calculated)
        return distance(date, calculated) <= Math.floor(distance(calculated, after) / 2)
      return true
    })
    return allowed.length > 0 ? { allowed, note: '' } : { allowed: [calculated], note: 'CALENDAR_CONFLICT' }
  }
  if (plan.isOpen(calculated)) return { allowed: [calculated], note: '' }
  if (plan.policy === 'skip') return undefined
  const near = table.slice(placeOf(calculated) - 31, placeOf(calculated) + 32).map(({ date }) => date)
  const open = near.filter((date) => plan.isOpen(date) && inEffective(date))
  const next = open.find((date) => date > calculated)
  const previous = open.findLast((date) => date < calculated)
  const nextInMonth = next?.slice(0, 7) === calculated.slice(0, 7) ? next : undefined
  const choice = {
    keep: undefined,
    nextOpen: next ?? previous,
    previousOpen: previous ?? next,
    nextOpenSameMonth: nextInMonth ?? previous,
  }[plan.policy]
  return choice === undefined
    ? { allowed: [calculated], note: 'CALENDAR_CONFLICT' }
    : { allowed: [choice], note: 'MOVED_FROM_CLOSED_DAY' }
}

/** R03-16, its five steps one after the other. */
function choose(group: readonly Open[], joinable: readonly string[]): Map<Open, string> {
  const chosen = new Map<Open, string>()
  const forced = [...joinable]
  for (const one of group) {
    if (one.allowed.length !== 1) continue
    forced.push(one.allowed[0]!)
    chosen.set(one, one.allowed[0]!)
  }
  for (const one of group) {
    if (chosen.has(one)) continue
    const [nearest] = forced
      .filter((date) => one.allowed.includes(date))
      .sort((a, b) => distance(a, one.calculated) - distance(b, one.calculated) || (a < b ? -1 : 1))
    if (nearest) chosen.set(one, nearest)
  }
  let rest = group.filter((one) => !chosen.has(one))
  while (rest.length > 0) {
    const [leader] = [...rest].sort(
      (a, b) =>
        placeOf(a.allowed.at(-1)!) - placeOf(b.allowed.at(-1)!) ||
        a.line.lineNo - b.line.lineNo ||
        placeOf(a.calculated) - placeOf(b.calculated),
    )
    const pivot = leader!.allowed.at(-1)!
    const cluster = rest.filter((one) => one.allowed.includes(pivot))
    const sum = (date: string): number =>
      cluster.reduce((all, one) => all + distance(one.calculated, date), 0)
    const [best] = leader!.allowed
      .filter((date) => cluster.every((one) => one.allowed.includes(date)))
      .sort((a, b) => sum(a) - sum(b) || (a < b ? -1 : 1))
    for (const one of cluster) chosen.set(one, best!)
    rest = rest.filter((one) => !cluster.includes(one))
  }
  return chosen
}

/** The rows of a run, by line and calculated date. */
export function oraclePlan(plan: OraclePlan): OracleRow[] {
  const open: Open[] = []
  const rows: OracleRow[] = []
  for (const line of plan.lines) {
    const { endDate, startDate, terminationDate } = plan.agreement
    const inEffective = (date: string): boolean =>
      date >= startDate &&
      date >= line.startDate &&
      [endDate, terminationDate, line.endDate].every((end) => end === undefined || date <= end)
    const dates = datesOfLine(line, inEffective)
    for (const calculated of dates.filter((date) => date >= plan.from && date <= plan.to)) {
      const found = allowedOf(plan, line, calculated, dates, inEffective)
      if (found) open.push({ line, calculated, ...found })
      else
        rows.push({
          lineNo: line.lineNo,
          calculatedDate: calculated,
          serviceDate: '',
          note: 'CLOSED_DAY_SKIPPED',
        })
    }
  }
  for (const group of groups(open)) {
    const { line } = group[0]!
    const joinable = line.separate
      ? []
      : plan.joinable.filter(({ key }) => key === line.key).map(({ date }) => date)
    for (const [one, date] of choose(group, joinable)) {
      const moved = one.line.window && date !== one.calculated ? 'MOVED_BY_WINDOW' : one.note
      rows.push({
        lineNo: one.line.lineNo,
        calculatedDate: one.calculated,
        serviceDate: date,
        note: moved,
      })
    }
  }
  return rows.sort((a, b) => a.lineNo - b.lineNo || (a.calculatedDate < b.calculatedDate ? -1 : 1))
}

function groups(open: readonly Open[]): Open[][] {
  const found: Open[][] = []
  for (const one of open) {
    const group = one.line.separate ? undefined : found.find(([head]) => head!.line.key === one.line.key)
    if (group && !group[0]!.line.separate) group.push(one)
    else found.push([one])
  }
  return found
}
