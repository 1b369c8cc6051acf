import type { Store } from '../db/records'
import type { WriteLocal } from '../db/unitOfWork'
import {
  createAgreementGroups,
  createAgreementParts,
  createAgreementsRepository,
  createServiceAgreements,
  createServiceTasks,
} from '../modules/agreements/index'
import { createAttachmentsRepository } from '../modules/attachments/index'
import { createBillingRepository } from '../modules/billing/index'
import { createBomRepository, createServiceBoms } from '../modules/bom/index'
import { createCalendarReader, createCalendarsRepository } from '../modules/calendars/index'
import { createCasesRepository } from '../modules/cases/index'
import { createCatalogRepository } from '../modules/catalog/index'
import { createCustomersRepository } from '../modules/customers/index'
import {
  createActivitiesRepository,
  createChangeSetsRepository,
  createDispatchSetUpRepository,
  createPlanRepository,
  createWorkRepository,
  createSkillUse,
} from '../modules/dispatch/index'
import { createDraftsRepository } from '../modules/drafts/index'
import { createFilesRepository, createMadeFiles } from '../modules/files/index'
import { createLedgerRepository, createRhythms } from '../modules/generation/index'
import { createHistoryRepository } from '../modules/history/index'
import { createJobsRepository } from '../modules/jobs/index'
import { createNumbersRepository } from '../modules/numbers/index'
import { createObjectHistory, createObjectsRepository } from '../modules/objects/index'
import {
  createLinesRepository,
  createOrdersRepository,
  createRelationsRepository,
  createRequirementsRepository,
} from '../modules/orders/index'
import { createPeopleRepository } from '../modules/people/index'
import { createEstimatesRepository, createRepairRepository } from '../modules/repair/index'
import { createSessionRepository } from '../modules/session/index'
import { createClocksRepository, createSlasRepository } from '../modules/sla/index'
import { createStagesRepository } from '../modules/stages/index'
import { createStockRepository } from '../modules/stock/index'
import { createWallDayRepository, createWallsRepository } from '../modules/wall/index'

export interface RepositoryPlace {
  /** The data folder; empty for a store in memory. */
  readonly folder: string
  readonly now: () => number
  readonly local: WriteLocal
  /** Told when sessions ended. */
  readonly sessionsEnded: () => void
}

/** The repositories of all capabilities over one store. */
export function createRepositories(store: Store, { folder, now, local, sessionsEnded }: RepositoryPlace) {
  const { db } = store
  const people = createPeopleRepository(store)
  const sessions = createSessionRepository(db, sessionsEnded)
  const numbers = createNumbersRepository(store)
  const calendars = createCalendarsRepository(store)
  const calendarReader = createCalendarReader(calendars)
  const catalog = createCatalogRepository(store)
  const stock = createStockRepository(store)
  const customers = createCustomersRepository(store)
  const objects = createObjectsRepository(store)
  const objectHistory = createObjectHistory(store)
  const agreements = createAgreementsRepository(store)
  const serviceTasks = createServiceTasks(store)
  const serviceAgreements = createServiceAgreements(store)
  const agreementParts = createAgreementParts(store)
  const agreementGroups = createAgreementGroups(store)
  const rhythms = createRhythms(store)
  const ledger = createLedgerRepository(store)
  const billing = createBillingRepository(store)
  const stages = createStagesRepository(store)
  const orders = createOrdersRepository(store)
  const lines = createLinesRepository(store)
  const relations = createRelationsRepository(store)
  const repair = createRepairRepository(store)
  const estimates = createEstimatesRepository(store)
  const bom = createBomRepository(store)
  const serviceBoms = createServiceBoms(store)
  const jobs = createJobsRepository(db)
  const files = createFilesRepository(db)
  const attachments = createAttachmentsRepository(store)
  const drafts = createDraftsRepository(db)
  const historyRepository = createHistoryRepository(db)
  const madeFiles = createMadeFiles({ db, local, now, folder })
  const requirements = createRequirementsRepository(store)
  const cases = createCasesRepository(store)
  const slas = createSlasRepository(store)
  const clocks = createClocksRepository(store)
  const activities = createActivitiesRepository(store)
  const dispatchSetUp = createDispatchSetUpRepository(store)
  const skillUse = createSkillUse(store)
  const dispatchPlan = createPlanRepository(store)
  const dispatchWork = createWorkRepository(store)
  const changeSets = createChangeSetsRepository(store)
  const walls = createWallsRepository(store)
  const wallDay = createWallDayRepository(db)
  return {
    people,
    sessions,
    numbers,
    calendars,
    calendarReader,
    catalog,
    stock,
    customers,
    objects,
    objectHistory,
    agreements,
    serviceTasks,
    serviceAgreements,
    agreementParts,
    agreementGroups,
    rhythms,
    ledger,
    billing,
    stages,
    orders,
    lines,
    relations,
    repair,
    estimates,
    bom,
    serviceBoms,
    jobs,
    files,
    attachments,
    drafts,
    historyRepository,
    madeFiles,
    requirements,
    cases,
    slas,
    clocks,
    walls,
    wallDay,
    activities,
    dispatchSetUp,
    skillUse,
    dispatchPlan,
    dispatchWork,
    changeSets,
  }
}
export type Repositories = ReturnType<typeof createRepositories>
