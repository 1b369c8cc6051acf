export { createPeopleRepository, type PeopleRepository, type StoredUser } from './people.repository'
export { createPeopleRouter } from './people.router'
export type { PeopleDeps } from './people.deps'
export { createUser } from './saveUser'
