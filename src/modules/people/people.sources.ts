import { contract } from '@contract/index'
import { type DeviceId, OfficeId, UserId, WorkerId } from '@contract/id'
import { Company, type Device } from '@contract/people'
import type { z } from 'zod'
import { fieldsOf, inputOf } from '@/composables/contract'
import { listSource, type Lookup } from '@/composables/list'
import { recordSource, type RecordOf } from '@/composables/useRecord'
import { i18n } from '@/plugins/i18n'
import { client } from '@/rpc/client'
import { saveWorker, WorkerForm } from './people.profile'
import { calendarLookup, categoryLookup, officeLookup, workerLookup } from './people.lookups'

/** The company has no branded id: there is one. */
const CompanyId = Company.shape.id

const { people } = contract
const ask = client.people

export const workerList = listSource(people.listWorkers, (input) => ask.listWorkers(input))
export const userList = listSource(people.listUsers, (input) => ask.listUsers(input))
export const officeList = listSource(people.listOffices, (input) => ask.listOffices(input))
export const deviceList = listSource(people.listDevices, (input) => ask.listDevices(input))

export const workerRecord = recordSource({
  entity: 'worker',
  id: WorkerId,
  schema: WorkerForm,
  labels: 'people.worker',
  texts: {
    officeId: officeLookup,
    calendarId: calendarLookup,
    defaultCategoryId: categoryLookup,
    allowedCategoryIds: categoryLookup,
  },
  get: (workerId) => ask.getWorker({ workerId }),
  create: (id, { iCalendar: _iCalendar, maxMinutesPerDay: _max, ...values }) =>
    ask.createWorker({ id, ...values }),
  update: saveWorker,
  remove: ({ id, version }, reason) => ask.deleteWorker({ workerId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateWorker({ workerId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateWorker({ workerId: id, expectedVersion: version, reason }),
})
export type WorkerPage = RecordOf<typeof workerRecord>

export const userRecord = recordSource({
  entity: 'user',
  id: UserId,
  schema: fieldsOf(people.createUser),
  labels: 'people.user',
  texts: { workerId: workerLookup, language: 'language', roles: 'role' },
  get: (userId) => ask.getUser({ userId }),
  create: (id, values) => ask.createUser({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateUser({ userId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) => ask.deleteUser({ userId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateUser({ userId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) => ask.activateUser({ userId: id, expectedVersion: version, reason }),
})

/** Sets a new password that the user has to change at the next sign-in (R01-33). */
export function resetPassword(user: { id: UserId; version: number }, password: string) {
  return ask.resetPassword({ userId: user.id, expectedVersion: user.version, password })
}

export const officeRecord = recordSource({
  entity: 'office',
  id: OfficeId,
  schema: fieldsOf(people.createOffice),
  labels: 'people.office',
  texts: { calendarId: calendarLookup, language: 'language' },
  get: (officeId) => ask.getOffice({ officeId }),
  create: (id, values) => ask.createOffice({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateOffice({ officeId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) => ask.deleteOffice({ officeId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateOffice({ officeId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateOffice({ officeId: id, expectedVersion: version, reason }),
})

/** History knows an image by its hash. */
const imageText: Lookup = {
  search: () => Promise.resolve([]),
  resolve: (id) =>
    Promise.resolve({ id, title: i18n.global.t('documents.logo.image', { id: id.slice(0, 8) }) }),
}

/** The one company; its form is an update without a create. */
export const companyRecord = recordSource({
  entity: 'company',
  id: CompanyId,
  schema: Company.omit({ id: true, version: true, isDemo: true, logoSha256: true }),
  labels: 'people.company',
  texts: { calendarId: calendarLookup, language: 'language', logoSha256: imageText },
  get: () => ask.getCompany(),
  update: ({ version }, patch, reason) => ask.updateCompany({ expectedVersion: version, patch, reason }),
})

export const DeviceInput = inputOf(people.registerDevice).omit({ id: true, reason: true })

export function registerDevice(id: DeviceId, device: z.output<typeof DeviceInput>) {
  return ask.registerDevice({ id, ...device })
}

/** The device may neither sign in nor synchronise any more (01 §2.1). */
export function revokeDevice({ id, version }: Device, reason: string | undefined) {
  return ask.revokeDevice({ deviceId: id, expectedVersion: version, reason })
}

/** From now on this device draws the office's numbers (R01-34). */
export function makeNumberingDevice({ id, officeId }: Device, reason: string | undefined) {
  return client.numbers.setNumberingDevice({ officeId, deviceId: id, reason })
}
