export { default as MinuteField } from './MinuteField.vue'
export { calendarLookup, holidaySetLookup } from './calendars.lookups'
