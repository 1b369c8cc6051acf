import { FileId } from '../../shared/contract/id'
import { chunkBytes } from '../../shared/contract/files'
import { mintId } from '../../db/ids'
import type { FilesRepository } from './files.repository'

export interface SmallFile {
  readonly userId: string
  readonly name: string
  readonly bytes: Uint8Array
  readonly at: number
}

/** Keeps a small file that the program made for a user, who reads it by `files.getChunk`. Runs inside a local transaction. */
export function keepFile(files: FilesRepository, { at, bytes, name, userId }: SmallFile) {
  const fileId = FileId.parse(mintId())
  files.insert({ id: fileId, userId, name, at })
  const row = files.find(fileId, userId)
  if (!row) throw new Error(`file ${fileId} was not kept`)
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let start = 0; start < content.length; start += chunkBytes)
    files.putChunk(row.key, start, content.subarray(start, start + chunkBytes))
  files.setSize(row.key, content.length)
  return { fileId, fileName: name, size: content.length, sha256: files.complete(row.key) }
}
