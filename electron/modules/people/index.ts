export { createPeopleRepository, type PeopleRepository, type StoredUser } from './people.repository'
export { createPeopleRouter } from './people.router'
