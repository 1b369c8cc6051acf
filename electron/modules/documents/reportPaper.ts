import type { Content } from 'pdfmake/interfaces'
import type { Language } from '../../shared/contract/session'
import { breakable, facts, logoOf, table, writingOf, type TableColumn, type Writing } from './layout'
import { renderPdf, type Images } from './renderPdf'

type Row = Readonly<Record<string, unknown>>
type Kind = string

/** A report as a document: its rows as they are, written by its language. */
export interface PrintedReport {
  readonly title: string
  readonly language: Language
  readonly zone: string
  readonly at: number
  readonly about: readonly { readonly title: string; readonly text: string }[]
  readonly columns: readonly { readonly field: string; readonly kind: Kind; readonly title: string }[]
  readonly rows: readonly Row[]
  readonly totals: readonly Row[]
  /** What the rows of totals are called. */
  readonly total: string
}

/** Whose report it is. */
export interface Letterhead {
  readonly name: string
  /** The name of its image, where it has one. */
  readonly logo: string | undefined
  readonly images: Images
}

const grey = '#5a5a5a'
const isNumber = (kind: Kind) => kind !== 'text' && kind !== 'date'

/** Renders a report as a table with its totals; what was asked for stands above it (12 §5). */
export function renderReport({ images, logo, name }: Letterhead, report: PrintedReport): Promise<Uint8Array> {
  const writing = writingOf(report.language, report.zone)
  const made = writing.format.instant(report.at)
  return renderPdf(
    [
      {
        header: () => ({
          margin: [48, 32, 48, 0],
          columnGap: 12,
          columns: [
            ...(logo === undefined ? [] : [{ width: 'auto', stack: [logoOf(logo)] }]),
            { width: '*', text: breakable(name), bold: true, fontSize: 12 },
            { width: 'auto', text: report.title, bold: true, fontSize: 12, alignment: 'right' },
          ],
        }),
        content: () => contentOf(writing, report),
        footer: (page, pages) => ({
          margin: [48, 16, 48, 0],
          columns: [
            { width: '*', text: made, color: grey, fontSize: 8 },
            {
              width: 'auto',
              text: writing.t('page', { page, pages }),
              alignment: 'right',
              color: grey,
              fontSize: 8,
            },
          ],
        }),
      },
    ],
    {
      title: report.title,
      author: name,
      language: report.language,
      creationDate: new Date(report.at),
      images,
    },
    'landscape',
  )
}

function contentOf(writing: Writing, { about, columns, rows, total, totals }: PrintedReport): Content[] {
  const shown = columns.map(({ field, kind, title }): TableColumn<Row> => ({
    ...{ title, width: field.endsWith('Name') ? '*' : 'auto', isNumber: isNumber(kind) },
    cell: (row) => textOf(writing, kind, row[field]),
  }))
  const named = totals.map((row) => ({ ...row, [columns[0]?.field ?? '']: total }))
  return [
    facts(about.map(({ text, title }) => [title, text] as const)),
    { stack: [table(shown, [...rows, ...named])], fontSize: 7 },
  ]
}

function textOf({ format }: Writing, kind: Kind, value: unknown): string {
  if (value === undefined || value === null) return ''
  if (kind === 'money') return moneyText(format, value)
  if (typeof value === 'number') {
    if (kind === 'minutes') return format.hours(value)
    if (kind === 'percent') return format.percent(value)
    return format.quantity(value * 1000)
  }
  if (typeof value !== 'string') return ''
  return kind === 'date' ? format.date(value) : value
}

function moneyText(format: Writing['format'], value: unknown): string {
  if (typeof value !== 'object' || value === null || !('minor' in value) || !('currency' in value)) return ''
  const { currency, minor } = value
  return typeof minor === 'number' && typeof currency === 'string' ? format.money({ minor, currency }) : ''
}
