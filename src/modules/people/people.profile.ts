import { contract } from '@contract/index'
import type { patchOf } from '@contract/crud'
import type { Worker } from '@contract/people'
import { z } from 'zod'
import { fieldsOf, inputOf } from '@/composables/contract'
import { client } from '@/rpc/client'
import { useSessionStore } from '@/stores/session.store'

const profileShape = inputOf(contract.dispatch.setDispatchProfile).shape

/** An employee with what dispatchers keep of one (07 §2.2). */
export const WorkerForm = z.object({
  ...fieldsOf(contract.people.createWorker).shape,
  maxMinutesPerDay: profileShape.maxMinutesPerDay,
  iCalendar: z.boolean().default(false),
})
type WorkerPatch = z.output<ReturnType<typeof patchOf<typeof WorkerForm.shape>>>

/**
 * Saves what was changed by the commands that the user may call: fields of the dispatch profile that `people.write` does
 * not cover, and all of it for dispatchers, go by commands of their own.
 */
export async function saveWorker(
  { id, version }: Worker,
  patch: WorkerPatch,
  reason?: string,
): Promise<Worker> {
  const { iCalendar, maxMinutesPerDay, ...rest } = patch
  const { calendarId, latitude, longitude, skills, ...own } = rest
  const isOffice = useSessionStore().can('people.write')
  const place = isOffice ? {} : { calendarId, latitude, longitude }
  let at = { workerId: id, expectedVersion: version, reason }
  const then = (next: { version: number }) => (at = { ...at, expectedVersion: next.version })

  if (isOffice && isGiven(rest)) then(await client.people.updateWorker({ ...at, patch: rest }))
  else if (isGiven(own)) then(await client.people.updateWorker({ ...at, patch: own }))
  const profile = { iCalendar, maxMinutesPerDay, ...place }
  if (isGiven(profile)) then(await client.dispatch.setDispatchProfile({ ...at, ...profile }))
  if (!isOffice && skills !== undefined) await client.dispatch.setWorkerSkills({ ...at, skills })
  return client.people.getWorker({ workerId: id })
}

function isGiven(fields: object): boolean {
  return Object.values(fields).some((value) => value !== undefined)
}
