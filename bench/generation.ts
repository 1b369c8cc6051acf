import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { mintId } from '../electron/db/ids'
import {
  planAgreements,
  type AgreementPlace,
  type ServicedModel,
} from '../electron/modules/backups/demo/agreements.rules'
import type { GenerationPreview, GenerationRun } from '../electron/shared/contract/generationRuns'
import { bareRun } from './bareRun'
import { startHost, type BenchHost } from './host'
import { importFile, repeat } from './imports'
import { round, summary, type Figure } from './measure'
import type { Scene } from './scenarios'

const data = resolve('../shared/data/adventureworks')
/** Weeks of the run: each line is due once in each of them. */
const weeks = 50
const start = '2027-01-04'
const dayMs = 86_400_000
const dateAfter = (days: number) => new Date(Date.parse(start) + days * dayMs).toISOString().slice(0, 10)

interface Job<Result> {
  readonly state: string
  readonly result?: Result
  readonly error?: { readonly code?: string }
}

/**
 * A run over agreements for the AdventureWorks customers, from their sites and the 97 bicycle models; another client lists
 * and saves meanwhile. `--run-orders` says how many orders it writes.
 */
export async function generation({ runOrders, say }: Scene): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'aftercare-generation-'))
  const maker = await startHost(folder)
  say('generation: customers, sites and models')
  for (const [kind, file] of [
    ['units', 'units.csv'],
    ['items', 'items.csv'],
    ['itemPrices', 'item-price-history.csv'],
    ['customers', 'customers.csv'],
    ['sites', 'sites.csv'],
  ] as const)
    await importFile(maker, kind, join(data, file))
  say('generation: agreements')
  await fill(maker, Math.ceil(runOrders / weeks))
  await maker.stop()
  // The figures are those of the run, not of what made its agreements.
  const host = await startHost(folder)

  const types = ['hour']
  const sample = {
    from: start,
    to: dateAfter(weekDays(Math.min(weeks, Math.ceil((10_000 * weeks) / runOrders)))),
    types,
  }
  const sampled = await timedJob<GenerationPreview>(host, 'generation/previewGeneration', sample)
  const year = { from: start, to: dateAfter(weekDays(weeks)), types }
  const planned = await timedJob<GenerationPreview>(host, 'generation/previewGeneration', year)
  const { counts, fingerprint } = planned.result
  say(`generation: ${String(counts.orders)} orders planned in ${String(round(planned.seconds))} s`)

  let isRunning = true
  const listTimes: number[] = []
  const saveTimes: number[] = []
  const meanwhile = () => isRunning
  const lists = repeat(meanwhile, 50, listTimes, () => host.call('orders/listOrders', { limit: 100 }))
  const saves = repeat(meanwhile, 500, saveTimes, () =>
    host.call('customers/createCustomer', { id: mintId(), name: 'Meanwhile' }),
  )
  const committed = await timedJob<GenerationRun>(host, 'generation/commitGeneration', {
    ...year,
    fingerprint,
  })
  isRunning = false
  await Promise.all([lists, saves])
  const again = await timedJob<GenerationPreview>(host, 'generation/previewGeneration', year)
  const peak = host.peakMemory() ?? 0
  const { orderCount } = committed.result
  await host.stop()
  const bare = bareRun(folder)
  rmSync(folder, { recursive: true, force: true })

  const orders = `${String(orderCount)} orders`
  return [
    {
      ...{ name: `preview of ${String(sampled.result.counts.orders)} orders`, value: round(sampled.seconds) },
      ...{ unit: 's', limit: 2 },
    },
    { name: `preview of ${orders}`, value: round(planned.seconds), unit: 's' },
    { name: `commit of ${orders}`, value: round(committed.seconds), unit: 's', limit: 25 },
    {
      ...{
        name: 'commit, ratio to bare inserts',
        value: round(committed.seconds / bare.seconds),
        unit: 'ratio',
      },
      ...{ limit: 2, note: `bare ${String(round(bare.seconds))} s for ${String(bare.rows)} rows` },
    },
    { name: 'run: memory at its peak', value: round(peak), unit: 'MB', limit: 500 },
    {
      ...{
        name: 'run: list page meanwhile, p95',
        value: round(summary(listTimes).p95),
        unit: 'ms',
        limit: 50,
      },
      note: `worst ${String(round(summary(listTimes).max))} ms`,
    },
    {
      ...{ name: 'run: save meanwhile, worst', value: round(summary(saveTimes).max), unit: 'ms' },
      note: 'waits for the last transaction',
    },
    {
      ...{ name: 'second run, which writes nothing', value: round(again.seconds), unit: 's', limit: 2 },
      note: `${String(again.result.counts.skips)} dates generated before`,
    },
  ]
}

/** The last day of so many weeks. */
function weekDays(count: number): number {
  return count * 7 - 1
}

/** Agreements with a weekly line a piece: each line is due once a week and makes an order of its own. */
async function fill(host: BenchHost, count: number): Promise<void> {
  const category = { id: mintId(), code: 'SERVICE', name: 'Service', type: 'hour' }
  await host.call('agreements/createCategory', category)
  await host.call('agreements/createPriceRule', {
    ...{
      id: mintId(),
      kind: 'sales',
      type: 'hour',
      categoryId: category.id,
      currency: 'USD',
      value: 850_000,
    },
    validFrom: '2020-01-01',
  })
  const group = { id: mintId(), code: 'BICYCLES', description: 'Bicycles' }
  await host.call('agreements/createAgreementGroup', group)
  const interval = { id: mintId(), code: 'BENCH-WEEK', range: 'week' }
  await host.call('generation/createInterval', interval)
  await host.call('settings/setSetting', { key: 'maxOrdersPerRun', scope: 'company', value: 100_000 })
  const places = await placesOf(host)
  for (const { customerId } of new Map(places.map((place) => [place.customerId, place])).values())
    await host.call('agreements/createBillingAccount', {
      ...{ id: mintId(), name: 'Service', customerId, type: 'timeAndMaterial' },
    })
  for (const { customerId, description, pieces, siteId } of planAgreements(
    places,
    await modelsOf(host),
    count,
  )) {
    const agreementId = mintId()
    const lines: object[] = []
    const objectRelations: object[] = []
    for (const { itemId, minutes, name, serialNumber, startAfter } of pieces) {
      const objectId = mintId()
      await host.call('objects/createObject', {
        ...{ id: objectId, description: name, customerId, siteId, itemId, serialNumber },
      })
      objectRelations.push({ objectId })
      lines.push({
        ...{ id: mintId(), type: 'hour', categoryId: category.id, quantity: minutes, objectId },
        ...{ intervalId: interval.id, startDate: dateAfter(startAfter) },
      })
    }
    const { version } = await host.call<{ version: number }>('agreements/createAgreement', {
      ...{ id: agreementId, customerId, siteId, description, startDate: start, combine: 'object' },
      ...{ groupId: group.id, objectRelations, lines },
    })
    await host.call('agreements/activate', { agreementId, expectedVersion: version })
  }
}

/** The customers' sites by number and place. */
async function placesOf(host: BenchHost): Promise<AgreementPlace[]> {
  const sites = await all<{ id: string; customerId: string; customerNumber?: string }>(
    host,
    'customers/listSites',
  )
  return sites.map(({ customerId, id }) => ({ customerId, siteId: id }))
}

/** The bicycle models of the data's items. */
async function modelsOf(host: BenchHost): Promise<ServicedModel[]> {
  const [, ...rows] = readFileSync(join(data, 'items.csv'), 'utf8').split(/\r?\n/)
  const bicycles = new Set(rows.flatMap((row) => (row.includes(',Bikes,') ? [row.split(',')[0]] : [])))
  const items = await all<{ id: string; name: string; number: string }>(host, 'catalog/listItems')
  return items.filter(({ number }) => bicycles.has(number)).map(({ id, name }) => ({ itemId: id, name }))
}

async function all<Item>(host: BenchHost, path: string): Promise<Item[]> {
  const found: Item[] = []
  for (let after: string | undefined; ;) {
    const page = await host.call<{ items: Item[]; next?: string }>(path, {
      limit: 200,
      ...(after ? { after } : {}),
    })
    found.push(...page.items)
    if (page.next === undefined) return found
    after = page.next
  }
}

/** Seconds and result of a job from its start to its end. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names the result that the contract gives
async function timedJob<Result>(
  host: BenchHost,
  path: string,
  input: object,
): Promise<{ seconds: number; result: Result }> {
  const begun = performance.now()
  const { jobId } = await host.call<{ jobId: string }>(path, input)
  for (;;) {
    const { error, result, state } = await host.call<Job<Result>>('jobs/getJob', { jobId })
    if (state === 'done' && result !== undefined)
      return { seconds: (performance.now() - begun) / 1000, result }
    if (state === 'failed' || state === 'canceled')
      throw new Error(`${path} ${state}: ${JSON.stringify(error)}`)
    await new Promise((done) => setTimeout(done, 20))
  }
}
