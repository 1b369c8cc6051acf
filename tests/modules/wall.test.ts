import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TeamId } from '../../electron/shared/contract/id'
import { contract, metaOf } from '../../electron/shared/contract/index'
import { wallSizes } from '../../electron/shared/contract/wallSizes'
import type { WallContent } from '../../electron/shared/contract/wall'
import { newId, setUp, monday, type TestApp } from '../support/app'
import { branchOf, hours, orderOf, type Branch } from '../support/orders'
import { promise, slaOf } from '../support/sla'
import { absent, boardOf, dispatched, teamOf, wallOf, wallPin } from '../support/wall'

vi.setConfig({ testTimeout: 30_000 })

const hour = 3_600_000
let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
})
afterEach(() => app.close())

const officeOf = async () => (await app.owner.session.getSession()).officeId
/** An order with one hour line, and so with one activity. */
const visitOf = (fields: object = {}) =>
  orderOf(app.owner, branch, { siteId: branch.siteId, lines: [hours(branch, { actualQty: 0 })], ...fields })
const kinds = ({ pages }: WallContent) => pages.map(({ kind }) => kind)

describe('sizes of text (R07-62)', () => {
  it.each([
    [65, 6, 64, 52],
    [55, 6, 76, 62],
    [75, 6, 56, 46],
    [65, 9, 96, 78],
  ])('R-07.32: %i inch at %i m: rows of %i px, other text of %i px', (diagonal, distance, row, other) => {
    expect(wallSizes({ diagonal, distance })).toMatchObject({ row, other })
  })

  it('R07-62: 65 inches at 6 m hold 8 rows; larger text fewer, and one always', () => {
    expect(wallSizes({ diagonal: 65, distance: 6 }).rows).toBe(8)
    expect(wallSizes({ diagonal: 65, distance: 9 }).rows).toBe(4)
    expect(wallSizes({ diagonal: 55, distance: 9 })).toMatchObject({ countLines: 2, rows: 2 })
    expect(wallSizes({ diagonal: 20, distance: 30 }).rows).toBe(1)
  })
})

describe('a wall as a record', () => {
  it('07 §3.11: its PIN is hashed and never answered; the standard is 65 inch, 6 m, 30 s', async () => {
    const wall = await wallOf(app)

    expect(wall).toMatchObject({
      diagonal: 65,
      distance: 6,
      rotateSeconds: 30,
      shortNames: false,
      active: true,
    })
    const answers = [
      wall,
      await app.owner.wall.getWall({ wallId: wall.id }),
      await app.owner.wall.listWalls({}),
    ]
    expect(JSON.stringify(answers)).not.toMatch(/pinHash|"pin"|scrypt|482915/)
    expect(app.db.prepare('SELECT pin_hash FROM wall').pluck().get()).toMatch(/^scrypt\$/)
  })

  it('07 §3.11: a name is there once, a PIN not easily guessed, a team one that exists', async () => {
    const wall = await wallOf(app)
    const entries = app.entries()

    await expect(wallOf(app, { name: 'RECEPTION' })).rejects.toMatchObject({
      code: 'NAME_TAKEN',
      data: { field: 'name' },
    })
    await expect(wallOf(app, { name: 'Hall', pin: '123456' })).rejects.toMatchObject({ code: 'PIN_WEAK' })
    const views = [{ kind: 'board' as const, teamIds: [newId<TeamId>()] }]
    await expect(wallOf(app, { name: 'Hall', views })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const ref = { wallId: wall.id, expectedVersion: wall.version }
    await expect(app.owner.wall.updateWall({ ...ref, patch: { pin: '111111' } })).rejects.toMatchObject({
      code: 'PIN_WEAK',
    })
    expect(app.entries()).toBe(entries)
  })

  it('R07-60: the PIN lets go of the wall, wrong ones do not and are slowed down', async () => {
    const { client, wall } = await boardOf(app)
    const leave = (pin: string) => client.wall.leaveWall({ wallId: wall.id, pin })
    const entries = app.entries()

    for (let wrong = 0; wrong < 3; wrong += 1)
      await expect(leave('000000')).rejects.toMatchObject({ code: 'PIN_WRONG' })
    await expect(leave(wallPin)).rejects.toMatchObject({
      code: 'PIN_WRONG',
      data: { retryAt: app.clock.now + 5000 },
    })
    app.clock.now += 5000
    await expect(leave('000000')).rejects.toMatchObject({ data: { retryAt: app.clock.now + 10_000 } })
    app.clock.now += 10_000
    await expect(leave(wallPin)).resolves.toEqual({ left: true })
    await expect(leave('000000')).rejects.toMatchObject({ data: { retryAt: app.clock.now } })
    expect(app.entries()).toBe(entries)
  })

  it('R07-60: a screen leaves its own wall without naming it; many PINs at once are no way around', async () => {
    const { client } = await boardOf(app)
    const wrong = await Promise.allSettled(
      Array.from({ length: 6 }, () => client.wall.leaveWall({ pin: '000000' })),
    )
    expect(wrong.map(({ status }) => status)).toEqual(wrong.map(() => 'rejected'))
    await expect(client.wall.leaveWall({ pin: wallPin })).rejects.toMatchObject({ code: 'PIN_WRONG' })
    app.clock.now += 60_000
    await expect(client.wall.leaveWall({ pin: wallPin })).resolves.toEqual({ left: true })
  })

  it('07 §3.11: one that is switched off is there for its set-up alone', async () => {
    const { client, wall } = await boardOf(app)
    await app.owner.wall.deactivateWall({ wallId: wall.id, expectedVersion: wall.version })

    await expect(client.wall.getWall({})).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(app.owner.wall.getWall({ wallId: wall.id })).resolves.toBeDefined()
  })
})

describe('the board device of a wall', () => {
  it('07 §3.11: its token opens a session of the role board in the wall’s office, for good', async () => {
    const { client, wall } = await boardOf(app)

    app.clock.now += 1000 * hour
    const session = await client.session.getSession()
    expect(session.roles).toEqual(['board'])
    expect(session.officeIds).toEqual([wall.officeId])
    expect((await client.wall.getWall({})).wall.id).toBe(wall.id)
    expect((await client.wall.getWall({ name: 'reception' })).wall.id).toBe(wall.id)
  })

  it('07 §3.11: it ends when it is revoked, when another is issued, when its wall goes', async () => {
    const { client, wall } = await boardOf(app)
    const ref = { wallId: wall.id, expectedVersion: wall.version }
    const { token, wall: again } = await app.owner.wall.issueToken(ref)
    await expect(client.wall.getWall({})).rejects.toMatchObject({ code: 'SIGN_IN_REQUIRED' })
    const second = app.application.clientFor(token)
    await expect(second.wall.getWall({})).resolves.toBeDefined()

    const revoked = await app.owner.wall.revokeToken({ wallId: wall.id, expectedVersion: again.version })
    expect(revoked.deviceId).toBeUndefined()
    await expect(second.wall.getWall({})).rejects.toMatchObject({ code: 'SIGN_IN_REQUIRED' })
    await expect(
      app.owner.wall.revokeToken({ wallId: wall.id, expectedVersion: revoked.version }),
    ).rejects.toMatchObject({ code: 'DEVICE_REVOKED' })

    const third = await app.owner.wall.issueToken({ wallId: wall.id, expectedVersion: revoked.version })
    await app.owner.wall.deleteWall({ wallId: wall.id, expectedVersion: third.wall.version })
    const client3 = app.application.clientFor(third.token)
    await expect(client3.session.getSession()).rejects.toMatchObject({ code: 'SIGN_IN_REQUIRED' })
  })

  it('07 §3.11: the token is neither stored nor logged', async () => {
    const { token } = await boardOf(app)
    const tables = app.db
      .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'")
      .pluck()
      .all()
    const everything = tables.map((table) => JSON.stringify(app.db.prepare(`SELECT * FROM "${table}"`).all()))
    expect(everything.join('')).not.toContain(token)
  })

  it('R-07.26: a board token is refused by every procedure that writes, saveEdits among them', async () => {
    const { client } = await boardOf(app)
    const writes = Object.entries(contract).flatMap(([capability, procedures]) =>
      Object.keys(procedures).flatMap((name) => {
        const { kind, permission } = metaOf([capability, name]) ?? {}
        const isReading = kind === 'query' || kind === 'longQuery' || kind === 'stream'
        return isReading || permission === 'none' ? [] : [[capability, name] as const]
      }),
    )
    const entries = app.entries()

    const answers = await Promise.all(
      writes.map(async ([capability, name]) => {
        const procedures: unknown = Reflect.get(client, capability)
        const call = Reflect.get(procedures as object, name) as (input: unknown) => Promise<unknown>
        const code = await call({}).then(
          () => 'answered',
          (error: unknown) => String(Reflect.get(error as object, 'code')),
        )
        return code === 'FORBIDDEN' ? [] : [`${capability}.${name} ${code}`]
      }),
    )

    expect(writes.length).toBeGreaterThan(200)
    // Neither writes anything of the business: the one lets the screen go, the other ends its session.
    expect(answers.flat().sort()).toEqual(['session.signOut answered', 'wall.leaveWall INVALID_INPUT'])
    expect(app.entries()).toBe(entries)
  })

  it('R-01.06: what a board token reads holds no phone, no price, no note, no address', async () => {
    const visit = await visitOf()
    app.db
      .prepare('UPDATE service_order SET contact_phone = ?, internal_note = ?, external_note = ?')
      .run('+47 999 888', 'Key under the mat', 'Rings twice')
    const known = JSON.stringify(await app.owner.orders.getOrder({ orderId: visit.id }))
    for (const text of ['999 888', 'under the mat', 'Rings twice', 'Storgata']) expect(known).toContain(text)
    dispatched(app, visit.id, { workerId: branch.workerId, start: monday })
    absent(app, branch.workerId, monday, monday + hour)
    const { client } = await boardOf(app)
    const range = { from: monday - 24 * hour, to: monday + 24 * hour }
    const whole = { range: { start: range.from, end: range.to }, date: '2026-03-02', orderId: visit.id }
    const inputs = [
      {},
      range,
      whole,
      { range },
      { ...whole, workerId: branch.workerId, from: '2026-03-02', to: '2026-03-02' },
    ]
    const read: unknown[] = []
    const queries = Object.entries(contract).flatMap(([capability, procedures]) =>
      Object.keys(procedures).flatMap((name) => {
        const kind = metaOf([capability, name])?.kind
        return kind === 'query' || kind === 'longQuery' ? [[capability, name] as const] : []
      }),
    )
    for (const [capability, name] of queries) {
      const procedures: unknown = Reflect.get(client, capability)
      const call = Reflect.get(procedures as object, name) as (input: unknown) => Promise<unknown>
      for (const input of inputs) read.push(await call(input).catch(() => undefined))
    }
    const text = JSON.stringify(read)
    expect(text).toContain('Løkke Verksted')
    expect(text).not.toMatch(/999 888|under the mat|Rings twice|Storgata|Back ache|salesAmount|9000000/)
  })

  it('07 §3.11: it sees the walls of its own office alone', async () => {
    const { id: officeId } = await app.owner.people.createOffice({
      ...{ id: newId(), code: 'BGO', name: 'Bergen', zone: 'Europe/Oslo' },
    })
    const { client } = await boardOf(app)
    const other = await wallOf(app, { name: 'Bergen', officeId })

    await expect(client.wall.getWall({ wallId: other.id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await client.wall.listWalls({})).items.map(({ name }) => name)).toEqual(['Reception'])
  })
})

describe('what a wall shows', () => {
  it('R07-61: views follow each other as set up, those without anything are skipped', async () => {
    await visitOf()
    const views = (['absences', 'undispatched', 'map', 'board', 'watchlist'] as const).map((kind) => ({
      kind,
    }))
    const { client } = await boardOf(app, { views })

    const content = await client.wall.getWall({})
    expect(kinds(content)).toEqual(['undispatched'])
    expect(content.counts).toEqual({ late: 0, risk: 0, working: 0, open: 1 })
    expect(content.pages[0]?.rows).toMatchObject([
      { customer: 'Løkke Verksted', city: 'Oslo', state: 'open' },
    ])
  })

  it('R07-61: more rows than fit make pages; what finds no place is told', async () => {
    for (let count = 0; count < 19; count += 1) await visitOf()
    const views = [{ kind: 'undispatched' as const }]
    const { client } = await boardOf(app, { views })
    const near = await client.wall.getWall({})
    expect(near.pages.map(({ page, pages, rows }) => [page, pages, rows?.length])).toEqual([
      [1, 3, 8],
      [2, 3, 8],
      [3, 3, 3],
    ])

    const far = await boardOf(app, { name: 'Far', views, distance: 12 })
    const { pages } = await far.client.wall.getWall({})
    const { rows } = wallSizes({ diagonal: 65, distance: 12 })
    expect(pages.map((page) => page.rows?.length)).toEqual([rows, rows, rows, rows, rows])
    expect(pages.at(-1)?.more).toBe(19 - 5 * rows)
  })

  it('ux §4.6: late, at risk, working, next; the late ones stand on every page', async () => {
    const sla = await slaOf(app.owner, {
      steps: [
        {
          kind: 'warning',
          threshold: 5000,
          roles: [],
          workerIds: [],
          toResponsible: false,
          toTeamOwner: false,
          raisesPriority: false,
        },
      ],
    })
    const planned = await visitOf()
    const working = await visitOf()
    await promise(app.owner, branch.customerId, sla.id)
    app.clock.now = monday - 48 * hour
    const late = await visitOf()
    app.clock.now = monday + 2 * hour
    const risk = await visitOf()
    app.clock.now = monday + 7.5 * hour
    dispatched(app, planned.id, { workerId: branch.workerId, start: app.clock.now + hour })
    const begunAt = app.clock.now - hour
    dispatched(app, working.id, { workerId: branch.workerId, start: begunAt, begunAt, minutes: 90 })
    await visitOf()
    app.application.lookAtClocks()
    app.clock.now = monday + 7.6 * hour
    const views = (['watchlist', 'undispatched'] as const).map((kind) => ({ kind }))
    const { client } = await boardOf(app, { views })

    const content = await client.wall.getWall({})
    expect(content.late.map(({ number }) => number)).toEqual([late.number])
    const [list] = content.pages
    expect(list?.rows?.map(({ number, state }) => [number, state])).toEqual([
      [risk.number, 'risk'],
      [working.number, 'working'],
      [planned.number, 'planned'],
    ])
    expect(content.counts).toMatchObject({ late: 1, risk: 1, working: 1 })
    expect(list?.rows?.[1]).toMatchObject({ technician: 'Kari', start: begunAt, end: begunAt + 90 * 60_000 })
  })

  it('R07-61: the board has one row a colleague by team, with visits, absences and working time of today', async () => {
    const team = teamOf(app, await officeOf(), [branch.workerId])
    const visit = await visitOf()
    dispatched(app, visit.id, { workerId: branch.workerId, start: monday })
    absent(app, branch.workerId, monday + 4 * hour, monday + 100 * hour)
    const { client } = await boardOf(app, {
      views: [{ kind: 'board', teamIds: [team] }, { kind: 'absences' }],
    })

    const { pages } = await client.wall.getWall({})
    expect(pages[0]).toMatchObject({ kind: 'board', title: 'Team T1' })
    const [worker] = pages[0]?.board?.workers ?? []
    expect(worker?.name).toBe('Kari')
    expect(worker?.bars).toMatchObject([
      { start: monday, end: monday + hour, label: 'Oslo', state: 'planned' },
    ])
    expect(worker?.absences[0]?.from).toBe(monday + 4 * hour)
    expect(worker?.working).toHaveLength(1)
    expect(pages[1]?.absences).toMatchObject([{ name: 'Kari', kind: 'other' }])
    expect(JSON.stringify(pages)).not.toContain('Back ache')
  })

  it('R07-61: the map numbers the stops of each colleague; visits without a place are counted', async () => {
    const place = { latitude: 59_913_900, longitude: 10_752_200 }
    const [first, second, third] = [await visitOf(), await visitOf(), await visitOf()]
    app.db.prepare('UPDATE service_order SET latitude = NULL, longitude = NULL').run()
    app.db
      .prepare('UPDATE service_order SET latitude = ?, longitude = ? WHERE number IN (?, ?)')
      .run(place.latitude, place.longitude, first.number, third.number)
    for (const [at, { id }] of [first, second, third].entries())
      dispatched(app, id, { workerId: branch.workerId, start: monday + at * 2 * hour })
    const { client } = await boardOf(app, { views: [{ kind: 'map' }] })

    const [page] = (await client.wall.getWall({})).pages
    expect(page?.map?.stops).toMatchObject([
      { position: 1, technician: 'Kari', ...place },
      { position: 3, ...place },
    ])
    expect(page?.map?.withoutPlace).toBe(1)
  })

  it('R07-62: names of customers are shortened on the domain side where the wall asks for it', async () => {
    await visitOf()
    const { client } = await boardOf(app, { shortNames: true })
    const text = JSON.stringify(await client.wall.getWall({}))
    expect(text).toContain('Løkke V.')
    expect(text).not.toContain('Verksted')
  })

  it('R-07.25: a view that fails does not fail the rest, and is named', async () => {
    await visitOf()
    const views = (['absences', 'undispatched'] as const).map((kind) => ({ kind }))
    const { client } = await boardOf(app, { views })
    app.db.exec('ALTER TABLE absence RENAME TO gone')
    const before = await client.wall.getWall({})
    app.db.exec('ALTER TABLE gone RENAME TO absence')

    expect(before.failed).toEqual([0])
    expect(kinds(before)).toEqual(['undispatched'])
    expect((await client.wall.getWall({})).failed).toEqual([])
  })

  it('R07-64: the day is the office’s, whatever the clock of the machine says', async () => {
    const { id: officeId } = await app.owner.people.createOffice({
      ...{ id: newId(), code: 'AKL', name: 'Auckland', zone: 'Pacific/Auckland' },
    })
    app.clock.now = Date.UTC(2026, 2, 2, 12)
    const { client } = await boardOf(app, { officeId })
    expect(await client.wall.getWall({})).toMatchObject({ date: '2026-03-03', zone: 'Pacific/Auckland' })
  })
})
