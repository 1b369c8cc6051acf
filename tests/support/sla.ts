import type { CalendarId, SlaId } from '../../electron/shared/contract/id'
import type { Client } from '../../electron/shared/contract/index'
import type { OrderSla, Sla } from '../../electron/shared/contract/sla'
import type { Order } from '../../electron/shared/contract/orders'
import { newId } from './app'

/** The standard calendar of a new store: Monday to Friday 08–16, read at the site. */
export async function standardCalendar(client: Client): Promise<CalendarId> {
  const [calendar] = (await client.calendars.listCalendars({ filter: { code: 'STD' } })).items
  if (!calendar) throw new Error('a store has a standard calendar')
  return calendar.id
}

/** S8 of 06 §6, or one that differs. */
export async function slaOf(client: Client, fields: Partial<Omit<Sla, 'id'>> = {}): Promise<Sla> {
  const { calendarId = await standardCalendar(client), ...others } = fields
  return client.sla.createSla({
    ...{ id: newId<SlaId>(), code: 'S8', description: { en: 'Eight hours' }, allowance: 480 },
    ...{ calendarId, ...others },
  })
}

/** Puts the customer into a tier that promises a service level. */
export async function promise(
  client: Client,
  customerId: Order['customerId'],
  slaId: SlaId,
  fields: object = {},
): Promise<void> {
  const group = await client.sla.createSlaGroup({
    ...{ id: newId(), code: `T${slaId.slice(-6)}`, description: 'Gold', slaId },
    ...fields,
  })
  const { version } = await client.customers.getCustomer({ customerId })
  await client.customers.updateCustomer({
    ...{ customerId, expectedVersion: version, patch: { slaGroupId: group.id } },
  })
}

export function clockOf(client: Client, { id }: Pick<Order, 'id'>): Promise<OrderSla> {
  return client.sla.getOrderSla({ orderId: id })
}

/** How a command names the order of a clock. */
export function clockRef({ orderId, version }: Pick<OrderSla, 'orderId' | 'version'>) {
  return { orderId, expectedVersion: version }
}
