import { copyFileSync, existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../electron/db/database'
import { mintId } from '../electron/db/ids'
import { storeFile } from '../electron/db/storeLock'
import { copyOf } from './copy'
import { startHost, type BenchHost } from './host'
import { round, summary, timed, type Figure } from './measure'
import type { Scene } from './scenarios'

const saveEveryMs = 20

/** A backup with its proof through the running host, beside a bare copy of the file with `integrity_check`. */
export async function backups({ folder: branch, say }: Scene): Promise<Figure[]> {
  const { folder, remove } = copyOf(branch)
  try {
    const bare = await bareCopy(folder)
    say(`bare copy and check: ${String(round(bare / 1000))} s`)
    const host = await startHost(folder)
    const proven = await provenBackup(host)
    await host.stop()
    const saves = summary(proven.saves)
    const packed = proven.bytes / statSync(storeFile(folder)).size
    return [
      {
        name: 'backup with its proof / bare copy and integrity_check',
        value: round(proven.ms / bare),
        unit: 'ratio',
        limit: 3,
        note: `${String(round(proven.ms / 1000))} s / ${String(round(bare / 1000))} s`,
      },
      { name: 'backup: size / store', value: round(packed), unit: 'ratio' },
      {
        name: 'backup: save meanwhile, p95',
        value: round(saves.p95),
        unit: 'ms',
        limit: 50,
        note: `worst ${String(round(saves.max))} ms of ${String(proven.saves.length)}`,
      },
    ]
  } finally {
    remove()
  }
}

/** Milliseconds of what a careful person would do by hand. */
function bareCopy(folder: string): Promise<number> {
  const copy = join(folder, 'bare.db')
  return timed(() => {
    copyFileSync(storeFile(folder), copy)
    const db = openDatabase(copy, { readonly: true })
    const answer = db.pragma('integrity_check', { simple: true })
    db.close()
    for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true })
    if (answer !== 'ok') throw new Error(`the branch is damaged: ${String(answer)}`)
  })
}

interface Job {
  readonly state: string
  readonly result?: { readonly file: string }
  readonly error?: unknown
}

async function provenBackup(host: BenchHost): Promise<{ ms: number; bytes: number; saves: number[] }> {
  const saves: number[] = []
  const begun = performance.now()
  const { jobId } = await host.call<{ jobId: string }>('backups/createBackup', {})
  for (;;) {
    const customer = { id: mintId(), number: `MEANWHILE-${String(saves.length)}`, name: 'Meanwhile' }
    saves.push(await timed(() => host.call('customers/createCustomer', customer)))
    const job = await host.call<Job>('jobs/getJob', { jobId })
    if (job.state === 'done' && job.result && existsSync(job.result.file))
      return { ms: performance.now() - begun, bytes: statSync(job.result.file).size, saves }
    if (job.state === 'failed' || job.state === 'canceled')
      throw new Error(`backup ${job.state}: ${JSON.stringify(job.error)}`)
    await new Promise((done) => setTimeout(done, saveEveryMs))
  }
}
