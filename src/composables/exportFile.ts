import { StoredFile } from '@contract/files'
import type { JobStarted } from '@contract/jobs'
import { Language } from '@contract/session'
import { client } from '@/rpc/client'
import { saveBlob } from './saveFile'

type Asked = Omit<Parameters<typeof client.reports.exportList>[0], 'language'> & { readonly language: string }

/** Begins an export; the job's result is the file. */
export function startExport({ language, ...asked }: Asked): Promise<JobStarted> {
  return client.reports.exportList({ ...asked, language: Language.catch('en').parse(language) })
}

/** Fetches a file of the domain and hands it to the user to keep; answers its name. */
export async function takeFile(file: unknown): Promise<string> {
  const { fileId, fileName = 'file' } = StoredFile.parse(file)
  const parts: Uint8Array<ArrayBuffer>[] = []
  for (let offset = 0; ;) {
    const { content, isLast } = await client.files.getChunk({ fileId, offset })
    const bytes = bytesOf(content)
    parts.push(bytes)
    offset += bytes.length
    if (isLast || bytes.length === 0) break
  }
  saveBlob(new Blob(parts, { type: 'application/octet-stream' }), fileName)
  return fileName
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}
