export { calendarLookup, officeLookup, skillLookup, workerLookup } from './people.lookups'
