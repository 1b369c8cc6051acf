import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { strToU8, zipSync } from 'fflate'
import { readCsv } from '../../electron/modules/imports/readCsv'
import { readWorkbook } from '../../electron/modules/imports/readWorkbook'
import type { TableRow } from '../../electron/modules/imports/table'
import { offsetAt, serviceInstant } from '../../electron/modules/calendars/index'
import { parseDate, parseDecimal, parseInstant } from '../../electron/modules/imports/values.rules'

const bytes = (text: string) => new TextEncoder().encode(text)
const rowsOf = (...parts: Uint8Array[]): TableRow[] => [...readCsv(parts, 'utf8')].flat()
const cellsOf = (text: string) => rowsOf(bytes(text)).map(({ cells }) => cells)

describe('reading a CSV file', () => {
  it.each([',', ';', '\t'])('R01-15: finds the separator %j', (sign) => {
    expect(cellsOf(`a${sign}b\n1${sign}2\n`)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
  })

  it('R01-15: leaves out the byte order mark and empty lines, takes CRLF and LF mixed', () => {
    expect(rowsOf(bytes('\uFEFFa,b\r\n\r\n1,2\n\n3,4'))).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['1', '2'] },
      { line: 5, cells: ['3', '4'] },
    ])
  })

  it('R01-15: doubled quotes and line breaks in quotes; a row is named by its first physical line', () => {
    expect(rowsOf(bytes('a,b\n"x ""y""\nz",1\nlast,2\n'))).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x "y"\nz', '1'] },
      { line: 4, cells: ['last', '2'] },
    ])
  })

  it('R01-15: Windows-1252 when told; else bytes that are not UTF-8 are refused', () => {
    const file = new Uint8Array([...bytes('a\nS'), 0xf8, ...bytes('ren\n')])
    expect([...readCsv([file], 'windows1252')].flat()[1]?.cells).toEqual(['Søren'])
    expect(() => rowsOf(file)).toThrow('ENCODING_UNKNOWN')
  })

  it('R01-15: where the file is cut into parts does not matter', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', 'ø', ' x'), maxLength: 6 })
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), fc.nat(60), (rows, at) => {
        const file = bytes(Papa.unparse([['h1', 'h2'], ...rows], { newline: '\n', quotes: true }))
        const whole = rowsOf(file)
        const cut = Math.min(at, file.length)
        expect(rowsOf(file.subarray(0, cut), file.subarray(cut))).toEqual(whole)
        expect(whole.map(({ cells }) => cells)).toEqual(
          [['h1', 'h2'], ...rows].map((row) => row.map((text) => text.trim())),
        )
      }),
    )
  })

  it('R01-15: reads every row of the largest real file with its physical line', () => {
    const file = readFileSync(resolve('../shared/data/openrepair/RestartProject_202204.csv'))
    const rows = rowsOf(file)
    expect(rows).toHaveLength(23_941)
    const lines = file.toString('utf8').split('\n')
    for (const row of rows) expect(lines[row.line - 1]?.startsWith(row.cells[0] ?? '?')).toBe(true)
  })
})

describe('values', () => {
  it('R01-13: both decimal signs, no thousands sign', () => {
    expect(['.0000', '12,5', '-3.14159', '+7', '0.0005'].map((text) => parseDecimal(text, 3))).toEqual([
      0, 12_500, -3142, 7000, 1,
    ])
    expect(['', '.', '1 000', '1,000.5', '1e3', 'x'].map((text) => parseDecimal(text, 3))).toEqual(
      Array(6).fill(undefined),
    )
  })

  it('01 §3.2: a decimal is the nearest integer of its last place', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), (value) => {
        expect(parseDecimal((value / 1000).toFixed(3), 3)).toBe(value === 0 ? 0 : value)
      }),
    )
  })

  it('R01-15: dates that exist, and no others', () => {
    expect(['2024-02-29', '29.2.2024', '2024-02-29T12:00:00.000Z'].map(parseDate)).toEqual(
      Array(3).fill('2024-02-29'),
    )
    expect(['2023-02-29', '2024-13-01', '24-01-01', '1.1', ''].map(parseDate)).toEqual(
      Array(5).fill(undefined),
    )
  })
})

describe('reading a workbook', () => {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const packaged = 'http://schemas.openxmlformats.org/package/2006'

  /** A workbook of one sheet with these rows; style 1 is a date. */
  function workbook(rows: string, is1904 = false): Uint8Array {
    const relation = (id: string, type: string, target: string) =>
      `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`
    const parts = {
      '[Content_Types].xml': `<Types xmlns="${packaged}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
      '_rels/.rels': `<Relationships xmlns="${packaged}/relationships">${relation('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
      'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr${is1904 ? ' date1904="1"' : ''}/><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packaged}/relationships">${relation('r1', 'worksheet', 'worksheets/sheet1.xml')}${relation('r2', 'styles', 'styles.xml')}</Relationships>`,
      'xl/styles.xml': `<styleSheet xmlns="${main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
      'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`,
    }
    return zipSync(Object.fromEntries(Object.entries(parts).map(([path, xml]) => [path, strToU8(xml)])))
  }
  const cellsOf = async (rows: string, is1904 = false) =>
    (await readWorkbook(workbook(rows, is1904), undefined)).map(({ cells }) => cells)

  it('issue 4 §5, R01-15: formula cells count by their stored value, never by the formula', async () => {
    const rows =
      '<row r="1"><c r="A1" t="str"><f>"na"&amp;"me"</f><v>name</v></c><c r="B1"><f>1+1</f><v>2</v></c></row>' +
      '<row r="2"><c r="A2" t="inlineStr"><is><t>=1+1</t></is></c><c r="B2"><f>A1</f></c></row>'
    expect(await cellsOf(rows)).toEqual([
      ['name', '2'],
      ['=1+1', ''],
    ])
  })

  it('issue 4 §5: 16,000 columns are read', async () => {
    const columnOf = (index: number): string =>
      index < 26
        ? String.fromCodePoint(65 + index)
        : columnOf(Math.floor(index / 26) - 1) + columnOf(index % 26)
    const row = (r: number) =>
      `<row r="${String(r)}">${Array.from({ length: 16_000 }, (_, at) => `<c r="${columnOf(at)}${String(r)}"><v>${String(at)}</v></c>`).join('')}</row>`
    const cells = await cellsOf(row(1) + row(2))
    expect(cells.map((one) => [one.length, one.at(-1)])).toEqual([
      [16_000, '15999'],
      [16_000, '15999'],
    ])
  })

  it('issue 4 §5: dates of 1900, which count a day that never was, and dates counted from 1904', async () => {
    const dates = (...values: number[]) =>
      values
        .map(
          (v, at) =>
            `<row r="${String(at + 1)}"><c r="A${String(at + 1)}" s="1"><v>${String(v)}</v></c></row>`,
        )
        .join('')
    const early = ['1900-01-01', '1900-02-28', '1900-03-01', '1901-01-01', '2024-03-01'].map((date) => [date])
    expect(await cellsOf(dates(1, 59, 61, 367, 45_352))).toEqual(early)
    expect(await cellsOf(dates(1462, 43_890), true)).toEqual([['1908-01-02'], ['2024-03-01']])
  })

  it.each([
    ['no archive at all', strToU8('PK\u0003\u0004 nothing')],
    ['an archive of something else', zipSync({ 'a.txt': strToU8('a') })],
  ])('issue 4 §5: %s is FILE_UNREADABLE', async (_, bytes) => {
    await expect(readWorkbook(bytes, undefined)).rejects.toThrow('FILE_UNREADABLE')
  })
})

describe('instants', () => {
  const oslo = (wall: number) => wall - 3_600_000
  it('R01-26: with an offset as they are, without one as wall time of the place', () => {
    const at = Date.parse('2026-03-02T08:30:00Z')
    for (const text of [
      '2026-03-02T08:30:00Z',
      '2026-03-02 09:30',
      '2026-03-02T09:30:00',
      '2026-03-02T10:30+02:00',
    ])
      expect(parseInstant(text, oslo)).toBe(at)
    expect(parseInstant('02.03.2026', oslo)).toBe(Date.parse('2026-03-01T23:00:00Z'))
    for (const text of ['2026-02-30T10:00', '2026-03-02 9', '25:00', '2026-03-02T25:00', 'x'])
      expect(parseInstant(text, oslo)).toBeUndefined()
  })

  it.each([
    ['2026-03-29 02:30', 'Europe/Oslo', '2026-03-29T01:30:00Z'],
    ['2026-10-25 02:30', 'Europe/Oslo', '2026-10-25T00:30:00Z'],
    ['2026-03-08 02:30', 'America/New_York', '2026-03-08T07:30:00Z'],
    ['2026-11-01 01:30', 'America/New_York', '2026-11-01T05:30:00Z'],
    ['2026-04-05 02:30', 'Pacific/Auckland', '2026-04-04T13:30:00Z'],
  ])(
    'conventions §3: %s in %s is %s: a skipped time goes forward, a doubled one is the earlier',
    (text, zone, at) => {
      expect(parseInstant(text, (wall) => serviceInstant(wall, (instant) => offsetAt(zone, instant)))).toBe(
        Date.parse(at),
      )
    },
  )

  it('R01-20: the apostrophe that an export puts before what looks like a formula is taken off', () => {
    expect(cellsOf("a,b\n'=1+1,''+x\n'tis,'\n")[1]).toEqual(['=1+1', "'+x"])
    expect(cellsOf("a,b\n'=1+1,''+x\n'tis,'\n")[2]).toEqual(["'tis", "'"])
  })
})
