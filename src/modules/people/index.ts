export { calendarLookup, officeLookup, workerLookup } from './people.lookups'
