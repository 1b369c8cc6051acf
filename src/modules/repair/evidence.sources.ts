import {
  DiagnosisAreaId,
  ObjectId,
  RepairLineId,
  SymptomAreaId,
  SymptomCodeId,
  type DiagnosisCodeId,
  type ResolutionId,
} from '@contract/id'
import type { RepairLine, WarrantyCheck } from '@contract/repairLines'
import type { RepairSuggestions, SimilarRepairs } from '@contract/repairStatistics'
import { client } from '@/rpc/client'

const ask = client.repair

/** What is known of a repair when help is asked for; ids as fields hold them. */
export interface RepairFacts {
  readonly objectId: string | null | undefined
  readonly symptomAreaId?: string | null | undefined
  readonly symptomCodeId?: string | null | undefined
  readonly diagnosisAreaId?: string | null | undefined
  readonly reportedAt?: number | null | undefined
  readonly text?: string | null | undefined
  /** The line that asks. */
  readonly lineId?: string | null | undefined
}

/** A diagnosis and a resolution to be taken over into the form. */
export interface Remedy {
  readonly diagnosisAreaId?: DiagnosisAreaId | undefined
  readonly diagnosisCodeId?: DiagnosisCodeId | undefined
  readonly resolutionId?: ResolutionId | undefined
}

/** What helped before for this symptom; nothing as long as object or symptom are not known (R08-21). */
export async function suggestionsFor({
  objectId,
  symptomAreaId,
  symptomCodeId,
}: RepairFacts): Promise<RepairSuggestions | undefined> {
  const object = ObjectId.safeParse(objectId).data
  const area = SymptomAreaId.safeParse(symptomAreaId).data
  if (!object || !area) return undefined
  const code = SymptomCodeId.safeParse(symptomCodeId).data
  return ask.listSuggestions({
    objectId: object,
    symptomAreaId: area,
    ...(code ? { symptomCodeId: code } : {}),
  })
}

/** Earlier repairs that are like this one, with what became of them. */
export async function similarTo(facts: RepairFacts, limit: number): Promise<SimilarRepairs | undefined> {
  const object = ObjectId.safeParse(facts.objectId).data
  if (!object) return undefined
  const area = SymptomAreaId.safeParse(facts.symptomAreaId).data
  const code = SymptomCodeId.safeParse(facts.symptomCodeId).data
  const line = RepairLineId.safeParse(facts.lineId).data
  const text = facts.text?.trim()
  return ask.listSimilar({
    objectId: object,
    ...(area ? { symptomAreaId: area } : {}),
    ...(code ? { symptomCodeId: code } : {}),
    ...(text ? { text } : {}),
    ...(line ? { exceptLineId: line } : {}),
    limit,
  })
}

/** The diagnosis and resolution of another line. */
export async function remedyOf(lineId: RepairLineId): Promise<Remedy> {
  const { diagnosisAreaId, diagnosisCodeId, resolutionId } = await ask.getLine({ lineId })
  return { diagnosisAreaId, diagnosisCodeId, resolutionId }
}

/** Which promise covers the repair, and why (R08-10). */
export async function warrantyOf(facts: RepairFacts): Promise<WarrantyCheck | undefined> {
  const objectId = ObjectId.safeParse(facts.objectId).data
  if (!objectId) return undefined
  const area = DiagnosisAreaId.safeParse(facts.diagnosisAreaId).data
  const line = RepairLineId.safeParse(facts.lineId).data
  return ask.checkWarranty({
    objectId,
    ...(area ? { diagnosisAreaId: area } : {}),
    ...(line ? { lineId: line } : {}),
    ...(facts.reportedAt ? { reportedAt: facts.reportedAt } : {}),
  })
}

/** The last repairs of an object, newest first. */
export async function lastRepairs(objectId: string, limit: number): Promise<readonly RepairLine[]> {
  const { items } = await ask.listLines({
    filter: { objectId: [ObjectId.parse(objectId)] },
    sort: [{ field: 'reportedAt', direction: 'desc' }],
    limit,
  })
  return items
}
