import type { Cell } from './exportCells.rules'

/** Cell formats of the workbook, by their place in `cellXfs`. */
const styles = {
  plain: 0,
  head: 1,
  date: 2,
  instant: 3,
  percent: 4,
  decimals: 5, // and four more: 0 to 4 decimals
} as const
const mostDecimals = 4
const mostText = 32_767
const dayMs = 86_400_000
/** What a sheet counts days from; earlier days are written as text. */
const firstDay = Date.UTC(1899, 11, 30)
/** 1900-03-01: before it, sheets count a day that never was. */
const firstSafeDay = Date.UTC(1900, 2, 1)

/** The letters of a column: 0 is A, 27 is AB. */
export function columnLetters(at: number): string {
  const rest = Math.floor(at / 26)
  return `${rest === 0 ? '' : columnLetters(rest - 1)}${String.fromCharCode(65 + (at % 26))}`
}

const letters: string[] = []
/** The letters of a column, worked out once: every cell names its own. */
function lettersOf(at: number): string {
  return (letters[at] ??= columnLetters(at))
}

/** Almost every cell is none of these, and is written as it is. */

const special = /[\u0000-\u001F&<>"_\uD800-\uDFFF\uFFFE\uFFFF]/

/** Text for XML; what XML cannot hold is written the way sheets do, `_x0007_`. */
export function xmlText(text: string): string {
  if (text.length <= mostText && !special.test(text)) return text
  const risky = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|_x[0-9A-Fa-f]{4}_|\r/g
  return text
    .slice(0, mostText)
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(risky, (found: string) =>
      found.length > 1
        ? `_x005F${found}`
        : `_x${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** A text cell stays text whatever it begins with (R01-20). */
function textCell(at: string, text: string, style: number = styles.plain): string {
  const value = `<is><t xml:space="preserve">${xmlText(text)}</t></is>`
  return `<c r="${at}" t="inlineStr"${style === styles.plain ? '' : ` s="${String(style)}"`}>${value}</c>`
}

function numberCell(at: string, value: string, style: number): string {
  return `<c r="${at}" s="${String(style)}"><v>${value}</v></c>`
}

function sheetCell(at: string, cell: Cell): string {
  switch (cell.type) {
    case 'empty':
      return ''
    case 'text':
      return textCell(at, cell.text)
    case 'number':
      return numberCell(at, cell.text, styles.decimals + Math.min(cell.decimals, mostDecimals))
    case 'percent':
      return numberCell(at, String(cell.basisPoints / 10_000), styles.percent)
    case 'boolean':
      return `<c r="${at}" t="b"><v>${cell.value ? '1' : '0'}</v></c>`
    case 'date':
      return dayCell(at, Date.parse(`${cell.text}T00:00:00Z`), cell.text, styles.date)
    case 'instant':
      return dayCell(at, cell.wall, new Date(cell.wall).toISOString().slice(0, 16), styles.instant)
  }
}

function dayCell(at: string, wall: number, text: string, style: number): string {
  if (Number.isNaN(wall) || wall < firstSafeDay) return textCell(at, text)
  return numberCell(at, String(Number(((wall - firstDay) / dayMs).toFixed(9))), style)
}

function row(number: number, cells: readonly string[]): string {
  return `<row r="${String(number)}">${cells.join('')}</row>`
}

/** One row by its number; the head is row 1. */
export function sheetRow(number: number, cells: readonly Cell[]): string {
  const place = String(number)
  return row(
    number,
    cells.map((cell, at) => sheetCell(`${lettersOf(at)}${place}`, cell)),
  )
}

export function headRow(titles: readonly string[]): string {
  return row(
    1,
    titles.map((title, at) => textCell(`${lettersOf(at)}1`, title, styles.head)),
  )
}

/** A line of the second sheet: what was asked, and how. */
export function askedRow(number: number, title: string, text: string): string {
  const place = String(number)
  return row(number, [textCell(`A${place}`, title, styles.head), textCell(`B${place}`, text)])
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const officeRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** What stands before the rows: the head stays in view while rows scroll. */
export function sheetStart(widths: readonly number[], isFrozen: boolean): string {
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  const views = `<sheetViews><sheetView workbookViewId="0"${isFrozen ? ` tabSelected="1">${pane}</sheetView>` : '/>'}</sheetViews>`
  const columns = widths.map((width, at) => {
    const place = String(at + 1)
    return `<col min="${place}" max="${place}" width="${String(width)}" customWidth="1"/>`
  })
  return `${declaration}<worksheet ${main}>${views}<cols>${columns.join('')}</cols><sheetData>`
}

/** What stands behind them: the filter row over all of them. */
export function sheetEnd(columns: number, rows: number, isFiltered: boolean): string {
  const last = `${columnLetters(columns - 1)}${String(rows + 1)}`
  return `</sheetData>${isFiltered ? `<autoFilter ref="A1:${last}"/>` : ''}</worksheet>`
}

/** A name that sheets accept. */
function sheetName(name: string, fallback: string): string {
  const clean = name
    .replaceAll(/[[\]:*?/\\]/g, ' ')
    .replaceAll(/^'|'$/g, ' ')
    .trim()
    .slice(0, 31)
  return xmlText(clean === '' ? fallback : clean)
}

/** The parts of a workbook of two sheets besides the sheets themselves, by path. */
export function workbookParts(rows: string, about: string): Readonly<Record<string, string>> {
  const first = sheetName(rows, 'List')
  const named = sheetName(about, 'Filter')
  const second = named.toLowerCase() === first.toLowerCase() ? 'Filter 2' : named
  const relation = (id: number, type: string, target: string) =>
    `<Relationship Id="rId${String(id)}" Type="${officeRelations}/${type}" Target="${target}"/>`
  const relations = (inner: string) =>
    `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`
  const part = (name: string, type: string) =>
    `<Override PartName="${name}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`
  return {
    '[Content_Types].xml': `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('/xl/workbook.xml', 'sheet.main')}${part('/xl/worksheets/sheet1.xml', 'worksheet')}${part('/xl/worksheets/sheet2.xml', 'worksheet')}${part('/xl/styles.xml', 'styles')}</Types>`,
    '_rels/.rels': relations(relation(1, 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `${declaration}<workbook ${main} xmlns:r="${officeRelations}"><sheets><sheet name="${first}" sheetId="1" r:id="rId1"/><sheet name="${second}" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      `${relation(1, 'worksheet', 'worksheets/sheet1.xml')}${relation(2, 'worksheet', 'worksheets/sheet2.xml')}${relation(3, 'styles', 'styles.xml')}`,
    ),
    'xl/styles.xml': stylesXml(),
  }
}

/** In the order of `styles`. */
function stylesXml(): string {
  const formats = ['yyyy\\-mm\\-dd', 'yyyy\\-mm\\-dd\\ hh:mm', '0.000', '0.0000', '0.0']
  const own = formats.map((code, at) => `<numFmt numFmtId="${String(164 + at)}" formatCode="${code}"/>`)
  const format = (id: number, font = 0) =>
    `<xf numFmtId="${String(id)}" fontId="${String(font)}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`
  const cells = [format(0), format(0, 1), format(164), format(165), format(10), format(1), format(168), format(2), format(166), format(167)] // prettier-ignore
  const fonts = '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' // prettier-ignore
  const fills = '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' // prettier-ignore
  const borders = '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
  return `${declaration}<styleSheet ${main}><numFmts count="${String(own.length)}">${own.join('')}</numFmts>${fonts}${fills}${borders}<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${String(cells.length)}">${cells.join('')}</cellXfs></styleSheet>`
}
