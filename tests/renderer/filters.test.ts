import { describe, expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import { createPinia } from 'pinia'
import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { currencyOf, filterText } from '@/components/filters'
import { useFormat } from '@/composables/useFormat'
import type { Column } from '@/composables/list'

interface Item {
  readonly id: string
  readonly amount?: { readonly minor: number; readonly currency: string }
}
const column: Column<Item> = { key: 'amount', titleKey: 'Amount', kind: 'money' }
const rows = (...currencies: string[]): Item[] =>
  currencies.map((currency, at) => ({ id: String(at), amount: { minor: 1, currency } }))

/** The formats as a component has them. */
async function formats(): Promise<ReturnType<typeof useFormat>> {
  const found: ReturnType<typeof useFormat>[] = []
  const app = createSSRApp({
    setup() {
      found.push(useFormat())
      return () => null
    },
  })
  app.use(createPinia()).use(createI18n({ legacy: false, locale: 'en', messages: { en: {} } }))
  await renderToString(app)
  return found[0]!
}
const say = (key: string, values?: Record<string, unknown>) => `${key} ${JSON.stringify(values)}`

describe('filters of amounts', () => {
  it('conventions §3: are typed in the currency of the rows where they share one', () => {
    expect(currencyOf(column, rows('JPY', 'JPY'), 'EUR')).toBe('JPY')
    expect(currencyOf(column, [...rows('KWD'), { id: 'none' }], 'EUR')).toBe('KWD')
    expect(currencyOf(column, rows('JPY', 'NOK'), 'EUR')).toBe('EUR')
    expect(currencyOf(column, [], 'EUR')).toBe('EUR')
  })

  it.each([
    ['JPY', 1500, '1,500'],
    ['NOK', 150_000, '1,500.00'],
    ['KWD', 1_500_000, '1,500.000'],
  ])('conventions §3: %s is read in the major unit', async (currency, from, amount) => {
    const text = filterText(column, { from, currency }, await formats(), say, 'EUR')
    expect(text.replaceAll('\u00a0', ' ')).toBe(
      `list.chipFrom ${JSON.stringify({ name: 'Amount undefined', from: `${amount} ${currency}` })}`,
    )
  })

  it('conventions §3: a filter without a currency is the company’s', async () => {
    expect(filterText(column, { to: 150 }, await formats(), say, 'JPY')).toContain('150\u00a0JPY')
  })
})
