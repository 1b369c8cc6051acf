import { mintId } from '../../../db/ids'
import { Item } from '../../../shared/contract/catalog'
import type { CatalogRepository, StoredItem } from '../../catalog/index'
import { currencyOfColumns } from '../mapping.rules'
import type { RowReader } from '../rowReader'
import { mappedFields, settle, type Effect, type KindSpec, type Verdict } from './kind'
import { reportInvalid } from './valid'

const StoredFields = Item.omit({ categoryName: true, unitCode: true })
const spareParts = 'Spare parts'
/** Items of this category are tracked by serial number (01 §3.2). */
const trackedCategory = 'Bikes'

/** Items by number, with the price and cost of those that have no history (01 §3.2). */
export function itemsKind(catalog: CatalogRepository): KindSpec {
  return {
    targets: [
      { name: 'number', columns: ['item_number'], isRequired: true },
      { name: 'name', isRequired: true },
      { name: 'category' },
      { name: 'subcategory' },
      { name: 'unit', isRequired: true, constant: () => 'EA' },
      { name: 'madeInHouse' },
      { name: 'finishedGood' },
      { name: 'serialTracked' },
      { name: 'weight' },
      { name: 'weightUnit' },
      { name: 'size' },
      { name: 'sizeUnit' },
      { name: 'color' },
      { name: 'sellStart' },
      { name: 'sellEnd' },
      { name: 'unitCost', columns: ['standard_cost_usd', 'standard_cost'] },
      { name: 'unitPrice', columns: ['list_price_usd', 'list_price'] },
      { name: 'currency', constant: currencyOfColumns },
    ],
    keyTarget: 'number',
    reads: ['itemPrice', 'itemCost'],
    open({ companyCurrency, emptyClears }) {
      const categoryOf = createCategoryFinder(catalog)
      return {
        key: (row) => row.text('number'),
        check(row) {
          const [existing] = catalog.items.where('number', row.text('number'))
          const [unit] = catalog.units.where('code', row.text('unit')?.toUpperCase())
          if (!unit) row.fail('UNKNOWN_REFERENCE', 'unit')
          const isSpare = row.flag('finishedGood') === false
          const category = categoryOf(row.text('category') ?? (isSpare ? spareParts : undefined))
          const given = {
            ...mappedFields(row, {
              number: row.text('number'),
              name: row.text('name'),
              subcategory: row.text('subcategory'),
              madeInHouse: row.flag('madeInHouse') ?? false,
              serialTracked: row.flag('serialTracked') ?? false,
              weight: row.decimal('weight', 3),
              weightUnit: row.text('weightUnit'),
              size: row.text('size'),
              sizeUnit: row.text('sizeUnit'),
              color: row.text('color'),
              sellStart: row.date('sellStart'),
              sellEnd: row.date('sellEnd'),
            }),
            ...(row.isMapped('category') || row.isMapped('finishedGood') ? { categoryId: category.id } : {}),
            unitId: unit?.id,
          }
          const defaults = {
            kind: 'stock',
            serialTracked: row.text('category') === trackedCategory,
            madeInHouse: false,
            blocked: false,
          }
          const verdict = settle({ entity: 'item', existing, given, defaults, emptyClears })
          reportInvalid(row, StoredFields, verdict)
          assertRules(row, catalog, existing, given)
          const currency = row.text('currency')?.toUpperCase() ?? companyCurrency
          return withEffects(verdict, [...category.effects, ...moneyRows(row, catalog, verdict, currency)])
        },
      }
    },
  }
}

function assertRules(
  row: RowReader,
  { hasSerials }: CatalogRepository,
  existing: StoredItem | undefined,
  given: Readonly<Record<string, unknown>>,
): void {
  const { sellStart, sellEnd, serialTracked } = given
  if (typeof sellStart === 'string' && typeof sellEnd === 'string' && sellEnd < sellStart)
    row.fail('PERIOD_INVALID', 'sellEnd')
  if (
    existing &&
    serialTracked !== undefined &&
    serialTracked !== existing.serialTracked &&
    hasSerials(existing.id)
  )
    row.fail('SERIAL_TRACKING_FIXED', 'serialTracked')
}

/** Finds a category by its name or makes it, once a file. */
function createCategoryFinder({ itemCategories, itemCategoryList }: CatalogRepository) {
  const made = new Map<string, string>()
  return (name: string | undefined): { id?: string; effects: Effect[] } => {
    if (name === undefined) return { effects: [] }
    const known = made.get(name)
    if (known !== undefined) return { id: known, effects: [] }
    const code = name
      .toUpperCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .slice(0, 20)
    const [byCode] = itemCategories.where('code', code)
    const found =
      byCode ?? itemCategoryList.page({ filter: { name }, limit: 1 }).items.find((one) => one.name === name)
    const id = found?.id ?? mintId()
    made.set(name, id)
    return {
      id,
      effects: found ? [] : [{ entity: 'itemCategory', record: { id, version: 1, code, name } }],
    }
  }
}

/** The file's price and cost count only where no history exists and the value is positive. */
function moneyRows(
  row: RowReader,
  { prices, costs }: CatalogRepository,
  { recordId = '' }: Verdict,
  currency: string,
): Effect[] {
  const unitPrice = row.decimal('unitPrice', 4) ?? 0
  const unitCost = row.decimal('unitCost', 4) ?? 0
  if (unitPrice < 0) row.fail('NEGATIVE_PRICE', 'unitPrice')
  if (unitCost < 0) row.fail('NEGATIVE_PRICE', 'unitCost')
  const validFrom = row.date('sellStart')
  const base = { version: 1, itemId: recordId, currency, validFrom }
  const hasPrice = unitPrice > 0 && prices.where('itemId', recordId).length === 0
  const hasCost = unitCost > 0 && costs.where('itemId', recordId).length === 0
  if ((hasPrice || hasCost) && validFrom === undefined) row.fail('REQUIRED', 'sellStart')
  return [
    ...(hasPrice ? [{ entity: 'itemPrice', record: { ...base, id: mintId(), unitPrice } }] : []),
    ...(hasCost ? [{ entity: 'itemCost', record: { ...base, id: mintId(), unitCost } }] : []),
  ]
}

function withEffects(verdict: Verdict, more: readonly Effect[]): Verdict {
  const rows = more.filter(({ entity }) => entity !== 'itemCategory')
  const effects = [...(verdict.effects ?? []), ...more]
  if (verdict.action !== 'same' || rows.length === 0) return { ...verdict, effects }
  const changes = rows.map(({ entity, record }) => ({ field: entity, after: record }))
  return { ...verdict, action: 'update', changes, effects }
}
