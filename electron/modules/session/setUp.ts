import { isZone } from '../../db/zones'
import type { Outcome } from '../../db/changeLog'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { sessionErrors, type SetUpInput } from '../../shared/contract/session'
import type { PeopleRepository, StoredUser } from '../people/index'
import { isWeakPassword } from './session.rules'

/** What first run changes beyond company, office and owner: the holidays of the country, for example. */
export type SetUpPart = (input: SetUpInput) => Outcome<void>

/**
 * First run with own data: names the company and its office and gives the owner a login and a password (R01-31). Only
 * while no user has a password. After the first number the office keeps its code (01 §2.1).
 *
 * @throws FORBIDDEN, LOGIN_TAKEN
 */
export function setUp(
  people: PeopleRepository,
  { language, company, office, user }: SetUpInput,
  passwordHash: string,
  isCodeFixed: (officeId: string) => boolean,
): Outcome<StoredUser> {
  assertFirstRun(people)
  const held = people.company()
  const place = onlyOffice(people)
  const owner = people.userByLogin('owner')
  if (!owner) throw domainError(commonErrors, 'FORBIDDEN', {})
  const { login, displayName } = user
  const holder = people.userByLogin(login)
  if (holder && holder.id !== owner.id)
    throw domainError(sessionErrors, 'LOGIN_TAKEN', { field: 'user.login', login })
  const code = isCodeFixed(place.id) ? place.code : office.code
  const namedCompany = people.companies.update(held, {
    ...held,
    name: company.name,
    country: company.country,
    currency: company.currency,
    language,
    zone: office.zone,
  })
  const namedOffice = people.offices.update(place, { ...place, ...office, code })
  const named = people.users.update(owner, { ...owner, login, displayName, language, passwordHash })
  const [first, ...rest] = [...named.changes, ...namedCompany.changes, ...namedOffice.changes]
  return first ? { result: named.record, changes: [first, ...rest] } : { result: owner, unchanged: true }
}

/** Throws what of the input cannot be taken, before a password is hashed. */
export function checkSetUp(people: PeopleRepository, { office, user }: SetUpInput): void {
  assertFirstRun(people)
  if (!isZone(office.zone)) throw domainError(sessionErrors, 'ZONE_UNKNOWN', { field: 'office.zone' })
  if (isWeakPassword(user.password))
    throw domainError(sessionErrors, 'PASSWORD_WEAK', { field: 'user.password' })
}

function assertFirstRun(people: PeopleRepository): void {
  if (people.hasPasswords()) throw domainError(commonErrors, 'FORBIDDEN', {})
}

function onlyOffice(people: PeopleRepository) {
  const [office] = people.officeList.page({ limit: 1 }).items
  if (!office) throw new Error('the store has no office')
  return office
}
