import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DeviceId, UserId } from '../../electron/shared/contract/id'
import type { Role } from '../../electron/shared/contract/permission'
import { isWeakPassword, isWeakPin } from '../../electron/modules/session/session.rules'
import { newId, setUp, type TestApp } from '../support/app'

const password = 'a long enough password'
const wrong = 'some other password'
const hour = 3_600_000

let app: TestApp
beforeEach(() => (app = setUp()))
afterEach(() => app.close())

function addUser(login: string, roles: Role[] = ['dispatcher']) {
  return app.owner.people.createUser({ id: newId<UserId>(), login, displayName: login, roles, password })
}

async function signedIn(login: string) {
  const { token } = await app.stranger.session.signIn({ login, password })
  return app.application.clientFor(token)
}

describe('sign-in (R01-01)', () => {
  it('R-01.01: five failures lock until 09:15:40; 09:15:39 fails, 09:15:40 succeeds', async () => {
    await addUser('anna')
    const nine = Date.UTC(2026, 2, 2, 9)
    for (const seconds of [0, 10, 20, 30, 40]) {
      app.clock.now = nine + seconds * 1000
      const attempt = app.stranger.session.signIn({ login: 'anna', password: wrong })
      await expect(attempt).rejects.toMatchObject({ code: 'SIGN_IN_FAILED', defined: true })
    }
    const lockedUntil = nine + (15 * 60 + 40) * 1000

    app.clock.now = lockedUntil - 1000
    const early = app.stranger.session.signIn({ login: 'anna', password })
    await expect(early).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED', data: { lockedUntil } })

    app.clock.now = lockedUntil
    expect((await app.stranger.session.signIn({ login: 'anna', password })).user.login).toBe('anna')
  })

  it('R01-01: attempts during the lock do not extend it, success resets the counter', async () => {
    await addUser('anna')
    const fail = () => app.stranger.session.signIn({ login: 'anna', password: wrong }).catch(() => undefined)
    for (let count = 0; count < 4; count += 1) await fail()
    await signedIn('anna')
    for (let count = 0; count < 4; count += 1) await fail()
    await signedIn('anna')
    for (let count = 0; count < 5; count += 1) await fail()
    const lockedAt = app.clock.now

    app.clock.now = lockedAt + 14 * 60_000
    await expect(app.stranger.session.signIn({ login: 'anna', password: wrong })).rejects.toMatchObject({
      code: 'ACCOUNT_LOCKED',
    })
    app.clock.now = lockedAt + 15 * 60_000
    await expect(signedIn('anna')).resolves.toBeDefined()
  })

  it('R01-03: only the lock-out of a sign-in is an entry', async () => {
    const user = await addUser('anna')
    const before = app.entries()
    for (let count = 0; count < 4; count += 1)
      await app.stranger.session.signIn({ login: 'anna', password: wrong }).catch(() => undefined)
    expect(app.entries()).toBe(before)

    await app.stranger.session.signIn({ login: 'anna', password: wrong }).catch(() => undefined)

    expect(app.entries()).toBe(before + 1)
    const [entry] = (await app.owner.history.listEntries({ recordId: user.id })).items
    expect(entry).toMatchObject({ command: 'session.signIn' })
    expect(await app.owner.people.getUser({ userId: user.id })).toMatchObject({
      lockedUntil: app.clock.now + 15 * 60_000,
    })
  })

  it('R-01.02: an unknown login and a wrong password answer the same', async () => {
    await addUser('anna')
    const answers = await Promise.all(
      [
        { login: 'nobody', password },
        { login: 'anna', password: wrong },
      ].map((input) => app.stranger.session.signIn(input).catch((error: unknown) => error)),
    )
    const [unknown, mistaken] = answers.map((error) => JSON.stringify(error))
    expect(unknown).toBe(mistaken)
    expect(answers[0]).toMatchObject({ code: 'SIGN_IN_FAILED', status: 409 })
  })

  it('01 §2.2: logins are the same without regard to case', async () => {
    await addUser('Anna')
    await expect(signedIn('aNNa')).resolves.toBeDefined()
  })

  it('R01-01: an inactive user does not get in', async () => {
    const { id, version } = await addUser('anna')
    await app.owner.people.deactivateUser({ userId: id, expectedVersion: version })
    await expect(signedIn('anna')).rejects.toMatchObject({ code: 'SIGN_IN_FAILED' })
  })
})

describe('passwords and PINs (R01-01)', () => {
  it.each(['short', 'nine char', 'aaaaaaaaaaaa', ''])('R01-01: the password %j is weak', (text) => {
    expect(isWeakPassword(text)).toBe(true)
  })
  it.each(['ten chars!!', 'æøåæøåæøåæ', 'pass phrase of words'])(
    'R01-01: the password %j will do',
    (text) => {
      expect(isWeakPassword(text)).toBe(false)
    },
  )
  it.each(['111111', '123456', '987654', '12345', '1234567', '12345a'])(
    'R01-01: the PIN %s is weak',
    (pin) => {
      expect(isWeakPin(pin)).toBe(true)
    },
  )
  it.each(['135790', '112233', '808017'])('R01-01: the PIN %s will do', (pin) => {
    expect(isWeakPin(pin)).toBe(false)
  })

  it('R01-01: a PIN opens the program for technicians and boards on a registered device only', async () => {
    await addUser('tech', ['technician'])
    await addUser('desk', ['dispatcher'])
    for (const login of ['tech', 'desk'])
      await (await signedIn(login)).session.changePin({ password, pin: '135790' })
    const { id: deviceId } = await app.owner.people.registerDevice({
      id: newId<DeviceId>(),
      name: 'Van 1',
      officeId: (await app.owner.session.getSession()).officeId,
      kind: 'technician',
    })
    const signIn = (login: string, device: DeviceId) =>
      app.stranger.session.signInPin({ login, pin: '135790', deviceId: device })

    expect((await signIn('tech', deviceId)).user.login).toBe('tech')
    await expect(signIn('desk', deviceId)).rejects.toMatchObject({ code: 'SIGN_IN_FAILED' })
  })

  it('R01-01: a PIN on an unregistered device is refused and not counted', async () => {
    await addUser('tech', ['technician'])
    const strange = newId<DeviceId>()
    for (let count = 0; count < 6; count += 1)
      await expect(
        app.stranger.session.signInPin({ login: 'tech', pin: '000001', deviceId: strange }),
      ).rejects.toMatchObject({ code: 'DEVICE_NOT_REGISTERED', defined: true })
    await expect(signedIn('tech')).resolves.toBeDefined()
  })

  it('R01-01: a weak new password or PIN is refused, a wrong old one too', async () => {
    await addUser('anna')
    const anna = await signedIn('anna')
    const calls = [
      [() => anna.session.changePassword({ password, newPassword: 'short' }), 'PASSWORD_WEAK'],
      [() => anna.session.changePassword({ password: wrong, newPassword: wrong }), 'SIGN_IN_FAILED'],
      [() => anna.session.changePin({ password, pin: '111111' }), 'PIN_WEAK'],
    ] as const
    for (const [call, code] of calls) await expect(call()).rejects.toMatchObject({ code, defined: true })
  })

  it('R-01.34: history says of a password change "changed", without values', async () => {
    const { id } = await addUser('anna')
    const anna = await signedIn('anna')
    await anna.session.changePassword({ password, newPassword: wrong })

    const [entry] = (await app.owner.history.listEntries({ recordId: id })).items

    expect(entry).toMatchObject({ command: 'session.changePassword' })
    expect(entry?.changes).toMatchObject([
      { fields: { passwordHash: { before: { changed: true }, after: { changed: true } } } },
    ])
    const stored = app.db.prepare('SELECT group_concat(fields) FROM change').pluck().get()
    expect(String(stored)).not.toContain('scrypt')
  })
})

describe('how sessions end (R01-33)', () => {
  it('R01-33: after twelve hours without use, the board’s never', async () => {
    await addUser('anna')
    const anna = await signedIn('anna')
    const { id: deviceId } = await app.owner.people.registerDevice({
      id: newId<DeviceId>(),
      name: 'Wall',
      officeId: (await app.owner.session.getSession()).officeId,
      kind: 'board',
    })
    await addUser('wall', ['board'])
    const { token } = await app.stranger.session.signIn({ login: 'wall', password, deviceId })
    const wall = app.application.clientFor(token)

    app.clock.now += 12 * hour - 1
    await expect(anna.session.getSession()).resolves.toBeDefined()
    app.clock.now += 12 * hour
    await expect(anna.session.getSession()).rejects.toMatchObject({ code: 'SIGN_IN_REQUIRED' })
    app.clock.now += 1000 * hour
    await expect(wall.session.getSession()).resolves.toBeDefined()
    await expect(app.owner.session.getSession()).resolves.toBeDefined()
  })

  it('R01-33: by sign-out', async () => {
    await addUser('anna')
    const [one, other] = [await signedIn('anna'), await signedIn('anna')]
    await one.session.signOut()
    await expect(one.session.getSession()).rejects.toMatchObject({ code: 'SIGN_IN_REQUIRED' })
    await expect(other.session.getSession()).resolves.toBeDefined()
  })

  it('R01-33: a password change ends the user’s other sessions', async () => {
    await addUser('anna')
    const [one, other] = [await signedIn('anna'), await signedIn('anna')]
    await one.session.changePassword({ password, newPassword: wrong })
    await expect(other.session.getSession()).rejects.toMatchObject({ code: 'SIGN_IN_REQUIRED' })
    await expect(one.session.getSession()).resolves.toBeDefined()
  })

  it('R01-33: by deactivation, an administrator’s new password, a revoked device', async () => {
    const { id: deviceId, version: deviceVersion } = await app.owner.people.registerDevice({
      id: newId<DeviceId>(),
      name: 'Desk 2',
      officeId: (await app.owner.session.getSession()).officeId,
      kind: 'desk',
    })
    const users = await Promise.all(['gone', 'reset', 'revoked'].map((login) => addUser(login)))
    const clients = await Promise.all(
      users.map(async ({ login }) => {
        const { token } = await app.stranger.session.signIn({
          login,
          password,
          ...(login === 'revoked' ? { deviceId } : {}),
        })
        return app.application.clientFor(token)
      }),
    )
    const [gone, reset] = users

    await app.owner.people.deactivateUser({ userId: gone!.id, expectedVersion: 1 })
    const changed = await app.owner.people.resetPassword({
      userId: reset!.id,
      expectedVersion: 1,
      password: wrong,
    })
    await app.owner.people.revokeDevice({ deviceId, expectedVersion: deviceVersion })

    for (const client of clients)
      await expect(client.session.getSession()).rejects.toMatchObject({ code: 'SIGN_IN_REQUIRED' })
    expect(changed.mustChangePassword).toBe(true)
    await expect(app.stranger.session.signIn({ login: 'revoked', password, deviceId })).rejects.toMatchObject(
      { code: 'DEVICE_REVOKED' },
    )
  })

  it('R01-33: who has to change the password may do that first, and nothing else', async () => {
    const { id, version } = await addUser('anna', ['serviceManager', 'administrator'])
    await app.owner.people.resetPassword({ userId: id, expectedVersion: version, password: wrong })
    const { token } = await app.stranger.session.signIn({ login: 'anna', password: wrong })
    const anna = app.application.clientFor(token)
    const entries = app.entries()

    const refused = [
      anna.customers.listCustomers({}),
      anna.customers.createCustomer({ id: newId(), name: 'A' }),
      anna.settings.listSettings({}),
      anna.session.changePin({ password: wrong, pin: '135790' }),
      anna.changes.stream({}),
    ]
    for (const call of refused)
      await expect(call).rejects.toMatchObject({ code: 'FORBIDDEN', data: { mustChangePassword: true } })
    expect(app.entries()).toBe(entries)
    expect((await anna.session.getStart()).state).toBe('signIn')
    expect((await anna.session.getSession()).user.mustChangePassword).toBe(true)

    await anna.session.changePassword({ password: wrong, newPassword: password })
    expect((await anna.customers.listCustomers({})).items).toEqual([])
  })

  it('R01-33: the session of the process goes on after its user’s password was reset', async () => {
    const { id, version } = (await app.owner.people.listUsers({ filter: { login: 'owner' } })).items[0]!
    await app.owner.people.resetPassword({ userId: id, expectedVersion: version, password })
    expect((await app.owner.customers.listCustomers({})).items).toEqual([])
  })

  it('R01-02: a locked session asks for signing in again', async () => {
    await addUser('anna')
    const anna = await signedIn('anna')
    await anna.session.lock()
    await expect(anna.session.getSession()).rejects.toMatchObject({ code: 'SIGN_IN_REQUIRED' })
  })
})

describe('the change stream of a session (R01-33)', () => {
  /** Says `ended` when the stream is over, and what came before. */
  async function followed(login: string, place: { deviceId?: DeviceId } = {}) {
    const { token } = await app.stranger.session.signIn({ login, password, ...place })
    const client = app.application.clientFor(token)
    const seen: string[] = []
    const stream = await client.changes.stream({})
    const over = (async () => {
      for await (const { entity } of stream) seen.push(entity)
      return 'ended'
    })()
    await tick()
    const state = () => Promise.race([over, tick().then(() => 'open')])
    return { client, token, seen, state }
  }
  const tick = () => new Promise((resolve) => setTimeout(resolve, 5))

  it('R01-33: ends with sign-out, deactivation, a revoked device and a new password', async () => {
    const { officeId } = await app.owner.session.getSession()
    const device = await app.owner.people.registerDevice({
      ...{ id: newId<DeviceId>(), name: 'Desk 2', officeId, kind: 'desk' },
    })
    const users = []
    for (const login of ['leaving', 'inactive', 'changed']) users.push(await addUser(login))
    await addUser('revoked')
    const leaving = await followed('leaving')
    const inactive = await followed('inactive')
    const changed = await followed('changed')
    const revoked = await followed('revoked', { deviceId: device.id })
    const stays = await followed('changed')
    const all = [leaving, inactive, changed, revoked]
    expect(await Promise.all(all.map(({ state }) => state()))).toEqual(all.map(() => 'open'))

    await leaving.client.session.signOut()
    await app.owner.people.deactivateUser({ userId: users[1]!.id, expectedVersion: 1 })
    await stays.client.session.changePassword({ password, newPassword: wrong })
    await app.owner.people.revokeDevice({ deviceId: device.id, expectedVersion: device.version })

    expect(await Promise.all(all.map(({ state }) => state()))).toEqual(all.map(() => 'ended'))
    await app.owner.customers.createCustomer({ id: newId(), name: 'A' })
    expect(await stays.state()).toBe('open')
    expect(stays.seen).toContain('customer')
    expect(leaving.seen).not.toContain('customer')
    await stays.client.session.signOut()
    expect(await stays.state()).toBe('ended')
  })

  it('R01-33: a refused deactivation ends nothing', async () => {
    const { id } = await addUser('anna')
    const anna = await followed('anna')
    const stale = app.owner.people.deactivateUser({ userId: id, expectedVersion: 9 })
    await expect(stale).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await anna.state()).toBe('open')
    await anna.client.session.signOut()
  })
})

describe('first run (R01-30, R01-31)', () => {
  const input = {
    language: 'de',
    company: { name: 'Løkke Service', country: 'NO', currency: 'NOK' },
    office: { name: 'Oslo', code: 'OSL', zone: 'Europe/Oslo' },
    user: { displayName: 'Anna', login: 'anna', password },
  } as const

  it('R01-31: names company, office and owner, who is signed in', async () => {
    expect((await app.stranger.session.getStart()).state).toBe('firstRun')

    const { token, user } = await app.stranger.session.setUp(input)

    expect(user).toMatchObject({ login: 'anna', displayName: 'Anna', language: 'de' })
    const anna = app.application.clientFor(token)
    expect(await anna.people.getCompany()).toMatchObject({ name: 'Løkke Service', currency: 'NOK' })
    expect((await anna.people.listOffices({})).items).toMatchObject([{ code: 'OSL', zone: 'Europe/Oslo' }])
    expect((await app.stranger.session.getStart()).state).toBe('signIn')
  })

  it('R-01.50: the start token of an empty folder creates a customer and the order MAIN-SO-000001', async () => {
    const { id: customerId } = await app.owner.customers.createCustomer({ id: newId(), name: 'A' })
    const order = await app.owner.orders.createOrder({ id: newId(), customerId })
    expect(order.number).toBe('MAIN-SO-000001')
  })

  it('R-01.50: after setUp with code OSL the first order is OSL-SO-000001, a second setUp is FORBIDDEN', async () => {
    const { token } = await app.stranger.session.setUp(input)
    const anna = app.application.clientFor(token)

    const { id: customerId } = await anna.customers.createCustomer({ id: newId(), name: 'A' })
    const order = await app.owner.orders.createOrder({ id: newId(), customerId })

    expect(order.number).toBe('OSL-SO-000001')
    await expect(app.stranger.session.setUp(input)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('R01-31, 01 §2.1: after the first number the code of the office stays', async () => {
    await app.owner.customers.createCustomer({ id: newId(), name: 'A' })

    await app.stranger.session.setUp(input)

    expect((await app.owner.people.listOffices({})).items).toMatchObject([{ code: 'MAIN', name: 'Oslo' }])
    const next = await app.owner.customers.createCustomer({ id: newId(), name: 'B' })
    expect(next.number).toBe('MAIN-CU-000002')
  })

  it('R01-31: a login that somebody else has is refused', async () => {
    await app.owner.people.createUser({ id: newId(), login: 'Anna', displayName: 'A', roles: ['board'] })

    const call = app.stranger.session.setUp(input)

    await expect(call).rejects.toMatchObject({ code: 'LOGIN_TAKEN', data: { field: 'user.login' } })
    expect((await app.stranger.session.getStart()).state).toBe('firstRun')
  })

  it('R01-31: a weak password and an unknown zone are refused, nothing is changed', async () => {
    const entries = app.entries()
    const weak = { ...input, user: { ...input.user, password: 'short' } }
    const nowhere = { ...input, office: { ...input.office, zone: 'Europe/Olso' } }
    await expect(app.stranger.session.setUp(weak)).rejects.toMatchObject({
      code: 'PASSWORD_WEAK',
      defined: true,
    })
    await expect(app.stranger.session.setUp(nowhere)).rejects.toMatchObject({
      code: 'ZONE_UNKNOWN',
      data: { field: 'office.zone' },
    })
    expect(app.entries()).toBe(entries)
    expect((await app.stranger.session.getStart()).state).toBe('firstRun')
  })
})
