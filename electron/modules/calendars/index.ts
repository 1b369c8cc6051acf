export { createCalendarReader, type CalendarReader } from './calendarReader'
export { createCalendarsRepository, seedCalendars, type CalendarsRepository } from './calendars.repository'
export { createCalendarsRouter } from './calendars.router'
export { alwaysOpen, joinedTime, type DatePart, type OpenTime, type Piece } from './openTime.rules'
export {
  dateOf,
  dayOf,
  edgeInstant,
  localDate,
  localDayOf,
  offsetAt,
  serviceInstant,
} from './localTime.rules'
