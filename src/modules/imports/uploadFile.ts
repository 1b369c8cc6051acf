import { chunkBytes } from '@contract/files'
import { FileId, ImportId } from '@contract/id'
import type { ImportDetail, ImportEncoding, ImportKind } from '@contract/imports'
import { mintId } from '@/composables/mintId'
import { client } from '@/rpc/client'

const inlineBytes = 8 * 1024 * 1024

export interface UploadChoice {
  readonly file: File
  readonly kind: ImportKind
  readonly encoding?: ImportEncoding
  readonly sheet?: string
  readonly acceptAgain?: boolean
}

/**
 * Brings a file to the domain, in chunks when it is large (R01-15, conventions §7).
 *
 * @param progress - told the bytes that have arrived
 */
export async function uploadFile(
  { file, kind, encoding, sheet, acceptAgain }: UploadChoice,
  progress: (bytes: number) => void,
): Promise<ImportDetail> {
  return client.imports.uploadFile({
    id: mintId(ImportId),
    kind,
    fileName: file.name,
    ...(file.size > inlineBytes
      ? { fileId: await putFile(file, progress) }
      : { content: await base64Of(file) }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(sheet === undefined ? {} : { sheet }),
    ...(acceptAgain === undefined ? {} : { acceptAgain }),
  })
}

async function putFile(file: File, progress: (bytes: number) => void): Promise<FileId> {
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

async function base64Of(part: Blob): Promise<string> {
  const address = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '')
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'))
    reader.readAsDataURL(part)
  })
  return address.slice(address.indexOf(',') + 1)
}
