import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { startHost, type BenchHost } from './host'
import { round, summary, type Figure } from './measure'
import type { Scene } from './scenarios'

const wanted = 100_000
/** Twelve columns of every kind that orders have, as a desk shows them. */
const columns = [
  'number', 'customerName', 'siteCity', 'description', 'preferredServiceAt', 'serviceDate', 'stageName', 'progress',
  'priority', 'preferredTechnicianName', 'isReadyForPosting', 'officeCode',
].map((field) => ({ field })) // prettier-ignore

interface Job {
  readonly state: string
  readonly result?: { readonly fileId: string; readonly size: number }
  readonly error?: unknown
}
type Range = Readonly<Record<'from' | 'to', string>>

/** 100,000 orders and twelve columns as XLSX and as CSV; another client pages through the list meanwhile. */
export async function exports({ folder, say }: Scene): Promise<Figure[]> {
  const host = await startHost(folder)
  const { filter, count } = await aboutAsMany(host)
  say(`${String(count)} rows`)
  const figures: Figure[] = []
  for (const format of ['xlsx', 'csv'] as const) {
    const listTimes: number[] = []
    let isRunning = true
    const pages = repeat(
      () => isRunning,
      listTimes,
      () => host.call('orders/listOrders', { limit: 100, sort: [{ field: 'number', direction: 'desc' }] }),
    )
    const begun = performance.now()
    const asked = { procedure: 'orders.listOrders', filter, columns, format }
    const { result } = await finished(host, await host.call<{ jobId: string }>('reports/exportList', asked))
    const seconds = ((performance.now() - begun) / 1000) * (wanted / count)
    isRunning = false
    await pages
    const listed = summary(listTimes)
    const name = `export of 100,000 rows and 12 columns, ${format.toUpperCase()}`
    const note = `${String(count)} rows measured, ${String(round((result?.size ?? 0) / 1e6))} MB`
    figures.push(
      { name, value: round(seconds), unit: 's', limit: 15, note },
      { name: `${name}: list page meanwhile, p95`, value: round(listed.p95), unit: 'ms', limit: 50 },
    )
  }
  figures.push({
    name: 'export: memory at its peak',
    value: round(host.peakMemory() ?? 0),
    unit: 'MB',
    limit: 600,
  })
  await host.stop()
  rmSync(join(folder, 'files'), { recursive: true, force: true })
  return figures
}

/** The last orders of the branch, by date: about as many as wanted. */
async function aboutAsMany(host: BenchHost): Promise<{ filter: { serviceDate?: Range }; count: number }> {
  const countOf = async (filter: object) => {
    const asked = { filter, limit: 1, withCount: true }
    return (await host.call<{ count: number }>('orders/listOrders', asked)).count
  }
  const all = await countOf({})
  if (all <= wanted * 1.5) return { filter: {}, count: all }
  for (let year = 2016; year <= 2026; year += 1) {
    const filter = { serviceDate: { from: `${String(year)}-01-01`, to: `${String(year)}-12-31` } }
    const count = await countOf(filter)
    if (count > wanted * 0.7) return { filter, count }
  }
  return { filter: {}, count: all }
}

async function repeat(
  isRunning: () => boolean,
  times: number[],
  work: () => Promise<unknown>,
): Promise<void> {
  while (isRunning()) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
    await new Promise((done) => setTimeout(done, 50))
  }
}

async function finished(host: BenchHost, { jobId }: { jobId: string }): Promise<Job> {
  for (;;) {
    const job = await host.call<Job>('jobs/getJob', { jobId })
    if (job.state === 'done') return job
    if (job.state !== 'running') throw new Error(`job ${job.state}: ${JSON.stringify(job.error)}`)
    await new Promise((done) => setTimeout(done, 50))
  }
}
