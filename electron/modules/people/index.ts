export { createPeopleRepository, type PeopleRepository, type StoredUser } from './people.repository'
