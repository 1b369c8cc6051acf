import { DeviceKind, type Device, type Office, type User, type Worker } from '@contract/people'
import { Role } from '@contract/permission'
import { Language } from '@contract/session'
import type { Column, ExportedAs, ListView } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { usePlaceStore } from '@/stores/place.store'
import { officeLookup } from './people.lookups'
import { deviceList, officeList, userList, workerList } from './people.sources'

const activeViews: readonly ListView[] = [
  { key: 'active', titleKey: 'people.views.active', filter: { active: true } },
  { key: 'inactive', titleKey: 'people.views.inactive', filter: { active: false } },
  { key: 'all', titleKey: 'people.views.all' },
]

function useOfficeNames() {
  const place = usePlaceStore()
  const officeName = ({ officeId }: { officeId?: string | undefined }) =>
    place.offices.find(({ id }) => id === officeId)?.name
  const exported = (): ExportedAs => ({
    texts: Object.fromEntries(place.offices.map(({ id, name }) => [id, name])),
  })
  return { value: officeName, exported }
}

/** All employees (01 §2.3). */
export function useWorkers() {
  const officeNames = useOfficeNames()
  const columns: readonly Column<Worker>[] = [
    { key: 'number', titleKey: 'people.worker.number', kind: 'text', width: 160 },
    { key: 'displayName', titleKey: 'people.worker.displayName', kind: 'text', grow: 2 },
    { key: 'jobTitle', titleKey: 'people.worker.jobTitle', kind: 'text', grow: 2 },
    { key: 'officeId', titleKey: 'people.worker.officeId', kind: 'ref', width: 150, lookup: officeLookup, ...officeNames },
    { key: 'hireDate', titleKey: 'people.worker.hireDate', kind: 'date', width: 120 },
    { key: 'endDate', titleKey: 'people.worker.endDate', kind: 'date', width: 120 },
    { key: 'active', titleKey: 'common.active', kind: 'boolean', width: 90 },
  ] // prettier-ignore
  return usePagedList({
    key: 'workers', entities: ['worker'], source: workerList, columns, views: activeViews,
    sort: [{ field: 'displayName', direction: 'asc' }],
  }) // prettier-ignore
}

/** All users; their roles as words. */
export function useUsers(roleText: (role: string) => string) {
  const columns: readonly Column<User>[] = [
    { key: 'login', titleKey: 'people.user.login', kind: 'text', width: 180 },
    { key: 'displayName', titleKey: 'people.user.displayName', kind: 'text', grow: 2 },
    {
      key: 'roles', titleKey: 'people.user.roles', kind: 'text', grow: 3,
      value: ({ roles }) => roles.map(roleText).join(', '),
      exported: () => ({ texts: Object.fromEntries(Role.options.map((role) => [role, roleText(role)])) }),
    },
    { key: 'language', titleKey: 'people.user.language', kind: 'enum', width: 130, options: Language.options, textKey: 'language' },
    { key: 'active', titleKey: 'common.active', kind: 'boolean', width: 90 },
  ] // prettier-ignore
  return usePagedList({
    key: 'users', entities: ['user'], source: userList, columns, views: activeViews,
    sort: [{ field: 'login', direction: 'asc' }],
  }) // prettier-ignore
}

/** All branch offices. */
export function useOffices() {
  const columns: readonly Column<Office>[] = [
    { key: 'code', titleKey: 'people.office.code', kind: 'text', width: 100 },
    { key: 'name', titleKey: 'people.office.name', kind: 'text', grow: 2 },
    { key: 'zone', titleKey: 'people.office.zone', kind: 'text', grow: 1 },
    { key: 'currency', titleKey: 'people.office.currency', kind: 'text', width: 100 },
    { key: 'active', titleKey: 'common.active', kind: 'boolean', width: 90 },
  ]
  return usePagedList({
    key: 'offices', entities: ['office'], source: officeList, columns,
    sort: [{ field: 'code', direction: 'asc' }],
  }) // prettier-ignore
}

/** All devices of the company. */
export function useDevices() {
  const officeNames = useOfficeNames()
  const columns: readonly Column<Device>[] = [
    { key: 'name', titleKey: 'people.device.name', kind: 'text', grow: 2 },
    { key: 'kind', titleKey: 'people.device.kind', kind: 'enum', width: 140, options: DeviceKind.options, textKey: 'people.deviceKind' },
    { key: 'officeId', titleKey: 'people.device.officeId', kind: 'ref', width: 130, lookup: officeLookup, ...officeNames },
    { key: 'registeredAt', titleKey: 'people.device.registeredAt', kind: 'instant', width: 150 },
    { key: 'lastSeenAt', titleKey: 'people.device.lastSeenAt', kind: 'instant', width: 150 },
    { key: 'revoked', titleKey: 'people.device.revoked', kind: 'boolean', width: 100 },
  ] // prettier-ignore
  return usePagedList({
    key: 'devices', entities: ['device'], source: deviceList, columns,
    sort: [{ field: 'name', direction: 'asc' }],
  }) // prettier-ignore
}
