import type { Store } from '../db/records'
import type { WriteLocal } from '../db/unitOfWork'
import {
  type AgreementWorkDeps,
  createAgreementCover,
  createAgreementExchange,
  createAgreementOrders,
  createAgreementReader,
  createAgreementReferences,
  createPriceSearch,
  seedAgreements,
} from '../modules/agreements/index'
import { createIsPeriodClosed, createOrderBilling } from '../modules/billing/index'
import {
  type BomDeps,
  createPartWarranty,
  createStructureSources,
  seedBom,
  type ServiceBomDeps,
} from '../modules/bom/index'
import { dayOf, edgeInstant, localDate, seedCalendars } from '../modules/calendars/index'
import { createCatalogReader } from '../modules/catalog/index'
import { createOrderActivities, createRunActivities } from '../modules/dispatch/index'
import { createDocuments, fileNameOf, historyTitle, renderObjectHistory } from '../modules/documents/index'
import { keepFile } from '../modules/files/index'
import {
  calculatedDates,
  createOccurrenceKeeper,
  createRememberedPrices,
  createRuns,
  effectivePeriod,
  seedRhythms,
} from '../modules/generation/index'
import { createImports } from '../modules/imports/index'
import { createDrawMany, createDrawNumber } from '../modules/numbers/index'
import type { ObjectsDeps } from '../modules/objects/index'
import {
  type OrderDeps,
  createOrderExchange,
  createLineRemoval,
  createOrdersForAgreements,
  createOrdersForBom,
  createOrdersForDispatch,
  createOrdersForEstimates,
  createOrdersForRepair,
  createSignOffsRepository,
  createTaskRelations,
  getOrder,
} from '../modules/orders/index'
import {
  createOrderRepairs,
  createRepairsOfOrder,
  failuresOf,
  reassess,
  reliability,
  type EstimateDeps,
  getEstimate,
  type LineDeps,
  seedRepair,
} from '../modules/repair/index'
import type { NewStorePlace } from '../modules/session/index'
import { createSettingsRepository, serviceCalendarOf } from '../modules/settings/index'
import {
  type SlaDeps,
  createCaseTimes,
  createOrderClocks,
  createRecomputeRepository,
} from '../modules/sla/index'
import { createOrderStages } from '../modules/stages/index'
import { createStockKeeper, seedStock } from '../modules/stock/index'
import { searchSources } from '../searchSources'
import { createDispatchAreas } from './dispatchAreas'
import type { Repositories } from './repositories'

export interface AreaPlace {
  readonly store: Store
  readonly repositories: Repositories
  readonly settings: ReturnType<typeof createSettingsRepository>
  readonly local: WriteLocal
}

/** What one capability needs of the others, stated as each of them asks for it. */
export function createAreas({ store, repositories, settings, local }: AreaPlace) {
  const {
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
    files,
    attachments,
    requirements,
    cases,
    slas,
    clocks,
    activities,
  } = repositories
  const deviceId = () => sessions.machine('deviceId') ?? ''
  const drawNumber = createDrawNumber(numbers, people.offices, deviceId)

  const stockDeps = {
    repository: stock,
    catalog,
    people,
    isPeriodClosed: createIsPeriodClosed(billing),
    negativeStockAllowed: () => settings.value('negativeStockAllowed'),
  }
  const searchPrice = createPriceSearch({
    rules: agreements.ruleQueries,
    accounts: agreements,
    itemPrice: catalog.priceOn,
    itemCost: catalog.costOn,
  })

  const stageHistory = {
    repository: stages,
    workingMinutes: (...asked: Parameters<typeof calendarReader.workingMinutes>) =>
      calendarReader.workingMinutes(...asked),
    serviceCalendarId: () => serviceCalendarOf(settings, people.company().calendarId),
  }
  const documents = createDocuments(store, {
    order: (...asked) => getOrder(orderDeps, ...asked),
    notes: requirements,
    writtenNotes: (orderId) => attachments.textsOf('order', orderId),
    customers: customers.customers,
    company: () => people.company(),
    companies: people.companies,
    repairs: {
      ofOrder: (orderId) =>
        settings.value('modules').includes('repair') ? estimates.repairsOf(orderId) : [],
      estimate: ({ at, caller }, id) => {
        const estimate = getEstimate(estimateDeps, caller, at, id)
        return { estimate, repair: estimates.expectRepair(estimate.lineId) }
      },
    },
    keepFile: (file) => local(() => keepFile(files, file)),
  })
  const slaDeps: SlaDeps = {
    ...{ slas, clocks, orders, people, settings, recompute: createRecomputeRepository(store) },
    reasons: stages.reasons,
    calendars: calendarReader,
    calendarName: (id) => calendars.calendars.find(id)?.name,
  }
  const orderClocks = createOrderClocks(slaDeps)
  const activityLife = {
    ...{ activities, drawNumber },
    teamOf: (workerId: string, date: string) => activities.teamOf(workerId, date),
    officeZone: (officeId: string) => people.offices.get(officeId).zone,
  }
  const orderDeps: OrderDeps = {
    orders,
    lines,
    relations,
    requirements,
    signOffs: createSignOffsRepository(store),
    reports: documents.reports,
    tasks: createTaskRelations(store),
    serviceTasks,
    objects: objects.objects,
    customers,
    people,
    agreements,
    serviceAgreements: createAgreementReader(store),
    settings,
    drawNumber,
    searchPrice,
    stages: createOrderStages(stageHistory),
    clocks: orderClocks,
    activities: createOrderActivities(activityLife),
    occurrences: createOccurrenceKeeper(ledger),
    repairs: {
      ...createOrderRepairs(estimates, settings),
      ...createRepairsOfOrder(() => repairDeps),
    },
    catalog: createCatalogReader(catalog),
    stock: createStockKeeper(stockDeps),
    billing: createOrderBilling({
      repository: billing,
      invoiceCustomerOf: (id) => customers.customers.get(id).billToId ?? id,
    }),
    isOpenDay: (calendarId, zone, date) => calendarReader.isOpenDay(calendarId, zone, date),
  }

  const agreementWork: AgreementWorkDeps = {
    repository: agreements,
    agreements: serviceAgreements,
    parts: agreementParts,
    groups: agreementGroups,
    orders: createAgreementOrders(store),
    orderActs: createOrdersForAgreements(orderDeps),
    references: createAgreementReferences(store),
    dates: { calculatedDates, effectivePeriod },
    serviceTasks,
    objects: objects.objects,
    customers,
    people,
    settings,
    catalog: orderDeps.catalog,
    stock: orderDeps.stock,
    drawNumber,
    searchPrice,
    openPrices: (agreementId) =>
      createRememberedPrices({
        unboundRules: () => [
          ...agreements.ruleQueries.ofScope({}),
          ...agreements.ruleQueries.ofScope({ agreementId }),
        ],
        accountRules: (billingAccountId) => agreements.ruleQueries.ofScope({ billingAccountId }),
        accounts: agreements,
        itemPrices: (itemId) => catalog.prices.where('itemId', itemId),
        itemCosts: (itemId) => catalog.costs.where('itemId', itemId),
      }),
    localDate: (officeId, at) => localDate(people.offices.get(officeId).zone, at),
    isInTeam: (workerId, date) => activities.isInTeam(workerId, date),
  }

  const drawMany = createDrawMany(numbers, people.offices, deviceId)
  const runs = createRuns(store, {
    ...{ ledger, orderDeps, people, calendarReader, agreements, catalog, numbers, drawNumber, drawMany },
    activities: createRunActivities({ ...activityLife, drawMany }),
    generatedClock: (order, act) => orderClocks.generated(order, act),
  })

  const dispatch = createDispatchAreas({
    ...{ store, repositories, settings, documents, activityLife, orderClocks },
    orders: createOrdersForDispatch(orderDeps),
  })
  const officeDate = (officeId: string, at: number) => localDate(people.offices.get(officeId).zone, at)
  const bomDeps: BomDeps = {
    ...{ repository: bom, whereUsed: bom.whereUsed, settings, drawNumber, officeDate },
    item: (id) => catalog.items.get(id),
    companyCurrency: () => people.company().currency,
    costsOn: (...asked) => catalog.costsOn(...asked),
    endOfDay: (officeId, date) =>
      edgeInstant(people.offices.get(officeId).zone, dayOf(date) + 1, 0, 'start') - 1,
    catalog: {
      ...createCatalogReader(catalog),
      unit: (id) => catalog.units.get(id),
      unitByCode: (code) => catalog.units.where('code', code)[0],
    },
    sources: createStructureSources({
      ...{ repository: bom, serviceBoms },
      item: orderDeps.catalog.item,
      officeDate,
    }),
  }
  const serviceBomDeps: ServiceBomDeps = {
    ...{ ...serviceBoms, settings, catalog, reasons: stages.reasons, objects: objects.objects },
    ...{ stock: orderDeps.stock, isPeriodClosed: orderDeps.billing.isPeriodClosed },
    orders: createOrdersForBom(orderDeps, createLineRemoval(store, lines)),
    repairChanged: (id) => reassess(repairDeps, id),
    isUnitOf: (...asked) => bom.isUnitOf(...asked),
    userName: (id) => people.users.find(id)?.displayName ?? '',
  }
  const caseDeps = { cases, orders: orderDeps, times: createCaseTimes(slaDeps) }
  const sources = searchSources(orderDeps, serviceAgreements, serviceBoms)

  const objectDeps: ObjectsDeps = {
    history: objectHistory,
    reliability: (spans, at) => reliability(failuresOf(spans, at)),
    print: async ({ at, caller }, object, { items, reliability: figures }, language) => {
      const { zone } = people.offices.get(caller.officeId)
      const printed = { object, items, reliability: figures, language, zone, at }
      const bytes = await renderObjectHistory(documents.letterhead(), printed)
      const name = fileNameOf(object.number, historyTitle(language), 'pdf')
      return local(() => keepFile(files, { userId: caller.userId, name, bytes, at }))
    },
    repository: objects,
    customers,
    catalog,
    drawNumber,
    repairWarrantyMonths: (officeId: string) => settings.value('repairWarrantyMonths', { officeId }),
    localDate: (officeId: string, at: number) => localDate(people.offices.get(officeId).zone, at),
  }
  const estimateDeps: EstimateDeps = {
    repository: estimates,
    orders: createOrdersForEstimates(orderDeps),
    settings,
    itemPrice: (...asked) => catalog.priceOn(...asked)?.unitPrice,
    userName: (userId) => people.users.find(userId)?.displayName,
  }
  const repairDeps: LineDeps = {
    ...{ repository: repair, settings, drawNumber, orders: createOrdersForRepair(orderDeps) },
    objectOf: (id) => objects.objects.get(id),
    workerOf: (id) => people.workers.get(id),
    siteZone: (siteId) => customers.sites.get(siteId).zone,
    officeZone: (officeId) => people.offices.get(officeId).zone,
    parts: createPartWarranty(store),
    agreementCover: createAgreementCover(store),
    dropDrafts: (lineId) =>
      estimates
        .ofLine(lineId)
        .filter(({ status }) => status === 'draft')
        .map((draft) => estimates.estimates.remove(draft)),
    dropOverride: (orderId) =>
      estimates.overrides.where('orderId', orderId).map((override) => estimates.overrides.remove(override)),
  }
  const orderExchange = createOrderExchange(orderDeps)
  const importedAreas = {
    people,
    customers,
    catalog,
    objects,
    agreements,
    orders,
    lines,
    relations,
    repair,
    bom,
    files,
    drawNumber,
    drawMany,
    serviceTasks,
    warehouses: stock.warehouses,
    orderExchange,
    agreementExchange: createAgreementExchange(agreementWork),
    agreementGroups,
    serviceAgreements,
    rhythms,
    slas: slas.slas,
    calendars: calendars.calendars,
    objectDeps,
  }
  const imports = createImports(store, importedAreas)

  const seeds = [
    ({ calendarId }: NewStorePlace) => seedCalendars(calendars, calendarId),
    () => seedAgreements(agreements),
    () => seedRhythms(rhythms),
    () => seedRepair(repair),
    () => seedBom(stages),
    (place: NewStorePlace) => seedStock(stock, place),
  ]

  return {
    deviceId,
    drawNumber,
    stockDeps,
    searchPrice,
    stageHistory,
    documents,
    orderDeps,
    slaDeps,
    orderClocks,
    ...dispatch,
    bomDeps,
    serviceBomDeps,
    caseDeps,
    agreementWork,
    runs,
    sources,
    estimateDeps,
    objectDeps,
    repairDeps,
    orderExchange,
    importedAreas,
    imports,
    seeds,
  }
}
export type Areas = ReturnType<typeof createAreas>
