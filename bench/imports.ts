import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { mintId } from '../electron/db/ids'
import { bareImport } from './bareImport'
import { startHost, type BenchHost } from './host'
import { round, summary, type Figure } from './measure'

const data = resolve('../shared/data')
const repairs = ['FixitClinic_202507.csv', 'RepairCafeDenmark_202507.csv', 'RestartProject_202204.csv'].map(
  (name) => join(data, 'openrepair', name),
)
const chunkBytes = 3 * 1024 * 1024

interface Job {
  readonly state: string
  readonly result?: { readonly fingerprint?: string }
  readonly error?: unknown
}

/** The 54,902 repairs through the API: upload, check and commit; another client lists and saves meanwhile. */
export async function imports(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'aftercare-import-'))
  const host = await startHost(folder)
  await importFile(host, 'productCategories', join(data, 'openrepair', 'product-categories.csv'))
  const listTimes: number[] = []
  const saveTimes: number[] = []
  let isRunning = true
  const lists = repeat(
    () => isRunning,
    50,
    listTimes,
    () => host.call('customers/listCustomers', { limit: 100 }),
  )
  const saves = repeat(
    () => isRunning,
    500,
    saveTimes,
    () => host.call('customers/createCustomer', { id: mintId(), name: 'Meanwhile' }),
  )
  const serveTimes: number[] = []
  // The page itself comes from the thread that serves windows and sockets, without the data service.
  const serves = repeat(
    () => isRunning,
    5,
    serveTimes,
    async () => (await fetch(host.url)).text(),
  )
  const begun = performance.now()
  for (const file of repairs) await importFile(host, 'repairs', file)
  const seconds = (performance.now() - begun) / 1000
  isRunning = false
  await Promise.all([lists, saves, serves])
  const peak = host.peakMemory() ?? 0
  await host.stop()
  const bare = bareImport(folder, repairs)
  rmSync(folder, { recursive: true, force: true })

  const listed = summary(listTimes)
  const saved = summary(saveTimes)
  return [
    { name: 'import of the 54,902 repairs', value: round(seconds), unit: 's', limit: 20 },
    {
      name: 'import, ratio to parsing and bare inserts',
      value: round(seconds / bare),
      unit: 'ratio',
      limit: 3,
      note: `bare ${String(round(bare))} s`,
    },
    {
      name: 'import: the serving thread, longest answer',
      value: round(summary(serveTimes).max),
      unit: 'ms',
      limit: 50,
      note: `p95 ${String(round(summary(serveTimes).p95))} ms of ${String(serveTimes.length)}`,
    },
    { name: 'import: memory at its peak', value: round(peak), unit: 'MB', limit: 400 },
    {
      name: 'import: list page meanwhile, p95',
      value: round(listed.p95),
      unit: 'ms',
      limit: 50,
      note: `worst ${String(round(listed.max))} ms`,
    },
    {
      name: 'import: save meanwhile, worst',
      value: round(saved.max),
      unit: 'ms',
      note: 'waits for the last transaction',
    },
  ]
}

/** Calls again and again as long as it shall, and notes the times. */
export async function repeat(
  isRunning: () => boolean,
  everyMs: number,
  times: number[],
  work: () => Promise<unknown>,
): Promise<void> {
  while (isRunning()) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
    await new Promise((done) => setTimeout(done, everyMs))
  }
}

/** Uploads, checks and commits a file. */
export async function importFile(host: BenchHost, kind: string, file: string): Promise<void> {
  const content = readFileSync(file)
  const fileId = mintId()
  for (let offset = 0; offset < content.length; offset += chunkBytes) {
    const chunk = content.subarray(offset, offset + chunkBytes)
    await host.call('files/putChunk', { id: fileId, offset, content: chunk.toString('base64') })
  }
  const small = content.length <= chunkBytes
  const upload = { id: mintId(), kind, fileName: basename(file), acceptAgain: true }
  await host.call(
    'imports/uploadFile',
    small ? { ...upload, content: content.toString('base64') } : { ...upload, fileId },
  )
  const check = await finished(host, await host.call('imports/checkImport', { importId: upload.id }))
  const { version } = await host.call<{ version: number }>('imports/getImport', { importId: upload.id })
  const fingerprint = check.result?.fingerprint ?? createHash('sha256').digest('hex')
  const commit = { importId: upload.id, expectedVersion: version, fingerprint, acceptWarnings: true }
  await finished(host, await host.call('imports/commitImport', commit))
}

async function finished(host: BenchHost, { jobId }: { jobId: string }): Promise<Job> {
  for (;;) {
    const job = await host.call<Job>('jobs/getJob', { jobId })
    if (job.state === 'done') return job
    if (job.state === 'failed' || job.state === 'canceled')
      throw new Error(`job ${job.state}: ${JSON.stringify(job.error)}`)
    await new Promise((done) => setTimeout(done, 50))
  }
}
