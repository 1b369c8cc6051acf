// One file from the disk through the import's procedures, for the command line.
import { ORPCError } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { mintId } from '../db/ids'
import type { Client } from '../shared/contract/index'
import { ImportId, type JobId } from '../shared/contract/id'
import {
  ImportCounts,
  ImportKind,
  ImportPreview,
  type ImportEncoding,
  type importsContract,
} from '../shared/contract/imports'

interface ImportClient {
  readonly imports: ContractRouterClient<typeof importsContract>
  readonly jobs: Client['jobs']
}

export interface Imported {
  readonly importId: ImportId
  readonly counts: ImportCounts
  /** Warnings about the file as a whole, e.g. FILE_ALREADY_IMPORTED. */
  readonly notices: readonly string[]
}

const lookMs = 50
const shownErrors = 20

/**
 * Uploads, checks and commits one file: all rows or none. Warnings are accepted, because nobody is there to tick them;
 * they are in the counts. A file with errors is discarded.
 *
 * @throws ORPCError the refusal of the step that failed; IMPORT_HAS_ERRORS carries the first rows with errors
 */
export async function importFile(
  { imports, jobs }: ImportClient,
  kind: ImportKind,
  file: string,
  encoding: ImportEncoding | undefined,
): Promise<Imported> {
  const id = ImportId.parse(mintId())
  const uploaded = await imports.uploadFile({
    id,
    kind,
    fileName: basename(file),
    content: (await readFile(file)).toString('base64'),
    acceptAgain: true,
    ...(encoding === undefined ? {} : { encoding }),
  })
  const checking = await imports.checkImport({ importId: id })
  const { counts, fingerprint } = ImportPreview.parse(await resultOf(jobs, checking.jobId))
  const { version, notices } = await imports.getImport({ importId: id })
  if (counts.errors > 0) {
    const { items } = await imports.listRows({
      importId: id,
      filter: { severity: ['error'] },
      limit: shownErrors,
    })
    await imports.discardImport({ importId: id, expectedVersion: version })
    const rows = items.map(({ line, findings }) => ({ line, findings }))
    throw refusal('IMPORT_HAS_ERRORS', { counts, rows })
  }
  const committing = await imports.commitImport({
    importId: id,
    expectedVersion: version,
    fingerprint,
    acceptWarnings: true,
  })
  await resultOf(jobs, committing.jobId)
  return { importId: uploaded.id, counts, notices }
}

async function resultOf(jobs: Client['jobs'], jobId: JobId): Promise<unknown> {
  for (;;) {
    const { state, result, error } = await jobs.getJob({ jobId })
    switch (state) {
      case 'done':
        return result
      case 'failed':
      case 'canceled':
        throw refusal(error?.code ?? 'JOB_ENDED', error?.data)
      case 'queued':
      case 'running':
        await sleep(lookMs)
    }
  }
}

function refusal(code: string, data: unknown) {
  return new ORPCError(code, { defined: true, status: 409, message: code, data })
}
