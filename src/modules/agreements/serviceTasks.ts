import { contract } from '@contract/index'
import { ServiceTaskId } from '@contract/id'
import type { ServiceTask } from '@contract/serviceTasks'
import { fieldsOf } from '@/composables/contract'
import { listSource, type Column, type Lookup } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { recordSource } from '@/composables/useRecord'
import { client } from '@/rpc/client'

const { agreements } = contract
const ask = client.agreements

export const serviceTaskRecord = recordSource({
  entity: 'serviceTask',
  id: ServiceTaskId,
  schema: fieldsOf(agreements.createServiceTask),
  labels: 'agreements.serviceTask',
  get: (serviceTaskId) => ask.getServiceTask({ serviceTaskId }),
  create: (id, values) => ask.createServiceTask({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateServiceTask({ serviceTaskId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteServiceTask({ serviceTaskId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateServiceTask({ serviceTaskId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateServiceTask({ serviceTaskId: id, expectedVersion: version, reason }),
})

const columns: readonly Column<ServiceTask>[] = [
  { key: 'code', titleKey: 'agreements.serviceTask.code', kind: 'text', width: 160 },
  { key: 'name', titleKey: 'agreements.serviceTask.description', kind: 'text', grow: 1 },
  { key: 'active', titleKey: 'common.active', kind: 'boolean', width: 90 },
]
const serviceTaskList = listSource(agreements.listServiceTasks, (input) => ask.listServiceTasks(input))

/** All service tasks (02 §2.3). */
export function useServiceTasks() {
  return usePagedList({
    key: 'serviceTasks',
    entities: ['serviceTask'],
    source: serviceTaskList,
    columns,
    sort: [{ field: 'code', direction: 'asc' }],
  })
}

/** Service tasks in use, by code or text. */
export const serviceTaskLookup: Lookup = {
  route: 'serviceTasks',
  search: async (text, limit) => {
    const { items } = await ask.listServiceTasks({ text, limit, filter: { active: true } })
    return items.map(({ id, code, name }) => ({ id, title: name, subtitle: code }))
  },
  resolve: async (id) => {
    const { code, name } = await ask.getServiceTask({ serviceTaskId: ServiceTaskId.parse(id) })
    return { id, title: name, subtitle: code }
  },
}
