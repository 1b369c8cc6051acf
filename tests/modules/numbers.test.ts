import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../electron/db/database'
import type { DeviceFile, Machine } from '../../electron/db/deviceFile'
import { createDrawNumber, createNumbersRepository } from '../../electron/modules/numbers/index'
import type { Client } from '../../electron/shared/contract/index'
import type { DeviceId, SeriesId } from '../../electron/shared/contract/id'
import type { SeriesType } from '../../electron/shared/contract/numbers'
import { monday, newId, setUp, type TestApp } from '../support/app'

let app: TestApp
beforeEach(() => (app = setUp()))
afterEach(() => app.close())

const customer = (client: Client = app.owner) => client.customers.createCustomer({ id: newId(), name: 'A' })

async function seriesOf(type: SeriesType) {
  const { items } = await app.owner.numbers.listSeries({ filter: { type: [type] } })
  return items[0]!
}

async function device(name = 'Van') {
  const { officeId } = await app.owner.session.getSession()
  return app.owner.people.registerDevice({ id: newId<DeviceId>(), name, officeId, kind: 'desk' })
}

async function states(seriesId: SeriesId) {
  const found: Record<string, number[]> = { used: [], void: [], reserved: [] }
  let after: string | undefined
  do {
    const page = await app.owner.numbers.listNumbers({ seriesId, after, limit: 200 })
    for (const { state, value } of page.items) found[state]!.push(value)
    after = page.next
  } while (after !== undefined)
  return found
}

/** Draws as the application does, on any device. */
function drawOn(deviceId: string, type: SeriesType, at = monday) {
  const store = { db: app.db, entities: new Map(), sortLanguage: () => 'en' }
  const office = { code: 'OSL', zone: 'Europe/Oslo', numberingDeviceId: deviceOf() }
  const draw = createDrawNumber(createNumbersRepository(store), { get: () => office }, () => deviceId)
  return draw({ type, officeId: officeId(), entity: 'customer', recordId: newId(), at })
}
const deviceOf = () =>
  app.db.prepare<[], string>("SELECT value FROM local_machine WHERE name = 'deviceId'").pluck().get()
const officeId = () =>
  app.db
    .prepare<[], string>('SELECT lower(hex(id)) FROM office')
    .pluck()
    .get()!
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

describe('block series (R01-07)', () => {
  it('R-01.17: E4 gives 97 void and 98 reserved values, the next block begins at 501', async () => {
    const series = await seriesOf('CU')
    await app.owner.numbers.updateSeries({
      seriesId: series.id,
      expectedVersion: 1,
      patch: { nextValue: 301 },
    })
    const [a, b] = [await device('A'), await device('B')]
    const blockA = await app.owner.numbers.reserveBlock({ seriesId: series.id, deviceId: a.id })
    const blockB = await app.owner.numbers.reserveBlock({ seriesId: series.id, deviceId: b.id })
    expect([blockA, blockB]).toMatchObject([
      { firstValue: 301, lastValue: 400 },
      { firstValue: 401, lastValue: 500 },
    ])
    const drawn = [a, a, a, b, b].map(({ id }) => drawOn(id, 'CU'))
    expect(drawn).toEqual(['301', '302', '303', '401', '402'].map((value) => `OSL-CU-000${value}`))

    await app.owner.people.revokeDevice({ deviceId: a.id, expectedVersion: 1 })

    const found = await states(series.id)
    expect(found['used']).toEqual([301, 302, 303, 401, 402])
    expect(found['void']).toHaveLength(97)
    expect(found['void']![0]).toBe(304)
    expect(found['reserved']).toHaveLength(98)
    expect(found['reserved']![0]).toBe(403)
    const { counts, items } = await app.owner.numbers.listNumbers({ seriesId: series.id, withCount: true })
    expect(counts).toEqual({ used: 5, void: 97, reserved: 98 })
    expect(items[0]).toMatchObject({ number: 'MAIN-CU-000301', entity: 'customer', blockId: blockA.id })
    expect(items[3]).toMatchObject({ state: 'void', reason: 'DEVICE_RETIRED', deviceId: a.id })
    expect((await customer()).number).toBe('MAIN-CU-000501')
  })

  it('R-01.19: a device without values left creates nothing: NUMBERS_EXHAUSTED', async () => {
    const series = await seriesOf('CU')
    await app.owner.numbers.updateSeries({ seriesId: series.id, expectedVersion: 1, patch: { blockSize: 1 } })
    const other = await device()
    await app.owner.numbers.reserveBlock({ seriesId: series.id, deviceId: other.id })

    expect(drawOn(other.id, 'CU')).toBe('OSL-CU-000001')
    expect(() => drawOn(other.id, 'CU')).toThrow(expect.objectContaining({ code: 'NUMBERS_EXHAUSTED' }))
  })

  it('R01-06: a void value is passed over, a used one cannot be made void', async () => {
    const { id: seriesId } = await seriesOf('CU')
    await customer()
    const record = await app.owner.numbers.voidNumber({ seriesId, value: 2, reason: 'torn form' })
    expect(record).toMatchObject({ number: 'MAIN-CU-000002', state: 'void', reason: 'torn form' })
    expect((await customer()).number).toBe('MAIN-CU-000003')
    for (const value of [1, 2])
      await expect(app.owner.numbers.voidNumber({ seriesId, value, reason: 'again' })).rejects.toMatchObject({
        code: 'NUMBER_USED',
        data: { field: 'value' },
        defined: true,
      })
    await expect(
      app.owner.numbers.voidNumber({ seriesId, value: 5000, reason: 'far' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('R01-06: a refused write takes no value', async () => {
    await customer()
    await expect(
      app.owner.customers.createCustomer({ id: newId(), name: 'B', groupId: newId() }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND', data: { entity: 'customerGroup' } })
    expect((await customer()).number).toBe('MAIN-CU-000002')
  })

  it('R01-07: a block is for the asking device; another’s needs an administrator, a revoked one gets none', async () => {
    const { id: seriesId } = await seriesOf('CU')
    const other = await device()
    const dispatcher = await app.as('dispatcher')
    await expect(dispatcher.numbers.reserveBlock({ seriesId, deviceId: other.id })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    await app.owner.people.revokeDevice({ deviceId: other.id, expectedVersion: 1 })
    await expect(app.owner.numbers.reserveBlock({ seriesId, deviceId: other.id })).rejects.toMatchObject({
      code: 'DEVICE_REVOKED',
    })
  })

  it('R01-07: at the last value a series ends', async () => {
    const series = await seriesOf('CU')
    await app.owner.numbers.updateSeries({ seriesId: series.id, expectedVersion: 1, patch: { lastValue: 2 } })
    expect([(await customer()).number, (await customer()).number]).toEqual([
      'MAIN-CU-000001',
      'MAIN-CU-000002',
    ])
    await expect(customer()).rejects.toMatchObject({ code: 'NUMBERS_EXHAUSTED', defined: true })
    await expect(
      app.owner.numbers.reserveBlock({ seriesId: series.id, deviceId: (await device()).id }),
    ).rejects.toMatchObject({ code: 'SERIES_END', defined: true })
  })
})

describe('strict series (R01-06)', () => {
  it('R-01.18: E5, a rolled-back document leaves 18, the next one gets OSL-INV-000018', async () => {
    const series = await seriesOf('INV')
    await app.owner.numbers.updateSeries({
      seriesId: series.id,
      expectedVersion: 1,
      patch: { nextValue: 18 },
    })
    const post = app.db.transaction((isFailing: boolean) => {
      const number = drawOn(deviceOf()!, 'INV')
      if (isFailing) throw new Error('the last step')
      return number
    })

    expect(() => post(true)).toThrow('the last step')

    expect((await seriesOf('INV')).nextValue).toBe(18)
    expect(post(false)).toBe('OSL-INV-000018')
  })

  it('R01-06: only the office’s numbering device draws', async () => {
    const { id } = await device()
    expect(() => drawOn(id, 'INV')).toThrow(expect.objectContaining({ code: 'NOT_NUMBERING_DEVICE' }))
    await expect(
      app.owner.numbers.reserveBlock({ seriesId: (await seriesOf('INV')).id, deviceId: id }),
    ).rejects.toMatchObject({ code: 'NOT_NUMBERING_DEVICE', defined: true })
  })

  it('R01-06: yearly numbers begin anew at the office’s New Year, not at Greenwich’s', async () => {
    const series = await seriesOf('INV')
    await app.owner.numbers.updateSeries({
      seriesId: series.id,
      expectedVersion: 1,
      patch: { prefix: '{office}-{type}-{year}-', yearlyReset: true },
    })
    const own = deviceOf()!
    const newYear = Date.UTC(2027, 11, 31, 23) // 2028-01-01 in Oslo
    expect([newYear - 2, newYear - 1, newYear].map((at) => drawOn(own, 'INV', at))).toEqual([
      'OSL-INV-2027-000001',
      'OSL-INV-2027-000002',
      'OSL-INV-2028-000001',
    ])
  })
})

describe('the format of a series (R01-08)', () => {
  it('R01-08: is fixed once there are numbers; a new series replaces it from a date', async () => {
    const series = await seriesOf('CU')
    await customer()
    const ref = { seriesId: series.id, expectedVersion: series.version }
    for (const patch of [{ prefix: 'C-' }, { digits: 4 }, { nextValue: 9 }, { yearlyReset: true }])
      await expect(app.owner.numbers.updateSeries({ ...ref, patch })).rejects.toMatchObject({
        code: 'SERIES_FORMAT_FIXED',
        data: { field: Object.keys(patch)[0] },
        defined: true,
      })
    await expect(app.owner.numbers.deleteSeries(ref)).rejects.toMatchObject({ code: 'IN_USE' })

    const next = await app.owner.numbers.replaceSeries({
      seriesId: series.id,
      validFrom: '2026-03-03',
      prefix: '{office}/C',
      digits: 4,
    })

    expect(next).toMatchObject({ type: 'CU', officeCode: 'MAIN', nextValue: 1, validFrom: '2026-03-03' })
    expect((await customer()).number).toBe('MAIN-CU-000002')
    app.clock.now += 24 * 3_600_000
    expect((await customer()).number).toBe('MAIN/C0001')
    await expect(
      app.owner.numbers.replaceSeries({
        seriesId: series.id,
        validFrom: '2026-03-09',
        prefix: 'X',
        digits: 4,
      }),
    ).rejects.toMatchObject({ code: 'PERIOD_INVALID' })
  })

  it('R01-08: with the same text before the digits it goes on counting', async () => {
    const series = await seriesOf('CU')
    await customer()
    const next = await app.owner.numbers.replaceSeries({
      seriesId: series.id,
      validFrom: '2026-03-02',
      prefix: series.prefix,
      digits: 8,
    })
    expect(next.nextValue).toBe(101)
    expect((await customer()).number).toBe('MAIN-CU-00000101')
  })

  it('01 §2.7: INV, CRN and JRN draw strictly, all others from blocks', async () => {
    for (const [type, mode] of [
      ['CU', 'strict'],
      ['INV', 'block'],
    ] as const) {
      const { id, officeId: office } = await seriesOf(type)
      const refused = { code: 'INVALID_INPUT', data: { issues: [{ path: ['mode'] }] } }
      await expect(
        app.owner.numbers.updateSeries({ seriesId: id, expectedVersion: 1, patch: { mode } }),
      ).rejects.toMatchObject(refused)
      await expect(
        app.owner.numbers.createSeries({ id: newId(), type, officeId: office, mode, prefix: 'Z-' }),
      ).rejects.toMatchObject(refused)
    }
  })

  it('01 §2.7: two series of a type give different numbers; a yearly one has the year in them', async () => {
    const series = await seriesOf('CU')
    const create = (fields: object) =>
      app.owner.numbers.createSeries({ id: newId(), type: 'CU', officeId: series.officeId, ...fields })
    await expect(create({})).rejects.toMatchObject({ code: 'PREFIX_TAKEN', data: { ids: [series.id] } })
    await expect(create({ prefix: 'Y-', yearlyReset: true })).rejects.toMatchObject({
      code: 'YEAR_MISSING',
    })
    expect(await create({ prefix: 'Y-{year}-', yearlyReset: true })).toMatchObject({
      mode: 'block',
      digits: 6,
    })
  })
})

describe('a store on another machine (R01-34)', () => {
  function machine(mark: string): Machine & { file: DeviceFile | undefined } {
    return {
      mark,
      file: undefined,
      read() {
        return this.file
      },
      write(deviceId) {
        this.file = { machine: mark, deviceId }
      },
    }
  }

  it('R-01.52: draws no number until an administrator says that it replaces the old one, then above every reserved', async () => {
    const db = openDatabase(':memory:')
    const home = machine('home')
    const first = setUp({ db, machine: home })
    const { id: customerId } = await customer(first.owner)
    const order = (client: Client) => client.orders.createOrder({ id: newId(), customerId })
    expect((await order(first.owner)).number).toBe('MAIN-SO-000001')
    const { deviceId: oldId, officeId } = await first.owner.session.getSession()
    expect(home.file?.deviceId).toBe(oldId)

    const copied = setUp({ db, machine: machine('elsewhere') })
    const { deviceId: newDevice } = await copied.owner.session.getSession()
    expect(newDevice).not.toBe(oldId)
    expect((await copied.owner.history.listEntries({ limit: 1 })).items[0]).toMatchObject({
      command: 'session.registerMachine',
      deviceId: newDevice,
    })
    const entries = copied.entries()
    await expect(order(copied.owner)).rejects.toMatchObject({ code: 'NUMBERS_EXHAUSTED', defined: true })
    expect(copied.entries()).toBe(entries)

    await copied.owner.numbers.setNumberingDevice({ officeId, deviceId: newDevice })

    expect((await order(copied.owner)).number).toBe('MAIN-SO-000101')
    const { items: devices } = await copied.owner.people.listDevices({})
    expect(devices.find(({ id }) => id === oldId)).toMatchObject({ revoked: true })
    const { items } = await copied.owner.numbers.listSeries({ filter: { type: ['SO'] } })
    const { counts } = await copied.owner.numbers.listNumbers({ seriesId: items[0]!.id, withCount: true })
    expect(counts).toEqual({ used: 2, void: 99, reserved: 99 })
    copied.close()
  })

  it('R01-34: opened again on its own machine it stays the same device', async () => {
    const db = openDatabase(':memory:')
    const home = machine('home')
    const first = setUp({ db, machine: home })
    const { deviceId } = await first.owner.session.getSession()
    const entries = first.entries()
    const again = setUp({ db, machine: home })
    expect((await again.owner.session.getSession()).deviceId).toBe(deviceId)
    expect(again.entries()).toBe(entries)
    again.close()
  })

  it('R01-34: a copy without its device file, or with a damaged one, is another machine', async () => {
    const db = openDatabase(':memory:')
    setUp({ db, machine: machine('home') })
    const bare = setUp({ db, machine: machine('home') })
    await expect(customer(bare.owner)).rejects.toMatchObject({ code: 'NUMBERS_EXHAUSTED' })
    bare.close()
  })
})
