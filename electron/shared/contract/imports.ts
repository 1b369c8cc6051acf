import { z } from 'zod'
import { BomReport } from './bomReport'
import { Reason, recordRef } from './crud'
import { refusals } from './domainError'
import { FileId, ImportId, UserId, Version } from './id'
import { JobStarted } from './jobs'
import { listInput, pageOf } from './page'
import { command, job, longCommand, query } from './procedure'
import { Instant } from './time'

/** What a file holds (01 §3.2). */
export const ImportKind = z.enum([
  'units', 'items', 'itemPrices', 'itemCosts', 'boms', 'customers', 'sites', 'workers', 'productCategories', 'repairs',
  'objects', 'orders', 'requests', 'agreements', 'agreementLines',
]) // prettier-ignore
export type ImportKind = z.infer<typeof ImportKind>

export const ImportState = z.enum(['uploaded', 'mapped', 'checked', 'committed', 'undone', 'discarded'])
export type ImportState = z.infer<typeof ImportState>
export const ImportSeverity = z.enum(['error', 'warning'])
export type ImportSeverity = z.infer<typeof ImportSeverity>
/** What the commit does with a row; a row with an error has none. */
export const ImportAction = z.enum(['new', 'update', 'same', 'skip'])
export type ImportAction = z.infer<typeof ImportAction>
/** A CSV file is UTF-8; Windows-1252 only when the caller says so (R01-15). */
export const ImportEncoding = z.enum(['utf8', 'windows1252'])
export type ImportEncoding = z.infer<typeof ImportEncoding>

/** Something the check has to say about a cell or a row (R01-17). */
export const ImportFinding = z.object({
  severity: ImportSeverity,
  code: z.string(),
  /** The target, by contract name. */
  field: z.string().optional(),
  /** The column's name in the file. */
  column: z.string().optional(),
  value: z.string().optional(),
})
export type ImportFinding = z.infer<typeof ImportFinding>

/** A field an update changes. */
export const ImportChange = z.object({
  field: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
})
export type ImportChange = z.infer<typeof ImportChange>

/** One row of the file as checked; the header is line 1. */
export const ImportRow = z.object({
  id: z.uuid(),
  version: Version,
  /** First physical line. */
  line: z.int(),
  recordKey: z.string().optional(),
  action: ImportAction.optional(),
  /** The worst of the findings. */
  severity: ImportSeverity.optional(),
  findings: z.array(ImportFinding),
  changes: z.array(ImportChange),
  /** The row's cells in the file's order; cells of columns that are not mapped are empty. */
  cells: z.array(z.string()),
})
export type ImportRow = z.infer<typeof ImportRow>

export const ImportCounts = z.object({
  rows: z.int(),
  new: z.int(),
  update: z.int(),
  same: z.int(),
  skip: z.int(),
  errors: z.int(),
  warnings: z.int(),
  /** Findings by code. */
  codes: z.record(z.string(), z.int()),
})
export type ImportCounts = z.infer<typeof ImportCounts>

/** Target by contract name → column of the file; `null`: ignore. */
export const ImportMapping = z.record(z.string().max(60), z.string().max(200).nullable())
export type ImportMapping = z.infer<typeof ImportMapping>
/** Target by contract name → the value of every row. */
export const ImportConstants = z.record(z.string().max(60), z.string().max(200))
export type ImportConstants = z.infer<typeof ImportConstants>

/** What a column may be mapped to. */
export const ImportTarget = z.object({ name: z.string(), isRequired: z.boolean() })
export type ImportTarget = z.infer<typeof ImportTarget>

/** A file on its way into the records; local to the machine until committed (R01-15…R01-19). */
export const Import = z.object({
  id: ImportId,
  version: Version,
  /** Number of the series IMP, drawn by a commit that writes. */
  number: z.string().optional(),
  kind: ImportKind,
  state: ImportState,
  fileName: z.string(),
  sha256: z.string(),
  size: z.int(),
  encoding: ImportEncoding.optional(),
  /** The sheet of a workbook. */
  sheet: z.string().optional(),
  rowCount: z.int(),
  columns: z.array(z.string()),
  mapping: ImportMapping,
  constants: ImportConstants,
  emptyClears: z.boolean(),
  keepRepairableOpen: z.boolean(),
  counts: ImportCounts.optional(),
  /** What the check says of the whole file; of files of bills of materials. */
  report: BomReport.optional(),
  /** What the commit repeats to say which check it means. */
  fingerprint: z.string().optional(),
  /** Warnings about the file as a whole, e.g. FILE_ALREADY_IMPORTED. */
  notices: z.array(z.string()),
  uploadedById: UserId,
  uploadedAt: Instant,
  checkedAt: Instant.optional(),
  committedAt: Instant.optional(),
  undoneAt: Instant.optional(),
})
export type Import = z.infer<typeof Import>

export const ImportDetail = Import.extend({
  targets: z.array(ImportTarget),
  /** The first 20 rows of the file. */
  sample: z.array(z.array(z.string())),
})
export type ImportDetail = z.infer<typeof ImportDetail>

/** The result of a check, and the data of PREVIEW_STALE. */
export const ImportPreview = z.object({
  counts: ImportCounts,
  report: BomReport.optional(),
  fingerprint: z.string(),
  /** The import's version after the check. */
  version: Version,
})
export type ImportPreview = z.infer<typeof ImportPreview>

export const importsErrors = refusals(
  'FILE_ALREADY_IMPORTED',
  'COLUMN_COUNT',
  'ENCODING_UNKNOWN',
  'FILE_EMPTY',
  'FILE_UNREADABLE',
  'SHEET_UNKNOWN',
  'TOO_MANY',
  'MAPPING_INCOMPLETE',
  'IMPORT_STATE',
  'IMPORT_BUSY',
  'IMPORT_HAS_ERRORS',
  'CONFIRM_REQUIRED',
  'PREVIEW_STALE',
  'IMPORT_IN_USE',
  'NUMBERS_EXHAUSTED',
  'NOT_NUMBERING_DEVICE',
  'SERIES_END',
)

/** Content up to 8 MiB travels inline as base64, larger by `files.putChunk` (conventions §7). */
const inlineLimit = Math.ceil((8 * 1024 * 1024) / 3) * 4
const ref = recordRef('importId', ImportId)
const byId = z.object({ importId: ImportId })

export const importsContract = {
  /** The columns of a file of this kind, as a mapping proposes them (R01-16). */
  getTemplate: query('imports.run')
    .input(z.object({ kind: ImportKind }))
    .output(z.object({ targets: z.array(ImportTarget) })),
  uploadFile: longCommand('imports.run')
    .input(
      z.object({
        id: ImportId,
        kind: ImportKind,
        fileName: z.string().trim().min(1).max(255),
        content: z.string().max(inlineLimit).optional(),
        fileId: FileId.optional(),
        encoding: ImportEncoding.optional(),
        /** Name of the sheet of a workbook; empty: the first. */
        sheet: z.string().max(80).optional(),
        acceptAgain: z.boolean().optional(),
        reason: Reason,
      }),
    )
    .output(ImportDetail)
    .errors(importsErrors),
  mapColumns: command('imports.run')
    .input(
      ref.extend({
        /** Empty: as it is. */
        mapping: ImportMapping.optional(),
        constants: ImportConstants.optional(),
        emptyClears: z.boolean().optional(),
        keepRepairableOpen: z.boolean().optional(),
        reason: Reason,
      }),
    )
    .output(ImportDetail)
    .errors(importsErrors),
  /** Result: `ImportPreview`. */
  checkImport: job('imports.run').input(byId).output(JobStarted).errors(importsErrors),
  listRows: query('imports.run')
    .input(listInput(ImportRow.shape).safeExtend({ importId: ImportId }))
    .output(pageOf(ImportRow)),
  /** Result: `{ counts }`. */
  commitImport: job('imports.run')
    .input(
      ref.extend({
        fingerprint: z.string().max(100),
        acceptWarnings: z.boolean().optional(),
        reason: Reason,
      }),
    )
    .output(JobStarted)
    .errors(importsErrors),
  /** Result: `{ counts }` of the records deleted and restored. */
  undoImport: job('imports.run')
    .input(ref.extend({ reason: Reason }))
    .output(JobStarted)
    .errors(importsErrors),
  discardImport: command('imports.run')
    .input(ref.extend({ reason: Reason }))
    .output(ImportDetail)
    .errors(importsErrors),
  listImports: query('imports.run').input(listInput(Import.shape)).output(pageOf(Import)),
  getImport: query('imports.run').input(byId).output(ImportDetail),
}
