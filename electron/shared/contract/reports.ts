import { z } from 'zod'
import { refusals } from './domainError'
import { JobStarted } from './jobs'
import { job } from './procedure'
import { Language } from './session'

export const ExportFormat = z.enum(['csv', 'xlsx'])
export type ExportFormat = z.infer<typeof ExportFormat>

/** What a column holds: decides how its cells are written. Minutes become hours, basis points a percentage. */
export const ExportKind = z.enum([
  'text', 'number', 'money', 'unitPrice', 'quantity', 'minutes', 'percent', 'date', 'instant', 'boolean',
]) // prettier-ignore
export type ExportKind = z.infer<typeof ExportKind>

const name = z.string().min(1).max(100)
const words = z.string().max(500)
const values = z.record(name, z.unknown())

export const ExportColumn = z.object({
  /** A field of the list's records. */
  field: name,
  /** Its head, in the language of whoever asks; default: the field's name. */
  title: words.optional(),
  /** Default: what the contract says of the field. */
  kind: ExportKind.optional(),
  /** The kind of a row where it differs by another field of it: a price rule's value by its model. */
  kindBy: z.object({ field: name, kinds: z.record(name, ExportKind) }).optional(),
  /** How literals and ids read. */
  texts: z.record(name, words).optional(),
  /** Of money: the head of the column with the currency. */
  currencyTitle: words.optional(),
  /** Of an instant: the field that holds the row's zone; default: the site's, else the zone of the working office. */
  zoneField: name.optional(),
})
export type ExportColumn = z.infer<typeof ExportColumn>

/** Data rows that a sheet takes (12 §4); CSV has no limit. */
export const sheetRows = 1_048_575

export const reportsErrors = refusals('TOO_MANY_ROWS')

export const reportsContract = {
  /** Any list as a file: its rows, order and rights are those of the list itself. Result: a `StoredFile`. */
  exportList: job('reports.read')
    .input(
      z.object({
        /** Of the contract: `orders.listOrders`. */
        procedure: z
          .string()
          .max(100)
          .regex(/^[a-z]+\.list[A-Z][A-Za-z]*$/),
        /** What the list takes besides: the item of its prices. */
        of: values.optional(),
        filter: values.optional(),
        text: z.string().max(200).optional(),
        sort: z
          .array(z.object({ field: name, direction: z.enum(['asc', 'desc']) }))
          .max(4)
          .optional(),
        /** Fields, or how their columns are written. Default: every field of the list's records. */
        columns: z
          .array(z.union([name.transform((field): ExportColumn => ({ field })), ExportColumn]))
          .min(1)
          .max(100)
          .optional(),
        /** The file that the list's import reads (R01-26), with columns of its own: orders have one row a line. */
        asImport: z.boolean().optional(),
        /** Which of the files a list gives: of agreements also their lines. */
        importKind: z.enum(['agreementLines']).optional(),
        format: ExportFormat,
        /** Decides the separators of CSV; default: the user's. */
        language: Language.optional(),
        /** Without the ending; default: the list's name. */
        fileName: z.string().trim().min(1).max(100).optional(),
        /** Names of the sheets: the rows', and the one that says what was asked for. */
        sheets: z.object({ rows: z.string().max(31), about: z.string().max(31) }).optional(),
        /** What was asked for, in words: filters and search as the screen says them. */
        about: z
          .array(z.object({ title: words, text: z.string().max(2000) }))
          .max(100)
          .optional(),
      }),
    )
    .output(JobStarted)
    .errors(reportsErrors),
}
