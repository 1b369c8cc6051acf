export { customerGroupLookup, customerLookup, siteLookup } from './customers.lookups'
