import { contract } from '@contract/index'
import type { Activity, Conflict } from '@contract/dispatch'
import { ActivityId, OrderId, type WorkerId } from '@contract/id'
import type { z } from 'zod'
import { inputOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { editOf } from '@/composables/listEdit'
import { mintId } from '@/composables/mintId'
import { client } from '@/rpc/client'

const { dispatch } = contract
const ask = client.dispatch
const refOf = ({ id, version }: Pick<Activity, 'id' | 'version'>) => ({
  activityId: id,
  expectedVersion: version,
})

/** The activities of one order, closed ones too. */
export const activitiesOfOrder = (orderId: () => string) =>
  listSource(
    dispatch.listActivities,
    (input) => ask.listActivities(input),
    () => ({ orderId: orderId() }),
  )

const undispatched = listSource(dispatch.listUndispatched, (input) => ask.listUndispatched(input))
/** What waits is edited in place as other lists are (R07-32). */
export const undispatchedList = { ...undispatched, edit: editOf(['dispatch', 'listActivities']) }

export const activityAt = (activityId: string) =>
  ask.getActivity({ activityId: ActivityId.parse(activityId) })

/** What the dialog of a new activity asks for. */
export const NewActivityForm = inputOf(dispatch.createActivity).pick({
  lineIds: true,
  typeId: true,
  subject: true,
  duration: true,
  skills: true,
  crewSize: true,
})
export const createActivity = (orderId: string, fields: z.output<typeof NewActivityForm>) =>
  ask.createActivity({ id: mintId(ActivityId), orderId: OrderId.parse(orderId), ...fields })

/** The fields that are no move. */
export const ActivityChange = inputOf(dispatch.updateActivity).shape.patch.pick({
  subject: true,
  typeId: true,
  teamId: true,
  priority: true,
  earliest: true,
  latest: true,
  skills: true,
})
const { priority, subject } = ActivityChange.shape
/** The same as the fields of a form: what an activity always has stays. */
export const ActivityForm = ActivityChange.extend({ subject: subject.unwrap(), priority: priority.unwrap() })
export type ActivityPatch = NonNullable<Parameters<typeof ask.updateActivity>[0]['patch']>
export const updateActivity = (
  held: Activity,
  patch: ActivityPatch,
  more: { readonly confirmed?: Conflict['code'][]; readonly alsoOrder?: boolean } = {},
) => ask.updateActivity({ ...refOf(held), patch, ...more })

/** A place in the plan as a person chooses it. */
export interface PlanPlace {
  readonly workerId?: WorkerId | undefined
  readonly start?: number | undefined
  readonly duration: number
}
/** The conflicts at a place, before anything is saved (R07-20). */
export async function conflictsAt(
  held: Activity,
  { duration, start, workerId }: PlanPlace,
): Promise<Conflict[]> {
  const slot = start === undefined ? undefined : { start, end: start + duration * 60_000 }
  const { checks } = await ask.checkEdits({
    edits: [{ ...refOf(held), workerId, slot, duration: slot ? undefined : duration, confirmed: [] }],
  })
  return checks.flatMap(({ activityId, conflicts }) => (activityId === held.id ? conflicts : []))
}

export const CloseForm = inputOf(dispatch.closeActivity).pick({
  outcome: true,
  actualStart: true,
  actualEnd: true,
  reason: true,
})
export const closeActivity = (held: Activity, fields: z.output<typeof CloseForm>) =>
  ask.closeActivity({ ...refOf(held), ...fields })
export const reopenActivity = (held: Activity) => ask.reopenActivity(refOf(held))
export const lockActivity = (held: Activity, reason: string | undefined) =>
  ask.lockActivity({ ...refOf(held), reason })
export const unlockActivity = (held: Activity) => ask.unlockActivity(refOf(held))
