import { ORPCError } from '@orpc/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, lineOf, orderOf, refOf } from '../support/orders'

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
