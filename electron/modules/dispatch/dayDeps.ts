import type { Store } from '../../db/records'
import type { WorkerId } from '../../shared/contract/id'
import type { Worker } from '../../shared/contract/people'
import type { Language } from '../../shared/contract/session'
import type { PeopleRepository } from '../people/index'
import type { SettingsRepository } from '../settings/index'
import { createCalendarExports } from './calendarExports.repository'
import type { DayDeps } from './plannedDay'
import type { DispatchSetUpRepository } from './setUp.repository'
import type { Place } from './travel.rules'
import { travelParamsOf } from './travelSettings'
import { createVisitDetails } from './visitDetails.repository'

interface Needs extends Pick<DayDeps, 'activities' | 'internalNotes' | 'renderDaySheets'> {
  readonly people: PeopleRepository
  readonly setUp: Pick<DispatchSetUpRepository, 'teamOf' | 'teams'>
  readonly settings: SettingsRepository
}

/** What the day of technicians needs, over an open store. */
export function createDayDeps(store: Store, { people, setUp, settings, ...needs }: Needs): DayDeps {
  return {
    ...needs,
    details: createVisitDetails(store.db),
    exports: createCalendarExports(store),
    workers: people.workers,
    officeZone: (officeId) => people.offices.get(officeId).zone,
    baseOf: (worker, date) => placeOf(worker) ?? teamBase(setUp, worker, date),
    travelParams: (officeId) => travelParamsOf(settings, officeId),
    hasCalendar: ({ iCalendar }) => iCalendar,
    languageOf: (workerId) => languageOf(people, workerId),
  }
}

function teamBase({ teamOf, teams }: Needs['setUp'], { id }: Worker, date: string): Place | undefined {
  const teamId = teamOf(id, date)
  return teamId && placeOf(teams.get(teamId))
}

interface MaybePlace {
  readonly latitude?: number | undefined
  readonly longitude?: number | undefined
}
function placeOf({ latitude, longitude }: MaybePlace): Place | undefined {
  return latitude === undefined || longitude === undefined ? undefined : { latitude, longitude }
}

/** What the worker's user reads, else the company. */
function languageOf(people: PeopleRepository, workerId: WorkerId): Language {
  const users = people.users.where('workerId', workerId)
  return (users.find(({ active }) => active) ?? users.at(0))?.language ?? people.company().language
}
