// One file from the disk through the import's procedures, for the command line.
import { ORPCError } from '@orpc/client'
import { open, readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { mintId } from '../db/ids'
import type { Client } from '../shared/contract/index'
import { chunkBytes } from '../shared/contract/files'
import { FileId, ImportId, type JobId } from '../shared/contract/id'
import { ImportCounts, ImportKind, ImportPreview, type ImportEncoding } from '../shared/contract/imports'

export interface Imported {
  readonly importId: ImportId
  readonly counts: ImportCounts
  /** Warnings about the file as a whole, e.g. FILE_ALREADY_IMPORTED. */
  readonly notices: readonly string[]
}

const lookMs = 50
const shownErrors = 20
/** Larger files travel in chunks (conventions §7). */
const inlineBytes = 8 * 1024 * 1024

/**
 * Uploads, checks and commits one file: all rows or none. Warnings are accepted, because nobody is there to tick them;
 * they are in the counts. A file with errors is discarded.
 *
 * @throws ORPCError the refusal of the step that failed; IMPORT_HAS_ERRORS carries the first rows with errors
 */
export async function importFile(
  client: Client,
  kind: ImportKind,
  file: string,
  encoding: ImportEncoding | undefined,
): Promise<Imported> {
  const { imports, jobs } = client
  const id = ImportId.parse(mintId())
  const uploaded = await imports.uploadFile({
    id,
    kind,
    fileName: basename(file),
    ...(await contentOf(client, file)),
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

type Content = { readonly content: string } | { readonly fileId: FileId }

async function contentOf({ files }: Client, path: string): Promise<Content> {
  const { size } = await stat(path)
  if (size <= inlineBytes) return { content: (await readFile(path)).toString('base64') }
  const fileId = FileId.parse(mintId())
  const file = await open(path)
  try {
    for (let offset = 0; offset < size; offset += chunkBytes) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(chunkBytes), 0, chunkBytes, offset)
      const content = buffer.subarray(0, bytesRead).toString('base64')
      await files.putChunk({ id: fileId, offset, content, isLast: offset + chunkBytes >= size })
    }
  } finally {
    await file.close()
  }
  return { fileId }
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
