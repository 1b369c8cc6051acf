import type { z } from 'zod'
import type { Caller } from '../../db/act'
import { notFound } from '../../db/version'
import type { RepairSuggestions, repairStatisticsContract } from '../../shared/contract/repairStatistics'
import { assertReads } from './getStatistics'
import type { SuggestionsRepository } from './suggestions.repository'
import { bestPairs, scoreOf } from './suggestions.rules'

type Input = z.output<
  NonNullable<(typeof repairStatisticsContract)['listSuggestions']['~orpc']['inputSchema']>
>

/**
 * What helped before with this symptom: of the same item, else of its category, else of all (R08-21).
 *
 * @throws NOT_FOUND; FORBIDDEN for a board
 */
export function listSuggestions(
  suggestions: SuggestionsRepository,
  caller: Caller,
  { objectId, symptomAreaId, symptomCodeId }: Input,
): RepairSuggestions {
  assertReads(caller)
  const product = suggestions.productOf(objectId)
  if (!product) throw notFound('object', objectId)
  const symptom = { symptomAreaId, symptomCodeId, officeIds: caller.officeIds }
  for (const tier of [1, 2, 3] as const) {
    const pairs = suggestions.pairs(symptom, product, tier, caller.language)
    if (pairs.length > 0)
      return { tier, items: bestPairs(pairs).map((pair) => ({ ...pair, score: scoreOf(pair) })) }
  }
  return { items: [] }
}
