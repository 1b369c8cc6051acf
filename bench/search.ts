import { round, summary, timed, type Figure } from './measure'
import { connectService } from './service'
import type { Scene } from './scenarios'

/** What is typed, key by key, into the search of everything. */
const typed = ['noisy gearbox', 'pump', 'inspection', 'fjord laundry', 'kiel', 'alesund', 'zürich hotel', 'bgo-so-0001', '77', 'po 4711', 'seal kit lift', 'travel bakery', 'street 12', 'emp-0077', 'part 42'] // prettier-ignore
const phrases = ['"noisy gearbox"', '"brake worn', '"seal kit"', '"door does not close"', 'oven "display dark"', '"no heat" tartu', '"gearbox noisy"', '"kit seal"', '"annual inspection" bergen'] // prettier-ignore
const texts = ['pump', 'noisy gearbox', 'fjord', 'inspection', 'inspection kiel', 'po 47', 'zelta dairy', 'street', 'sinine motors 1', '"brake worn"', 'scanner "display dark"', 'nothing at all'] // prettier-ignore
const filters = [
  { progress: ['inProcess' as const] },
  { progress: ['canceled' as const] },
  { priority: ['high' as const] },
  { origin: ['agreement' as const] },
  { calendarConflict: true },
  { serviceDate: { from: '2026-05-01', to: '2026-05-31' } },
]
const palette = 20

/** Search as it is typed: every prefix, phrases, and the list of orders by text and one filter. */
export async function search({ folder, say }: Scene): Promise<Figure[]> {
  const service = await connectService(folder)
  const { orders, search: records } = service.client
  const everything = (text: string) => () => records.listRecords({ text, limit: palette })
  const listed = (text: string, filter = {}) => orders.listOrders({ text, filter, limit: 100 })
  for (const text of ['warm', 'up']) await Promise.all([everything(text)(), listed(text)])
  const figures: Figure[] = []

  /** Each once, as it is typed: a list remembers the rows of what was asked before. */
  async function report(
    name: string,
    asked: Readonly<Record<string, () => Promise<unknown>>>,
  ): Promise<void> {
    say(name)
    const samples: { readonly name: string; readonly ms: number }[] = []
    for (const [label, ask] of Object.entries(asked)) samples.push({ name: label, ms: await timed(ask) })
    const all = summary(samples.map(({ ms }) => ms))
    const worst = [...samples].sort((a, b) => b.ms - a.ms)[0]
    figures.push(
      { name: `${name}, p50`, value: round(all.p50), unit: 'ms' },
      { name: `${name}, p95`, value: round(all.p95), unit: 'ms', limit: 50 },
      { name: `${name}, worst`, value: round(all.max), unit: 'ms', limit: 250, note: worst?.name ?? '' },
    )
  }

  const prefixes = typed.flatMap((text) => Array.from(text, (_, index) => text.slice(0, index + 1)))
  await report('search, each key typed', byName(prefixes, everything))
  await report('search, phrase', byName(phrases, everything))
  await report(
    'list by text',
    byName(texts, (text) => () => listed(text)),
  )
  const combined = texts.flatMap((text) =>
    filters.map((filter) => [`${text} ${JSON.stringify(filter)}`, () => listed(text, filter)] as const),
  )
  await report('list by text and one filter', Object.fromEntries(combined))
  await service.close()
  return figures
}

function byName<Ask>(names: readonly string[], make: (name: string) => Ask): Record<string, Ask> {
  return Object.fromEntries(names.map((name) => [name, make(name)]))
}
