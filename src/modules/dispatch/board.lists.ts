import { ORPCError } from '@orpc/client'
import { ActivityStatus, Duration, type Activity } from '@contract/dispatch'
import type { ChangeSet } from '@contract/dispatchBoard'
import { ActivityId } from '@contract/id'
import { contract } from '@contract/index'
import { OrderPriority } from '@contract/orderLiterals'
import { z } from 'zod'
import { listSource, type Column, type ListSource } from '@/composables/list'
import type { ListEdit } from '@/composables/listEdit'
import { usePagedList } from '@/composables/usePagedList'
import { customerLookup } from '@/modules/customers'
import { workerLookup } from '@/modules/people'
import { client } from '@/rpc/client'
import { usePlaceStore } from '@/stores/place.store'
import { activityTypeLookup, teamLookup } from './board.lookups'
import type { DispatchStore } from './dispatch.store'

export const listTabs = ['all', 'team', 'undispatched', 'related'] as const
export type ListTab = (typeof listTabs)[number]

/** In none of the lists an activity's own version is missing. */
const columns: readonly Column<Activity>[] = [
  { key: 'number', titleKey: 'dispatch.activity.number', kind: 'text', width: 132 },
  { key: 'orderNumber', titleKey: 'dispatch.activity.order', kind: 'text', width: 132, sortKey: null },
  { key: 'subject', titleKey: 'dispatch.activity.subject', kind: 'text', grow: 1 },
  {
    key: 'customerName', titleKey: 'dispatch.info.customer', kind: 'ref', grow: 1, sortKey: null,
    filterKey: 'customerId', lookup: customerLookup,
  },
  {
    key: 'priority', titleKey: 'dispatch.info.priority', kind: 'enum', width: 92,
    options: OrderPriority.options, textKey: 'orders.priority',
  },
  {
    key: 'status', titleKey: 'dispatch.activity.status', kind: 'enum', width: 112, sortKey: null,
    options: ActivityStatus.options, textKey: 'dispatch.status',
  },
  {
    key: 'workerName', titleKey: 'dispatch.info.worker', kind: 'ref', width: 130, sortKey: null,
    filterKey: 'workerId', lookup: workerLookup,
  },
  {
    key: 'teamCode', titleKey: 'dispatch.info.team', kind: 'ref', width: 80, sortKey: null,
    filterKey: 'teamId', lookup: teamLookup,
  },
  {
    key: 'typeCode', titleKey: 'dispatch.activity.type', kind: 'ref', isHidden: true, sortKey: null,
    filterKey: 'typeId', lookup: activityTypeLookup,
  },
  { key: 'start', titleKey: 'dispatch.info.time', kind: 'instant', width: 146, sortKey: null },
  { key: 'duration', titleKey: 'dispatch.info.duration', kind: 'minutes', width: 84 },
  { key: 'slaDeadline', titleKey: 'dispatch.info.deadline', kind: 'instant', width: 146 },
] // prettier-ignore

const boardFields = z.object({ duration: Duration.optional(), priority: OrderPriority.optional() })
const listed = ['duration', 'priority', 'subject']

/** Fields of the lists are edited as on the board: checked, saved at once or collected, and undone there (R07-30). */
function boardEdit(store: DispatchStore): ListEdit {
  return {
    permission: 'dispatch.plan',
    hasField: (field) => listed.includes(field),
    takes: (field, value) =>
      field === 'subject'
        ? typeof value === 'string' && value.trim() !== ''
        : boardFields.safeParse({ [field]: value }).success,
    update: async ({ id, version }, patch) => {
      const activityId = ActivityId.parse(id)
      if (typeof patch['subject'] === 'string')
        return client.dispatch.updateActivity({
          ...{ activityId, expectedVersion: version },
          patch: { subject: patch['subject'] },
        })
      if (await store.act([{ activityId, change: boardFields.parse(patch) }])) return store.draft.isDirty
      throw whyNot(store, activityId)
    },
  }
}

/** What the board asks or says of an edit that was not saved. */
function whyNot(store: DispatchStore, id: ActivityId): Error {
  const question = store.saving.questions.find(({ activityId }) => activityId === id)
  const { code = 'CONFIRM_REQUIRED', data = {} } = question?.refusal ?? {}
  return new ORPCError(code, { status: 409, data })
}

const ask = client.dispatch
const listOf = (store: DispatchStore, of: () => object): ListSource<Activity> => ({
  ...listSource(
    contract.dispatch.listActivities,
    (input) => ask.listActivities(input),
    () => ({ ...of() }),
  ),
  edit: boardEdit(store),
})

/** One of the lists beneath the board (07 §3.10). */
export function useActivities(store: DispatchStore, tab: ListTab, of: () => object) {
  const place = usePlaceStore()
  const waiting: ListSource<Activity> = {
    ...listSource(contract.dispatch.listUndispatched, (input) => ask.listUndispatched(input)),
    edit: boardEdit(store),
  }
  return usePagedList({
    key: `dispatch.${tab}`,
    entities: ['activity', 'order'],
    source: tab === 'undispatched' ? waiting : listOf(store, of),
    columns: columns.map((column) => (tab === 'undispatched' ? column : onlyByNumber(column))),
    sort: [{ field: 'number', direction: 'asc' }],
    zone: () => place.zone,
  })
}
/** Lists of a range have an order of their own. */
const onlyByNumber = (column: Column<Activity>): Column<Activity> =>
  column.key === 'number' ? column : { ...column, sortKey: null }

const setColumns: readonly Column<ChangeSet>[] = [
  { key: 'savedAt', titleKey: 'dispatch.changeSets.savedAt', kind: 'instant', width: 160 },
  { key: 'userName', titleKey: 'dispatch.changeSets.user', kind: 'text', width: 160, sortKey: null, filterKey: null },
  {
    key: 'kind', titleKey: 'dispatch.changeSets.kind', kind: 'enum', width: 120, sortKey: null,
    options: ['edit', 'undo', 'redo'], textKey: 'dispatch.changeSets.kinds',
  },
  {
    key: 'edits', titleKey: 'dispatch.changeSets.edits', kind: 'text', grow: 1, sortKey: null, filterKey: null,
    value: ({ edits }) => [...new Set(edits.map(({ orderNumber, subject }) => `${orderNumber} ${subject}`))].join(', '),
  },
  {
    key: 'undoneById', titleKey: 'dispatch.changeSets.undone', kind: 'boolean', width: 100, sortKey: null,
    filterKey: null, value: ({ undoneById }) => undoneById !== undefined,
  },
] // prettier-ignore

/** Every saved act of the board, newest first (07 §2.5). */
export function useChangeSets() {
  const place = usePlaceStore()
  return usePagedList({
    key: 'dispatch.changeSets',
    entities: ['changeSet'],
    source: listSource(contract.dispatch.listChangeSets, (input) => ask.listChangeSets(input)),
    columns: setColumns,
    sort: [{ field: 'savedAt', direction: 'desc' }],
    zone: () => place.zone,
  })
}
