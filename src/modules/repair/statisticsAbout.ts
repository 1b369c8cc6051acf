import type { Lookup } from '@/composables/list'
import { itemLookup, productCategoryLookup } from '@/modules/catalog'
import { officeLookup, workerLookup } from '@/modules/people'
import { symptomAreaLookup } from './repair.lookups'
import type { Asked } from './statistics'

/** A filter of statistics in words: the text key of its field, and what it is. */
export interface AskedFor {
  readonly titleKey: string
  readonly text: string
}

/** What narrows the lines that are counted, by the names of the records. */
export async function filtersInWords({ filter }: Asked): Promise<AskedFor[]> {
  const { brand, itemIds, officeIds, productCategoryIds, symptomAreaId, technicianId } = filter
  const named: readonly [field: string, lookup: Lookup, id: string | undefined][] = [
    ['productCategoryId', productCategoryLookup, productCategoryIds?.[0]],
    ['itemId', itemLookup, itemIds?.[0]],
    ['symptomAreaId', symptomAreaLookup, symptomAreaId],
    ['technicianId', workerLookup, technicianId],
    ['officeId', officeLookup, officeIds?.[0]],
  ]
  const found = await Promise.all(
    named.map(async ([field, lookup, id]) =>
      id === undefined
        ? []
        : [
            {
              titleKey: `repair.line.${field}`,
              text: (await lookup.resolve(id).catch(() => ({ title: id }))).title,
            },
          ],
    ),
  )
  return [...found.flat(), ...(brand === undefined ? [] : [{ titleKey: 'repair.line.brand', text: brand }])]
}
