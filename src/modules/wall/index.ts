export { wallLookup } from './wall.lookups'
