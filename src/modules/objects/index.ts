export { objectGroupLookup, objectLookup } from './objects.lookups'
