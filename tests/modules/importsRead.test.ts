import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { readCsv } from '../../electron/modules/imports/readCsv'
import type { TableRow } from '../../electron/modules/imports/table'
import { parseDate, parseDecimal } from '../../electron/modules/imports/values.rules'

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
