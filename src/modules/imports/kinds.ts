import type { ImportKind } from '@contract/imports'

/** What a kind of file needs to be there before it (01 §3.2). */
export interface KindOrder {
  readonly kind: ImportKind
  readonly after: readonly ImportKind[]
}

/** The kinds of files in the order in which they build on each other. */
export const kindOrder: readonly KindOrder[] = [
  { kind: 'units', after: [] },
  { kind: 'items', after: ['units'] },
  { kind: 'itemPrices', after: ['items'] },
  { kind: 'itemCosts', after: ['items'] },
  { kind: 'boms', after: ['items'] },
  { kind: 'customers', after: [] },
  { kind: 'sites', after: ['customers'] },
  { kind: 'workers', after: [] },
  { kind: 'productCategories', after: [] },
  { kind: 'objects', after: ['customers', 'sites', 'items', 'productCategories'] },
  { kind: 'agreements', after: ['customers', 'sites', 'workers'] },
  { kind: 'agreementLines', after: ['agreements', 'items', 'objects'] },
  { kind: 'orders', after: ['customers', 'sites', 'workers', 'items', 'objects'] },
  { kind: 'requests', after: ['customers', 'sites', 'objects'] },
  { kind: 'repairs', after: ['productCategories'] },
]

const words: readonly (readonly [RegExp, ImportKind])[] = [
  [/agreement.?line|contract.?line/i, 'agreementLines'],
  [/agreement|contract/i, 'agreements'],
  [/cost/i, 'itemCosts'],
  [/price/i, 'itemPrices'],
  [/bom|bill.?of.?material/i, 'boms'],
  [/categor/i, 'productCategories'],
  [/repair|fixit|restart/i, 'repairs'],
  [/request/i, 'requests'],
  [/order/i, 'orders'],
  [/object/i, 'objects'],
  [/unit/i, 'units'],
  [/customer/i, 'customers'],
  [/site/i, 'sites'],
  [/employee|worker/i, 'workers'],
  [/item/i, 'items'],
]

/** The kind that a file's name speaks of. */
export function kindOfName(fileName: string): ImportKind | undefined {
  return words.find(([word]) => word.test(fileName))?.[1]
}
