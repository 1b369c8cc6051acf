import type { EntityChange, Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { CalendarId, DeviceId, OfficeId, UserId } from '../../shared/contract/id'
import type { Company, Device, Office } from '../../shared/contract/people'
import type { Language } from '../../shared/contract/session'
import { newSeries, type NumbersRepository } from '../numbers/index'
import type { PeopleRepository, StoredUser } from '../people/index'

/** What another area puts into a new store; each is written by the area that owns it. */
export interface NewStorePlace {
  readonly officeId: string
  readonly companyId: string
  readonly zone: string
  /** The company's standard calendar, which calendars seeds. */
  readonly calendarId: CalendarId
}
export type Seed = (place: NewStorePlace) => readonly EntityChange[]

export interface NewStore {
  readonly language: Language
  readonly zone: string
  readonly deviceName: string
  readonly at: number
}

/** The ids a new store starts with; the owner is the actor of its first entry. */
export interface NewStoreIds {
  readonly officeId: OfficeId
  readonly deviceId: DeviceId
  readonly ownerId: UserId
  readonly calendarId: CalendarId
}

export function mintStoreIds(): NewStoreIds {
  return {
    officeId: OfficeId.parse(mintId()),
    deviceId: DeviceId.parse(mintId()),
    ownerId: UserId.parse(mintId()),
    calendarId: CalendarId.parse(mintId()),
  }
}

export interface CreateStoreDeps {
  readonly people: PeopleRepository
  readonly numbers: NumbersRepository
  readonly seeds: readonly Seed[]
}

/** Makes an empty store usable at once: company, office, numbering device, owner, standards (R01-30). */
export function createStore(
  { people, numbers, seeds }: CreateStoreDeps,
  ids: NewStoreIds,
  { language, zone, deviceName, at }: NewStore,
): Outcome<void> {
  const company: Company = {
    id: mintId(),
    version: 1,
    name: 'New company',
    currency: 'EUR',
    language,
    calendarId: ids.calendarId,
    zone,
    isDemo: false,
  }
  const office: Office = {
    id: ids.officeId,
    version: 1,
    code: 'MAIN',
    name: 'Main office',
    zone,
    active: true,
    numberingDeviceId: ids.deviceId,
  }
  const device: Device = {
    id: ids.deviceId,
    version: 1,
    name: deviceName,
    officeId: ids.officeId,
    kind: 'desk',
    registeredById: ids.ownerId,
    registeredAt: at,
    revoked: false,
  }
  const owner: StoredUser = {
    id: ids.ownerId,
    version: 1,
    login: 'owner',
    displayName: 'Owner',
    language,
    roles: ['serviceManager', 'dispatcher', 'backOffice', 'administrator'],
    officeIds: [],
    active: true,
    mustChangePassword: false,
  }
  const first = people.companies.insert(company)
  const rest = [
    people.offices.insert(office),
    people.devices.insert(device),
    people.users.insert(owner),
    ...newSeries(office.id).map((series) => numbers.series.insert(series)),
    ...seeds.flatMap((seed) =>
      seed({ officeId: office.id, companyId: company.id, zone, calendarId: ids.calendarId }),
    ),
  ]
  return { result: undefined, changes: [first, ...rest] }
}
