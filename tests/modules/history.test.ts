import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, lineOf, orderOf, refOf } from '../support/orders'

const oslo = { name: 'Oslo', country: 'NO', zone: 'Europe/Oslo' }

let app: TestApp
beforeEach(() => (app = setUp()))
afterEach(() => app.close())

async function jobResult(jobId: Parameters<typeof app.owner.jobs.getJob>[0]['jobId']) {
  for (;;) {
    const job = await app.owner.jobs.getJob({ jobId })
    if (job.state !== 'running' && job.state !== 'queued') return job
    await new Promise((resolve) => setImmediate(resolve))
  }
}

describe('history for people (R01-11)', () => {
  it('R-01.33: a change from A to B holds actor, device, instant, command, reason and both values', async () => {
    const { id } = await app.owner.customers.createCustomer({ id: newId(), name: 'A' })
    app.clock.now += 60_000
    await app.owner.customers.updateCustomer({
      customerId: id,
      expectedVersion: 1,
      patch: { name: 'B' },
      reason: 'renamed',
    })
    const { user, deviceId, officeId } = await app.owner.session.getSession()

    const { items } = await app.owner.history.listEntries({ recordId: id })

    expect(items).toHaveLength(2)
    expect(items[0]).toMatchObject({
      at: app.clock.now,
      actorId: user.id,
      actorName: 'Owner',
      deviceId,
      officeId,
      command: 'customers.updateCustomer',
      reason: 'renamed',
      changeCount: 1,
      changes: [
        { entity: 'customer', id, op: 'update', version: 2, fields: { name: { before: 'A', after: 'B' } } },
      ],
    })
    const chain = app.db
      .prepare("SELECT fields FROM change WHERE entity = 'customer' AND op = 1")
      .pluck()
      .get()
    expect(JSON.parse(String(chain))).toEqual({
      name: [expect.stringMatching(/^sha256:/), expect.stringMatching(/^sha256:/)],
    })
    expect(verifyChain(app.db).ok).toBe(true)
  })

  it('R12-27: a purged personal value reads as removed, the chain stays sound', async () => {
    const { id } = await app.owner.customers.createCustomer({ id: newId(), name: 'A' })
    app.db.prepare("DELETE FROM personal_value WHERE entity = 'customer'").run()

    const [entry] = (await app.owner.history.listEntries({ recordId: id })).items

    expect(entry?.changes[0]?.fields['name']).toEqual({ before: null, after: { removed: 'retention' } })
    expect(verifyChain(app.db).ok).toBe(true)
  })

  it('R01-11: of a record only its own changes, with other entities those of the same actions', async () => {
    const source = await app.owner.customers.createCustomer({ id: newId(), name: 'A' })
    const target = await app.owner.customers.createCustomer({ id: newId(), name: 'B' })
    const site = await app.owner.customers.createSite({ id: newId(), customerId: source.id, ...oslo })
    await app.owner.customers.mergeCustomers({
      sourceId: source.id,
      targetId: target.id,
      expectedVersion: 1,
    })
    const touched = async (entity?: string[]) => {
      const { items } = await app.owner.history.listEntries({ recordId: source.id, entity })
      return items[0]?.changes.map((change) => change.id)
    }

    expect(await touched()).toEqual([source.id])
    expect((await touched(['customer', 'site']))?.sort()).toContain(site.id)
  })

  it('R01-11: filters by actor, command, entity and time, in pages, newest first', async () => {
    const start = app.clock.now
    const made = []
    for (let count = 0; count < 7; count += 1) {
      app.clock.now = start + count * 60_000
      made.push(await app.owner.customers.createCustomer({ id: newId(), name: `C${count}` }))
    }
    const dispatcher = await app.as('dispatcher')
    const command = 'customers.createCustomer'
    const seen: number[] = []
    let after: string | undefined
    do {
      const page = await app.owner.history.listEntries({ command, after, limit: 3 })
      expect(page.items.length).toBeLessThanOrEqual(3)
      seen.push(...page.items.map(({ at }) => (at - start) / 60_000))
      after = page.next
    } while (after !== undefined)

    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0])
    const within = await app.owner.history.listEntries({
      entity: 'customer',
      from: start + 60_000,
      to: start + 180_000,
    })
    expect(within.items.map(({ at }) => (at - start) / 60_000)).toEqual([2, 1])
    const { user } = await dispatcher.session.getSession()
    expect((await app.owner.history.listEntries({ actorId: user.id })).items).toEqual([])
  })

  it('conventions §8: a technician sees the history of own orders, whoever acted, and not of others', async () => {
    const branch = await branchOf(app)
    const password = 'a long enough password'
    await app.owner.people.createUser({
      ...{ id: newId(), login: 'kari', displayName: 'Kari', roles: ['technician'], password },
      workerId: branch.workerId,
    })
    const { token } = await app.stranger.session.signIn({ login: 'kari', password })
    const { history } = app.application.clientFor(token)
    const own = await orderOf(app.owner, branch, { lines: [hours(branch), hours(branch)] })
    const left = await app.owner.orders.splitOrder({
      ...refOf(own), lineIds: [lineOf(own, 20).id], date: '2026-03-12',
    }) // prettier-ignore
    const other = await orderOf(app.owner, branch)

    const { items } = await history.listEntries({ entity: ['order', 'orderLine'], recordId: own.id })
    expect(items.map(({ command }) => command)).toEqual(['orders.splitOrder', 'orders.createOrder'])
    const heads = items.flatMap(({ changes }) => changes).filter(({ entity }) => entity === 'order')
    expect(new Set(heads.map(({ id }) => id))).toEqual(new Set([own.id]))
    expect(JSON.stringify(items)).not.toMatch(/cost/i)
    expect(await history.getRecordAt({ entity: 'order', recordId: own.id, at: app.clock.now })).toMatchObject(
      {
        version: left.version,
      },
    )
    const line = { entity: 'orderLine', recordId: lineOf(own, 10).id, at: app.clock.now }
    expect((await history.getRecordAt(line)).fields).toMatchObject({ orderId: own.id })

    expect((await history.listEntries({ entity: 'order', recordId: other.id })).items).toEqual([])
    await expect(
      history.getRecordAt({ entity: 'order', recordId: other.id, at: app.clock.now }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('conventions §8: shows nobody what they may not read', async () => {
    await app.as('technician')
    const dispatcher = await app.as('dispatcher')
    const technician = await app.as('technician')
    const { items } = await dispatcher.history.listEntries({ entity: 'user' })

    expect(items.length).toBeGreaterThan(0)
    expect(items.flatMap(({ changes }) => changes)).toEqual([])
    expect((await technician.history.listEntries({})).items).toEqual([])
    const board = await app.as('board')
    await expect(board.history.listEntries({})).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('12: a record as it stood at an instant', async () => {
    const { id } = await app.owner.customers.createCustomer({ id: newId(), name: 'A', taxNumber: '1' })
    const created = app.clock.now
    app.clock.now += 60_000
    await app.owner.customers.updateCustomer({
      customerId: id,
      expectedVersion: 1,
      patch: { name: 'B', taxNumber: null },
    })
    app.clock.now += 60_000
    await app.owner.customers.deleteCustomer({ customerId: id, expectedVersion: 2 })
    const at = (instant: number) =>
      app.owner.history.getRecordAt({ entity: 'customer', recordId: id, at: instant })

    expect(await at(created)).toMatchObject({
      version: 1,
      isDeleted: false,
      fields: { name: 'A', taxNumber: '1' },
    })
    const second = await at(created + 60_000)
    expect(second).toMatchObject({ version: 2, fields: { name: 'B' } })
    expect(second.fields).not.toHaveProperty('taxNumber')
    expect(await at(app.clock.now)).toMatchObject({ version: 3, isDeleted: true, fields: { name: 'B' } })
    await expect(at(created - 1)).rejects.toMatchObject({ code: 'NOT_FOUND', defined: true })
  })
})

describe('parts and names', () => {
  it('ux §4: an order as of then comes with the lines it had then', async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, {
      responsibleId: branch.workerId,
      lines: [hours(branch, { description: 'First' }), hours(branch, { description: 'Second' })],
    })
    const [first, second] = [lineOf(order, 10), lineOf(order, 20)]
    const created = app.clock.now
    app.clock.now += 60_000
    const changed = await app.owner.orders.updateLine({
      ...{ ...refOf(order), lineId: first.id, patch: { actualQty: 60, description: 'Longer' } },
    })
    const split = await app.owner.orders.splitOrder({
      ...{ ...refOf(changed), lineIds: [second.id], date: '2026-03-12' },
    })
    const at = (instant: number) =>
      app.owner.history.getRecordAt({
        ...{ entity: 'order', recordId: order.id, at: instant, parts: ['orderLine'] },
      })

    const then = await at(created)
    expect(then.parts).toMatchObject([
      { id: first.id, entity: 'orderLine', fields: { lineNo: 10, actualQty: 120, description: 'First' } },
      { id: second.id, fields: { lineNo: 20, description: 'Second' } },
    ])
    expect((await at(app.clock.now)).parts).toMatchObject([
      { id: first.id, fields: { actualQty: 60, description: 'Longer' } },
    ])
    const moved = await app.owner.history.getRecordAt({
      ...{ entity: 'order', recordId: split.newOrderId, at: app.clock.now, parts: ['orderLine'] },
    })
    expect(moved.parts).toMatchObject([{ id: second.id, fields: { description: 'Second' } }])
    expect(then.names).toEqual({ [branch.workerId]: 'Kari' })
    const without = await app.owner.history.getRecordAt({
      ...{ entity: 'order', recordId: order.id, at: created },
    })
    expect(without.parts).toBeUndefined()
  })
})

describe('the chain as a job (R12-26)', () => {
  it('R-12.26: is sound with its count and last hash; a printed hash must be there', async () => {
    await app.owner.customers.createCustomer({ id: newId(), name: 'A' })
    const verdict = verifyChain(app.db)

    const sound = await jobResult((await app.owner.history.verifyChain({})).jobId)
    expect(sound).toMatchObject({ state: 'done', result: verdict })
    const { lastHash } = sound.result as { lastHash: string }
    const printed = await jobResult((await app.owner.history.verifyChain({ lastHash })).jobId)
    expect(printed.result).toMatchObject({ ok: true })
    const cut = await jobResult((await app.owner.history.verifyChain({ lastHash: 'f'.repeat(64) })).jobId)
    expect(cut.result).toMatchObject({ ok: false, badSeq: 3, kind: 'HASH_MISMATCH' })
  })

  it('R-12.26: names the first bad entry of a log that was tampered with', async () => {
    await app.owner.customers.createCustomer({ id: newId(), name: 'A' })
    await app.owner.customers.createCustomer({ id: newId(), name: 'B' })
    app.db.exec("DROP TRIGGER change_log_is_not_updated; UPDATE change_log SET command = 'x.y' WHERE seq = 2")

    const job = await jobResult((await app.owner.history.verifyChain({})).jobId)

    expect(job).toMatchObject({ state: 'done', result: { ok: false, badSeq: 2, kind: 'HASH_MISMATCH' } })
  })

  it('R01-11: nobody edits the log', () => {
    for (const sql of [
      'UPDATE change_log SET at = 0',
      'DELETE FROM change_log',
      'UPDATE change SET version = 9',
      'DELETE FROM change',
    ])
      expect(() => app.db.exec(sql)).toThrow('never')
  })
})
