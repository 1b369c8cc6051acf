import { isZone } from '../../db/zones'
import { notFound } from '../../db/version'
import type { Failure } from '../../shared/contract/domainError'
import type { Contact, Site } from '../../shared/contract/customers'
import type { OrderAddress } from '../../shared/contract/orderRestructure'
import type { ContactId, SiteId, WorkerId } from '../../shared/contract/id'
import { checkAccount } from '../agreements/index'
import { checkAgreement } from './agreement.rules'
import { dateOf, localDayOf, offsetAt } from '../calendars/index'
import { serviceCalendarOf } from '../settings/index'
import { checkWorker } from './completeLine'
import type { OrderDeps } from './orderDeps'
import type { StoredOrder } from './orders.repository'
import { nextFullHour } from './times.rules'

/** What an order's head is completed from: `undefined` gets the default, `null` stays empty (04 §2.1). */
export interface HeaderDraft extends Pick<
  StoredOrder,
  'id' | 'version' | 'number' | 'officeId' | 'origin' | 'intake'
> {
  readonly customerId?: StoredOrder['customerId'] | undefined
  readonly agreementId?: StoredOrder['agreementId']
  readonly billingAccountId?: StoredOrder['billingAccountId']
  readonly description?: string | undefined
  readonly preferredServiceAt?: number | undefined
  readonly preferredUntil?: number | undefined
  readonly siteId?: SiteId | null | undefined
  readonly siteZone?: string | undefined
  readonly contactId?: ContactId | null | undefined
  readonly responsibleId?: WorkerId | undefined
  readonly preferredTechnicianId?: WorkerId | undefined
  readonly priority?: StoredOrder['priority'] | undefined
  readonly stageId?: StoredOrder['stageId']
  readonly currency?: string | undefined
  readonly signOffRequired?: boolean | undefined
  readonly customerReference?: string | undefined
  readonly internalNote?: string | undefined
  readonly externalNote?: string | undefined
  readonly externalKey?: string | undefined
  readonly receivedAt?: number | undefined
  /** The address to keep as it is, with the site it was taken from; empty: the chosen site's. */
  readonly place?: Omit<Place, 'siteZone'> | undefined
}

/** The head with every rule it breaks; without a customer or zone there is no head. */
export interface CompletedHeader {
  readonly order?: StoredOrder
  readonly failures: readonly Failure[]
}

export interface HeaderWork {
  readonly deps: OrderDeps
  readonly at: number
  /** The head as it is stored: what it has may stay, even if it could not be chosen any more. */
  readonly held?: StoredOrder | undefined
}

/** Completes an order's head: defaults, copies of address and contact, date, conflict (04 §2.1, R04-60). */
export function completeHeader(work: HeaderWork, draft: HeaderDraft): CompletedHeader {
  const { deps, held } = work
  const account =
    draft.billingAccountId === undefined ? undefined : deps.agreements.accounts.get(draft.billingAccountId)
  const customerId = draft.customerId ?? account?.customerId
  if (customerId === undefined)
    return {
      failures: [{ code: 'CUSTOMER_REQUIRED', field: 'customerId' }, ...agreementFailures(work, draft)],
    }
  const customer = deps.customers.customers.get(customerId)
  const isHeldCustomer = held?.customerId === customerId
  const failures: Failure[] = []
  if (customer.status !== 'active' && !isHeldCustomer)
    failures.push({
      code: 'CUSTOMER_BLOCKED',
      field: 'customerId',
      ids: [customerId],
      status: customer.status,
    })
  if (account && !(isHeldCustomer && held.billingAccountId === account.id))
    failures.push(...checkAccount(account, { work: held ? 'existing' : 'new', customerId }))
  failures.push(...agreementFailures(work, draft), ...workerFailures(work, draft))

  const place = placeOf(work, draft, customerId)
  if (!isZone(place.siteZone))
    return { failures: [...failures, { code: 'ZONE_UNKNOWN', field: 'siteZone', zone: place.siteZone }] }
  const times = timesOf(work, draft, place.siteZone)
  if (draft.preferredUntil !== undefined && draft.preferredUntil <= times.preferredServiceAt)
    failures.push({ code: 'PERIOD_INVALID', field: 'preferredUntil' })
  failures.push(...termFailures(work, draft, customerId, times.serviceDate))
  const { siteId: _siteId, contactId: _contactId, place: _place, ...own } = draft
  const order: StoredOrder = {
    progress: 'inProcess',
    isReadyForPosting: false,
    salesAmount: 0,
    costAmount: 0,
    ...own,
    customerId,
    description: draft.description ?? '',
    ...place,
    ...contactOf(work, draft, customerId, place.siteId),
    ...times,
    calendarConflict: isClosed(deps, draft.officeId, place.siteZone, times.serviceDate),
    priority: draft.priority ?? deps.clocks.defaultPriority(customerId) ?? 'normal',
    currency: draft.currency ?? customer.currency,
    signOffRequired: draft.signOffRequired ?? deps.settings.value('signOffRequired', draft),
  }
  return { order, failures }
}

/** The agreement's own terms (R04-20). */
function termFailures(
  { deps, held }: HeaderWork,
  { agreementId }: HeaderDraft,
  customerId: string,
  serviceDate: string,
): Failure[] {
  if (agreementId === undefined) return []
  const isHeld = held?.agreementId === agreementId
  const isHeldDate = held?.serviceDate === serviceDate
  return checkAgreement(deps.serviceAgreements.get(agreementId), {
    ...{ customerId, serviceDate, isHeld, isHeldDate },
  })
}

/** R04-21: with the setting off, an order has an agreement or a billing account. */
export function agreementFailures(
  { deps }: Pick<HeaderWork, 'deps'>,
  {
    agreementId,
    billingAccountId,
    officeId,
  }: Pick<HeaderDraft, 'agreementId' | 'billingAccountId' | 'officeId'>,
): Failure[] {
  if (agreementId !== undefined || billingAccountId !== undefined) return []
  if (deps.settings.value('allowWithoutAgreement', { officeId })) return []
  const fields = ['agreementId', 'billingAccountId']
  return [{ code: 'AGREEMENT_REQUIRED', field: 'billingAccountId', fields }]
}

function workerFailures({ deps, held }: HeaderWork, draft: HeaderDraft): Failure[] {
  return (['responsibleId', 'preferredTechnicianId'] as const).flatMap((field) => {
    const workerId = draft[field]
    if (workerId === undefined || workerId === held?.[field]) return []
    return checkWorker(deps, deps.people.workers.get(workerId), field)
  })
}

/** Where the work is done, as an order keeps it. */
export type Place = Pick<
  StoredOrder,
  | 'siteId'
  | 'siteName'
  | 'addressLine1'
  | 'addressLine2'
  | 'postalCode'
  | 'siteCity'
  | 'region'
  | 'country'
  | 'latitude'
  | 'longitude'
  | 'accessNotes'
  | 'siteZone'
>

/** The address as the order keeps it: its own copy stays until another site is chosen (R04-60). */
function placeOf(work: HeaderWork, draft: HeaderDraft, customerId: string): Place {
  const { deps, held } = work
  const officeZone = () => deps.people.offices.get(draft.officeId).zone
  if (draft.place)
    return {
      ...draft.place,
      siteZone: draft.siteZone ?? siteZoneOf(deps, draft.place.siteId) ?? officeZone(),
    }
  if (held && draft.siteId === held.siteId && held.customerId === customerId)
    return { ...addressOf(held), siteZone: draft.siteZone ?? siteZoneOf(deps, held.siteId) ?? officeZone() }
  const site = siteOf(deps, draft.siteId, customerId)
  return {
    ...copiedAddress(site ?? {}),
    siteId: site?.id,
    siteZone: draft.siteZone ?? site?.zone ?? officeZone(),
  }
}

/** An address as it is copied to an order, without the site it is of. */
export function copiedAddress(address: Partial<OrderAddress>): Omit<Place, 'siteId' | 'siteZone'> {
  const { accessNotes, addressLine1, addressLine2, city, country, latitude, longitude } = address
  const { name, postalCode, region } = address
  return {
    ...{ siteName: name, addressLine1, addressLine2, postalCode, siteCity: city, region, country },
    ...{ latitude, longitude, accessNotes },
  }
}

/** The address as an order has it. */
export function addressOf(order: StoredOrder): Omit<Place, 'siteZone'> {
  const { accessNotes, addressLine1, addressLine2, country, latitude, longitude, postalCode } = order
  const { region, siteCity, siteId, siteName } = order
  return {
    ...{ siteId, siteName, addressLine1, addressLine2, postalCode, siteCity, region, country },
    ...{ latitude, longitude, accessNotes },
  }
}

function siteZoneOf({ customers }: OrderDeps, siteId: string | undefined): string | undefined {
  return siteId === undefined ? undefined : customers.sites.find(siteId)?.zone
}

type StoredSite = Omit<Site, 'customerName' | 'customerNumber'>
type StoredContact = Omit<Contact, 'customerName'>

/** The chosen site of the customer, or its main site; `null` is work at our own office. */
function siteOf(
  { customers }: OrderDeps,
  siteId: SiteId | null | undefined,
  customerId: string,
): StoredSite | undefined {
  if (siteId === null) return undefined
  if (siteId === undefined)
    return customers.sites
      .where('customerId', customerId)
      .find(({ active, kind }) => active && kind === 'main')
  const site = customers.sites.get(siteId)
  if (site.customerId !== customerId) throw notFound('site', siteId)
  return site
}

/** The contact as the order keeps it: the chosen one, or the customer's at the site, else its first. */
function contactOf(
  { deps, held }: HeaderWork,
  { contactId }: HeaderDraft,
  customerId: string,
  siteId: SiteId | undefined,
): Pick<StoredOrder, 'contactId' | 'contactName' | 'contactPhone' | 'contactEmail'> {
  if (held && contactId === held.contactId && held.customerId === customerId) {
    const { contactEmail, contactName, contactPhone } = held
    return { contactId, contactName, contactPhone, contactEmail }
  }
  const contact = findContact(deps, contactId, customerId, siteId)
  return {
    contactId: contact?.id,
    contactName: contact?.name,
    contactPhone: contact?.phone,
    contactEmail: contact?.email,
  }
}

function findContact(
  { customers }: OrderDeps,
  contactId: ContactId | null | undefined,
  customerId: string,
  siteId: SiteId | undefined,
): StoredContact | undefined {
  if (contactId === null) return undefined
  if (contactId === undefined) {
    const active = customers.contacts.where('customerId', customerId).filter(({ active }) => active)
    return active.find((contact) => contact.siteId !== undefined && contact.siteId === siteId) ?? active[0]
  }
  const contact = customers.contacts.get(contactId)
  if (contact.customerId !== customerId) throw notFound('contact', contactId)
  return contact
}

/** The service date is the preferred time's date at the site. */
function timesOf(
  { at }: HeaderWork,
  draft: HeaderDraft,
  siteZone: string,
): Pick<StoredOrder, 'preferredServiceAt' | 'preferredUntil' | 'serviceDate'> {
  const preferredServiceAt = draft.preferredServiceAt ?? nextFullHour(at, offsetAt(siteZone, at))
  const serviceDate = dateOf(localDayOf(siteZone, preferredServiceAt))
  return { preferredServiceAt, preferredUntil: draft.preferredUntil, serviceDate }
}

/** Whether the service calendar is closed on the date; a warning only. */
export function isClosed(
  { isOpenDay, people, settings }: OrderDeps,
  officeId: string,
  zone: string,
  date: string,
): boolean {
  const calendarId = serviceCalendarOf(settings, people.company().calendarId, { officeId })
  return calendarId !== undefined && !isOpenDay(calendarId, zone, date)
}
