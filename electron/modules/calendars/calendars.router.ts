import { deleteRecord } from '../../db/recordActs'
import type { Outcome } from '../../db/changeLog'
import type { CallContext } from '../../rpc/callContext'
import { implementer } from '../../rpc/implementer'
import type { CalendarId, OfficeId } from '../../shared/contract/id'
import type { CalendarReader } from './calendarReader'
import type { CalendarsRepository } from './calendars.repository'
import { publicHolidays } from './publicHolidays'
import { getDay, getWorkingInstant, getWorkingMinutes, getYear } from './readCalendar'
import { createCalendar, deleteCalendar, updateCalendar } from './saveCalendar'
import { createHolidaySet, generateHolidays, updateHolidaySet } from './saveHolidaySet'

const { calendars } = implementer

export interface CalendarsDeps {
  readonly repository: CalendarsRepository
  readonly reader: CalendarReader
  readonly officeZone: (officeId: OfficeId) => string
  /** How many settings name the calendar. */
  readonly countSettings: (id: CalendarId) => number
  readonly clocks: CalendarClocks
}

/** What calendars need of the clocks that count by them (R06-26). */
export interface CalendarClocks {
  /** In the act that changed a calendar or a holiday set. */
  changed(id: string, at: number): void
  /** Goes on with what was too much for the act. */
  goOn(context: CallContext): void
}

export function createCalendarsRouter({
  clocks,
  countSettings,
  officeZone,
  reader,
  repository,
}: CalendarsDeps) {
  /** Writes a change of hours, which the clocks follow. */
  function writeHours<Result>(
    context: CallContext,
    command: string,
    { id, reason }: { readonly id: string; readonly reason?: string | undefined },
    useCase: () => Outcome<Result>,
  ): Result {
    const result = context.write(command, { reason }, ({ at }) => {
      const written = useCase()
      if ('changes' in written) clocks.changed(id, at)
      return written
    })
    clocks.goOn(context)
    return result
  }

  return calendars.router({
    listCalendars: calendars.listCalendars.handler(({ input }) => repository.calendarList.page(input)),
    getCalendar: calendars.getCalendar.handler(({ input }) => repository.calendars.get(input.calendarId)),
    createCalendar: calendars.createCalendar.handler(({ context, input }) =>
      context.write('calendars.createCalendar', input, () => createCalendar(repository, input)),
    ),
    updateCalendar: calendars.updateCalendar.handler(({ context, input }) =>
      writeHours(context, 'calendars.updateCalendar', { ...input, id: input.calendarId }, () =>
        updateCalendar(repository, input),
      ),
    ),
    deleteCalendar: calendars.deleteCalendar.handler(({ context, input }) =>
      context.write('calendars.deleteCalendar', input, () =>
        deleteCalendar(repository, countSettings, input),
      ),
    ),

    listHolidaySets: calendars.listHolidaySets.handler(({ input }) => repository.holidaySetList.page(input)),
    getHolidaySet: calendars.getHolidaySet.handler(({ input }) =>
      repository.holidaySets.get(input.holidaySetId),
    ),
    createHolidaySet: calendars.createHolidaySet.handler(({ context, input }) =>
      context.write('calendars.createHolidaySet', input, () => createHolidaySet(repository, input)),
    ),
    updateHolidaySet: calendars.updateHolidaySet.handler(({ context, input }) =>
      writeHours(context, 'calendars.updateHolidaySet', { ...input, id: input.holidaySetId }, () =>
        updateHolidaySet(repository, input),
      ),
    ),
    deleteHolidaySet: calendars.deleteHolidaySet.handler(({ context, input }) =>
      context.write('calendars.deleteHolidaySet', input, () =>
        deleteRecord(repository.holidaySets, input.holidaySetId, input.expectedVersion),
      ),
    ),
    generateHolidays: calendars.generateHolidays.handler(async ({ context, input }) => {
      const computed = await publicHolidays(input.country, input.year)
      return writeHours(context, 'calendars.generateHolidays', { ...input, id: input.holidaySetId }, () =>
        generateHolidays(repository, input, computed),
      )
    }),

    getDay: calendars.getDay.handler(({ context, input }) =>
      getDay(reader, officeZone(context.caller.officeId), input),
    ),
    getYear: calendars.getYear.handler(({ context, input }) =>
      getYear(reader, officeZone(context.caller.officeId), input),
    ),
    getWorkingInstant: calendars.getWorkingInstant.handler(({ context, input }) =>
      getWorkingInstant(reader, officeZone(context.caller.officeId), input),
    ),
    getWorkingMinutes: calendars.getWorkingMinutes.handler(({ context, input }) =>
      getWorkingMinutes(reader, officeZone(context.caller.officeId), input),
    ),
  })
}
