export { calendarLookup, holidaySetLookup } from './calendars.lookups'
