import { ImportId } from '@contract/id'
import type { ImportDetail, ImportEncoding, ImportKind } from '@contract/imports'
import { mintId } from '@/composables/mintId'
import { base64Of, putFile } from '@/composables/transferFile'
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
