import { afterEach, beforeEach, expect, it } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import { newId, setUp, type TestApp } from '../support/app'

let app: TestApp
beforeEach(() => {
  app = setUp()
})
afterEach(() => app.close())

/** Half of a surrogate pair, which no UTF-8 has, NUL, a line end of another kind, an end-of-text mark. */
it.each(['\uD800', 'a\uDFFFb', 'a\u0000b', '\u2028', '\uFFFF', '\uFEFF'])(
  'R12-25: the chain stays sound whatever a reason and a text hold (%j)',
  async (text) => {
    const name = `A${text}B`
    const customer = await app.owner.customers.createCustomer({
      id: newId(),
      name,
      reason: name,
      taxNumber: name,
    })

    expect(verifyChain(app.db)).toMatchObject({ ok: true })
    const { items } = await app.owner.history.listEntries({ recordId: customer.id })
    expect(items).toHaveLength(1)
    const stored = await app.owner.customers.getCustomer({ customerId: customer.id })
    expect(items[0]?.changes[0]?.fields['taxNumber']?.after).toBe(stored.taxNumber)
    expect(await app.owner.customers.createCustomer({ id: customer.id, name, taxNumber: name })).toEqual(
      stored,
    )
  },
)
