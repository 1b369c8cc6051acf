import type { z } from 'zod'
import { unchanged, type EntityChange, type Outcome } from '../../db/changeLog'
import type { Records } from '../../db/records'
import {
  catalogErrors,
  type catalogContract,
  type ItemCost,
  type ItemPrice,
} from '../../shared/contract/catalog'
import { domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import type { CatalogRepository } from './catalog.repository'
import { dayBefore, openEarlier, overlapping } from './price.rules'

type Input<Name extends keyof typeof catalogContract> = z.output<
  NonNullable<(typeof catalogContract)[Name]['~orpc']['inputSchema']>
>

/** Adds a sales price row (01 §2.5). @throws NEGATIVE_PRICE, PERIOD_INVALID, PRICE_OVERLAP */
export function setItemPrice(
  { items, prices }: CatalogRepository,
  { endEarlier, reason: _reason, ...fields }: Input<'setItemPrice'>,
): Outcome<ItemPrice> {
  items.get(fields.itemId)
  return addRow(
    prices,
    prices.where('itemId', fields.itemId),
    { ...fields, version: 1 },
    fields.unitPrice,
    'unitPrice',
    endEarlier === true,
  )
}

/** Adds a cost row (01 §2.5). @throws NEGATIVE_PRICE, PERIOD_INVALID, PRICE_OVERLAP */
export function setItemCost(
  { costs, items }: CatalogRepository,
  { endEarlier, reason: _reason, ...fields }: Input<'setItemCost'>,
): Outcome<ItemCost> {
  items.get(fields.itemId)
  return addRow(
    costs,
    costs.where('itemId', fields.itemId),
    { ...fields, version: 1 },
    fields.unitCost,
    'unitCost',
    endEarlier === true,
  )
}

function addRow<Row extends ItemPrice | ItemCost>(
  records: Records<Row>,
  ofItem: readonly Row[],
  row: Row,
  amount: number,
  amountField: string,
  endsEarlier: boolean,
): Outcome<Row> {
  const { id, version: _version, ...given } = row
  const replayed = records.replayed(id, given)
  if (replayed) return unchanged(replayed)
  const failures: Failure[] = []
  if (amount < 0) failures.push({ code: 'NEGATIVE_PRICE', field: amountField })
  if (row.validTo !== undefined && row.validTo < row.validFrom)
    failures.push({ code: 'PERIOD_INVALID', field: 'validTo' })
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])

  const others = ofItem.filter(({ currency }) => currency === row.currency)
  const ended = endsEarlier ? openEarlier(others, row) : undefined
  const inTheWay = overlapping(others, row).filter((other) => other.id !== ended?.id)
  if (inTheWay.length > 0)
    throw domainError(catalogErrors, 'PRICE_OVERLAP', {
      field: 'validFrom',
      ids: inTheWay.map((other) => other.id),
    })
  const changes: EntityChange[] = ended
    ? records.update(ended, { ...ended, validTo: dayBefore(row.validFrom) }).changes
    : []
  return { result: row, changes: [records.insert(row), ...changes] }
}

/** The sales price of a date; throws PRICE_MISSING, never answers the nearest (01 §2.5). */
export function getItemPrice(
  { items, priceOn }: CatalogRepository,
  { currency, date, itemId }: Input<'getItemPrice'>,
): ItemPrice {
  items.get(itemId)
  const row = priceOn(itemId, currency, date)
  if (!row) throw domainError(catalogErrors, 'PRICE_MISSING', { field: 'date', ids: [itemId] })
  return row
}

/** The cost of a date; throws PRICE_MISSING. */
export function getItemCost(
  { costOn, items }: CatalogRepository,
  { currency, date, itemId }: Input<'getItemCost'>,
): ItemCost {
  items.get(itemId)
  const row = costOn(itemId, currency, date)
  if (!row) throw domainError(catalogErrors, 'PRICE_MISSING', { field: 'date', ids: [itemId] })
  return row
}
