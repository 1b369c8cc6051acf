import type { Act } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import {
  CustomerGroupId,
  CustomerId,
  ObjectId,
  ObjectRelationId,
  OrderId,
  OrderLineId,
  RepairLineId,
  SiteId,
} from '../../shared/contract/id'
import type { AgreementsRepository } from '../agreements/index'
import type { CustomersRepository } from '../customers/index'
import type { DrawMany } from '../numbers/index'
import type { ObjectsRepository } from '../objects/index'
import type { LinesRepository, OrdersRepository, RelationsRepository } from '../orders/index'
import { signedOffBy, type RepairRepository } from '../repair/index'
import type { CommitOptions } from './kinds/kind'
import type { RepairsRepository } from './repairs.repository'

export interface WriteRepairsDeps {
  readonly staging: RepairsRepository
  readonly agreements: Pick<
    AgreementsRepository,
    'properties' | 'propertyList' | 'standardProperty' | 'defaultCategory'
  >
  readonly customers: Pick<CustomersRepository, 'customers' | 'groups' | 'sites'>
  readonly objects: Pick<ObjectsRepository, 'objects'>
  readonly orders: Pick<OrdersRepository, 'records'>
  readonly lines: Pick<LinesRepository, 'insert'>
  readonly relations: Pick<RelationsRepository, 'insert' | 'inserted'>
  readonly repair: Pick<RepairRepository, 'lines' | 'codes'>
  readonly drawMany: DrawMany
  readonly companyCurrency: () => string
}

/** Where a group's repairs take place. */
interface Place {
  readonly provider: string
  readonly name: string
  readonly country: string
  readonly zone: string
  readonly isNew: boolean
  readonly customerId: CustomerId
  readonly siteId: SiteId | undefined
  readonly currency: string
}

const descriptionLimit = 120

/**
 * The records of new repairs in the log's order, the many written as their log lines are taken: customer and site per provider
 * and group, and per row an object, a closed order of origin `import` with its technical line, and a repair line
 * (01 §3.2). Nothing is read back.
 */
export function writeRepairs(
  deps: WriteRepairsDeps,
  act: Act,
  { importId, keepRepairableOpen }: CommitOptions,
): ReadonlyMap<string, Iterable<EntityChange>> {
  const { staging } = deps
  const { officeId } = act.caller
  const count = staging.count(importId)
  if (count === 0) return new Map()
  const { groups, places } = placesOf(deps, importId)
  const placeOf = (provider: string, name: string) => {
    const place = places.get(`${provider}/${name}`)
    if (!place) throw new Error(`import ${importId}: no customer for ${provider}/${name}`)
    return place
  }
  const numbersOf = (type: string, entity: string, holderOf?: (number: string) => string | undefined) =>
    deps.drawMany({ type, officeId, entity, at: act.at, count, holderOf })
  const objectIds = mintMany(count, (id) => ObjectId.parse(id))
  const orderIds = mintMany(count, (id) => OrderId.parse(id))
  const relationIds = mintMany(count, (id) => ObjectRelationId.parse(id))

  function relationAt(index: number) {
    return {
      id: at(relationIds, index),
      orderId: at(orderIds, index),
      objectId: at(objectIds, index),
    }
  }

  function* objects(): Generator<EntityChange> {
    const held = deps.objects.objects
    const number = numbersOf('OBJ', 'object', (taken) => held.where('number', taken)[0]?.id)
    let index = 0
    for (const { provider, customerName, ...fields } of staging.objects(importId)) {
      const { customerId, siteId } = placeOf(provider, customerName)
      const id = at(objectIds, index)
      index += 1
      yield deps.objects.objects.insert({
        id,
        version: 1,
        number: number(id),
        customerId,
        siteId,
        tangible: true,
        ...fields,
      })
    }
  }

  function* orders(): Generator<EntityChange> {
    const number = numbersOf('SO', 'order')
    let index = 0
    for (const row of staging.orders(importId)) {
      const { customerId, siteId, currency } = placeOf(row.provider, row.customerName)
      const id = at(orderIds, index)
      const relation = relationAt(index)
      index += 1
      const change = deps.orders.records.insert({
        id,
        version: 1,
        number: number(id),
        officeId,
        customerId,
        description: row.description.slice(0, descriptionLimit).trimEnd(),
        preferredServiceAt: row.serviceAt,
        serviceDate: row.serviceDate,
        siteId,
        country: row.country,
        siteZone: row.zone,
        priority: 'normal',
        progress: row.isRepairable && keepRepairableOpen ? 'inProcess' : 'posted',
        isReadyForPosting: false,
        currency,
        salesAmount: 0,
        costAmount: 0,
        signOffRequired: false,
        calendarConflict: false,
        origin: 'import',
        intake: 'none',
        customerReference: row.externalId,
      })
      // Before the lines, which refer to it: a reference into the future costs a search per row.
      deps.relations.insert(relation, 1)
      yield change
    }
  }

  function* orderLines(): Generator<EntityChange> {
    const categoryId = deps.agreements.defaultCategory('hour')?.id
    const linePropertyId = technicalProperty(deps.agreements)
    let index = 0
    for (const row of staging.orders(importId)) {
      const orderId = at(orderIds, index)
      const objectRelationId = at(relationIds, index)
      index += 1
      yield deps.lines.insert(
        {
          id: OrderLineId.parse(mintId()),
          orderId,
          lineNo: 10,
          type: 'hour',
          status: row.isRepairable && keepRepairableOpen ? 'created' : 'posted',
          description: row.description.slice(0, descriptionLimit).trimEnd(),
          categoryId,
          unit: 'MIN',
          actualQty: 0,
          isCostManual: false,
          salesPriceSource: 'missing',
          discount: 0,
          linePropertyId,
          isPropertyManual: true,
          objectRelationId,
          serviceDate: row.serviceDate,
          salesAmount: 0,
          costAmount: 0,
          isCanceledWithOrder: false,
        },
        1,
      )
    }
  }

  function* relations(): Generator<EntityChange> {
    for (const index of relationIds.keys()) yield deps.relations.inserted(relationAt(index), 1)
  }

  function* repairLines(): Generator<EntityChange> {
    const number = numbersOf('RL', 'repairLine')
    const stageOf = signedOffBy(deps.repair.codes)
    let index = 0
    for (const { serviceAt, ...fields } of staging.lines(importId)) {
      const id = RepairLineId.parse(mintId())
      yield deps.repair.lines.insert({
        id,
        version: 1,
        number: number(id),
        orderId: at(orderIds, index),
        lineNo: 1,
        objectRelationId: at(relationIds, index),
        objectId: at(objectIds, index),
        repairStageId: stageOf(fields.resolutionId),
        reportedAt: serviceAt,
        createdAt: act.at,
        finishedAt: serviceAt,
        warrantyVerdict: 'none',
        ...fields,
      })
      index += 1
    }
  }

  const newPlaces = [...places.values()].filter(({ isNew }) => isNew)
  // Few, and named by all that follows: written at once.
  const newGroups = [...groupsOf(deps, groups)]
  const newCustomers = [...customersOf(deps, act, groups, newPlaces)]
  const newSites = [...sitesOf(deps, newPlaces)]
  return new Map<string, Iterable<EntityChange>>([
    ['customer', newCustomers],
    ['customerGroup', newGroups],
    ['site', newSites],
    ['object', objects()],
    ['order', orders()],
    ['orderLine', orderLines()],
    ['orderObjectRelation', relations()],
    ['repairLine', repairLines()],
  ])
}

function mintMany<Id>(count: number, parse: (id: string) => Id): Id[] {
  return Array.from({ length: count }, () => parse(mintId()))
}

function at<Value>(values: readonly Value[], index: number): Value {
  const value = values[index]
  if (value === undefined) throw new Error(`row ${String(index)} has no record`)
  return value
}

/** A line property that bills nothing, for lines that count nowhere. */
function technicalProperty({ propertyList, standardProperty }: WriteRepairsDeps['agreements']) {
  const [free] = propertyList.page({ filter: { chargeable: false }, limit: 1 }).items
  return (free ?? standardProperty()).id
}

type StoredCustomer = ReturnType<CustomersRepository['customers']['get']>
interface Group {
  readonly id: CustomerGroupId
  readonly isNew: boolean
}

/** Finds each provider's groups among its customers; those that are not there are made. */
function placesOf({ customers, companyCurrency, staging }: WriteRepairsDeps, importId: string) {
  const groups = new Map<string, Group>()
  const places = new Map<string, Place>()
  const held = new Map<string, StoredCustomer>()
  for (const { provider, customerName: name, country, zone } of staging.places(importId)) {
    if (!groups.has(provider)) {
      const [group] = customers.groups.where('name', provider)
      groups.set(provider, { id: group?.id ?? CustomerGroupId.parse(mintId()), isNew: !group })
      for (const customer of group ? customers.customers.where('groupId', group.id) : [])
        held.set(`${provider}/${customer.name}`, customer)
    }
    const known = held.get(`${provider}/${name}`)
    const main = known && customers.sites.where('customerId', known.id).find(({ kind }) => kind === 'main')
    places.set(`${provider}/${name}`, {
      provider,
      name,
      country,
      zone,
      isNew: !known,
      customerId: known?.id ?? CustomerId.parse(mintId()),
      siteId: known ? main?.id : SiteId.parse(mintId()),
      currency: known?.currency ?? companyCurrency(),
    })
  }
  return { groups, places }
}

function* customersOf(
  { customers, drawMany }: WriteRepairsDeps,
  { at: instant, caller }: Act,
  groups: ReadonlyMap<string, Group>,
  made: readonly Place[],
): Generator<EntityChange> {
  if (made.length === 0) return
  const { officeId } = caller
  const number = drawMany({
    ...{ type: 'CU', officeId, entity: 'customer', at: instant, count: made.length },
    holderOf: (taken) => customers.customers.where('number', taken)[0]?.id,
  })
  for (const { customerId: id, name, provider, currency } of made)
    yield customers.customers.insert({
      id,
      version: 1,
      number: number(id),
      name,
      groupId: groups.get(provider)?.id,
      currency,
      status: 'active',
    })
}

const codeLimit = 20

function* groupsOf(
  { customers }: WriteRepairsDeps,
  groups: ReadonlyMap<string, Group>,
): Generator<EntityChange> {
  for (const [name, { id, isNew }] of groups)
    if (isNew) yield customers.groups.insert({ id, version: 1, code: freeCode(customers, name), name })
}

/** Codes are in capitals and at most 20 characters long. */
function freeCode({ groups }: WriteRepairsDeps['customers'], name: string): string {
  const base = name.toUpperCase().slice(0, codeLimit).trimEnd()
  for (let turn = 1; ; turn += 1) {
    const code = turn === 1 ? base : `${base.slice(0, codeLimit - String(turn).length - 1)}-${String(turn)}`
    if (!groups.isTaken('code', code)) return code
  }
}

function* sitesOf({ customers }: WriteRepairsDeps, made: readonly Place[]): Generator<EntityChange> {
  for (const { siteId, customerId, name, country, zone } of made)
    if (siteId)
      yield customers.sites.insert({
        id: siteId,
        version: 1,
        customerId,
        name,
        kind: 'main',
        country,
        zone,
        active: true,
      })
}
