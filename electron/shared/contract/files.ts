import { z } from 'zod'
import { refusals } from './domainError'
import { FileId } from './id'
import { command, query } from './procedure'

/** Bytes of one chunk at most (conventions §7). */
export const chunkBytes = 4 * 1024 * 1024
/** Bytes of one file at most (R01-15). */
export const fileBytes = 200 * 1024 * 1024

/** Base64 of at most one chunk; its form is checked by length, because a pattern over megabytes would stop the thread. */
const Content = z.string().max(Math.ceil(chunkBytes / 3) * 4)

/** A file kept for its user until it is used or swept. */
export const StoredFile = z.object({
  fileId: FileId,
  fileName: z.string().optional(),
  size: z.int(),
  /** Of the complete file. */
  sha256: z.string().optional(),
})
export type StoredFile = z.infer<typeof StoredFile>

export const filesErrors = refusals('CHUNK_GAP', 'FILE_TOO_LARGE')

export const filesContract = {
  /** Chunks come in order; a repeated one replaces itself. `isLast` completes the file and answers its hash. */
  putChunk: command('session.use')
    .input(
      z.object({
        id: FileId,
        offset: z.int().min(0).max(fileBytes),
        content: Content,
        fileName: z.string().trim().min(1).max(200).optional(),
        isLast: z.boolean().optional(),
      }),
    )
    .output(StoredFile)
    .errors(filesErrors),
  getChunk: query('session.use')
    .input(z.object({ fileId: FileId, offset: z.int().min(0) }))
    .output(z.object({ content: z.string(), size: z.int(), isLast: z.boolean() })),
}
