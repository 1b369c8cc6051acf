import type { Start } from '../../shared/contract/session'
import type { PeopleRepository } from '../people/index'
import { demoPassword, demoUsers } from './demo/staff.data'

/** The demo company's users with their password, for the sign-in page (R01-32); undefined elsewhere. */
export function demoUsersOf(people: PeopleRepository): Start['demoUsers'] {
  if (!people.company().isDemo) return undefined
  return demoUsers
    .filter(({ login }) => people.userByLogin(login)?.active)
    .map(({ login, name, role }) => ({ login, displayName: name, role, password: demoPassword }))
}
