import { z } from 'zod'
import { refusals } from './domainError'
import {
  DiagnosisAreaId,
  DiagnosisCodeId,
  ItemId,
  ObjectId,
  OfficeId,
  ProductCategoryId,
  RepairLineId,
  ResolutionId,
  SymptomAreaId,
  SymptomCodeId,
  WorkerId,
} from './id'
import { BasisPoints } from './money'
import { longQuery, query } from './procedure'
import { OutcomeClass } from './repairCodes'
import { LocalDate } from './time'

export const RepairMeasure = z.enum([
  'fixRate',
  'firstTimeFix',
  'repeatRate',
  'mtbf',
  'pareto',
  'resolutions',
])
export type RepairMeasure = z.infer<typeof RepairMeasure>
export const RepairGrouping = z.enum([
  'none',
  'item',
  'productCategory',
  'brand',
  'provider',
  'office',
  'technician',
  'symptom',
  'diagnosis',
  'resolution',
  'barrier',
  'month',
  'year',
])
export type RepairGrouping = z.infer<typeof RepairGrouping>

/** Which repair lines are measured; all of it together. */
export const RepairFilter = z.object({
  officeIds: z.array(OfficeId).min(1).max(200).optional(),
  itemIds: z.array(ItemId).min(1).max(200).optional(),
  objectId: ObjectId.optional(),
  productCategoryIds: z.array(ProductCategoryId).min(1).max(200).optional(),
  brand: z.string().max(120).optional(),
  /** The beginning of the external key: what a file of repairs brought. */
  provider: z.string().max(120).optional(),
  technicianId: WorkerId.optional(),
  symptomAreaId: SymptomAreaId.optional(),
  symptomCodeId: SymptomCodeId.optional(),
  diagnosisAreaId: DiagnosisAreaId.optional(),
  diagnosisCodeId: DiagnosisCodeId.optional(),
})
export type RepairFilter = z.infer<typeof RepairFilter>

/** One bar, slice or row; what a measure does not have is absent. */
export const RepairFigure = z.object({
  /**
   * Filters its own lines; empty: the lines without it. An id, or a name, a month or a year as it is grouped by; of a
   * symptom or diagnosis `area` or `area/code`.
   */
  key: z.string(),
  label: z.string(),
  /** Of `resolutions`: what the lines are grouped by; `key` is then the resolution. */
  group: z.object({ key: z.string(), label: z.string() }).optional(),
  count: z.int(),
  /** Counts by outcome class. */
  outcomes: z.partialRecord(OutcomeClass, z.int()),
  /** Basis points with two decimals of a percent: 68.34 % = 6834. */
  rate: BasisPoints.optional(),
  /** What the rate divides. */
  numerator: z.int().optional(),
  denominator: z.int().optional(),
  /** Share of all, and of all up to here (pareto). */
  share: BasisPoints.optional(),
  cumulative: BasisPoints.optional(),
  /** Lines whose repeat window is not over (R08-13). */
  provisional: z.int().optional(),
  /** Minutes (R08-17). */
  mtbf: z.number().optional(),
  mttr: z.number().optional(),
  availability: BasisPoints.optional(),
  failures: z.int().optional(),
  /** The same figure in the period of the same length before. */
  previousRate: BasisPoints.optional(),
  previousMtbf: z.number().optional(),
  previousCount: z.int().optional(),
})
export type RepairFigure = z.infer<typeof RepairFigure>

/** Under so many lines a share says nothing (ux §4.8). */
export const fewestRepairLines = 20

/** How many lines a share divides. */
export const shareBase = ({ count, denominator }: RepairFigure): number => denominator ?? count

/** The most rows of an answer; the total counts all. */
export const mostRepairRows = 1000

export const RepairStatistics = z.object({
  measure: RepairMeasure,
  from: LocalDate.optional(),
  to: LocalDate.optional(),
  total: RepairFigure,
  rows: z.array(RepairFigure),
  /** How many there are. */
  rowCount: z.int(),
  /** The position, from 1, of the row by which 80 % are reached (pareto). */
  eightyAt: z.int().optional(),
  /** Of `firstTimeFix`: the lines of the population that were not fixed the first time, first 200. */
  failedLineIds: z.array(RepairLineId).optional(),
})
export type RepairStatistics = z.infer<typeof RepairStatistics>

/** A pair of diagnosis and resolution that helped before, and how often (R08-21). */
export const RepairSuggestion = z.object({
  diagnosisAreaId: DiagnosisAreaId.optional(),
  diagnosisCodeId: DiagnosisCodeId,
  diagnosisCode: z.string(),
  diagnosisName: z.string(),
  resolutionId: ResolutionId,
  resolutionCode: z.string(),
  resolutionName: z.string(),
  /** Lines of the pair, and those of them that were fixed. */
  count: z.int(),
  fixed: z.int(),
  /** (fixed + 1) / (count + 2), in ten-thousandths. */
  score: z.int(),
})
export type RepairSuggestion = z.infer<typeof RepairSuggestion>
export const RepairSuggestions = z.object({
  /** 1 the same item, 2 its category, 3 all; empty: nothing to go by. */
  tier: z.int().min(1).max(3).optional(),
  items: z.array(RepairSuggestion),
})
export type RepairSuggestions = z.infer<typeof RepairSuggestions>

/** What an earlier repair agrees in with the one asked for. */
export const Agreement = z.enum(['item', 'productCategory', 'brand', 'symptomArea', 'symptomCode'])
export type Agreement = z.infer<typeof Agreement>

/** An earlier repair that is like the one asked for, and why it is here. */
export const SimilarRepair = z.object({
  lineId: RepairLineId,
  number: z.string(),
  objectDescription: z.string(),
  brand: z.string().optional(),
  productCategoryName: z.string().optional(),
  reportedOn: LocalDate,
  outcome: OutcomeClass.optional(),
  barrierName: z.string().optional(),
  diagnosisName: z.string().optional(),
  resolutionName: z.string().optional(),
  /** The part of the note that matched. */
  excerpt: z.string().optional(),
  /** The words they share, as they stand in it. */
  words: z.array(z.string()),
  agrees: z.array(Agreement),
  /** 0…1000. */
  likeness: z.int(),
})
export type SimilarRepair = z.infer<typeof SimilarRepair>
export const SimilarRepairs = z.object({
  /** How many were compared. */
  compared: z.int(),
  items: z.array(SimilarRepair),
  /** What became of the similar ones, weighed by likeness and by what is common for the product, most probable first. */
  outcomes: z.array(z.object({ outcome: OutcomeClass, count: z.int(), share: BasisPoints })),
  barriers: z.array(z.object({ code: z.string(), name: z.string(), count: z.int(), share: BasisPoints })),
  /** What fixed them: replaced parts, and diagnoses with their resolutions. */
  fixes: z.array(z.object({ kind: z.enum(['part', 'diagnosis']), label: z.string(), count: z.int() })),
})
export type SimilarRepairs = z.infer<typeof SimilarRepairs>

export const statisticsErrors = refusals('PERIOD_INVALID')

/** What statistics are asked for. */
export const RepairQuestion = z.object({
  measure: RepairMeasure,
  from: LocalDate.optional(),
  to: LocalDate.optional(),
  filter: RepairFilter.default({}),
  groupBy: RepairGrouping.default('none'),
})

export const repairStatisticsContract = {
  listSuggestions: query('repair.read')
    .input(
      z.object({
        objectId: ObjectId,
        symptomAreaId: SymptomAreaId,
        symptomCodeId: SymptomCodeId.optional(),
      }),
    )
    .output(RepairSuggestions),
  /**
   * `fixRate`, `firstTimeFix` and `resolutions` count the lines finished in the period, `repeatRate`, `pareto` and `mtbf`
   * those reported in it; both days are in the period, where the object stands.
   */
  getStatistics: longQuery('repair.read')
    .input(RepairQuestion)
    .output(RepairStatistics)
    .errors(statisticsErrors),
  /** Finished repairs; product and symptom are those of the object and of what is given. */
  listSimilar: query('repair.read')
    .input(
      z.object({
        objectId: ObjectId.optional(),
        productCategoryId: ProductCategoryId.optional(),
        brand: z.string().max(120).optional(),
        symptomAreaId: SymptomAreaId.optional(),
        symptomCodeId: SymptomCodeId.optional(),
        text: z.string().max(20_000).optional(),
        /** The line that asks is not like itself. */
        exceptLineId: RepairLineId.optional(),
        limit: z.int().min(1).max(50).default(10),
      }),
    )
    .output(SimilarRepairs),
}
