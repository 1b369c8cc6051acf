import type { Caller, JobWork } from '../db/act'
import { lastEntry } from '../db/backups/contents'
import { readNotice, removeNotice } from '../db/backups/mark'
import { verifyChainSteps } from '../db/changeLog'
import { doorKeyOf } from '../db/doorKey'
import { rebuildSortKeys } from '../db/rebuildSortKeys'
import type { Store } from '../db/records'
import type { Write, WriteLocal } from '../db/unitOfWork'
import {
  createAgreementsRouter,
  createMoveAccounts,
  createMoveAgreements,
  createRestoreAgreements,
} from '../modules/agreements/index'
import { createAlerts } from '../modules/alerts/index'
import {
  type AttachmentsDeps,
  createAttachmentFiles,
  createAttachmentsRouter,
  createMoveNotes,
  restoreAttachments,
} from '../modules/attachments/index'
import { type BackupPlace, createBackupsRouter, createDemoDeps, demoUsersOf } from '../modules/backups/index'
import { createBillingRouter, createMoveTransactions } from '../modules/billing/index'
import { createBomRouter, createRestoreTemplates } from '../modules/bom/index'
import { createCalendarsRouter, localDate } from '../modules/calendars/index'
import { caseScope, createCasesRoutes, createMoveCases, createRestoreCases } from '../modules/cases/index'
import { createCatalogRouter, createRestorePrices } from '../modules/catalog/index'
import { createCustomersRouter, createPersonalData } from '../modules/customers/index'
import {
  createRestoreActivities,
  createAbsenceRoutes,
  createActivitiesRoutes,
  createBoardRoutes,
  createDayRoutes,
  createPlansRoutes,
  createSetUpRoutes,
} from '../modules/dispatch/index'
import { renderReport } from '../modules/documents/index'
import { createDraftsRouter } from '../modules/drafts/index'
import { createFilesRouter } from '../modules/files/index'
import { createGenerationRouter } from '../modules/generation/index'
import { createHistoryRouter, createPurgeRepository, createUndoRepository } from '../modules/history/index'
import { createImportSheets, createImportsRouter } from '../modules/imports/index'
import { createJobsRouter } from '../modules/jobs/index'
import { createNumbersRouter } from '../modules/numbers/index'
import { createMoveObjects, createObjectsRouter, restoreObjects } from '../modules/objects/index'
import {
  createMoveOrders,
  createOrdersForStages,
  createOrdersRouter,
  createRestoreOrders,
  scopeOf,
} from '../modules/orders/index'
import { type PeopleDeps, createPeopleRouter } from '../modules/people/index'
import {
  assertAsks,
  createRepairRouter,
  createRestoreEstimates,
  createRestoreLines,
  createStatisticsDeps,
  getStatistics,
} from '../modules/repair/index'
import {
  createAgreementReportsRepository,
  createBomReportsRepository,
  createReportsRepository,
  createReportsRouter,
} from '../modules/reports/index'
import { createSearchRouter } from '../modules/search/index'
import {
  createResolveCaller,
  createSessionRouter,
  hashSecret,
  isWeakPin,
  verifySecret,
} from '../modules/session/index'
import { createSettingsRepository, createSettingsRouter } from '../modules/settings/index'
import {
  createClockLists,
  createClockTime,
  createComplianceRepository,
  calendarChanged,
  createRestoreClocks,
  createSlaReportRoutes,
  createSlaRoutes,
  startRecomputing,
  getCompliance,
} from '../modules/sla/index'
import { createStagesRouter, inTreeOrder } from '../modules/stages/index'
import { createStockRouter } from '../modules/stock/index'
import { createViewsRepository, createViewsRouter } from '../modules/views/index'
import { createWallRouter } from '../modules/wall/index'
import { createOpenDesk, createWithin } from '../rpc/callDirectly'
import { createCatchUp, createChangePublisher, createChangesRouter } from '../rpc/changeStream'
import { implementer } from '../rpc/implementer'
import type { ChangeEvent } from '../shared/contract/changes'
import { JobId } from '../shared/contract/id'
import { sheetRows } from '../shared/contract/reports'
import type { Areas } from './areas'
import type { Repositories } from './repositories'

/** What the routers need beside repositories and areas. */
export interface RouterParts {
  readonly repositories: Repositories
  readonly areas: Areas
  readonly store: Store
  readonly settings: ReturnType<typeof createSettingsRepository>
  readonly folder: string
  readonly isReadOnly: boolean
  readonly now: () => number
  readonly local: WriteLocal
  readonly write: Write
  readonly publisher: ReturnType<typeof createChangePublisher>
  readonly place: BackupPlace | undefined
  readonly resolve: ReturnType<typeof createResolveCaller>
  readonly startJob: (caller: Caller, kind: string, work: JobWork) => { jobId: JobId }
  readonly announce: (events: readonly ChangeEvent[]) => void
  /** Told of what went wrong in a part of an answer. */
  readonly report: (cause: unknown) => void
  readonly demoDeps: ReturnType<typeof createDemoDeps>
  readonly attachmentDeps: AttachmentsDeps
  readonly alerts: ReturnType<typeof createAlerts>
  readonly peopleDeps: PeopleDeps
  readonly listAs: ReturnType<ReturnType<typeof createOpenDesk>>['ask']
  readonly commandsWithin: ReturnType<typeof createWithin>
}

/** The procedures of all capabilities. */
export function createApplicationRouter({
  repositories,
  areas,
  store,
  settings,
  folder,
  isReadOnly,
  now,
  local,
  write,
  publisher,
  place,
  resolve,
  startJob,
  announce,
  report,
  demoDeps,
  attachmentDeps,
  alerts,
  peopleDeps,
  listAs,
  commandsWithin,
}: RouterParts) {
  const { db } = store
  const {
    people,
    sessions,
    numbers,
    calendars,
    calendarReader,
    catalog,
    customers,
    objects,
    agreements,
    serviceTasks,
    serviceAgreements,
    rhythms,
    billing,
    stages,
    orders,
    jobs,
    files,
    attachments,
    drafts,
    historyRepository,
    madeFiles,
    cases,
  } = repositories
  const {
    deviceId,
    drawNumber,
    stockDeps,
    searchPrice,
    stageHistory,
    documents,
    orderDeps,
    slaDeps,
    orderClocks,
    activityDeps,
    boardDeps,
    absenceDeps,
    setUpDeps,
    plansDeps,
    dayDeps,
    bomDeps,
    serviceBomDeps,
    caseDeps,
    agreementWork,
    runs,
    sources,
    estimateDeps,
    objectDeps,
    repairDeps,
    importedAreas,
    imports,
  } = areas
  const officeDate = (officeId: string, at: number) => localDate(people.offices.get(officeId).zone, at)
  const complianceDeps = {
    compliance: createComplianceRepository(db),
    clockTime: createClockTime(slaDeps),
    officeCount: () => orders.officeCount(),
    officeDate,
  }
  const statisticsDeps = createStatisticsDeps(db, {
    officeZone: (id) => people.offices.get(id).zone,
    repeatWindowDays: (officeId) => settings.value('repeatWindowDays', { officeId }),
  })
  return implementer.router({
    session: createSessionRouter({
      isCodeFixed: (id) => numbers.hasNumbers(id),
      people,
      sessions,
      deviceId,
      now,
      local,
      write,
      demoUsers: () => demoUsersOf(people),
      storeNotice: () => (folder === '' ? undefined : readNotice(folder)),
    }),
    people: createPeopleRouter(peopleDeps),
    numbers: createNumbersRouter({
      numbers,
      offices: people.offices,
      devices: people.devices,
      endSessionsOf: (id) => sessions.endOfDevice(id),
      deviceId,
    }),
    settings: createSettingsRouter(
      {
        settings,
        companyId: () => people.company().id,
        calendars: calendars.calendars,
        rebuildSortKeys: (language) => rebuildSortKeys(db, language),
      },
      folder,
    ),
    customers: createCustomersRouter(
      { repository: customers, drawNumber, companyCurrency: () => people.company().currency },
      [
        createMoveAccounts(agreements),
        createMoveTransactions(billing),
        createMoveObjects(objects),
        createMoveOrders(orders),
        createMoveAgreements(serviceAgreements),
        createMoveCases(cases),
        createMoveNotes(attachments),
        documents.moveCustomer,
      ],
    ),
    agreements: createAgreementsRouter({
      repository: agreements,
      drawNumber,
      customers: customers.customers,
      workers: people.workers,
      items: catalog.items,
      searchPrice,
      serviceTasks,
      work: agreementWork,
      agreements: serviceAgreements,
    }),
    generation: createGenerationRouter({ rhythms, runs }),
    billing: createBillingRouter(billing),
    catalog: createCatalogRouter(catalog),
    stock: createStockRouter(stockDeps),
    orders: { ...createOrdersRouter(orderDeps), ...createCasesRoutes(caseDeps) },
    documents: documents.router,
    stages: createStagesRouter({
      ...stageHistory,
      orders: createOrdersForStages(orderDeps),
      userName: (id) => people.users.find(id)?.displayName ?? '',
      techniciansMayChange: ({ officeId, userId }) =>
        settings.value('techniciansChangeStage', { officeId, userId }),
      calendarExists: (id) => calendars.calendars.find(id) !== undefined,
      ...{ clocks: orderClocks, now },
    }),
    sla: {
      ...createSlaRoutes(slaDeps),
      ...createSlaReportRoutes({ ...complianceDeps, lists: createClockLists(store) }),
    },
    objects: createObjectsRouter(objectDeps),
    calendars: createCalendarsRouter({
      repository: calendars,
      reader: calendarReader,
      officeZone: (officeId) => people.offices.get(officeId).zone,
      countSettings: (id) =>
        settings.stored('serviceCalendarId').filter(({ value }) => value.value === id).length,
      clocks: {
        changed: (id, at) => {
          calendarChanged(slaDeps, id, at)
        },
        goOn: (context) => {
          startRecomputing(slaDeps, context)
        },
      },
    }),
    history: createHistoryRouter({
      store,
      history: historyRepository,
      undo: createUndoRepository(store),
      purges: createPurgeRepository(db),
      drafts,
      now,
      contacts: createPersonalData(customers, {
        hasOpenWithContact: (id) =>
          orders.hasOpenWithContact(id) ||
          cases.hasOpenWithContact(id) ||
          serviceAgreements.hasOpenWithContact(id),
      }),
      rules: {
        ...createRestoreOrders(orderDeps),
        ...createRestoreClocks(slaDeps),
        ...createRestoreAgreements(agreementWork),
        ...createRestoreCases(caseDeps),
        ...createRestoreEstimates(estimateDeps),
        ...createRestoreLines(repairDeps),
        ...createRestoreActivities(activityDeps.orders),
        ...restoreObjects,
        ...restoreAttachments(attachmentDeps),
        ...createRestorePrices(catalog),
        ...createRestoreTemplates(bomDeps),
        stage: { finish: (_act, { id }) => createOrdersForStages(orderDeps).refreshReadiness(id) },
        setting: { finish: () => rebuildSortKeys(db, settings.value('sortLanguage')) },
      },
      commandsWithin,
      userName: (id) => people.users.find(id)?.displayName,
      workerName: (id) => people.workers.find(id)?.displayName,
      deviceName: (id) => people.devices.find(id)?.name,
      officeOfOrder: (id) => orders.records.find(id)?.officeId,
      orderOfRepair: (id) => repositories.estimates.repair(id)?.orderId,
      officeOfCase: (id) => cases.cases.find(id)?.officeId,
      officeOfAgreement: (id) => serviceAgreements.records.find(id)?.officeId,
      isOwnRecord: (caller, id) =>
        (caller.workerId !== undefined &&
          (orders.isOwn(id, caller.workerId) || serviceAgreements.isOwn(id, caller.workerId))) ||
        cases.isListed(id, caseScope(caller, 'history.read')),
      seesAllOffices: ({ userId }) => people.users.get(userId).officeIds.length === 0,
      assertOffice: (id) => people.offices.get(id),
      chainSteps: () => verifyChainSteps(db),
    }),
    files: createFilesRouter(files, [madeFiles, createAttachmentFiles(attachmentDeps)]),
    attachments: createAttachmentsRouter(attachmentDeps),
    drafts: createDraftsRouter(drafts),
    search: createSearchRouter(db, sources),
    dispatch: {
      ...createActivitiesRoutes(activityDeps),
      ...createSetUpRoutes(setUpDeps),
      ...createAbsenceRoutes(absenceDeps),
      ...createDayRoutes(dayDeps),
      ...createPlansRoutes(plansDeps),
      ...createBoardRoutes({ ...boardDeps, officeZone: (id) => people.offices.get(id).zone }),
    },
    repair: createRepairRouter(repairDeps, estimateDeps, statisticsDeps),
    bom: createBomRouter(bomDeps, serviceBomDeps),
    imports: createImportsRouter(imports),
    jobs: createJobsRouter(jobs),
    alerts: alerts.router,
    views: createViewsRouter(createViewsRepository(store)),
    wall: createWallRouter({
      ...{ walls: repositories.walls, day: repositories.wallDay, people, sessions, local, report },
      calendars: calendarReader,
      secrets: { hash: hashSecret, verify: verifySecret, isWeakPin },
      doorKey: () => (folder === '' ? undefined : doorKeyOf(folder)),
    }),
    reports: createReportsRouter({
      repository: createReportsRepository(db),
      agreementReports: createAgreementReportsRepository(db),
      bomReports: createBomReportsRepository(db),
      compliance: (caller, at, asked) => getCompliance(complianceDeps, caller, at, asked, sheetRows),
      repairs: {
        assertAsks,
        statistics: (...asked) => getStatistics(statisticsDeps, ...asked, sheetRows),
      },
      officeDate,
      orderScope: (caller) => scopeOf(orderDeps, caller),
      stages: () => inTreeOrder(stages.allStages()).map(({ stage }) => stage),
      renderReport: (paper) => renderReport(documents.letterhead(), paper),
      files: madeFiles,
      importSheets: createImportSheets(importedAreas),
      listAs,
      officeZone: (officeId) => people.offices.get(officeId).zone,
    }),
    backups: createBackupsRouter({
      ...{ ...demoDeps, callerOf: resolve, startJob, announce, place },
      storeEnd: () => lastEntry(db),
      closeNotice: () => {
        if (folder !== '' && !isReadOnly) removeNotice(folder)
      },
    }),
    changes: createChangesRouter(publisher, createCatchUp(db), (tokenHash) => sessions.holds(tokenHash)),
  })
}
