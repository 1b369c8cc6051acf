import type { z } from 'zod'
import type { Caller } from '../../db/act'
import { notFound } from '../../db/version'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { fileBytes, filesErrors, type filesContract, type StoredFile } from '../../shared/contract/files'
import type { FilesRepository } from './files.repository'

type Input<Name extends keyof typeof filesContract> = z.output<
  NonNullable<(typeof filesContract)[Name]['~orpc']['inputSchema']>
>

/**
 * Keeps one chunk of a file that is too large to travel inline (conventions §7). Runs inside one local transaction.
 *
 * @throws CHUNK_GAP when it does not follow what is there, FILE_TOO_LARGE (R01-15), ID_TAKEN for another user's id
 */
export function putChunk(
  files: FilesRepository,
  { userId }: Caller,
  at: number,
  { id, offset, content, fileName, isLast }: Input<'putChunk'>,
): StoredFile {
  const bytes = bytesOfBase64(content)
  const file = files.find(id, userId) ?? begin()
  const end = offset + bytes.length
  if (end > fileBytes)
    throw domainError(filesErrors, 'FILE_TOO_LARGE', { field: 'content', limit: fileBytes })
  const isNext = offset === file.size
  if (!isNext && files.chunkLength(file.key, offset) !== bytes.length)
    throw domainError(filesErrors, 'CHUNK_GAP', { field: 'offset', size: file.size })
  if (bytes.length > 0) files.putChunk(file.key, offset, bytes)
  const size = Math.max(file.size, end)
  files.setSize(file.key, size)
  const sha256 = isLast === true ? files.complete(file.key) : undefined
  return { fileId: id, fileName: file.name ?? undefined, size, sha256 }

  function begin() {
    if (files.isKnown(id)) throw domainError(commonErrors, 'ID_TAKEN', { entity: 'file', id })
    files.insert({ id, userId, name: fileName, at })
    const made = files.find(id, userId)
    if (!made) throw new Error(`file ${id} was not kept`)
    return made
  }
}

/** Throws INVALID_INPUT for what is no base64. */
export function bytesOfBase64(content: string): Buffer {
  const bytes = Buffer.from(content, 'base64')
  const padding = content.endsWith('==') ? 2 : content.endsWith('=') ? 1 : 0
  if (bytes.length !== (content.length * 3) / 4 - padding)
    throw domainError(commonErrors, 'INVALID_INPUT', { issues: [{ path: ['content'], message: 'base64' }] })
  return bytes
}

/** Where files lie that were not put in chunks: made by the program, or kept with a record. */
export interface FileSource {
  /** The bytes from `offset`, at most one chunk; undefined for what is not here or not the caller's. */
  read(id: string, caller: Caller, offset: number): { bytes: Buffer; size: number } | undefined
}

/** The bytes from `offset` to the end of their chunk; throws NOT_FOUND for what is not the caller's. */
export function getChunk(
  files: FilesRepository,
  sources: readonly FileSource[],
  caller: Caller,
  { fileId, offset }: Input<'getChunk'>,
): { content: string; size: number; isLast: boolean } {
  for (const source of sources) {
    const found = source.read(fileId, caller, offset)
    if (!found) continue
    const isLast = offset + found.bytes.length >= found.size
    return { content: found.bytes.toString('base64'), size: found.size, isLast }
  }
  const file = files.find(fileId, caller.userId)
  if (!file) throw notFound('file', fileId)
  const chunk = files.chunkAt(file.key, offset)
  const bytes = chunk ? Buffer.from(chunk.content).subarray(offset - chunk.start) : Buffer.alloc(0)
  return {
    content: bytes.toString('base64'),
    size: file.size,
    isLast: offset + bytes.length >= file.size,
  }
}
