import { CalendarId, HolidaySetId, PriceRuleId, SkillId, UserId, WorkerId } from '../../../shared/contract/id'
import type { Worker } from '../../../shared/contract/people'
import type { Language } from '../../../shared/contract/session'
import { norwegianHolidays } from './days.rules'
import { demoPassword, demoSkills, demoUsers, demoWorkers, formerWorker } from './staff.data'
import { newId, type World } from './world'

export interface Staff {
  readonly workers: ReadonlyMap<string, Worker>
  /** Who may be sent out. */
  readonly technicians: readonly Worker[]
}

export const demoZone = 'Europe/Oslo'
export const demoCurrency = 'NOK'

/** Names company and office: the first of the two entries between which the demo was loaded. */
export function nameCompany({ act, deps, officeId }: World, language: Language): void {
  const { people } = deps
  const company = people.company()
  const office = people.offices.get(officeId)
  act('backups.loadDemo', () => {
    const named = people.companies.update(company, {
      ...company,
      name: 'Nordhjul Service AS',
      registrationNumber: 'DEMO 000 000 000',
      country: 'NO',
      currency: demoCurrency,
      language,
      zone: demoZone,
    })
    const place = { name: 'Oslo', zone: demoZone, ...(office.code === 'MAIN' ? { code: 'OSL' } : {}) }
    const placed = people.offices.update(office, { ...office, ...place })
    return { result: undefined, changes: [...named.changes, ...placed.changes], count: 2 }
  })
}

/** Marks the company as the demo: the last of its entries. */
export function markCompany({ act, deps: { people } }: World): void {
  const company = people.company()
  act('backups.loadDemo', () => {
    const { changes } = people.companies.update(company, { ...company, isDemo: true })
    return { result: undefined, changes, count: changes.length }
  })
}

/** Working time of the workshop, with the holidays of three years around the demo's day. */
export function makeCalendar({ date, owner }: World): void {
  const year = Number(date.slice(0, 4))
  const holidaySetId = newId(HolidaySetId)
  owner.calendars.createHolidaySet({
    id: holidaySetId,
    code: 'NO',
    name: 'Norway, public holidays',
    country: 'NO',
    holidays: [year - 1, year, year + 1].flatMap(norwegianHolidays),
  })
  const id = newId(CalendarId)
  const day = [{ startMinute: 480, endMinute: 960 }]
  owner.calendars.createCalendar({
    id,
    code: 'WORKSHOP',
    name: 'Workshop Oslo',
    zone: demoZone,
    holidaySetId,
    week: {
      mon: day,
      tue: day,
      wed: day,
      thu: [{ startMinute: 480, endMinute: 1080 }],
      fri: day,
      sat: [],
      sun: [],
    },
  })
  const { version } = owner.people.getCompany(undefined)
  owner.people.updateCompany({ expectedVersion: version, patch: { calendarId: id } })
}

/** Employees, the cost of their hours, and one user a role (R01-32). */
export function makeStaff(world: World, language: Language, passwordHashes: readonly string[]): Staff {
  const { act, date, deps, owner } = world
  const validFrom = `${Number(date.slice(0, 4)) - 2}-01-01`
  const workers = new Map<string, Worker>()
  for (const [code, description] of demoSkills)
    owner.dispatch.createSkill({ id: newId(SkillId), code, description })
  for (const { hired, hourlyCost, name, skills, title } of demoWorkers) {
    const worker = owner.people.createWorker({
      id: newId(WorkerId),
      displayName: name,
      jobTitle: title,
      officeId: world.officeId,
      hireDate: hired,
      skills: [...skills],
    })
    workers.set(name, worker)
    owner.agreements.createPriceRule({
      ...{ id: newId(PriceRuleId), kind: 'cost', type: 'hour', workerId: worker.id },
      ...{ currency: demoCurrency, validFrom, value: hourlyCost * 10_000 },
    })
  }
  for (const [index, { login, name, role, worker }] of demoUsers.entries())
    act('people.createUser', () =>
      deps.createUser(
        {
          ...{ id: newId(UserId), login, displayName: name, language, roles: [role], officeIds: [] },
          workerId: worker === undefined ? undefined : workers.get(worker)?.id,
        },
        passwordHashes[index] ?? '',
      ),
    )
  const former = workers.get(formerWorker)
  if (former)
    owner.people.deactivateWorker({
      workerId: former.id,
      expectedVersion: former.version,
      reason: 'Left the company',
    })
  const technicians = demoWorkers
    .filter(({ isTechnician, name }) => isTechnician && name !== formerWorker)
    .flatMap(({ name }) => workers.get(name) ?? [])
  return { workers, technicians }
}

/** One hash for all: they share a password that everybody is told, and a hash takes long. */
export function hashPasswords({ hash }: World['deps']): string[] {
  const shared = hash(demoPassword)
  return demoUsers.map(() => shared)
}
