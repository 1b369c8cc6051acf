export { calendarLookup, officeLookup, skillLookup, workerLookup } from './people.lookups'
export { default as SkillRows } from './SkillRows.vue'
