export { createCalendarReader, type CalendarReader } from './calendarReader'
export { createCalendarsRepository, seedCalendars, type CalendarsRepository } from './calendars.repository'
export { createCalendarsRouter } from './calendars.router'
export { dateOf, dayOf, localDate, localDayOf, offsetAt, serviceInstant } from './localTime.rules'
