import { mintId } from '../electron/db/ids'
import { CustomerId } from '../electron/shared/contract/id'
import { copyOf } from './copy'
import { each, repeated, round, summary, timed, type Figure } from './measure'
import { connectService } from './service'
import type { Scene } from './scenarios'
import { openOrders, type OrderFilters } from './bareOrders'

const sorts = ['number', 'customerName', 'customerNumber', 'siteCity', 'description', 'serviceDate', 'preferredServiceAt', 'stageCode', 'progress', 'priority', 'preferredTechnicianName', 'responsibleName', 'officeCode', 'origin', 'salesAmount'] as const // prettier-ignore
const directions = ['asc', 'desc'] as const
const limit = 100

interface Sample {
  readonly name: string
  readonly ms: number
  readonly bareMs: number
}

/** A page of 100 orders, first and after a key: the views and mixes of filters, under every sort. */
export async function lists({ folder, say }: Scene): Promise<Figure[]> {
  const bare = openOrders(folder)
  const service = await connectService(folder)
  const { filters, views } = bare.questions()
  const figures: Figure[] = []

  async function pages(group: Readonly<Record<string, OrderFilters>>, runs: number): Promise<Sample[]> {
    const samples: Sample[] = []
    for (const [name, filter] of Object.entries(group))
      for (const field of sorts)
        for (const direction of directions) {
          const request = { filter, sort: [{ field, direction }], limit }
          const first = await service.client.orders.listOrders(request)
          for (const after of [undefined, first.next]) {
            if (after === undefined && first.items.length === 0) continue
            const asked = after === undefined ? request : { ...request, after }
            // The first asking counts: what a list remembers it has found once.
            const times = await each(runs, () => service.client.orders.listOrders(asked))
            const bareTimes = await each(runs, () => bare.page(asked))
            const label = `${name} by ${field} ${direction}${after ? ' next' : ''}`
            for (const [index, ms] of times.entries())
              samples.push({ name: label, ms, bareMs: bareTimes[index] ?? Number.NaN })
          }
        }
    return samples
  }

  function report(name: string, samples: readonly Sample[], p95Limit: number, worstLimit?: number): void {
    const all = summary(samples.map(({ ms }) => ms))
    const own = summary(samples.map(({ bareMs }) => bareMs))
    const worst = [...samples].sort((a, b) => b.ms - a.ms)[0]
    figures.push(
      { name: `${name}, p50`, value: round(all.p50), unit: 'ms', note: `bare ${String(round(own.p50))} ms` },
      {
        name: `${name}, p95`,
        value: round(all.p95),
        unit: 'ms',
        limit: p95Limit,
        note: `bare ${String(round(own.p95))} ms`,
      },
      {
        name: `${name}, worst`,
        value: round(all.max),
        unit: 'ms',
        ...(worstLimit ? { limit: worstLimit } : {}),
        note: worst?.name ?? '',
      },
      { name: `${name}, above bare (p50)`, value: round(all.p50 - own.p50), unit: 'ms', limit: 2 },
    )
  }

  say('views')
  report('list views', await pages(views, 5), 16)
  say('mixed filters')
  report('list with 2-3 filters', await pages(filters, 3), 60, 250)

  const jumps: number[] = []
  const { count = 0 } = await service.client.orders.listOrders({ limit: 1, withCount: true })
  for (const field of sorts)
    for (const share of [0.1, 0.35, 0.5, 0.75, 0.99]) {
      const request = {
        sort: [{ field, direction: 'asc' as const }],
        offset: Math.floor(count * share),
        limit,
      }
      jumps.push(...(await repeated(1, () => service.client.orders.listOrders(request))))
    }
  const jump = summary(jumps)
  figures.push({
    name: 'jump to any place, p95',
    value: round(jump.p95),
    unit: 'ms',
    limit: 100,
    note: `worst ${String(round(jump.max))}`,
  })

  await service.close()
  bare.close()
  // Asked of a service that has counted none of them yet.
  const counting = await connectService(folder)
  const counts: number[] = []
  for (const filter of Object.values({ ...views, ...filters }))
    counts.push(await timed(() => counting.client.orders.listOrders({ filter, limit: 1, withCount: true })))
  await counting.close()
  const counted = summary(counts)
  figures.push({
    name: 'exact count with a filter, p95',
    value: round(counted.p95),
    unit: 'ms',
    limit: 150,
    note: `worst ${String(round(counted.max))}`,
  })

  say('after a save')
  figures.push(...(await afterSaves(folder, filters)))
  return figures
}

/** The first page of each mix when somebody has just saved something, so that nothing is remembered. */
async function afterSaves(
  folder: string,
  filters: Readonly<Record<string, OrderFilters>>,
): Promise<Figure[]> {
  const copy = copyOf(folder)
  const service = await connectService(copy.folder)
  const samples: { readonly name: string; readonly ms: number }[] = []
  for (const [name, filter] of Object.entries(filters))
    for (const field of ['number', 'customerName', 'serviceDate', 'priority', 'salesAmount'] as const) {
      const number = `MEANWHILE-${String(samples.length)}`
      await service.client.customers.createCustomer({
        ...{ id: CustomerId.parse(mintId()), number, name: 'Meanwhile' },
      })
      const request = { filter, sort: [{ field, direction: 'asc' as const }], limit }
      samples.push({
        name: `${name} by ${field}`,
        ms: await timed(() => service.client.orders.listOrders(request)),
      })
    }
  await service.close()
  copy.remove()
  const all = summary(samples.map(({ ms }) => ms))
  const worst = [...samples].sort((a, b) => b.ms - a.ms)[0]
  return [
    { name: 'list with 2-3 filters right after a save, p50', value: round(all.p50), unit: 'ms' },
    { name: 'list with 2-3 filters right after a save, p95', value: round(all.p95), unit: 'ms', limit: 60 },
    {
      name: 'list with 2-3 filters right after a save, worst',
      value: round(all.max),
      unit: 'ms',
      limit: 250,
      note: worst?.name ?? '',
    },
  ]
}
