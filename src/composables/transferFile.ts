import { chunkBytes } from '@contract/files'
import { FileId } from '@contract/id'
import { client } from '@/rpc/client'
import { mintId } from './mintId'

/**
 * Brings a file to the domain in chunks (conventions §7).
 *
 * @param progress - told the bytes that have arrived
 */
export async function putFile(file: File, progress: (bytes: number) => void): Promise<FileId> {
  const id = mintId(FileId)
  for (let offset = 0; offset < file.size; offset += chunkBytes) {
    const end = Math.min(offset + chunkBytes, file.size)
    const content = await base64Of(file.slice(offset, end))
    await client.files.putChunk({
      id,
      offset,
      content,
      fileName: file.name.slice(0, 200),
      isLast: end === file.size,
    })
    progress(end)
  }
  return id
}

/** The content of a part of a file as it travels; throws what the browser says of a file that cannot be read. */
export async function base64Of(part: Blob): Promise<string> {
  const address = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '')
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'))
    reader.readAsDataURL(part)
  })
  return address.slice(address.indexOf(',') + 1)
}

/** The bytes of a file of the domain, in order. */
export async function partsOf(fileId: FileId): Promise<Uint8Array<ArrayBuffer>[]> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let offset = 0
  for (;;) {
    const { content, isLast } = await client.files.getChunk({ fileId, offset })
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))
    parts.push(bytes)
    offset += bytes.length
    if (isLast) return parts
  }
}
