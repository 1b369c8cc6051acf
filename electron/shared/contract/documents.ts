import { z } from 'zod'
import { patchOf, Reason } from './crud'
import { refusals } from './domainError'
import { CustomerId, FileId, Version } from './id'
import { JobStarted } from './jobs'
import { listInput, pageOf } from './page'
import { Company } from './people'
import { command, job, longCommand, query } from './procedure'
import { Language } from './session'

/** The papers that are made of a record (12 §5). */
export const DocumentKind = z.enum([
  'workDescription',
  'workReceipt',
  'deliveryNote',
  'orderStatus',
  'estimate',
])
export type DocumentKind = z.infer<typeof DocumentKind>
/** Those that are made of an order itself. */
export const OrderDocument = DocumentKind.exclude(['estimate'])
export type OrderDocument = z.infer<typeof OrderDocument>
/** Those a customer may get; a work description carries internal notes (R12-24). */
export const MailKind = DocumentKind.exclude(['workDescription'])
export type MailKind = z.infer<typeof MailKind>

/** Where a document goes when it is printed (R12-31). */
export const PrintDestination = z.enum(['preview', 'printer', 'pdfFolder'])
export type PrintDestination = z.infer<typeof PrintDestination>

/** A text per language; a language without one has no footer. */
export const Footers = z.partialRecord(Language, z.string().trim().min(1).max(500))
export type Footers = z.infer<typeof Footers>

const settingFields = {
  copies: z.int().min(1).max(20).optional(),
  footers: Footers.optional(),
  destination: PrintDestination.optional(),
}

/** How a kind is printed for the company, or otherwise for one customer; an empty field takes the wider value (R12-31). */
export const PrintSetting = z.object({
  id: z.uuidv7(),
  version: Version,
  kind: DocumentKind,
  customerId: CustomerId.optional(),
  customerName: z.string().optional(),
  customerNumber: z.string().optional(),
  ...settingFields,
})
export type PrintSetting = z.infer<typeof PrintSetting>

/** A document made for its caller; read by `files.getChunk` (conventions §7). */
export const DocumentFile = z.object({
  fileId: FileId,
  fileName: z.string(),
  size: z.int(),
  sha256: z.string(),
  language: Language,
  copies: z.int(),
  destination: PrintDestination,
})
export type DocumentFile = z.infer<typeof DocumentFile>

/** Bytes of a logo at most. */
export const logoBytes = 500_000
export const LogoType = z.enum(['image/png', 'image/jpeg'])
export type LogoType = z.infer<typeof LogoType>

/** The image that stands on the documents of the company; its content in base64. */
export const Logo = z.object({ sha256: z.string(), type: LogoType, content: z.string() })
export type Logo = z.infer<typeof Logo>

export const logoErrors = refusals('LOGO_TOO_LARGE', 'LOGO_NOT_READABLE')

const recordId = z.uuidv7()
/** Empty: the customer's, else the company's. */
const language = Language.optional()
/** Orders of one batch: about 12 seconds of rendering. */
export const batchLimit = 100

export const documentsContract = {
  getDocument: longCommand('orders.read')
    .input(
      z.object({
        kind: DocumentKind,
        /** An order; for a delivery note also the note; for an estimate the version. */
        recordId,
        language,
        /** As many copies as the print settings say, in one file. */
        isForPrinter: z.boolean().optional(),
      }),
    )
    .output(DocumentFile),
  /** One file with the documents of several records, each in its customer's language; the result is a `DocumentFile`. */
  getDocuments: job('orders.read')
    .input(z.object({ kind: OrderDocument, recordIds: z.array(recordId).min(1).max(batchLimit) }))
    .output(JobStarted),
  /** A mail to the customer with the document attached, for the user's mail program. */
  getMailDraft: longCommand('orders.read')
    .input(z.object({ kind: MailKind, recordId, language }))
    .output(DocumentFile),
  listPrintSettings: query('billing.setUp').input(listInput(PrintSetting.shape)).output(pageOf(PrintSetting)),
  /** Writes a kind's settings, of the company or of one customer; without any they are taken away. */
  setPrintSettings: command('billing.setUp')
    .input(
      z.object({
        kind: DocumentKind,
        customerId: CustomerId.optional(),
        /** Empty: there are none yet. */
        expectedVersion: Version.optional(),
        ...patchOf(settingFields).shape,
        reason: Reason,
      }),
    )
    .output(z.object({ setting: PrintSetting.optional() })),
  getLogo: query('people.read').output(z.object({ logo: Logo.optional() })),
  /** A PNG or JPEG of up to 500 kB, kept once by its hash; one that cannot be printed is refused. */
  setLogo: longCommand('people.admin')
    .input(
      z.object({
        expectedVersion: Version,
        /** Base64; somewhat more than a logo may have, so that what is too large is refused by name. */
        content: z.string().min(1).max(8_000_000),
        reason: Reason,
      }),
    )
    .output(Company)
    .errors(logoErrors),
  removeLogo: command('people.admin')
    .input(z.object({ expectedVersion: Version, reason: Reason }))
    .output(Company),
}
