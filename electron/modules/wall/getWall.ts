import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { WallContent } from '../../shared/contract/wall'
import { wallSizes } from '../../shared/contract/wallSizes'
import { dateOf, localDate, dayOf, offsetAt, serviceInstant } from '../calendars/index'
import { assertInOffices } from '../../db/inOffices'
import type { Caller } from '../../db/act'
import type { WallDeps } from './wall.deps'
import { answered } from './saveWall'
import { isWorking, pagesOfView, rowOf, type WallDay } from './wallViews'
import { latePlaces } from './wall.rules'
import type { StoredWall } from './walls.repository'

interface Asked {
  readonly wallId?: string | undefined
  readonly name?: string | undefined
}

/**
 * Everything a wall shows (R07-60 to R07-64). A view that cannot be read is named and does not fail the others.
 *
 * @throws NOT_FOUND for a wall that is not there or switched off; FORBIDDEN for one of another office
 */
export function getWall(deps: WallDeps, caller: Caller, now: number, asked: Asked): WallContent {
  const wall = wallFor(deps, caller, asked)
  const office = deps.people.offices.get(wall.officeId)
  const company = deps.people.company()
  const { zone } = office
  const date = localDate(zone, now)
  const range = { from: startOf(zone, date, 0), to: startOf(zone, date, 1), officeId: wall.officeId }
  const { day: repository } = deps
  const visits = repository.visits(range)
  const { rows } = wallSizes(wall)
  const lateOrders = repository.late(wall.officeId, now)
  const shown = lateOrders.slice(0, latePlaces(lateOrders.length, rows))
  const day: WallDay = {
    ...{ repository, now, date, ...range, visits, shortNames: wall.shortNames },
    places: rows - shown.length,
    members: repository.members(wall.officeId, date),
    shownLate: new Set(shown.map(({ orderId }) => orderId)),
    openTime: (calendarId) =>
      deps.calendars.openTime(calendarId ?? office.calendarId ?? company.calendarId, zone),
  }
  const next = nextVisit(visits, now)
  return {
    wall: answered(deps, wall),
    ...{ office: office.name, zone, date, dataAt: now },
    language: wall.language ?? office.language ?? company.language,
    counts: { ...repository.counts(wall.officeId, now), working: visits.filter(isWorking).length },
    late: shown.map((order) => rowOf(wall, order, 'late')),
    ...(next === undefined ? {} : { next }),
    ...readViews(deps, wall, day),
  }
}

function readViews(
  deps: WallDeps,
  { views }: StoredWall,
  day: WallDay,
): Pick<WallContent, 'pages' | 'failed'> {
  const pages: WallContent['pages'] = []
  const failed: number[] = []
  views.forEach((view, at) => {
    try {
      pages.push(...pagesOfView(day, view).map((page) => ({ ...page, view: at })))
    } catch (error) {
      failed.push(at)
      deps.report(error)
    }
  })
  return { pages, failed }
}

function wallFor({ walls }: WallDeps, caller: Caller, { name, wallId }: Asked): StoredWall {
  const found =
    wallId !== undefined
      ? walls.walls.get(wallId)
      : name !== undefined
        ? walls.byName(name)
        : (walls.byDevice(caller.deviceId) ?? walls.firstOf(caller.officeId))
  const isHidden = found?.active === false && !caller.permissions.has('wall.setUp')
  if (!found || isHidden)
    throw domainError(commonErrors, 'NOT_FOUND', { entity: 'wall', id: wallId ?? name ?? '' })
  assertInOffices(caller, 'wall.show', found.officeId)
  return found
}

/** When a local date begins; the one `days` later. */
function startOf(zone: string, date: string, days: number): number {
  const wall = Date.parse(dateOf(dayOf(date) + days))
  return serviceInstant(wall, (at) => offsetAt(zone, at))
}

function nextVisit(visits: readonly { readonly start?: number | undefined }[], now: number) {
  return visits.find(({ start }) => start !== undefined && start > now)?.start
}
