import type { Stored } from '../../../db/entityTable'
import { ItemCost, ItemPrice } from '../../../shared/contract/catalog'
import type { CatalogRepository } from '../../catalog/index'
import { currencyOfColumns } from '../mapping.rules'
import { mappedFields, settle, type KindSpec, type LateFinding } from './kind'
import { reportInvalid } from './valid'

interface PeriodRow extends Stored {
  readonly currency: string
  readonly validFrom: string
  readonly validTo?: string | undefined
}

interface HistoryKind {
  readonly entity: 'itemPrice' | 'itemCost'
  readonly valueField: 'unitPrice' | 'unitCost'
  readonly valueColumns: readonly string[]
  readonly schema: typeof ItemPrice | typeof ItemCost
  readonly rowsOf: (itemId: string) => readonly PeriodRow[]
}

export function itemPricesKind(catalog: CatalogRepository): KindSpec {
  return historyKind(catalog, {
    entity: 'itemPrice',
    valueField: 'unitPrice',
    valueColumns: ['list_price_usd', 'list_price', 'price'],
    schema: ItemPrice,
    rowsOf: (itemId) => catalog.prices.where('itemId', itemId),
  })
}

export function itemCostsKind(catalog: CatalogRepository): KindSpec {
  return historyKind(catalog, {
    entity: 'itemCost',
    valueField: 'unitCost',
    valueColumns: ['standard_cost_usd', 'standard_cost', 'cost'],
    schema: ItemCost,
    rowsOf: (itemId) => catalog.costs.where('itemId', itemId),
  })
}

/** Rows of a period by item, currency and first day; a row that begins with one of the store replaces it. */
function historyKind(
  { items }: CatalogRepository,
  { entity, valueField, valueColumns, schema, rowsOf }: HistoryKind,
): KindSpec {
  return {
    targets: [
      { name: 'itemNumber', isRequired: true },
      { name: 'validFrom', isRequired: true },
      { name: 'validTo' },
      { name: valueField, columns: valueColumns, isRequired: true },
      { name: 'currency', constant: currencyOfColumns },
    ],
    keyTarget: 'itemNumber',
    reads: [entity],
    open({ companyCurrency, emptyClears }) {
      const periods = createPeriods(rowsOf)
      return {
        key: (row) => [row.text('itemNumber'), row.text('currency') ?? '', row.text('validFrom')].join(' '),
        check(row) {
          const [item] = items.where('number', row.text('itemNumber'))
          if (!item) row.fail('UNKNOWN_REFERENCE', 'itemNumber')
          const validFrom = row.date('validFrom')
          const validTo = row.date('validTo')
          const value = row.decimal(valueField, 4)
          if (validFrom !== undefined && validTo !== undefined && validTo < validFrom)
            row.fail('PERIOD_INVALID', 'validTo')
          if (value !== undefined && value < 0) row.fail('NEGATIVE_PRICE', valueField)
          if (!item || validFrom === undefined) return undefined
          const currency = row.text('currency')?.toUpperCase() ?? companyCurrency
          const existing = rowsOf(item.id).find(
            (known) => known.currency === currency && known.validFrom === validFrom,
          )
          const given = { ...mappedFields(row, { validFrom, validTo, [valueField]: value }), currency }
          const defaults = { itemId: item.id }
          const verdict = settle({ entity, existing, given, defaults, emptyClears })
          reportInvalid(row, schema, verdict)
          periods.add(item.id, currency, { line: row.line, id: existing?.id, validFrom, validTo })
          return verdict
        },
        finish: () => periods.overlaps(),
      }
    },
  }
}

interface FilePeriod {
  readonly line?: number
  readonly id: string | undefined
  readonly validFrom: string
  readonly validTo: string | undefined
}

/** Looks for overlaps among the rows of the file and those of the store that it leaves as they are. */
function createPeriods(rowsOf: HistoryKind['rowsOf']) {
  const groups = new Map<string, { itemId: string; currency: string; rows: FilePeriod[] }>()
  return {
    add(itemId: string, currency: string, row: FilePeriod): void {
      const key = `${itemId} ${currency}`
      const group = groups.get(key) ?? { itemId, currency, rows: [] }
      group.rows.push(row)
      groups.set(key, group)
    },
    overlaps(): LateFinding[] {
      return [...groups.values()].flatMap(({ itemId, currency, rows }) => {
        const replaced = new Set(rows.map(({ id }) => id))
        const kept: FilePeriod[] = rowsOf(itemId)
          .filter((row) => row.currency === currency && !replaced.has(row.id))
          .map(({ id, validFrom, validTo }) => ({ id, validFrom, validTo }))
        return overlapsIn([...kept, ...rows])
      })
    },
  }
}

function overlapsIn(rows: readonly FilePeriod[]): LateFinding[] {
  const ordered = [...rows].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
  return ordered.flatMap((row, index) => {
    const next = ordered[index + 1]
    if (!next || (row.validTo !== undefined && row.validTo < next.validFrom)) return []
    const line = Math.max(row.line ?? 0, next.line ?? 0)
    return line === 0 ? [] : [{ line, severity: 'error', code: 'PRICE_OVERLAP', field: 'validFrom' }]
  })
}
