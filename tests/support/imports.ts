import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type {
  ImportCounts,
  ImportDetail,
  ImportKind,
  ImportPreview,
} from '../../electron/shared/contract/imports'
import type { Client } from '../../electron/shared/contract/index'
import type { JobStarted } from '../../electron/shared/contract/jobs'
import { newId } from './app'

/** A file of the real data set. */
export function realFile(path: string): Buffer {
  return readFileSync(resolve('../shared/data', path))
}

/** The end of a job; its result or refusal. */
export async function ended(client: Client, started: Promise<JobStarted>) {
  const { jobId } = await started
  for (;;) {
    const job = await client.jobs.getJob({ jobId })
    if (job.state !== 'running' && job.state !== 'queued') return job
    await sleep(5)
  }
}

export async function upload(
  client: Client,
  kind: ImportKind,
  content: string | Buffer,
  options: { acceptAgain?: boolean; encoding?: 'utf8' | 'windows1252'; fileName?: string } = {},
): Promise<ImportDetail> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  return client.imports.uploadFile({
    id: newId(),
    kind,
    fileName: `${kind}.csv`,
    content: bytes.toString('base64'),
    ...options,
  })
}

export async function check(client: Client, importId: ImportDetail['id']): Promise<ImportPreview> {
  const job = await ended(client, client.imports.checkImport({ importId }))
  if (job.state !== 'done') throw new Error(`check: ${JSON.stringify(job.error)}`)
  return job.result as ImportPreview // what checkImport answers
}

/** Uploads and checks. */
export async function checked(
  client: Client,
  kind: ImportKind,
  content: string | Buffer,
  options: { acceptAgain?: boolean } = {},
) {
  const { id } = await upload(client, kind, content, options)
  const preview = await check(client, id)
  return { id, ...preview }
}

/** Commits what was checked, warnings accepted. */
export async function commit(
  client: Client,
  { id, version, fingerprint }: { id: ImportDetail['id']; version: number; fingerprint: string },
) {
  const input = { importId: id, expectedVersion: version, fingerprint, acceptWarnings: true }
  return ended(client, client.imports.commitImport(input))
}

/** Uploads, checks and commits; throws where that is refused. */
export async function imported(
  client: Client,
  kind: ImportKind,
  content: string | Buffer,
  options: { acceptAgain?: boolean } = {},
): Promise<{ id: ImportDetail['id']; counts: ImportCounts }> {
  const one = await checked(client, kind, content, options)
  const job = await commit(client, one)
  if (job.state !== 'done') throw new Error(`commit: ${JSON.stringify(job.error)}`)
  return one
}
