import type { Stored } from '../../db/entityTable'
import type { Records, Store } from '../../db/records'
import { restored } from '../../db/restored'
import type {
  AgreementExchange,
  AgreementGroups,
  AgreementsRepository,
  ServiceAgreements,
  ServiceTasks,
  StoredAgreement,
} from '../agreements/index'
import type { BomRepository } from '../bom/index'
import { offsetAt } from '../calendars/index'
import type { CatalogRepository } from '../catalog/index'
import type { CustomersRepository } from '../customers/index'
import type { Rhythms } from '../generation/index'
import type { DrawMany, DrawNumber } from '../numbers/index'
import type { ObjectsDeps, ObjectsRepository } from '../objects/index'
import type {
  LinesRepository,
  OrderExchange,
  OrdersRepository,
  RelationsRepository,
  StoredOrder,
} from '../orders/index'
import type { PeopleRepository } from '../people/index'
import type { RepairRepository } from '../repair/index'
import type { StoredWarehouse } from '../stock/index'
import type { FileContent, ImportsDeps, PartsOwner } from './imports.deps'
import { createImportsRepository } from './imports.repository'
import { agreementLinesKind } from './kinds/agreementLines'
import { agreementsKind } from './kinds/agreements'
import { bomsKind } from './kinds/boms'
import { customersKind } from './kinds/customers'
import { itemsKind } from './kinds/items'
import { itemCostsKind, itemPricesKind } from './kinds/prices'
import { objectsKind } from './kinds/objects'
import { ordersKind } from './kinds/orders'
import { repairsKind } from './kinds/repairs'
import { sitesKind } from './kinds/sites'
import { productCategoriesKind, unitsKind } from './kinds/units'
import { workersKind } from './kinds/workers'
import { createReferences } from './references'
import { createRepairsRepository } from './repairs.repository'
import { createUndoRepository } from './undo.repository'
import { writeRepairs } from './writeRepairs'

/** Records that files name by their code. */
interface Coded {
  find(id: string): { readonly id: string; readonly code: string } | undefined
  where(field: 'code', value: string): readonly { readonly id: string; readonly code: string }[]
}

/** The areas whose records imports write. */
export interface ImportedAreas {
  readonly people: PeopleRepository
  readonly customers: CustomersRepository
  readonly catalog: CatalogRepository
  readonly objects: ObjectsRepository
  readonly agreements: AgreementsRepository
  readonly orders: OrdersRepository
  readonly lines: LinesRepository
  readonly relations: RelationsRepository
  readonly repair: RepairRepository
  readonly bom: BomRepository
  readonly serviceTasks: Pick<ServiceTasks, 'tasks'>
  readonly warehouses: Pick<Records<StoredWarehouse>, 'find' | 'where'>
  readonly orderExchange: OrderExchange
  readonly agreementExchange: AgreementExchange
  readonly agreementGroups: AgreementGroups
  readonly serviceAgreements: ServiceAgreements
  readonly rhythms: Pick<Rhythms, 'intervals' | 'windows'>
  readonly slas: Coded
  readonly calendars: Coded
  readonly objectDeps: ObjectsDeps
  readonly files: FileContent
  readonly drawNumber: DrawNumber
  readonly drawMany: DrawMany
}

const partEntities = [
  ...['orderLine', 'orderObjectRelation', 'orderTaskRelation'],
  ...['agreementLine', 'agreementObjectRelation', 'agreementTaskRelation'],
]

const noonMs = 12 * 3_600_000

/** Noon is in no clock change, but the offset has to be that of noon itself. */
function noonAt(zone: string, date: string): number {
  const wall = Date.parse(date) + noonMs
  return wall - offsetAt(zone, wall - offsetAt(zone, wall))
}

export function createImports(store: Store, areas: ImportedAreas): ImportsDeps {
  const { bom, catalog, customers, drawMany, drawNumber, files, objects, orders, people, repair } = areas
  const staging = createRepairsRepository(store)
  const written: readonly Records<Stored>[] = [
    customers.customers,
    customers.groups,
    customers.sites,
    people.workers,
    catalog.units,
    catalog.items,
    catalog.itemCategories,
    catalog.prices,
    catalog.costs,
    catalog.productCategories,
    bom.itemLines,
    objects.objects,
    orders.records,
    areas.serviceAgreements.records,
    repair.lines,
  ]
  const { orderExchange: exchange } = areas
  const references = () => createReferences(areas)
  const forOrders = { exchange, references, offsetAt }
  const parts = partEntities.flatMap((entity) => {
    const kept = store.kept?.get(entity)
    return kept && 'ofOwner' in kept ? [[entity, kept] as const] : []
  })
  const writing = { ...areas, staging, companyCurrency: () => people.company().currency }
  return {
    repository: createImportsRepository(store),
    undo: createUndoRepository(store),
    files,
    people,
    drawNumber,
    records: new Map(written.map((records) => [records.entity, records])),
    parts: new Map(parts),
    owners: new Map([
      ['order', ordersAsOwner(exchange)],
      ['agreement', agreementsAsOwner(areas.agreementExchange)],
    ]),
    busy: new Set(),
    kinds: {
      units: unitsKind(catalog),
      items: itemsKind(catalog),
      itemPrices: itemPricesKind(catalog),
      itemCosts: itemCostsKind(catalog),
      boms: bomsKind(bom, catalog),
      customers: customersKind(customers),
      sites: sitesKind(customers),
      workers: workersKind(people),
      productCategories: productCategoriesKind(catalog),
      objects: objectsKind(areas.objectDeps, references),
      orders: ordersKind(forOrders, 'orders'),
      requests: ordersKind(forOrders, 'requests'),
      agreements: agreementsKind({ exchange: areas.agreementExchange, references }),
      agreementLines: agreementLinesKind({ exchange: areas.agreementExchange, references }),
      repairs: repairsKind({
        staging,
        catalog,
        customers,
        objects,
        repair,
        noonAt,
        creations: (act, options) => writeRepairs({ ...writing, drawMany }, act, options),
      }),
    },
  }
}

/** Orders share their version with lines and relations. */
function ordersAsOwner({ overwrite, settle }: OrderExchange): PartsOwner {
  return {
    overwrite: (before, after) => overwrite(restored<StoredOrder>(before), restored<StoredOrder>(after)),
    settle,
  }
}

/** So do agreements; what their dates say is written with them. */
function agreementsAsOwner({ overwrite }: AgreementExchange): PartsOwner {
  return {
    overwrite: (before, after) =>
      overwrite(restored<StoredAgreement>(before), restored<StoredAgreement>(after)),
    settle: () => undefined,
  }
}
