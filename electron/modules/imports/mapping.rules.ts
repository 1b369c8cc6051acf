import type { ImportConstants, ImportMapping } from '../../shared/contract/imports'

/** What a column of a file may fill (R01-16). */
export interface Target {
  /** The field, by contract name. */
  readonly name: string
  /** Column names of known files, which go before the field's own. */
  readonly columns?: readonly string[]
  readonly isRequired?: boolean
  /** The value of every row when no column is mapped, e.g. the currency that a column's name ends with. */
  readonly constant?: (columns: readonly string[]) => string | undefined
}

export interface Mapped {
  readonly mapping: ImportMapping
  readonly constants: ImportConstants
}

/** Column names are the same without regard to case, spaces, underscores and hyphens. */
export function normalName(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '')
}

/** Names every column; one without a name is called by its place. */
export function columnNames(header: readonly string[]): string[] {
  return header.map((name, index) => (name === '' ? `#${String(index + 1)}` : name))
}

/** The mapping that the template of a kind proposes for a file's columns (R01-16). */
export function proposeMapping(targets: readonly Target[], columns: readonly string[]): Mapped {
  const byName = new Map([...columns].reverse().map((column) => [normalName(column), column]))
  const mapping: ImportMapping = {}
  const constants: ImportConstants = {}
  for (const { name, columns: known = [], constant } of targets) {
    const column = [...known, name].map((one) => byName.get(normalName(one))).find((one) => one !== undefined)
    mapping[name] = column ?? null
    const value = column === undefined ? constant?.(columns) : undefined
    if (value !== undefined) constants[name] = value
  }
  return { mapping, constants }
}

/** A saved mapping with the column names as this file writes them. */
export function adoptMapping({ mapping, constants }: Mapped, columns: readonly string[]): Mapped {
  const byName = new Map([...columns].reverse().map((column) => [normalName(column), column]))
  const adopted = Object.entries(mapping).map(([target, column]) => {
    const here = column === null ? undefined : byName.get(normalName(column))
    return [target, here ?? null] as const
  })
  return { mapping: Object.fromEntries(adopted), constants }
}

/** Required targets that have neither column nor constant. */
export function unmappedTargets(targets: readonly Target[], { mapping, constants }: Mapped): string[] {
  return targets
    .filter(({ name, isRequired }) => isRequired && !mapping[name] && !constants[name])
    .map(({ name }) => name)
}

/** The currency that a money column's name ends with: `list_price_usd` → USD. */
export function currencyOfColumns(columns: readonly string[]): string | undefined {
  const found = columns.map((column) => /_([a-z]{3})$/.exec(column.toLowerCase())?.[1])
  return found.find((code) => code !== undefined && knownCurrencies.has(code.toUpperCase()))?.toUpperCase()
}

const knownCurrencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))
