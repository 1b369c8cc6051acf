import type { z } from 'zod'
import type { Act } from '../../db/act'
import type { bomStructureContract, ExplodedItem } from '../../shared/contract/bomStructure'
import { createExactSum, timesMilli, toMilli, type ExactSum, type Factor } from './exact.rules'
import { readSubject, type StructureDeps } from './getStructure'
import type { SourceLine, SourceState } from './structure.source'
import { walkTree, type Place } from './tree.rules'

export type StructureInput<Name extends keyof typeof bomStructureContract> = z.output<
  NonNullable<(typeof bomStructureContract)[Name]['~orpc']['inputSchema']>
>

/** What is taken of an item in one unit, as it is added up. */
interface Taken {
  readonly line: SourceLine
  readonly isLeaf: boolean
  readonly sum: ExactSum
  places: number
}

/**
 * How much of each item the named structures take in all (R09-15): exact along each path, never added across units,
 * rounded in the last step.
 *
 * @throws ONE_SUBJECT, NOT_FOUND, BOM_TOO_LARGE, BOM_CIRCULAR
 */
export function getExplosion(
  deps: StructureDeps,
  asked: Act,
  { roots, ...time }: StructureInput<'getExplosion'>,
): { items: ExplodedItem[]; totals: { unit: string; quantity: number }[] } {
  const taken = new Map<string, Taken[]>()
  const totals = new Map<string, ExactSum>()
  for (const { quantity, ...subject } of roots) {
    const state = readSubject(deps, { ...subject, ...time }, asked)
    explode(state, (line, { factor, isLeaf }) => {
      const amount = timesMilli(factor, quantity)
      take(taken, line, isLeaf, amount)
      if (isLeaf) sumOf(totals, line.unit).add(amount)
    })
  }
  return {
    items: [...taken.values()].flat().map(toItem).sort(byNumber),
    totals: [...totals]
      .map(([unit, sum]) => ({ unit, quantity: toMilli(sum.total()) }))
      .sort((a, b) => (a.unit < b.unit ? -1 : 1)),
  }
}

/** Visits every node with its place, where its exact quantity per piece of the root stands. */
export function explode(
  { childrenOf, rootItemId, rootItemNumber }: SourceState,
  visit: (line: SourceLine, place: Place) => void,
): void {
  walkTree({ itemId: rootItemId, itemNumber: rootItemNumber }, childrenOf, visit)
}

function take(taken: Map<string, Taken[]>, line: SourceLine, isLeaf: boolean, amount: Factor): void {
  const ofItem = taken.get(line.itemId)
  let known = ofItem?.find((one) => one.isLeaf === isLeaf && one.line.unit === line.unit)
  if (!known) {
    known = { line, isLeaf, sum: createExactSum(), places: 0 }
    if (ofItem) ofItem.push(known)
    else taken.set(line.itemId, [known])
  }
  known.places += 1
  known.sum.add(amount)
}

function sumOf(totals: Map<string, ExactSum>, unit: string): ExactSum {
  const sum = totals.get(unit) ?? createExactSum()
  totals.set(unit, sum)
  return sum
}

function toItem({ isLeaf, line, places, sum }: Taken): ExplodedItem {
  const { itemId, itemName, itemNumber, unit } = line
  return { itemId, itemName, itemNumber, unit, isLeaf, places, quantity: toMilli(sum.total()) }
}

function byNumber(a: ExplodedItem, b: ExplodedItem): number {
  if (a.itemNumber !== b.itemNumber) return a.itemNumber < b.itemNumber ? -1 : 1
  return a.unit < b.unit ? -1 : 1
}
