import type { BomReport } from '../../../shared/contract/bomReport'
import { treeReport } from './bomTree.rules'

/** A row of a BOM file by what it says; without assembly it is a finished product (09 §4.1). */
export interface BomFact {
  readonly assembly?: string | undefined
  readonly component: string
  readonly validFrom?: string | undefined
  readonly validTo?: string | undefined
  readonly unit?: string | undefined
  readonly level?: number | undefined
  /** Milli-units. */
  readonly quantity?: number | undefined
}

/** What only the check itself knows. */
export interface BomFindings {
  /** The key of each row. */
  readonly keys: readonly string[]
  readonly circles: number
  readonly unknownItems: number
}

export const earliest = '0000-01-01'

/** Counts everything that the check of a BOM file reports (09 §4.1). */
export function bomReport(facts: readonly BomFact[], found: BomFindings): BomReport {
  const products = facts.filter(({ assembly }) => assembly === undefined)
  const components = facts.filter(({ assembly }) => assembly !== undefined)
  const assemblies = distinct(components.map(({ assembly }) => assembly))
  const parts = distinct(components.map(({ component }) => component))
  const periods = periodsOf(facts)
  const active = activeSteps(facts)
  const last = active.at(-1)
  return {
    rows: found.keys.length,
    distinctKeys: distinct(found.keys).size,
    productRows: products.length,
    products: distinct(products.map(({ component }) => component)).size,
    productsWithTwoPeriods: periods.filter(({ isProduct, rows }) => isProduct && rows.length > 1).length,
    componentRows: components.length,
    levels: counted(facts.map(({ level }) => level))
      .map(([level, rows]) => ({ level, rows }))
      .sort((a, b) => a.level - b.level),
    units: byFrequency(facts.map(({ unit }) => unit)).map(([unit, rows]) => ({ unit, rows })),
    quantities: byFrequency(facts.map(({ quantity }) => quantity)).map(([quantity, rows]) => ({
      quantity,
      rows,
    })),
    assemblies: assemblies.size,
    items: distinct([...assemblies, ...parts]).size,
    leafItems: [...parts].filter((item) => !assemblies.has(item)).length,
    endedRows: facts.filter(isEnded).length,
    endedComponentRows: components.filter(isEnded).length,
    endedProductRows: products.filter(isEnded).length,
    ...consecutive(periods),
    ...{ circles: found.circles, unknownItems: found.unknownItems, active },
    ...(last && found.circles === 0 ? { tree: treeReport(facts, last.date) } : {}),
  }
}

const isEnded = ({ validTo }: BomFact) => validTo !== undefined

function distinct<Value>(values: readonly Value[]): Set<Value> {
  return new Set(values)
}

/** How often each value is there. */
function counted<Value>(values: readonly (Value | undefined)[]): [Value, number][] {
  const counts = new Map<Value, number>()
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
}

function byFrequency<Value>(values: readonly (Value | undefined)[]): [Value, number][] {
  return counted(values).sort((a, b) => b[1] - a[1])
}

interface Periods {
  readonly isProduct: boolean
  /** By their begin. */
  readonly rows: readonly BomFact[]
}

/** The periods of each assembly and component, and of each product. */
function periodsOf(facts: readonly BomFact[]): Periods[] {
  const groups = new Map<string, BomFact[]>()
  for (const fact of facts) {
    const key = JSON.stringify([fact.assembly, fact.component])
    const group = groups.get(key)
    if (group) group.push(fact)
    else groups.set(key, [fact])
  }
  return [...groups.values()].map((rows) => ({
    isProduct: rows[0]?.assembly === undefined,
    rows: rows.sort((a, b) => ((a.validFrom ?? earliest) < (b.validFrom ?? earliest) ? -1 : 1)),
  }))
}

/** The day after; both ends of a period count, so a successor begins on it. */
export function dayAfter(date: string): string {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)
}

/** How the periods of one pair follow on each other. */
function consecutive(periods: readonly Periods[]) {
  let overlaps = 0
  let gaps = 0
  let endedWithoutSuccessor = 0
  for (const { rows } of periods)
    rows.forEach(({ validTo }, index) => {
      const next = rows[index + 1]
      if (validTo !== undefined && !next) endedWithoutSuccessor += 1
      if (!next) return
      const begins = next.validFrom ?? earliest
      if (validTo === undefined || begins <= validTo) overlaps += 1
      else if (begins > dayAfter(validTo)) gaps += 1
    })
  const pairsWithTwoPeriods = periods.filter(({ rows }) => rows.length > 1).length
  return { pairsWithTwoPeriods, endedWithoutSuccessor, overlaps, gaps }
}

/** How many rows are active from each day on which that changes. */
function activeSteps(facts: readonly BomFact[]): BomReport['active'] {
  const changes = new Map<string, { components: number; products: number }>()
  const change = (date: string, { assembly }: BomFact, by: number) => {
    const known = changes.get(date) ?? { components: 0, products: 0 }
    if (assembly === undefined) known.products += by
    else known.components += by
    changes.set(date, known)
  }
  for (const fact of facts) {
    change(fact.validFrom ?? earliest, fact, 1)
    if (fact.validTo !== undefined) change(dayAfter(fact.validTo), fact, -1)
  }
  let components = 0
  let products = 0
  return [...changes]
    .filter(([, by]) => by.components !== 0 || by.products !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, by]) => {
      components += by.components
      products += by.products
      return { date, components, products }
    })
}
