import {
  AbsenceId,
  ActivityId,
  ActivityTypeId,
  MembershipId,
  OrderId,
  OrderLineId,
  SiteId,
  TeamId,
  type WorkerId,
} from '../../../shared/contract/id'
import type { Site } from '../../../shared/contract/customers'
import { ConflictCode, type Activity } from '../../../shared/contract/dispatch'
import { offsetAt } from '../../calendars/index'
import { datePlus, weekdayOf } from './days.rules'
import {
  demoAbsences,
  demoActivityTypes,
  demoTeams,
  fleetCustomer,
  visitMinutes,
  visitStarts,
  type DemoTeam,
} from './dispatch.data'
import { demoJobs } from './jobs.data'
import type { Catalog } from './makeCatalog'
import { demoZone, type Staff } from './makeCompany'
import type { DemoCustomer } from './makeCustomers'
import { newId, type World } from './world'

interface DispatchWork {
  readonly world: World
  readonly catalog: Catalog
  readonly staff: Staff
  readonly customers: readonly DemoCustomer[]
}

const minuteMs = 60_000
const visitDays = 5

/** Teams with their members and where those begin the day, kinds of activities (07 §2.1–2.3). */
export function makeTeams({ date, owner }: World, { workers }: Staff): void {
  const from = `${String(Number(date.slice(0, 4)) - 1)}-01-01`
  for (const { base, code, color, description, members } of demoTeams) {
    const leader = workers.get(members[0]?.[0] ?? '')
    const teamId = newId(TeamId)
    owner.dispatch.createTeam({ id: teamId, code, description, color, ...base, ownerId: leader?.id })
    for (const [name, home] of members) {
      const worker = workers.get(name)
      if (!worker) throw new Error(`the demo company has no technician ${name}`)
      owner.dispatch.createMembership({ id: newId(MembershipId), teamId, workerId: worker.id, from })
      owner.dispatch.setDispatchProfile({
        ...{ workerId: worker.id, expectedVersion: worker.version, ...home, iCalendar: true },
        ...(worker.jobTitle === 'Apprentice' ? { maxMinutesPerDay: 300 } : {}),
      })
    }
  }
  for (const { defaultSkills, ...type } of demoActivityTypes)
    owner.dispatch.createActivityType({
      ...{ ...type, id: newId(ActivityTypeId), defaultSkills: [...defaultSkills], splittable: false },
    })
}

/** The visits of the demo's day and the next ones: most of them dispatched, some still to be, one in conflict. */
export function makeDispatch(work: DispatchWork): void {
  const { moveClock, present } = work.world
  const days = workdaysFrom(work.world.date)
  moveClock(present - 12 * 60 * minuteMs, 2000)
  const visits = demoTeams.flatMap((team) => visitsOf(work, team, days))
  for (const { activity, start, workerId } of visits)
    if (workerId) placed(work.world, activity, workerId, start)
  const [first] = visits
  if (first) lockFirst(work.world, first.activity.id)
  makeAbsences(work, days)
}

function workdaysFrom(date: string): string[] {
  const days: string[] = []
  for (let day = date; days.length < visitDays; day = datePlus(day, 1))
    if (weekdayOf(day) % 6 !== 0) days.push(day)
  return days
}

function instantOf(date: string, minute: number): number {
  const wall = Date.parse(date) + minute * minuteMs
  return wall - offsetAt(demoZone, wall - offsetAt(demoZone, wall))
}

interface Visit {
  readonly activity: Activity
  readonly start: number
  /** Empty: nobody is sent yet. */
  readonly workerId: WorkerId | undefined
}

/** The visits of a team: on its first day three a technician, later two; each fifth has nobody yet. */
function visitsOf(work: DispatchWork, team: DemoTeam, days: readonly string[]): Visit[] {
  const stations = stationsOf(work, team)
  return days.flatMap((date, day) =>
    team.members.flatMap(([name], index) => {
      const worker = work.staff.workers.get(name)
      return visitStarts.flatMap((minute, slot): Visit[] => {
        if (day > 0 && (index + slot + day) % 3 === 0) return []
        const site = stations[(index + slot + day) % stations.length]
        if (!site) return []
        const isOpen = (index + slot * 2 + day) % 5 === (day === 0 ? 3 : 0)
        const start = instantOf(date, minute)
        return [{ activity: visitTo(work, site, start), start, workerId: isOpen ? undefined : worker?.id }]
      })
    }),
  )
}

function stationsOf({ customers, world }: DispatchWork, { stations }: DemoTeam): Site[] {
  const fleet = customers.find(({ customer }) => customer.number === fleetCustomer)
  if (!fleet) throw new Error(`the demo company has no customer ${fleetCustomer}`)
  return stations.map(([name, addressLine1, postalCode, city, at]) =>
    world.owner.customers.createSite({
      ...{ id: newId(SiteId), customerId: fleet.customer.id, kind: 'service', name },
      ...{ addressLine1, postalCode, city, country: 'NO', zone: demoZone, ...at },
    }),
  )
}

/** An order of one visit, and the activity of its hours. */
function visitTo(
  { catalog, world }: DispatchWork,
  { customerId, id: siteId }: Site,
  start: number,
): Activity {
  const { chance } = world
  const job = chance.pick(demoJobs.filter(({ minutes }) => minutes <= 90))
  const line = { id: newId(OrderLineId), type: 'hour', categoryId: catalog.categories[job.category] } as const
  const order = world.as('office').orders.createOrder({
    ...{ id: newId(OrderId), customerId, siteId, description: job.text },
    ...{ preferredServiceAt: start - 60 * minuteMs, preferredUntil: start + 180 * minuteMs },
    priority: chance.happens(0.2) ? 'high' : 'normal',
    lines: [{ ...line, description: job.text, estimatedQty: chance.pick(visitMinutes) }],
  })
  const [activity] = world.owner.dispatch.listActivities({ orderId: order.id }).items
  if (!activity) throw new Error('an hour line has an activity')
  return activity
}

function placed(world: World, { duration, id, version }: Activity, workerId: WorkerId, start: number): void {
  const slot = { start, end: start + duration * minuteMs }
  const confirmed = [...ConflictCode.options]
  world.as('dispatcher').dispatch.saveEdits({
    edits: [{ ...{ activityId: id, expectedVersion: version }, workerId, slot, confirmed }],
  })
}

function lockFirst(world: World, activityId: ActivityId): void {
  const { version } = world.owner.dispatch.getActivity({ activityId })
  const reason = 'Agreed with the customer by phone'
  world.as('dispatcher').dispatch.lockActivity({ activityId, expectedVersion: version, reason })
}

/** Who is away; what was planned for that time stays where it is. */
function makeAbsences({ staff, world }: DispatchWork, days: readonly string[]): void {
  for (const { day, fromMinute, kind, name, note, toMinute } of demoAbsences) {
    const worker = staff.workers.get(name)
    const date = days[day]
    if (!worker || date === undefined) continue
    const [from, to] = [instantOf(date, fromMinute), instantOf(date, toMinute)]
    const range = { start: from, end: to }
    const hit = world.owner.dispatch.listActivities({ range, workerIds: [worker.id] }).items
    world.as('dispatcher').dispatch.createAbsence({
      ...{ id: newId(AbsenceId), workerId: worker.id, from, to, kind, note, allDay: false },
      decisions: hit
        .filter(({ status }) => status === 'dispatched')
        .map(({ id, version }) => ({
          ...{ activityId: id, expectedVersion: version },
          act: kind === 'sick' ? ('keep' as const) : ('unassign' as const),
        })),
    })
  }
}
