import { contract } from '@contract/index'
import { CalendarId, OrderId, ReasonCodeId, SlaEntryId, SlaGroupId, SlaId } from '@contract/id'
import type { CountryCalendar, OrderSla, SlaEntry } from '@contract/sla'
import type { ReasonCode, ReasonUse } from '@contract/stages'
import { fieldsOf, inputOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { recordSource, type RecordOf } from '@/composables/useRecord'
import { calendarLookup } from '@/modules/calendars'
import { client } from '@/rpc/client'
import { slaLookup } from './sla.lookups'

const { sla } = contract
const ask = client.sla

export const slaList = listSource(sla.listSlas, (input) => ask.listSlas(input))
export const slaGroupList = listSource(sla.listSlaGroups, (input) => ask.listSlaGroups(input))
export const watchList = listSource(sla.listWatch, (input) => ask.listWatch(input))
export const measuredList = listSource(sla.listMeasured, (input) => ask.listMeasured(input))

export const slaRecord = recordSource({
  entity: 'sla',
  id: SlaId,
  schema: fieldsOf(sla.createSla),
  labels: 'sla.sla',
  texts: { calendarId: calendarLookup },
  get: (slaId) => ask.getSla({ slaId }),
  create: (id, values) => ask.createSla({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateSla({ slaId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) => ask.deleteSla({ slaId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) => ask.deactivateSla({ slaId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) => ask.activateSla({ slaId: id, expectedVersion: version, reason }),
})
export type SlaPage = RecordOf<typeof slaRecord>

export const slaGroupRecord = recordSource({
  entity: 'slaGroup',
  id: SlaGroupId,
  schema: fieldsOf(sla.createSlaGroup),
  labels: 'sla.group',
  texts: { slaId: slaLookup, defaultPriority: 'orders.priority' },
  get: (slaGroupId) => ask.getSlaGroup({ slaGroupId }),
  create: (id, values) => ask.createSlaGroup({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateSlaGroup({ slaGroupId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteSlaGroup({ slaGroupId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateSlaGroup({ slaGroupId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateSlaGroup({ slaGroupId: id, expectedVersion: version, reason }),
})

/** Which calendar stands for this one at the sites of a country (R06-25). */
export async function countryCalendarsOf(calendarId: CalendarId): Promise<readonly CountryCalendar[]> {
  return (await ask.listCountryCalendars({ calendarId })).items
}
export const CountryForm = inputOf(sla.setCountryCalendar).pick({ country: true, derivedCalendarId: true })
export async function setCountryCalendar(
  calendarId: CalendarId,
  country: string,
  derivedCalendarId: string | null,
): Promise<readonly CountryCalendar[]> {
  const derived = derivedCalendarId === null ? null : CalendarId.parse(derivedCalendarId)
  await ask.setCountryCalendar({ calendarId, country, derivedCalendarId: derived })
  return countryCalendarsOf(calendarId)
}

/** The clock of an order as it stands. */
export function clockOf(orderId: string): Promise<OrderSla> {
  return ask.getOrderSla({ orderId: OrderId.parse(orderId) })
}
/** The same to be read again and again: a pure question. */
export function explanationOf(orderId: string) {
  return ask.explainDeadline({ orderId: OrderId.parse(orderId) })
}
export const previewOf = ask.previewDeadline
export type PreviewInput = Parameters<typeof previewOf>[0]

const recordingForm = inputOf(sla.startClock)
export const RecordingForm = recordingForm.pick({ at: true, reasonId: true, comment: true })
export const CancelForm = inputOf(sla.cancelClock).pick({ reasonId: true, reason: true })
export const CorrectForm = inputOf(sla.correctEntry).pick({ at: true, reason: true })
export const SetSlaForm = inputOf(sla.setOrderSla).pick({ slaId: true, reason: true })
export const ContactForm = inputOf(sla.recordContact).pick({ at: true })

const refOf = ({ orderId, version }: OrderSla) => ({ orderId, expectedVersion: version })
type Input<Name extends keyof typeof ask> = Parameters<(typeof ask)[Name]>[0]
type Given<Name extends keyof typeof ask> = Omit<Input<Name>, 'orderId' | 'entryId' | 'expectedVersion'>

export const startClock = (clock: OrderSla, given: Given<'startClock'>) =>
  ask.startClock({ ...refOf(clock), ...given })
export const stopClock = (clock: OrderSla, given: Given<'stopClock'>) =>
  ask.stopClock({ ...refOf(clock), ...given })
export const cancelClock = (clock: OrderSla, given: Given<'cancelClock'>) =>
  ask.cancelClock({ ...refOf(clock), ...given })
export const correctEntry = ({ id, version }: SlaEntry, given: Given<'correctEntry'>) =>
  ask.correctEntry({ entryId: SlaEntryId.parse(id), expectedVersion: version, ...given })
export const setOrderSla = (clock: OrderSla, given: Given<'setOrderSla'>) =>
  ask.setOrderSla({ ...refOf(clock), ...given })
export const recordContact = (clock: OrderSla, given: Given<'recordContact'>) =>
  ask.recordContact({ ...refOf(clock), ...given })

/** The active reasons that may be given for this. */
export async function reasonsFor(use: ReasonUse): Promise<readonly ReasonCode[]> {
  const { items } = await client.stages.listReasonCodes({
    filter: { active: true },
    sort: [{ field: 'name', direction: 'asc' }],
    limit: 200,
  })
  return items.filter(({ uses }) => uses.includes(use))
}
export const asReasonId = (id: string | null | undefined) => ReasonCodeId.safeParse(id).data
