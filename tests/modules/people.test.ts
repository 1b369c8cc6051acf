import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, setUp, type TestApp } from '../support/app'

const password = 'a long enough password'
const oslo = { code: 'OSL', name: 'Oslo', zone: 'Europe/Oslo' }

let app: TestApp
beforeEach(() => (app = setUp()))
afterEach(() => app.close())

async function owner() {
  const { user } = await app.owner.session.getSession()
  return app.owner.people.getUser({ userId: user.id })
}

describe('company and offices (01 §2.1)', () => {
  it('01 §2.1: the company is changed with its version; an unknown zone is refused', async () => {
    const { version } = await app.owner.people.getCompany()
    const changed = await app.owner.people.updateCompany({
      expectedVersion: version,
      patch: { name: 'Løkke Service', country: 'NO' },
    })
    expect(changed).toMatchObject({ name: 'Løkke Service', country: 'NO', version: version + 1 })

    const call = app.owner.people.updateCompany({ expectedVersion: version + 1, patch: { zone: 'Mars/One' } })
    await expect(call).rejects.toMatchObject({ code: 'ZONE_UNKNOWN', data: { field: 'zone' }, defined: true })
  })

  it('01 §2.7: a new office has its series and numbers from its own code', async () => {
    const office = await app.owner.people.createOffice({ id: newId(), ...oslo })
    await app.owner.session.setOffice({ officeId: office.id })

    const customer = await app.owner.customers.createCustomer({ id: newId(), name: 'A' })

    expect(customer.number).toBe('OSL-CU-000001')
    const { count } = await app.owner.numbers.listSeries({
      filter: { officeId: [office.id] },
      withCount: true,
    })
    expect(count).toBe(20)
  })

  it('01 §2.1: the code is fixed after the first number, the name is not', async () => {
    const office = await app.owner.people.createOffice({ id: newId(), ...oslo })
    const renamed = await app.owner.people.updateOffice({
      officeId: office.id,
      expectedVersion: 1,
      patch: { code: 'OS' },
    })
    expect(renamed.code).toBe('OS')
    await app.owner.session.setOffice({ officeId: office.id })
    await app.owner.customers.createCustomer({ id: newId(), name: 'A' })
    const update = (patch: object) =>
      app.owner.people.updateOffice({ officeId: office.id, expectedVersion: 2, patch })

    await expect(update({ code: 'OSL' })).rejects.toMatchObject({
      code: 'OFFICE_CODE_FIXED',
      data: { field: 'code' },
    })
    expect(await update({ name: 'Oslo S' })).toMatchObject({ name: 'Oslo S', code: 'OS' })
  })

  it('01 §2.1: a code of another office is refused', async () => {
    await app.owner.people.createOffice({ id: newId(), ...oslo })
    await expect(app.owner.people.createOffice({ id: newId(), ...oslo })).rejects.toMatchObject({
      code: 'CODE_TAKEN',
      defined: true,
    })
  })

  it('01 §2.1: the last active office can neither go nor be deactivated; an unused one can', async () => {
    const { officeId } = await app.owner.session.getSession()
    const ref = { officeId, expectedVersion: 1 }
    await expect(app.owner.people.deactivateOffice(ref)).rejects.toMatchObject({ code: 'LAST_OFFICE' })
    await expect(app.owner.people.deleteOffice(ref)).rejects.toMatchObject({ code: 'LAST_OFFICE' })

    const office = await app.owner.people.createOffice({ id: newId(), ...oslo })
    await app.owner.people.deactivateOffice({ officeId: office.id, expectedVersion: 1 })
    await expect(app.owner.people.deactivateOffice(ref)).rejects.toMatchObject({ code: 'LAST_OFFICE' })
    await app.owner.people.deleteOffice({ officeId: office.id, expectedVersion: 2 })

    expect((await app.owner.people.listOffices({})).items).toHaveLength(1)
    expect((await app.owner.numbers.listSeries({ withCount: true })).count).toBe(20)
  })

  it('R01-05: an office with numbers is IN_USE', async () => {
    const office = await app.owner.people.createOffice({ id: newId(), ...oslo })
    await app.owner.session.setOffice({ officeId: office.id })
    await app.owner.customers.createCustomer({ id: newId(), name: 'A' })

    const call = app.owner.people.deleteOffice({ officeId: office.id, expectedVersion: 1 })

    await expect(call).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { series: 20 } } })
  })
})

describe('users (01 §2.2)', () => {
  const anna = { login: 'anna', displayName: 'Anna', roles: ['dispatcher' as const], password }

  it('01 §2.2: a login is taken whatever its case', async () => {
    await app.owner.people.createUser({ id: newId(), ...anna })
    await expect(app.owner.people.createUser({ id: newId(), ...anna, login: 'ANNA' })).rejects.toMatchObject({
      code: 'LOGIN_TAKEN',
      data: { field: 'login' },
      defined: true,
    })
  })

  it('01 §2.2: a user has at least one role and a strong password', async () => {
    const create = (fields: object) => app.owner.people.createUser({ id: newId(), ...anna, ...fields })
    await expect(create({ roles: [] })).rejects.toMatchObject({ code: 'ROLE_REQUIRED' })
    await expect(create({ password: 'aaaaaaaaaaaa' })).rejects.toMatchObject({ code: 'PASSWORD_WEAK' })
    await expect(create({ officeIds: [newId()] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      data: { entity: 'office' },
    })
    const user = await create({})
    await expect(
      app.owner.people.setRoles({ userId: user.id, expectedVersion: 1, roles: [] }),
    ).rejects.toMatchObject({ code: 'ROLE_REQUIRED' })
    expect(user).toMatchObject({ hasPassword: true, hasPin: false, active: true, language: 'en' })
    expect(JSON.stringify(user)).not.toContain('scrypt')
  })

  it('01 §2.2: the same create twice is one user, with other content ID_TAKEN', async () => {
    const id = newId<never>()
    await app.owner.people.createUser({ id, ...anna })
    const entries = app.entries()
    await app.owner.people.createUser({ id, ...anna })
    expect(app.entries()).toBe(entries)
    await expect(app.owner.people.createUser({ id, ...anna, login: 'bob' })).rejects.toMatchObject({
      code: 'ID_TAKEN',
    })
  })

  it('R-01.03: the last active administrator cannot be deactivated, deleted or lose the role', async () => {
    const { id: userId, version: expectedVersion } = await owner()
    const ref = { userId, expectedVersion }
    const refused = [
      () => app.owner.people.deactivateUser(ref),
      () => app.owner.people.deleteUser(ref),
      () => app.owner.people.setRoles({ ...ref, roles: ['dispatcher'] }),
      () => app.owner.people.updateUser({ ...ref, patch: { roles: ['dispatcher'] } }),
    ]
    for (const call of refused)
      await expect(call()).rejects.toMatchObject({ code: 'LAST_ADMIN', defined: true })

    await app.owner.people.createUser({ id: newId(), ...anna, roles: ['administrator'] })
    expect(await app.owner.people.setRoles({ ...ref, roles: ['administrator', 'board'] })).toMatchObject({
      roles: ['administrator', 'board'],
    })
    const { version } = await owner()
    await expect(
      app.owner.people.deactivateUser({ userId, expectedVersion: version }),
    ).resolves.toMatchObject({
      active: false,
    })
  })

  it('01 §2.2: setRoles gives offices, and with them what a user sees', async () => {
    const office = await app.owner.people.createOffice({ id: newId(), ...oslo })
    const user = await app.owner.people.createUser({ id: newId(), ...anna })
    await app.owner.people.setRoles({
      userId: user.id,
      expectedVersion: 1,
      roles: ['dispatcher'],
      officeIds: [office.id],
    })

    const { token } = await app.stranger.session.signIn({ login: 'anna', password })
    const session = await app.application.clientFor(token).session.getSession()

    expect(session).toMatchObject({ officeIds: [office.id], officeId: office.id })
  })

  it('R01-33: an administrator’s password works and must be changed', async () => {
    const user = await app.owner.people.createUser({ id: newId(), ...anna })
    await app.owner.people.resetPassword({
      userId: user.id,
      expectedVersion: 1,
      password: 'another password',
    })

    const signedIn = await app.stranger.session.signIn({ login: 'anna', password: 'another password' })

    expect(signedIn.user.mustChangePassword).toBe(true)
    const client = app.application.clientFor(signedIn.token)
    await client.session.changePassword({ password: 'another password', newPassword: password })
    expect((await client.session.getSession()).user.mustChangePassword).toBe(false)
  })

  it('R01-11: a password is replaced, never taken away', async () => {
    const user = await app.owner.people.createUser({ id: newId(), ...anna })
    const ref = { userId: user.id, expectedVersion: 1 }
    await expect(app.owner.people.updateUser({ ...ref, patch: { password: null } })).rejects.toMatchObject({
      code: 'PASSWORD_WEAK',
    })
    await app.owner.people.updateUser({ ...ref, patch: { password: 'another password', displayName: 'A' } })
    await expect(
      app.stranger.session.signIn({ login: 'anna', password: 'another password' }),
    ).resolves.toMatchObject({ user: { displayName: 'A' } })
  })
})

describe('employees (01 §2.3)', () => {
  it('01 §2.3: a number is typed or the next of the series EMP', async () => {
    const drawn = await app.owner.people.createWorker({ id: newId(), displayName: 'Ola' })
    const typed = await app.owner.people.createWorker({ id: newId(), displayName: 'Kari', number: '17' })
    expect([drawn.number, typed.number]).toEqual(['MAIN-EMP-000001', '17'])
    await expect(
      app.owner.people.createWorker({ id: newId(), displayName: 'Per', number: '17' }),
    ).rejects.toMatchObject({ code: 'NUMBER_TAKEN', data: { field: 'number' }, defined: true })
    await expect(
      app.owner.people.updateWorker({ workerId: drawn.id, expectedVersion: 1, patch: { number: '17' } }),
    ).rejects.toMatchObject({ code: 'NUMBER_TAKEN' })
  })

  it('01 §2.3: place, period and references are checked', async () => {
    const create = (fields: object) =>
      app.owner.people.createWorker({ id: newId(), displayName: 'Ola', ...fields })
    const entries = app.entries()
    await expect(create({ latitude: 91_000_000, longitude: 0 })).rejects.toMatchObject({
      code: 'COORDINATES_INVALID',
    })
    await expect(create({ latitude: 1 })).rejects.toMatchObject({ code: 'COORDINATES_INVALID' })
    await expect(create({ hireDate: '2026-02-02', endDate: '2026-02-01' })).rejects.toMatchObject({
      code: 'PERIOD_INVALID',
      data: { field: 'endDate' },
    })
    await expect(create({ calendarId: newId() })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      data: { entity: 'calendar' },
    })
    expect(app.entries()).toBe(entries)
    expect((await create({ latitude: 0, longitude: 0 })).latitude).toBeUndefined()
  })

  it('R02-31: the list of allowed categories and the skills are kept', async () => {
    await app.owner.dispatch.createSkill({ id: newId(), code: 'F-GAS', description: 'F-gas' })
    const skills = [{ skill: 'F-GAS', level: 3, validTo: '2027-01-31' }]
    const worker = await app.owner.people.createWorker({ id: newId(), displayName: 'Ola', skills })
    const changed = await app.owner.people.updateWorker({
      workerId: worker.id,
      expectedVersion: 1,
      patch: { jobTitle: 'Fitter', skills: [] },
    })
    expect(worker).toMatchObject({ skills, allowedCategoryIds: [] })
    expect(changed).toMatchObject({ skills: [], jobTitle: 'Fitter', version: 2 })
  })

  it('R02-31: default and allowed categories are kept, unknown ones refused', async () => {
    const { items } = await app.owner.agreements.listCategories({})
    const [first, second] = items.map(({ id }) => id)
    const categories = { defaultCategoryId: first!, allowedCategoryIds: [first!, second!] }
    const worker = await app.owner.people.createWorker({ id: newId(), displayName: 'Ola', ...categories })
    expect(worker).toMatchObject(categories)
    const ref = { workerId: worker.id, expectedVersion: 1 }
    const entries = app.entries()
    const unknown = [
      app.owner.people.createWorker({ id: newId(), displayName: 'Per', allowedCategoryIds: [newId()] }),
      app.owner.people.createWorker({ id: newId(), displayName: 'Per', defaultCategoryId: newId() }),
      app.owner.people.updateWorker({ ...ref, patch: { allowedCategoryIds: [first!, newId()] } }),
    ]
    for (const call of unknown)
      await expect(call).rejects.toMatchObject({ code: 'NOT_FOUND', data: { entity: 'category' } })
    expect(app.entries()).toBe(entries)
  })

  it('R01-05: an employee who is a user is IN_USE; deactivation goes', async () => {
    const worker = await app.owner.people.createWorker({ id: newId(), displayName: 'Ola' })
    await app.owner.people.createUser({
      id: newId(),
      login: 'ola',
      displayName: 'Ola',
      roles: ['technician'],
      workerId: worker.id,
    })
    const ref = { workerId: worker.id, expectedVersion: 1 }
    await expect(app.owner.people.deleteWorker(ref)).rejects.toMatchObject({
      code: 'IN_USE',
      data: { counts: { user: 1 } },
    })
    expect(await app.owner.people.deactivateWorker(ref)).toMatchObject({ active: false })
  })
})
