export { calculatedDates, effectivePeriod } from './dates.rules'
export { createGenerationRouter } from './generation.router'
export { createRhythms, type Rhythms } from './rhythms.repository'
export { seedRhythms } from './seedRhythms'
