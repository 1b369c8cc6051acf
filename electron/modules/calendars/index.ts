export { createCalendarsRepository, seedCalendars, type CalendarsRepository } from './calendars.repository'
