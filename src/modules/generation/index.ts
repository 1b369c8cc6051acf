export { intervalLookup, timeWindowLookup } from './rhythms'
