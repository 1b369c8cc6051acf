import type { Stored } from '../../../db/entityTable'
import type { ProductCategory } from '../../../shared/contract/catalog'
import type { CatalogRepository } from '../../catalog/index'
import type { CustomersRepository } from '../../customers/index'
import type { ObjectsRepository } from '../../objects/index'
import { signedOffBy, type RepairRepository } from '../../repair/index'
import { barrierCodes, knownBrand, outcomes, plainProblem } from '../repairText.rules'
import type { RepairsRepository, StagedRepair } from '../repairs.repository'
import type { RowReader } from '../rowReader'
import { countryCode, zoneOfLargestCity } from '../zone.rules'
import { settle, type CheckContext, type KindSpec, type Verdict } from './kind'

export interface RepairsKindDeps {
  readonly staging: RepairsRepository
  readonly catalog: Pick<CatalogRepository, 'productCategories'>
  readonly customers: Pick<CustomersRepository, 'customers' | 'groups' | 'sites'>
  readonly objects: Pick<ObjectsRepository, 'objects'>
  readonly repair: RepairRepository
  /** The instant of 12:00 local on a date. */
  readonly noonAt: (zone: string, date: string) => number
  readonly creations: NonNullable<KindSpec['creations']>
}

const descriptionLimit = 300
const brandLimit = 120
const noteLimit = 4000
const firstYear = 1800

/** One order, object and repair line a row, by provider and id (01 §3.2, 08 §4.1). */
export function repairsKind(deps: RepairsKindDeps): KindSpec {
  const { creations, repair, staging } = deps
  return {
    targets: [
      { name: 'id', isRequired: true },
      { name: 'dataProvider', isRequired: true },
      { name: 'country', isRequired: true },
      { name: 'partnerProductCategory' },
      { name: 'productCategory' },
      { name: 'productCategoryId', isRequired: true },
      { name: 'brand' },
      { name: 'yearOfManufacture' },
      { name: 'productAge' },
      { name: 'repairStatus', isRequired: true },
      { name: 'repairBarrier', columns: ['repair_barrier_if_end_of_life'] },
      { name: 'groupIdentifier', isRequired: true },
      { name: 'eventDate', isRequired: true },
      { name: 'problem' },
    ],
    keyTarget: 'id',
    reads: ['productCategory', 'resolution', 'barrier'],
    creations,
    open(context) {
      const lookup = createLookup(deps)
      return {
        key: keyOf,
        check(row) {
          const facts = readRepair(row, lookup, deps, context)
          if (!facts || row.hasErrors) return undefined
          const known = lookup.hasImported(facts.provider)
            ? repair.findImported(facts.externalKey)
            : undefined
          if (known) return settleKnown(deps, known, facts, context)
          return { action: 'new', stage: (importId, line) => staging.insert(importId, line, facts) }
        },
      }
    },
  }
}

function keyOf(row: RowReader): string {
  return `${row.text('dataProvider') ?? ''}/${row.text('id') ?? ''}`
}

/** What rows name again and again, read once a file. */
function createLookup({ catalog, customers, repair }: RepairsKindDeps) {
  const categories = new Map<number, ProductCategory | undefined>()
  const codes = new Map<string, string | undefined>()
  const providers = new Map<string, boolean>()
  const zones = new Map<string, Map<string, string | undefined>>()

  /** Zones of a provider's customers by name. */
  function zonesOf(provider: string) {
    const known = zones.get(provider)
    if (known) return known
    const made = new Map<string, string | undefined>()
    const [group] = customers.groups.where('name', provider)
    for (const { id, name } of group ? customers.customers.where('groupId', group.id) : [])
      made.set(name, customers.sites.where('customerId', id).find(({ kind }) => kind === 'main')?.zone)
    zones.set(provider, made)
    return made
  }

  function idOf(table: 'resolutions' | 'barriers', code: string, outcome?: string): string | undefined {
    const key = `${table} ${code}`
    if (codes.has(key)) return codes.get(key)
    const [found] =
      table === 'barriers'
        ? repair.codes.barriers.records.where('code', code)
        : repair.codes.resolutions.records.where('outcome', outcome).filter(({ active }) => active)
    codes.set(key, found?.id)
    return found?.id
  }

  return {
    category(externalId: number): ProductCategory | undefined {
      if (!categories.has(externalId))
        categories.set(externalId, catalog.productCategories.where('externalId', externalId)[0])
      return categories.get(externalId)
    },
    /** A first import asks once instead of once a row. */
    hasImported(provider: string): boolean {
      const known = providers.get(provider) ?? repair.hasImported(provider)
      providers.set(provider, known)
      return known
    },
    barrier: (code: string) => idOf('barriers', code),
    resolution: (outcome: string) => idOf('resolutions', outcome, outcome),
    /** The zone of a provider's group, which the first row that names it may set. */
    zone(provider: string, name: string, propose: () => string): string {
      const known = zonesOf(provider)
      const zone = known.get(name) ?? propose()
      known.set(name, zone)
      return zone
    },
  }
}
type Lookup = ReturnType<typeof createLookup>

/** The row's facts; undefined where one is missing, which is reported. */
function readRepair(
  row: RowReader,
  lookup: Lookup,
  { noonAt }: RepairsKindDeps,
  { officeZone }: CheckContext,
): StagedRepair | undefined {
  const externalId = row.text('id') ?? ''
  if (!/^\p{L}+[-_]\d+$/u.test(externalId)) row.fail('INVALID_INPUT', 'id')
  const country = countryCode(row.text('country') ?? '')
  if (country === undefined) row.fail('UNKNOWN_COUNTRY', 'country')
  const serviceDate = row.date('eventDate')
  const category = categoryOf(row, lookup)
  const outcome = row.choice('repairStatus', outcomes, 'UNKNOWN_STATUS')
  const resolutionId = outcome === undefined ? undefined : lookup.resolution(outcome)
  if (outcome !== undefined && resolutionId === undefined) row.fail('UNKNOWN_REFERENCE', 'repairStatus')
  const barrierId = barrierOf(row, lookup)
  if (barrierId !== undefined && outcome !== 'endOfLife')
    row.warn('BARRIER_WITHOUT_END_OF_LIFE', 'repairBarrier')
  const made = serviceDate === undefined ? {} : yearOf(row, Number(serviceDate.slice(0, 4)))
  const brand = shortened(row, 'brand', knownBrand(row.text('brand')), brandLimit)
  const note = shortened(row, 'problem', plainProblem(row.text('problem') ?? ''), noteLimit)
  const named = row.text('partnerProductCategory') ?? category?.name
  const description = shortened(row, 'partnerProductCategory', named, descriptionLimit)
  if (row.hasErrors || !country || !serviceDate || !category || !outcome || !resolutionId || !description)
    return undefined

  const provider = row.text('dataProvider') ?? ''
  const customerName = row.text('groupIdentifier') ?? ''
  const zone = lookup.zone(provider, customerName, () => {
    row.warn('ZONE_ASSUMED', 'country')
    return zoneOfLargestCity(country) ?? officeZone
  })
  return {
    externalKey: keyOf(row),
    externalId,
    provider,
    customerName,
    country,
    zone,
    serviceDate,
    serviceAt: noonAt(zone, serviceDate),
    productCategoryId: category.id,
    description,
    brand,
    yearOfManufacture: made.year,
    isYearEstimated: made.isEstimated ?? false,
    objectStatus: outcome === 'endOfLife' ? 'scrapped' : 'inService',
    isRepairable: outcome === 'repairable',
    resolutionId,
    barrierId,
    note,
  }
}

function categoryOf(row: RowReader, lookup: Lookup): ProductCategory | undefined {
  const externalId = row.decimal('productCategoryId', 0)
  if (externalId === undefined) return undefined
  const category = lookup.category(externalId)
  const name = row.text('productCategory')
  if (!category) row.fail('UNKNOWN_REFERENCE', 'productCategoryId')
  else if (row.isMapped('productCategory') && category.name.toLowerCase() !== name?.toLowerCase())
    row.fail('CATEGORY_MISMATCH', 'productCategory')
  return category
}

function barrierOf(row: RowReader, lookup: Lookup): string | undefined {
  const code = row.choice('repairBarrier', barrierCodes, 'UNKNOWN_BARRIER')
  const id = code === undefined ? undefined : lookup.barrier(code)
  if (code !== undefined && id === undefined) row.fail('UNKNOWN_REFERENCE', 'repairBarrier')
  return id
}

/** The year as given, else by the age (01 §3.2). */
function yearOf(row: RowReader, eventYear: number): { year?: number; isEstimated?: boolean } {
  const isGiven = row.text('yearOfManufacture') !== undefined
  const target = isGiven ? 'yearOfManufacture' : 'productAge'
  const tenths = isGiven ? undefined : row.decimal('productAge', 3)
  const year = isGiven
    ? row.decimal('yearOfManufacture', 0)
    : tenths === undefined
      ? undefined
      : eventYear - Math.floor(tenths / 1000)
  if (year === undefined) return {}
  if (year >= firstYear && year <= eventYear) return { year, isEstimated: !isGiven }
  row.warn('YEAR_IMPLAUSIBLE', target)
  return {}
}

function shortened(
  row: RowReader,
  target: string,
  text: string | undefined,
  limit: number,
): string | undefined {
  if (text === undefined || text.length <= limit) return text
  row.warn('TEXT_TRUNCATED', target)
  return text.slice(0, limit).trimEnd()
}

/** A row that was imported before: the object and the repair line take what differs, the posted order stays. */
function settleKnown(
  { objects, repair }: RepairsKindDeps,
  { lineId, objectId }: { lineId: string; objectId: string },
  facts: StagedRepair,
  { emptyClears }: CheckContext,
): Verdict {
  const line = repair.lines.get(lineId)
  const given = {
    object: {
      description: facts.description,
      brand: facts.brand,
      yearOfManufacture: facts.yearOfManufacture,
      isYearEstimated: facts.yearOfManufacture === undefined ? undefined : facts.isYearEstimated,
      productCategoryId: facts.productCategoryId,
      status: facts.objectStatus,
    },
    line: {
      resolutionId: facts.resolutionId,
      // Another outcome is signed off by another stage.
      ...(facts.resolutionId === line.resolutionId
        ? {}
        : { repairStageId: signedOffBy(repair.codes)(facts.resolutionId) }),
      barrierId: facts.barrierId,
      note: facts.note,
      reportedAt: facts.serviceAt,
      finishedAt: facts.serviceAt,
    },
  }
  const settled = (
    entity: string,
    existing: Stored | undefined,
    fields: Readonly<Record<string, unknown>>,
  ) => (existing ? [settle({ entity, existing, given: fields, defaults: {}, emptyClears })] : [])
  const parts = [
    ...settled('object', objects.objects.find(objectId), given.object),
    ...settled('repairLine', line, given.line),
  ]
  const action = parts.some((part) => part.action === 'update') ? 'update' : 'same'
  return {
    action,
    recordId: lineId,
    changes: parts.flatMap(({ changes = [] }) => changes),
    effects: parts.flatMap(({ effects = [] }) => effects),
  }
}
