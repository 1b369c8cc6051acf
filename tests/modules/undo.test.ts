import { ORPCError } from '@orpc/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, lineOf, orderOf, refOf } from '../support/orders'
import { cpuTime } from '../support/cpuTime'

let app: TestApp
beforeEach(() => (app = setUp()))
afterEach(() => app.close())

async function lastEntry() {
  const { items } = await app.owner.history.listEntries({ limit: 1 })
  if (!items[0]) throw new Error('nothing was written')
  return items[0]
}
async function undoLast() {
  const { id } = await lastEntry()
  return app.owner.history.undoEntry({ entryId: id })
}
async function refusal(work: Promise<unknown>): Promise<{ code: string; data: Record<string, unknown> }> {
  try {
    await work
  } catch (error) {
    if (error instanceof ORPCError)
      return { code: String(error.code), data: error.data as Record<string, unknown> }
    throw error
  }
  return { code: 'none', data: {} }
}

describe('undo (conventions §6)', () => {
  it('conventions §6: writes the values before as a new entry and keeps later changes of other fields', async () => {
    const { id: customerId } = await app.owner.customers.createCustomer({
      id: newId(),
      name: 'A',
      email: 'a@b.no',
    } as never)
    await app.owner.customers.updateCustomer({ customerId, expectedVersion: 1, patch: { name: 'B' } })
    const { id: entryId } = await lastEntry()
    await app.owner.customers.updateCustomer({ customerId, expectedVersion: 2, patch: { currency: 'SEK' } })
    const entries = app.entries()

    const undone = await app.owner.history.undoEntry({ entryId })

    const after = await app.owner.customers.getCustomer({ customerId })
    expect(after).toMatchObject({ name: 'A', currency: 'SEK', version: 4 })
    expect(app.entries()).toBe(entries + 1)
    expect((await lastEntry()).id).toBe(undone.entryId)
    expect(verifyChain(app.db).ok).toBe(true)
  })

  it('conventions §6: an entry of an act says what its record is called, where that is asked for', async () => {
    await app.owner.customers.createCustomer({ id: newId(), name: 'Pump Oy' })
    const { id: actId } = await lastEntry()

    const plain = await app.owner.history.getAct({ actId: actId })
    const named = await app.owner.history.getAct({ actId: actId, withNames: true })

    expect(plain.items[0]).not.toHaveProperty('recordName')
    expect(named.items[0]).toMatchObject({ entity: 'customer', recordName: expect.any(String) as string })
  })

  it('conventions §6: an order with its lines, deleted, is there again with its number; then gone, then there', async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch), hours(branch)] })
    await app.owner.orders.deleteOrder(refOf(order))

    await undoLast()
    const back = await app.owner.orders.getOrder({ orderId: order.id })
    expect({ ...back, version: 0 }).toEqual({ ...order, version: 0 })
    await undoLast()
    expect((await refusal(app.owner.orders.getOrder({ orderId: order.id }))).code).toBe('NOT_FOUND')
    await undoLast()
    const again = await app.owner.orders.getOrder({ orderId: order.id })
    expect({ ...again, version: 0 }).toEqual({ ...order, version: 0 })
    expect(verifyChain(app.db).ok).toBe(true)
  })

  it('conventions §6: a line added is taken out and the totals follow', async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const longer = await app.owner.orders.addLine({ ...refOf(order), ...hours(branch) })
    expect(longer.lines).toHaveLength(2)
    await undoLast()
    const back = await app.owner.orders.getOrder({ orderId: order.id })
    expect({ ...back, version: 0 }).toEqual({ ...order, version: 0 })
    expect(lineOf(back, 10).actualQty).toBe(120)
  })
})

describe('undo: what it refuses', () => {
  it('conventions §6: a field changed since is UNDO_CONFLICT with record, field, who and when; nothing is written', async () => {
    const { id: customerId } = await app.owner.customers.createCustomer({ id: newId(), name: 'A' })
    await app.owner.customers.updateCustomer({ customerId, expectedVersion: 1, patch: { name: 'B' } })
    const { id: entryId } = await lastEntry()
    app.clock.now += 60_000
    const other = await app.as('serviceManager')
    await other.customers.updateCustomer({ customerId, expectedVersion: 2, patch: { name: 'C' } })
    const entries = app.entries()

    const refused = await refusal(app.owner.history.undoEntry({ entryId }))

    expect(refused).toMatchObject({
      code: 'UNDO_CONFLICT',
      data: {
        ...{ entity: 'customer', id: customerId, field: 'name', actorName: 'test.serviceManager' },
        at: app.clock.now,
        conflicts: [{ now: 'C', wanted: 'A' }],
      },
    })
    expect(app.entries()).toBe(entries)
  })

  it('conventions §6: posting is NOT_UNDOABLE with its reversal', async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    await app.owner.orders.postOrder({ ...refOf(order), date: '2026-03-02' })
    const entry = await lastEntry()
    expect(entry.undo).toEqual({ state: 'never', reversal: 'reverseLine' })
    const refused = await refusal(app.owner.history.undoEntry({ entryId: entry.id }))
    expect(refused).toMatchObject({ code: 'NOT_UNDOABLE', data: { reversal: 'reverseLine' } })
  })

  it('conventions §6: a line posted since is not set back', async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const { id: lineId } = lineOf(order, 10)
    const changed = await app.owner.orders.updateLine({
      ...refOf(order),
      lineId,
      patch: { description: 'D' },
    })
    const { id: entryId } = await lastEntry()
    await app.owner.orders.postOrder({ ...refOf(changed), date: '2026-03-02' })
    expect((await refusal(app.owner.history.undoEntry({ entryId }))).code).toBe('LINE_STATUS_INVALID')
  })

  it('R01-05: a record that others refer to since is IN_USE', async () => {
    const { id: customerId } = await app.owner.customers.createCustomer({ id: newId(), name: 'A' })
    const { id: entryId } = await lastEntry()
    await orderOf(app.owner, { customerId })
    expect(await refusal(app.owner.history.undoEntry({ entryId }))).toMatchObject({
      code: 'IN_USE',
      data: { counts: { order: 1 } },
    })
  })

  it('conventions §6: the rules of the record hold: a second main site is refused', async () => {
    const { id: customerId } = await app.owner.customers.createCustomer({ id: newId(), name: 'A' })
    const site = { customerId, name: 'S', country: 'NO', zone: 'Europe/Oslo' }
    const main = await app.owner.customers.createSite({ id: newId(), ...site })
    await app.owner.customers.updateSite({ siteId: main.id, expectedVersion: 1, patch: { kind: 'service' } })
    const { id: entryId } = await lastEntry()
    await app.owner.customers.createSite({ id: newId(), ...site, kind: 'main' })
    expect((await refusal(app.owner.history.undoEntry({ entryId }))).code).toBe('MAIN_SITE_EXISTS')
  })

  it('R-01.04: asks for the right of the undone command', async () => {
    await app.owner.customers.createCustomer({ id: newId(), name: 'A' })
    const { id: entryId } = await lastEntry()
    const technician = await app.as('technician')
    expect((await refusal(technician.history.undoEntry({ entryId }))).code).toBe('FORBIDDEN')
  })

  it('R12-27: what retention took away nobody brings back', async () => {
    const { id: customerId } = await app.owner.customers.createCustomer({ id: newId(), name: 'A' })
    await app.owner.customers.updateCustomer({ customerId, expectedVersion: 1, patch: { name: 'B' } })
    app.db.prepare("DELETE FROM personal_value WHERE entity = 'customer'").run()
    expect(await refusal(undoLast())).toMatchObject({
      code: 'NOT_UNDOABLE',
      data: { reversal: 'removedValue' },
    })
  })
})

it('issue 4 §4: one undo takes 20 ms at most', async () => {
  const branch = await branchOf(app)
  const order = await orderOf(app.owner, branch, { lines: [hours(branch), hours(branch)] })
  await app.owner.orders.updateOrder({ ...refOf(order), patch: { priority: 'high' } })
  const times: number[] = []
  for (let at = 0; at < 11; at += 1) {
    const { id: entryId } = await lastEntry()
    const spent = cpuTime()
    await app.owner.history.undoEntry({ entryId })
    times.push(spent())
  }
  expect(times.sort((a, b) => a - b)[5]).toBeLessThan(20)
})
