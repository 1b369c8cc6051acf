import { assertMay, type Act } from '../../db/act'
import type { CostRollup } from '../../shared/contract/bomStructure'
import { decimalsOf, type Currency } from '../../shared/contract/money'
import { createExactSum, inFull, times, toMilli, toMinor, type ExactSum } from './exact.rules'
import { explode, type StructureInput } from './getExplosion'
import { readSubject, type StructureDeps } from './getStructure'
import { dayOf } from './itemSource'
import type { SourceLine } from './structure.source'

export interface RollupDeps extends StructureDeps {
  readonly companyCurrency: () => Currency
  readonly officeDate: (officeId: string, at: number) => string
  /** The cost of each item on a day, where it has one (R09-16). */
  readonly costsOn: (itemIds: readonly string[], currency: Currency, date: string) => Map<string, number>
}

/** Items without cost that are named; all their nodes are counted. */
const mostNamed = 200

interface Part {
  readonly line: SourceLine
  readonly sum: ExactSum
  nodes: number
}

/**
 * What a structure costs (R09-16): its direct components, or its leaves, each times its cost on the day. Summed in
 * ten-thousandths, rounded once.
 *
 * @throws FORBIDDEN, ONE_SUBJECT, NOT_FOUND, BOM_TOO_LARGE, BOM_CIRCULAR
 */
export function getCostRollup(
  deps: RollupDeps,
  asked: Act,
  { costDate, currency = deps.companyCurrency(), method, ...subject }: StructureInput<'getCostRollup'>,
): CostRollup {
  assertMay(asked.caller, 'bom.read')
  const date = dayOf(deps, subject, asked)
  const day = costDate ?? date
  const parts = partsOf(deps, asked, subject, method === 'direct')
  const costs = deps.costsOn([...new Set(parts.map(({ line }) => line.itemId))], currency, day)
  const decimals = decimalsOf(currency)
  const whole = createExactSum()
  const rows = parts.map(({ line, sum }) => {
    const { itemId, itemName, itemNumber, unit } = line
    const quantity = sum.total()
    const unitCost = costs.get(itemId)
    const cost = times(quantity, unitCost ?? 0)
    whole.add(cost)
    return {
      ...{ itemId, itemName, itemNumber, unit, quantity: toMilli(quantity) },
      ...(unitCost === undefined ? {} : { unitCost }),
      cost: { minor: toMinor(cost, decimals), currency },
    }
  })
  const free = parts.filter(({ line }) => !costs.get(line.itemId))
  const exact = whole.total()
  return {
    ...{ method, date, costDate: day, exact: inFull(exact), rows },
    cost: { minor: toMinor(exact, decimals), currency },
    nodeCount: countNodes(parts),
    zeroCostCount: countNodes(free),
    zeroCostItems: namesOf(free),
  }
}

/** The nodes that are added up, by item and unit, in the order of the tree. */
function partsOf(
  deps: StructureDeps,
  asked: Act,
  subject: Parameters<typeof readSubject>[1],
  isDirect: boolean,
): Part[] {
  const parts = new Map<string, Part>()
  explode(readSubject(deps, subject, asked), (line, { depth, factor, isLeaf }) => {
    if (isDirect ? depth > 1 : !isLeaf) return
    const key = `${line.itemId} ${line.unit}`
    const known = parts.get(key)
    const part = known ?? { line, sum: createExactSum(), nodes: 0 }
    if (!known) parts.set(key, part)
    part.nodes += 1
    part.sum.add(factor)
  })
  return [...parts.values()]
}

function countNodes(parts: readonly Part[]): number {
  return parts.reduce((count, { nodes }) => count + nodes, 0)
}

function namesOf(parts: readonly Part[]): CostRollup['zeroCostItems'] {
  const named = new Map(
    parts.map(({ line: { itemId, itemName, itemNumber } }) => [itemId, { itemId, itemName, itemNumber }]),
  )
  return [...named.values()].slice(0, mostNamed)
}
