import { computed, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Column, Row } from '@/composables/list'
import { useFormat } from '@/composables/useFormat'
import type { PagedList } from '@/composables/usePagedList'
import { usePlaceStore } from '@/stores/place.store'
import { filterField, filterText } from './filters'

interface Way {
  readonly name: string
  readonly count: number
  readonly drop: () => void
}

const mostAsked = 6

/** Why nothing matches: how many there are without filters, and which one filter to drop helps most (ux §3). */
export function useNoHits<Item extends Row>(list: PagedList<Item>) {
  const { t } = useI18n()
  const format = useFormat()
  const place = usePlaceStore()
  const total = shallowRef<number>()
  const best = shallowRef<Way>()
  let asked = 0

  /** The list's own filter and scope without what the user chose. */
  async function countWithout(fields: readonly string[], isTextDropped: boolean): Promise<number> {
    const { filter = {}, text } = list.query
    const rest = Object.fromEntries(Object.entries(filter).filter(([field]) => !fields.includes(field)))
    const page = await list.source.load({
      ...(Object.keys(rest).length > 0 ? { filter: rest } : {}),
      ...(text === undefined || isTextDropped ? {} : { text }),
      limit: 1,
      withCount: true,
    })
    return page.count ?? 0
  }

  function nameOf(column: Column<Item>): string {
    const home = place.company?.currency ?? place.currency
    return filterText(column, list.filter[filterField(column)], format, t, home)
  }

  async function look(): Promise<void> {
    const mine = ++asked
    total.value = undefined
    best.value = undefined
    if (!list.isEmpty || !list.isFiltered) return
    const used = list.columns
      .filter((column) => list.filter[filterField(column)] !== undefined)
      .slice(0, mostAsked)
    const words = list.text.trim()
    try {
      const all = await countWithout(used.map(filterField), true)
      const ways: Way[] = []
      for (const column of used)
        ways.push({
          name: nameOf(column),
          count: await countWithout([filterField(column)], false),
          drop: () => list.setFilter(filterField(column), undefined),
        })
      if (words !== '' && used.length > 0)
        ways.push({ name: words, count: await countWithout([], true), drop: () => (list.text = '') })
      if (mine !== asked) return
      total.value = all
      best.value = ways.filter(({ count }) => count > 0).sort((left, right) => right.count - left.count)[0]
    } catch {
      total.value = undefined // the list itself says what is wrong
    }
  }

  watch(
    () => [list.isEmpty, JSON.stringify(list.query)],
    () => void look(),
  )

  const text = computed(() => {
    if (total.value === undefined) return t('list.noHitsText')
    const all = format.number(total.value)
    if (!best.value) return t('views.noHits.of', { all })
    return t('views.noHits.without', { all, name: best.value.name, n: format.number(best.value.count) })
  })

  return { text, best, drop: () => best.value?.drop() }
}
