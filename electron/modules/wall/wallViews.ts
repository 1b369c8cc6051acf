import type { WallPage, WallRow, WallView, WallWorker } from '../../shared/contract/wall'
import type { OpenTime } from '../calendars/index'
import type { TeamMember, WallAbsence, WallDayRepository, WallOrder, WallVisit } from './wallDay.repository'
import { calledName, inWatchOrder, pagesOf, promiseState, shortened } from './wall.rules'

/** What all views of one wall read alike. */
export interface WallDay {
  readonly repository: WallDayRepository
  readonly officeId: string
  readonly now: number
  /** The local date, and when it begins and ends. */
  readonly date: string
  readonly from: number
  readonly to: number
  readonly shortNames: boolean
  /** Places for rows on a page, below the late ones. */
  readonly places: number
  readonly visits: readonly WallVisit[]
  readonly members: readonly TeamMember[]
  /** Late orders that stand at the top of each page already. */
  readonly shownLate: ReadonlySet<string>
  readonly openTime: (calendarId: string | undefined) => OpenTime
}

type Page = Omit<WallPage, 'view'>

/** The pages of a view; none when it has nothing to show (R07-61). */
export function pagesOfView(day: WallDay, view: WallView): readonly Page[] {
  switch (view.kind) {
    case 'watchlist':
      return rowPages(day, view, watchRows(day, view))
    case 'undispatched':
      return undispatchedPages(day, view)
    case 'board':
      return boardPages(day, view)
    case 'map':
      return mapPages(day, view)
    case 'absences':
      return absencePages(day, view)
  }
}

/** A row of board fields; nothing else of an order leaves the domain. */
export function rowOf(
  { shortNames }: Pick<WallDay, 'shortNames'>,
  order: WallOrder,
  state: WallRow['state'],
): WallRow {
  const { city, customer, due, end, number, priority, start, technician } = order
  return {
    number,
    customer: shortNames ? shortened(customer) : customer,
    ...(city === undefined ? {} : { city }),
    ...(technician === undefined ? {} : { technician: calledName(technician) }),
    state,
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    ...(due === undefined ? {} : { due }),
    priority,
  }
}

/** Whether a visit belongs to the teams of a view: by its own team or its worker's. */
function inTeams({ members }: WallDay, { teamIds }: WallView) {
  const teams = new Set<string>(teamIds)
  const workers = new Set(members.filter(({ teamId }) => teams.has(teamId)).map(({ workerId }) => workerId))
  return ({ teamId, workerId }: { teamId?: string | undefined; workerId?: string | undefined }) =>
    teams.size === 0 ||
    (teamId !== undefined && teams.has(teamId)) ||
    (workerId !== undefined && workers.has(workerId))
}

export function isWorking({ actualEnd, actualStart, isClosed }: WallVisit): boolean {
  return !isClosed && actualStart !== undefined && actualEnd === undefined
}

function watchRows(day: WallDay, view: WallView): WallRow[] {
  const { now, officeId, repository, shownLate, visits } = day
  const isOurs = inTeams(day, view)
  const ours = visits.filter(isOurs)
  const ordersOfTeams = new Set(ours.map(({ orderId }) => orderId))
  const isShown = ({ orderId }: WallOrder) => view.teamIds.length === 0 || ordersOfTeams.has(orderId)
  const late = repository.late(officeId, now).filter(isShown)
  const risk = repository.risk(officeId, now).filter(isShown)
  const promised = new Set([...late, ...risk].map(({ orderId }) => orderId))
  const others = ours.filter(({ isClosed, orderId }) => !isClosed && !promised.has(orderId))
  return [
    ...late.filter(({ orderId }) => !shownLate.has(orderId)).map((order) => rowOf(day, order, 'late')),
    ...risk.map((order) => rowOf(day, order, 'risk')),
    ...others.map((visit) =>
      isWorking(visit) ? rowOf(day, begun(visit), 'working') : rowOf(day, visit, 'planned'),
    ),
  ].sort(inWatchOrder)
}

/** A visit that goes on, as it was begun and for as long as it was planned. */
function begun(visit: WallVisit): WallVisit {
  const start = visit.actualStart ?? visit.start
  return start === undefined ? visit : { ...visit, start, end: start + visit.duration * 60_000 }
}

function rowPages(
  { places }: WallDay,
  { kind }: WallView,
  rows: readonly WallRow[],
  total = rows.length,
): Page[] {
  return pagesOf(rows, places, total).map(({ items, ...page }) => ({ kind, ...page, rows: [...items] }))
}

function undispatchedPages(day: WallDay, view: WallView): Page[] {
  const { now, officeId, repository, shownLate } = day
  const all = repository.undispatched(officeId).filter(inTeams(day, view))
  const found = all.filter(({ orderId }) => !shownLate.has(orderId))
  const rows = found.map((visit) => rowOf(day, visit, promiseState(visit, now) ?? 'open'))
  const open = view.teamIds.length === 0 ? repository.counts(officeId, now).open : all.length
  const total = open - (all.length - found.length)
  return rowPages(day, view, rows, Math.max(total, rows.length))
}

const hourMs = 3_600_000
/** A line of the board view needs two thirds of a row: its labels are smaller (R07-62). */
const linesPerRow = 1.5
/** Hours that the board shows of a day without working time. */
const usualHours = { from: 8, to: 16 }

function boardPages(day: WallDay, view: WallView): Page[] {
  const { from: dayStart, members, officeId, places, repository, to: dayEnd } = day
  const absences = repository.absences({ officeId, from: dayStart, to: dayEnd }, day.date)
  const lines = Math.floor(places * linesPerRow)
  return groupsOf(day, view, members).flatMap(({ title, workers }) => {
    const shown = workers.map((worker) => workerOf(day, worker, absences))
    const { from, to } = hoursOf(day, shown)
    return pagesOf(shown, lines).map(({ items, ...page }) => ({
      ...{ kind: 'board' as const, ...page, board: { from, to, workers: [...items] } },
      ...(title === undefined ? {} : { title }),
    }))
  })
}

interface BoardWorker {
  readonly workerId: string
  readonly name: string
  readonly calendarId?: string | undefined
}
interface BoardGroup {
  readonly title?: string
  readonly workers: readonly BoardWorker[]
}

/** One group a team, then those who have visits and no team; of them there are none in a view of chosen teams. */
function groupsOf({ visits }: WallDay, { teamIds }: WallView, members: readonly TeamMember[]): BoardGroup[] {
  const chosen = new Set<string>(teamIds)
  const teams = new Map<string, { title: string; workers: BoardWorker[] }>()
  for (const member of members) {
    if (chosen.size > 0 && !chosen.has(member.teamId)) continue
    const team = teams.get(member.teamId) ?? { title: member.team, workers: [] }
    team.workers.push(member)
    teams.set(member.teamId, team)
  }
  if (chosen.size > 0) return [...teams.values()]
  const inTeam = new Set(members.map(({ workerId }) => workerId))
  const others = new Map<string, BoardWorker>()
  for (const { technician = '', workerId } of visits)
    if (workerId !== undefined && !inTeam.has(workerId)) others.set(workerId, { workerId, name: technician })
  return [...teams.values(), ...(others.size > 0 ? [{ workers: [...others.values()] }] : [])]
}

function workerOf(day: WallDay, worker: BoardWorker, absences: readonly WallAbsence[]): WallWorker {
  const { from, now, openTime, to, visits } = day
  const working = openTime(worker.calendarId).between(from, to)
  return {
    name: calledName(worker.name),
    working: working.map(({ end, start }) => ({ from: start, to: end })),
    absences: absences
      .filter(({ workerId }) => workerId === worker.workerId)
      .map((absence) => ({ from: Math.max(from, absence.from), to: Math.min(to, absence.to) })),
    bars: visits
      .filter(({ workerId }) => workerId === worker.workerId)
      .flatMap((visit) => {
        const { city, customer, end, isClosed, priority, start } = visit
        if (start === undefined || end === undefined) return []
        const usual = isClosed ? 'done' : isWorking(visit) ? 'working' : 'planned'
        const label = city ?? (day.shortNames ? shortened(customer) : customer)
        return [{ start, end, label, priority, state: (!isClosed && promiseState(visit, now)) || usual }]
      }),
  }
}

/** Whole hours around everything that is shown, inside the day. */
function hoursOf({ from: dayStart, to: dayEnd }: WallDay, workers: readonly WallWorker[]) {
  const starts = workers.flatMap(({ bars, working }) => [
    ...bars.map(({ start }) => start),
    ...working.map(({ from }) => from),
  ])
  const ends = workers.flatMap(({ bars, working }) => [
    ...bars.map(({ end }) => end),
    ...working.map(({ to }) => to),
  ])
  const first = Math.min(...starts, dayStart + usualHours.from * hourMs)
  const last = Math.max(...ends, dayStart + usualHours.to * hourMs)
  return {
    from: Math.max(dayStart, dayStart + Math.floor((first - dayStart) / hourMs) * hourMs),
    to: Math.min(dayEnd, dayStart + Math.ceil((last - dayStart) / hourMs) * hourMs),
  }
}

function mapPages(day: WallDay, view: WallView): Page[] {
  const visits = day.visits.filter(inTeams(day, view)).filter(({ workerId }) => workerId !== undefined)
  const positions = new Map<string, number>()
  const placed = visits.flatMap(({ city, latitude, longitude, technician = '', workerId = '' }) => {
    const position = (positions.get(workerId) ?? 0) + 1
    positions.set(workerId, position)
    if (latitude === undefined || longitude === undefined) return []
    const called = { technician: calledName(technician), position, latitude, longitude }
    return [{ ...called, ...(city === undefined ? {} : { city }) }]
  })
  if (placed.length === 0) return []
  const map = { stops: placed, withoutPlace: visits.length - placed.length }
  return [{ kind: 'map', page: 1, pages: 1, map }]
}

function absencePages(day: WallDay, view: WallView): Page[] {
  const { from, officeId, places, repository, to } = day
  const found = repository.absences({ officeId, from, to }, day.date).filter(inTeams(day, view))
  return pagesOf(found, places).map(({ items, ...page }) => ({
    ...{ kind: 'absences' as const, ...page },
    absences: items.map(({ workerId: _worker, name, ...absence }) => ({
      name: calledName(name),
      ...absence,
    })),
  }))
}
