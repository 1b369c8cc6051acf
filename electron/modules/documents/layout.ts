import type { Column, Content, TableCell } from 'pdfmake/interfaces'
import type { Language } from '../../shared/contract/session'
import { createFormat, type DocumentFormat } from './format.rules'
import type { Paper } from './renderPdf'
import type { Drawing, OrderFacts } from './snapshot'
import { textsOf, type Texts } from './texts'

const grey = '#5a5a5a'
const rule = '#c8c8c8'
const width = 499

/** What the parts of a document are written with. */
export interface Writing {
  readonly t: Texts
  readonly format: DocumentFormat
}

export function writingOf(language: Language, zone: string): Writing {
  return { t: textsOf(language), format: createFormat(language, zone) }
}

const longWord = 30
/** A word longer than a column would push the table off the page: it may break anywhere. */
export function breakable(text: string): string {
  return text.replaceAll(/\S{31,}/g, (word) =>
    [...word]
      .map((letter, index) => (index > 0 && index % longWord === 0 ? `\u200b${letter}` : letter))
      .join(''),
  )
}

/** The company's logo, within a field above the text. */
export function logoOf(image: string): Content {
  return { image, fit: [120, 40] }
}

/** The frame of every page: company and title above, footer text and page number below. */
export function paperOf(
  { t }: Writing,
  { company, footer, number }: OrderFacts,
  title: string,
  build: () => Content[],
  shownNumber = number,
): Paper {
  return {
    header: () => ({
      margin: [48, 32, 48, 0],
      columnGap: 12,
      columns: [
        ...(company.logo === undefined ? [] : [{ width: 'auto', stack: [logoOf(company.logo)] }]),
        {
          width: '*',
          stack: [
            { text: breakable(company.name), bold: true, fontSize: 12 },
            ...(company.registrationNumber === undefined
              ? []
              : [{ text: company.registrationNumber, color: grey, fontSize: 8 }]),
          ],
        },
        {
          width: 'auto',
          alignment: 'right',
          stack: [
            { text: title, bold: true, fontSize: 12 },
            { text: shownNumber, color: grey },
          ],
        },
      ],
    }),
    content: build,
    footer: (page, pages) => ({
      margin: [48, 16, 48, 0],
      columns: [
        { width: '*', text: breakable(footer ?? ''), color: grey, fontSize: 8 },
        { width: 'auto', text: t('page', { page, pages }), alignment: 'right', color: grey, fontSize: 8 },
      ],
    }),
  }
}

export function heading(text: string): Content {
  return { text, bold: true, fontSize: 11, margin: [0, 14, 0, 4] }
}

/** A text of several lines under its heading; nothing when there is none. */
export function section(title: string, texts: readonly string[]): Content[] {
  if (texts.length === 0) return []
  return [heading(title), ...texts.map((text): Content => ({ text: breakable(text), margin: [0, 0, 0, 4] }))]
}

/** Names and values in two columns; what is empty is left out. */
export function facts(pairs: readonly (readonly [string, string | undefined])[]): Content {
  const shown = pairs.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [{ name, value }],
  )
  const half = Math.ceil(shown.length / 2)
  const side = (part: typeof shown): Column => ({
    width: '*',
    table: {
      widths: [88, '*'],
      body: [
        ...part.map(({ name, value }): TableCell[] => [
          { text: name, color: grey },
          { text: breakable(value) },
        ]),
        ...(part.length === 0 ? [[{ text: '' }, { text: '' }]] : []),
      ],
    },
    layout: 'noBorders',
  })
  return { columns: [side(shown.slice(0, half)), side(shown.slice(half))], columnGap: 16 }
}

export interface TableColumn<Row> {
  readonly title: string
  readonly width: number | 'auto' | '*'
  readonly isNumber?: boolean
  cell(row: Row): string
}

/** A table whose head is repeated on every page and whose rows stay whole. */
export function table<Row>(
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
  last?: string[],
): Content {
  const cell = (text: string, { isNumber }: TableColumn<Row>, style: object = {}): TableCell => ({
    text: breakable(text),
    alignment: isNumber ? 'right' : 'left',
    ...style,
  })
  const line = (texts: readonly string[], style: object) =>
    columns.map((column, index) => cell(texts[index] ?? '', column, style))
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: columns.map((column) => column.width),
      body: [
        columns.map((column) => cell(column.title, column, { color: grey, fontSize: 8 })),
        ...rows.map((row) => columns.map((column) => cell(column.cell(row), column))),
        ...(last ? [line(last, { bold: true })] : []),
      ],
    },
    layout: {
      hLineWidth: (index, { table: { body } }) => (index === 0 || index === body.length ? 0 : 0.5),
      vLineWidth: () => 0,
      hLineColor: () => rule,
      paddingLeft: (index) => (index === 0 ? 0 : 6),
      paddingRight: (index) => (index === columns.length - 1 ? 0 : 6),
      paddingTop: () => 3,
      paddingBottom: () => 3,
    },
  }
}

/** A place to write by hand, with its caption under the line. */
export function blankLine(caption: string): Content {
  return {
    unbreakable: true,
    margin: [0, 44, 0, 0],
    stack: [
      { canvas: [{ type: 'line', x1: 0, y1: 0, x2: 220, y2: 0, lineWidth: 0.5, lineColor: grey }] },
      { text: caption, color: grey, fontSize: 8, margin: [0, 3, 0, 0] },
    ],
  }
}

const drawnWidth = 220

/** A drawing as lines of the page: sharp at any size. */
export function drawing({ height, strokes, width: drawn }: Drawing): Content {
  const scale = Math.min(drawnWidth / drawn, width / drawn)
  const place = (value: number, limit: number) => Math.min(Math.max(value, 0), limit) * scale
  return {
    canvas: [
      { type: 'rect', x: 0, y: 0, w: drawn * scale, h: height * scale, lineWidth: 0.5, lineColor: rule },
      ...strokes
        .filter((points) => points.length > 1)
        .map((points) => ({
          type: 'polyline' as const,
          lineWidth: 1,
          lineColor: '#000000',
          points: points.map(({ x, y }) => ({ x: place(x, drawn), y: place(y, height) })),
        })),
    ],
  }
}
