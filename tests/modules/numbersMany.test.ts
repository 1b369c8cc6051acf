import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, setUp, type TestApp } from '../support/app'
import { imported, realFile } from '../support/imports'

let app: TestApp
beforeEach(() => {
  app = setUp()
})
afterEach(() => app.close())

describe('drawing many numbers', () => {
  it('R01-06: an import draws on from the open block without a gap, and a value that was made void is left out', async () => {
    const customer = await app.owner.customers.createCustomer({ id: newId(), name: 'Before' })
    expect(customer.number).toBe('MAIN-CU-000001')
    const { items } = await app.owner.numbers.listSeries({ filter: { type: ['CU'] } })
    await app.owner.numbers.voidNumber({ seriesId: items[0]!.id, value: 3, reason: 'torn' })

    await imported(app.owner, 'productCategories', realFile('openrepair/product-categories.csv'))
    const rows = Array.from(
      { length: 250 },
      (_, n) => `x_${String(n)},P,DNK,Lamp,Lamp,15,,,,Fixed,,Group ${String(n)},2024-07-01,`,
    )
    const header =
      'id,data_provider,country,partner_product_category,product_category,product_category_id,brand,year_of_manufacture,product_age,repair_status,repair_barrier_if_end_of_life,group_identifier,event_date,problem'
    await imported(app.owner, 'repairs', `${header}\n${rows.join('\n')}\n`)

    const numbers = app.db.prepare('SELECT number FROM customer ORDER BY number').pluck().all()
    const expected = Array.from({ length: 252 }, (_, n) => n + 1).filter((value) => value !== 3)
    expect(numbers).toEqual(expected.map((value) => `MAIN-CU-${String(value).padStart(6, '0')}`))
    const after = await app.owner.customers.createCustomer({ id: newId(), name: 'After' })
    expect(after.number).toBe('MAIN-CU-000253')
    const blocks = app.db
      .prepare(
        'SELECT first_value, last_value FROM number_block WHERE series_id = unhex(?, ?) ORDER BY first_value',
      )
      .raw()
      .all(items[0]!.id, '-')
    for (const [index, block] of blocks.entries())
      expect((block as number[])[0]).toBe(index === 0 ? 1 : (blocks[index - 1] as number[])[1]! + 1)
  })
})
