export { createCustomersRepository, ofOwnOrders, type CustomersRepository } from './customers.repository'
export { createCustomersRouter } from './customers.router'
export type { MoveCustomer } from './mergeCustomers'
export { isPlaceValid, knownPlace } from './site.rules'
