import type { z } from 'zod'
import type { Caller } from '../../db/act'
import { notFound } from '../../db/version'
import type { OutcomeClass } from '../../shared/contract/repairCodes'
import type {
  repairStatisticsContract,
  SimilarRepair,
  SimilarRepairs,
} from '../../shared/contract/repairStatistics'
import { dateOf } from '../calendars/index'
import { assertReads } from './getStatistics'
import type { CommonEnd, Evidence, FoundRepair, SimilarRepository } from './similar.repository'
import {
  beginningsIn,
  commonOf,
  excerptOf,
  likenessOf,
  votesOf,
  weightOf,
  type AskedRepair,
  type Likeness,
  type SharedWords,
} from './similar.rules'

type Input = z.output<NonNullable<(typeof repairStatisticsContract)['listSimilar']['~orpc']['inputSchema']>>

/** So many places of words are read, the rarest words first. */
const mostPlaces = 20_000
/** So many repairs with words in common are compared as a whole. */
const mostByWords = 400
/** So many similar repairs say what may become of this one. */
const mostVoters = 300
const mostFixes = 10

type Compared = FoundRepair & Likeness

/**
 * The finished repairs most like the one asked for, what became of them and what fixed them (issue 7): candidates by the
 * rarest words of the text and by item, product, brand and symptom; compared by all of it.
 *
 * @throws NOT_FOUND for an unknown object; FORBIDDEN for a board
 */
export function listSimilar(similar: SimilarRepository, caller: Caller, input: Input): SimilarRepairs {
  assertReads(caller)
  const product = similar.product(input)
  if (!product) throw notFound('object', input.objectId ?? '')
  const words = beginningsIn(input.text ?? '')
  const counts = similar.counts(words)
  const weights = new Map(words.map((word) => [word, weightOf(counts.of.get(word) ?? 0, counts.all)]))
  const weight = [...weights.values()].reduce((sum, each) => sum + each, 0)
  const asked: AskedRepair = { ...product, weight, words: words.length }

  const shared = sharedWords(similar, weights, counts.of)
  const except = similar.lineKey(input.exceptLineId)
  const found = similar
    .facts(candidates(similar, asked, shared), caller.officeIds)
    .filter(({ key }) => key !== except)
  const compared = found
    .map((repair): Compared => ({ ...repair, ...likenessOf(asked, repair, shared.get(repair.key)) }))
    .filter(({ likeness }) => likeness > 0)
    .sort((a, b) => b.likeness - a.likeness || b.key - a.key)
  const voters = compared.slice(0, mostVoters)
  return {
    compared: found.length,
    items: shown(similar, caller, compared.slice(0, input.limit), new Set(words)),
    ...endsOf(similar, caller, asked, voters),
    fixes: fixesOf(similar, caller, voters),
  }
}

/** The weight of the words in common, for the repairs that share the rarest. */
function sharedWords(
  similar: SimilarRepository,
  weights: ReadonlyMap<string, number>,
  counts: ReadonlyMap<string, number>,
): ReadonlyMap<number, SharedWords> {
  const shared = new Map<number, SharedWords>()
  const rarest = [...counts].sort(([, a], [, b]) => a - b)
  let places = mostPlaces
  for (const [word] of rarest) {
    if (places <= 0) break
    const keys = similar.withWord(word, places)
    places -= keys.length
    const weight = weights.get(word) ?? 0
    for (const key of keys) {
      const held = shared.get(key)
      if (held) {
        held.weight += weight
        held.count += 1
      } else shared.set(key, { weight, count: 1 })
    }
  }
  return shared
}

function candidates(
  similar: SimilarRepository,
  { brand, category, item, symptomArea, symptomCode }: AskedRepair,
  shared: ReadonlyMap<number, SharedWords>,
): number[] {
  const byWords = [...shared].sort(([, a], [, b]) => b.weight - a.weight).slice(0, mostByWords)
  return [
    ...new Set([
      ...byWords.map(([key]) => key),
      ...(item === undefined ? [] : similar.ofItem(item)),
      ...(category === undefined ? [] : similar.ofCategory(category)),
      ...(category === undefined || brand === undefined ? [] : similar.ofBrand(category, brand)),
      ...(symptomArea === undefined ? [] : similar.ofSymptom(symptomArea, symptomCode ?? null)),
    ]),
  ]
}

function shown(
  similar: SimilarRepository,
  { language }: Caller,
  repairs: readonly Compared[],
  words: ReadonlySet<string>,
): SimilarRepair[] {
  const evidence = similar.evidence(
    repairs.map(({ key }) => key),
    language,
  )
  return repairs.flatMap((repair) => {
    const row = evidence.get(repair.key)
    return row ? [similarOf(repair, row, words)] : []
  })
}

function similarOf(
  { agrees, likeness, outcome }: Compared,
  row: Evidence,
  words: ReadonlySet<string>,
): SimilarRepair {
  const { barrier, brand, category, diagnosis } = row
  return {
    ...{ lineId: row.id, number: row.number, objectDescription: row.description },
    ...{ reportedOn: dateOf(row.day), outcome, resolutionName: row.resolution },
    ...(brand === null ? {} : { brand }),
    ...(category === null ? {} : { productCategoryName: category }),
    ...(barrier === null ? {} : { barrierName: barrier }),
    ...(diagnosis === null ? {} : { diagnosisName: diagnosis }),
    ...excerptOf(row.text, words),
    ...{ agrees: [...agrees], likeness: Math.round(likeness * 1000) },
  }
}

function endsOf(
  similar: SimilarRepository,
  { language }: Caller,
  { category }: AskedRepair,
  voters: readonly Compared[],
): Pick<SimilarRepairs, 'outcomes' | 'barriers'> {
  const [product, overall] = [endsIn(similar.common(category)), endsIn(similar.overall())]
  const votes = votesOf(
    voters.map(({ evidence, outcome }) => ({ evidence, value: outcome })),
    commonOf(product.outcomes, overall.outcomes),
  )
  const stops = votesOf(
    voters.map(({ barrier, evidence }) => ({ evidence, value: barrier ?? undefined })),
    commonOf(product.barriers, overall.barriers),
  )
  const names = similar.names(
    'barrier',
    language,
    stops.map(({ value }) => value),
  )
  return {
    outcomes: votes.map(({ count, share, value }) => ({ outcome: value, count, share })),
    barriers: stops.flatMap(({ count, share, value }) => {
      const name = names.get(value)
      return name ? [{ ...name, count, share }] : []
    }),
  }
}

function endsIn(ends: readonly CommonEnd[]) {
  const outcomes = new Map<OutcomeClass, number>()
  const barriers = new Map<number, number>()
  for (const { barrier, count, outcome } of ends) {
    if (outcome !== 'canceled') outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + count)
    if (barrier !== null) barriers.set(barrier, (barriers.get(barrier) ?? 0) + count)
  }
  return { outcomes, barriers }
}

/** What fixed those that were: the parts that were replaced, and diagnoses with their resolutions. */
function fixesOf(
  similar: SimilarRepository,
  { language }: Caller,
  voters: readonly Compared[],
): SimilarRepairs['fixes'] {
  const fixed = voters.filter(({ outcome }) => outcome === 'fixed')
  const pairs = new Map<string, { diagnosis: number; resolution: number; count: number }>()
  for (const { diagnosisCode, resolution } of fixed) {
    if (diagnosisCode === null) continue
    const key = `${String(diagnosisCode)}/${String(resolution)}`
    const pair = pairs.get(key) ?? { diagnosis: diagnosisCode, resolution, count: 0 }
    pairs.set(key, pair)
    pair.count += 1
  }
  const all = [...pairs.values()]
  const diagnoses = similar.names(
    'diagnosis_code',
    language,
    all.map(({ diagnosis }) => diagnosis),
  )
  const resolutions = similar.names(
    'resolution',
    language,
    all.map(({ resolution }) => resolution),
  )
  const parts = similar.parts(fixed.map(({ key }) => key))
  return [
    ...parts.map((part) => ({ kind: 'part' as const, ...part })),
    ...all.map(({ count, diagnosis, resolution }) => ({
      ...{ kind: 'diagnosis' as const, count },
      label: [diagnoses.get(diagnosis)?.name, resolutions.get(resolution)?.name].join(' · '),
    })),
  ]
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1))
    .slice(0, mostFixes)
}
