import type { FileId } from '@contract/id'
import {
  batchLimit,
  type DocumentFile,
  type DocumentKind,
  type MailKind,
  type OrderDocument,
} from '@contract/documents'
import type { JobStarted } from '@contract/jobs'
import type { Language } from '@contract/session'
import { partsOf } from '@/composables/transferFile'
import { client } from '@/rpc/client'

export { batchLimit }

/** A document with its content, ready to be shown, printed or saved. */
export interface MadeDocument extends DocumentFile {
  readonly blob: Blob
}

export interface DocumentChoice {
  readonly kind: DocumentKind
  readonly recordId: string
  /** Empty: the customer's. */
  readonly language?: Language | undefined
}

/** Whether a customer may get it: a work description has internal notes (R12-24). */
export function isForCustomers(kind: DocumentKind): kind is MailKind {
  return kind !== 'workDescription'
}

export async function makeDocument(choice: DocumentChoice, isForPrinter = false): Promise<MadeDocument> {
  return withContent(await client.documents.getDocument({ ...choice, isForPrinter }))
}

export async function makeMail(choice: DocumentChoice & { kind: MailKind }): Promise<MadeDocument> {
  return withContent(await client.documents.getMailDraft(choice), 'message/rfc822')
}

/** Begins one file with a document of each order. */
export function makeBatch(kind: OrderDocument, recordIds: readonly string[]): Promise<JobStarted> {
  return client.documents.getDocuments({ kind, recordIds: [...recordIds] })
}

/** A file of the caller with its content. */
export async function withContent<File extends { readonly fileId: FileId }>(
  file: File,
  type = 'application/pdf',
): Promise<File & { readonly blob: Blob }> {
  return { ...file, blob: new Blob(await partsOf(file.fileId), { type }) }
}
