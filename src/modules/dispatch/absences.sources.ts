import { contract } from '@contract/index'
import { AbsenceHit, type Absence, type AbsenceDecision } from '@contract/dispatchAbsences'
import type { ActivityId, WorkerId } from '@contract/id'
import { AbsenceId, WorkerId as WorkerIdSchema } from '@contract/id'
import { z } from 'zod'
import { inputOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { mintId } from '@/composables/mintId'
import { client } from '@/rpc/client'
import { usePlaceStore } from '@/stores/place.store'

const { dispatch } = contract
const ask = client.dispatch

export const absenceList = listSource(dispatch.listAbsences, (input) => ask.listAbsences(input))

/** What the dialog of an absence asks for. */
export const AbsenceForm = inputOf(dispatch.createAbsence).pick({
  workerId: true,
  kind: true,
  allDay: true,
  from: true,
  to: true,
  note: true,
})
export type AbsenceFields = z.output<typeof AbsenceForm>

export const newAbsenceId = () => mintId(AbsenceId)

/** Enters an absence; the same id again after a refusal is the same absence. */
export const enterAbsence = (id: AbsenceId, fields: AbsenceFields, decisions: readonly AbsenceDecision[]) =>
  ask.createAbsence({ id, ...fields, decisions: [...decisions] })
export const changeAbsence = (
  { id, version }: Absence,
  { note, ...fields }: AbsenceFields,
  decisions: readonly AbsenceDecision[],
) =>
  ask.updateAbsence({
    ...{ absenceId: id, expectedVersion: version, decisions: [...decisions] },
    patch: { ...fields, note: note ?? null },
  })
export const removeAbsence = ({ id, version }: Absence) =>
  ask.deleteAbsence({ absenceId: id, expectedVersion: version })

const Required = z.object({ activities: z.array(AbsenceHit) })
/** The activities of a `DECISION_REQUIRED`. */
export function hitsOf(data: unknown): AbsenceHit[] {
  return Required.catch({ activities: [] }).parse(data).activities
}

/** The zone in which a worker's days are read. */
export async function zoneOfWorker(workerId: string): Promise<string> {
  const place = usePlaceStore()
  const { officeId } = await client.people.getWorker({ workerId: WorkerIdSchema.parse(workerId) })
  return place.offices.find(({ id }) => id === officeId)?.zone ?? place.company?.zone ?? place.zone
}

/** Who else could do the work, best first, on the days of the absence or later. */
export async function suggestionsFor(activityId: ActivityId, from: string, to: string, but: WorkerId) {
  const { suggestions } = await ask.listSuggestions({ activityId, from, to })
  return suggestions.filter(({ workerId }) => workerId !== but)
}
export type OtherWorker = Awaited<ReturnType<typeof suggestionsFor>>[number]
