import type { ImportFinding, ImportSeverity } from '../../shared/contract/imports'
import type { Mapped } from './mapping.rules'
import type { TableRow } from './table'
import { parseDate, parseDecimal, parseFlag } from './values.rules'

/** Reads one row through the mapping and keeps what is to be said about it. */
export interface RowReader {
  readonly line: number
  readonly findings: readonly ImportFinding[]
  readonly hasErrors: boolean
  /** Whether a column or a constant fills the target. */
  isMapped(target: string): boolean
  /** Trimmed; undefined for an empty cell. */
  text(target: string): string | undefined
  /** An integer of `places` decimals. */
  decimal(target: string, places: number): number | undefined
  date(target: string): string | undefined
  flag(target: string): boolean | undefined
  /** A coded value, compared without case; `code` when there is no such value. */
  choice<Value>(target: string, values: Readonly<Record<string, Value>>, code: string): Value | undefined
  fail(code: string, target?: string): void
  warn(code: string, target?: string): void
  /** The cells of mapped columns; others are empty, so that nothing is kept that nobody asked for. */
  mappedCells(): string[]
}

/** Makes the reader of a file's rows. */
export function createRowReader(columns: readonly string[], { mapping, constants }: Mapped) {
  const places = new Map<string, number>()
  for (const [target, column] of Object.entries(mapping))
    if (column !== null && columns.includes(column)) places.set(target, columns.indexOf(column))
  const kept = columns.map((_, index) => [...places.values()].includes(index))

  return ({ line, cells }: TableRow): RowReader => {
    const findings: ImportFinding[] = []
    let hasErrors = false

    function text(target: string): string | undefined {
      const place = places.get(target)
      const value = place === undefined ? constants[target] : cells[place]
      return value === undefined || value === '' ? undefined : value
    }

    function say(severity: ImportSeverity, code: string, target: string | undefined): void {
      if (severity === 'error') hasErrors = true
      const place = target === undefined ? undefined : places.get(target)
      const column = place === undefined ? undefined : columns[place]
      const value = target === undefined ? undefined : text(target)
      findings.push({
        severity,
        code,
        ...(target === undefined ? {} : { field: target }),
        ...(column === undefined ? {} : { column }),
        ...(value === undefined ? {} : { value: value.slice(0, 200) }),
      })
    }

    function parsed<Value>(target: string, parse: (value: string) => Value | undefined): Value | undefined {
      const value = text(target)
      if (value === undefined) return undefined
      const result = parse(value)
      if (result === undefined) say('error', 'INVALID_INPUT', target)
      return result
    }

    return {
      line,
      findings,
      get hasErrors() {
        return hasErrors
      },
      isMapped: (target) => places.has(target) || constants[target] !== undefined,
      text,
      decimal: (target, decimals) => parsed(target, (value) => parseDecimal(value, decimals)),
      date: (target) => parsed(target, parseDate),
      flag: (target) => parsed(target, parseFlag),
      choice(target, values, code) {
        const value = text(target)
        if (value === undefined) return undefined
        const found = values[value.toLowerCase()]
        if (found === undefined) say('error', code, target)
        return found
      },
      fail: (code, target) => say('error', code, target),
      warn: (code, target) => say('warning', code, target),
      mappedCells: () => cells.map((cell, index) => (kept[index] ? cell : '')),
    }
  }
}
export type ReadRow = ReturnType<typeof createRowReader>
