import type { Store } from '../db/records'
import {
  type AbsenceDeps,
  type ActivityDeps,
  type ActivityLifeDeps,
  type BoardDeps,
  type PlansDeps,
  type SetUpDeps,
  applyEdits,
  createDayDeps,
} from '../modules/dispatch/index'
import { type createDocuments, renderDaySheets } from '../modules/documents/index'
import type { createSettingsRepository } from '../modules/settings/index'
import type { createOrderClocks } from '../modules/sla/index'
import type { Repositories } from './repositories'

interface DispatchPlace {
  readonly store: Store
  readonly repositories: Repositories
  readonly settings: ReturnType<typeof createSettingsRepository>
  readonly documents: ReturnType<typeof createDocuments>
  readonly activityLife: ActivityLifeDeps
  readonly orderClocks: ReturnType<typeof createOrderClocks>
  readonly orders: ActivityDeps['orders']
}

/** What dispatching needs of the other capabilities. */
export function createDispatchAreas({
  activityLife,
  documents,
  orderClocks,
  orders,
  repositories,
  settings,
  store,
}: DispatchPlace) {
  const { activities, attachments, calendarReader, calendars, changeSets, people } = repositories
  const { dispatchPlan, dispatchSetUp, dispatchWork, skillUse } = repositories
  const activityView = {
    activities,
    userName: (userId: string) => people.users.find(userId)?.displayName ?? '',
  }
  const boardDeps: BoardDeps = {
    ...{
      plan: dispatchPlan,
      calendars: calendarReader,
      settings,
      activities,
      changeSets,
      view: activityView,
    },
    dispatched: (act, orderIds) => orderIds.flatMap((id) => orderClocks.responded({ id }, act)),
  }
  const activityDeps: ActivityDeps = {
    ...{ ...activityLife, ...activityView, skillUse },
    orders,
    typeOf: (typeId) => dispatchSetUp.types.get(typeId),
    applyEdits: (act, edits) => applyEdits(boardDeps, act, edits).changes,
    dispatched: boardDeps.dispatched,
  }
  const absenceDeps: AbsenceDeps = {
    ...{ setUp: dispatchSetUp, people, activities },
    applyEdits: activityDeps.applyEdits,
  }
  const setUpDeps: SetUpDeps = {
    ...{ setUp: dispatchSetUp, skillUse, people },
    assertCalendar: (id) => void calendars.calendars.get(id),
  }
  const plansDeps: PlansDeps = {
    ...{ plan: dispatchPlan, work: dispatchWork, calendars: calendarReader, settings },
    zoneOf: (officeId) => people.offices.get(officeId).zone,
  }
  const dayDeps = createDayDeps(store, {
    ...{ activities, people, settings, setUp: dispatchSetUp },
    internalNotes: (orderId) => attachments.textsOf('order', orderId).internal,
    renderDaySheets: (sheets, at) => renderDaySheets(documents.letterhead(), sheets, at),
  })
  return { activityDeps, boardDeps, absenceDeps, setUpDeps, plansDeps, dayDeps }
}
