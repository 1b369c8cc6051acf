import { assertMay, type Act } from '../../db/act'
import { mintId } from '../../db/ids'
import { outcome, type EntityChange, type Outcome } from '../../db/changeLog'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { SiteId } from '../../shared/contract/id'
import { restructureErrors, type OrderAddress } from '../../shared/contract/orderRestructure'
import type { Order } from '../../shared/contract/orders'
import { createSite, isPlaceValid, knownPlace, updateSite } from '../customers/index'
import { reachOf } from './access'
import { copiedAddress, type Place } from './completeHeader'
import type { RestructureInput } from './copyOrder'
import { loadOrder } from './loadOrder'
import { assertStagePermits } from './lookup'
import type { OrderDeps } from './orderDeps'
import type { StoredOrder } from './orders.repository'
import { orderOf } from './orderView'
import { changeHead } from './updateOrder'

type Input = RestructureInput<'setAddress'>

/** The address an order shall have, and what is written of the customer with it. */
interface ChosenPlace {
  readonly place: Omit<Place, 'siteZone'>
  readonly zone: string
  readonly changes: readonly EntityChange[]
}

/**
 * Gives an order another address, which it copies: a site's, or a typed one that becomes a site of the customer unless
 * it is for this order alone (R04-60). Zone, service date and calendar conflict follow.
 *
 * @throws ADDRESS_NAME_EXISTS unless the site of that name is to be changed; COORDINATES_INVALID, ZONE_UNKNOWN
 */
export function setAddress(deps: OrderDeps, act: Act, input: Input): Outcome<Order> {
  const { orderId, expectedVersion } = input
  const loaded = loadOrder(deps, act, { orderId, expectedVersion }, 'orders.write')
  assertStagePermits(deps, loaded.order, 'STAGE_FORBIDS_MODIFY')
  const { order } = loaded
  const { changes, place, zone } =
    input.siteId === undefined
      ? typedPlace(deps, act, order, input)
      : sitePlace(deps, act, order, input.siteId)
  const draft = { ...order, contactId: order.contactId ?? null, place, siteZone: zone }
  const written = changeHead(deps, act, loaded, draft)
  const ordered = 'changes' in written ? [...written.changes] : []
  return outcome(orderOf(deps, act.caller, orderId), [...changes, ...ordered])
}

/** A site's address; one of another customer does not stay linked. */
function sitePlace(
  { customers }: OrderDeps,
  { caller }: Act,
  { customerId }: StoredOrder,
  siteId: SiteId,
): ChosenPlace {
  const site = customers.sites.get(siteId)
  const isOwn = site.customerId === customerId
  if (!isOwn && reachOf(caller, 'customers.read') !== 'all')
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'customers.read' })
  const place = { ...copiedAddress(site), siteId: isOwn ? siteId : undefined }
  return { place, zone: site.zone, changes: [] }
}

function typedPlace(deps: OrderDeps, act: Act, order: StoredOrder, input: Input): ChosenPlace {
  if (!input.address) throw new Error(`order ${order.id}: the contract asks for a site or an address`)
  const address = knownPlace(input.address)
  if (!isPlaceValid(address))
    throw domainError(restructureErrors, 'COORDINATES_INVALID', { field: 'latitude' })
  const zone = address.zone ?? standardZone(deps, order)
  if (input.saveTo === 'order')
    return { place: { ...copiedAddress(address), siteId: undefined }, zone, changes: [] }
  assertMay(act.caller, 'customers.write')
  return savedPlace(deps, order, { ...address, zone }, input.updateExisting ?? false)
}

/** The zone of the customer's main site, else the office's. */
function standardZone({ customers, people }: OrderDeps, { customerId, officeId }: StoredOrder): string {
  const main = customers.sites.where('customerId', customerId).find(({ kind }) => kind === 'main')
  return main?.zone ?? people.offices.get(officeId).zone
}

/** Saves the address as a site of the customer. */
function savedPlace(
  { customers }: OrderDeps,
  { customerId }: StoredOrder,
  address: OrderAddress & { readonly zone: string },
  updateExisting: boolean,
): ChosenPlace {
  const sameName = (name: string) => name.trim().toLocaleLowerCase() === address.name.toLocaleLowerCase()
  const existing = customers.sites.where('customerId', customerId).find(({ name }) => sameName(name))
  if (existing && !updateExisting)
    throw domainError(restructureErrors, 'ADDRESS_NAME_EXISTS', { field: 'name', ids: [existing.id] })
  const { result, ...written } = existing
    ? updateSite(customers, {
        siteId: existing.id,
        expectedVersion: existing.version,
        patch: { ...emptyAddress, ...address },
      })
    : createSite(customers, { id: SiteId.parse(mintId()), customerId, ...address })
  const place = { ...copiedAddress(result), siteId: result.id }
  return { place, zone: result.zone, changes: 'changes' in written ? [...written.changes] : [] }
}

/** What an address does not say is empty on the site that takes it over. */
const emptyAddress = {
  addressLine1: null,
  addressLine2: null,
  postalCode: null,
  city: null,
  region: null,
  latitude: null,
  longitude: null,
  accessNotes: null,
}
