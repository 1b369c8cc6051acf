import { ItemId, OfficeId, ProductCategoryId, SymptomAreaId, WorkerId } from '@contract/id'
import {
  RepairGrouping,
  RepairMeasure,
  type RepairFilter,
  type RepairStatistics,
} from '@contract/repairStatistics'
import { LocalDate } from '@contract/time'
import { computed, proxyRefs, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { client } from '@/rpc/client'
import { groupings, type Asked } from './statistics'

/** The fields of the address that say which lines are counted. */
export type FilterField =
  'itemId' | 'productCategoryId' | 'officeId' | 'technicianId' | 'symptomAreaId' | 'brand'

/** Statistics of repairs as the address asks for them, so that the way back finds them again (ux §4.8). */
export function useStatistics() {
  const route = useRoute()
  const router = useRouter()
  const text = (name: string) => {
    const value = route.query[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const filter = computed<RepairFilter>(() => {
    const item = ItemId.safeParse(text('itemId')).data
    const category = ProductCategoryId.safeParse(text('productCategoryId')).data
    const office = OfficeId.safeParse(text('officeId')).data
    const technicianId = WorkerId.safeParse(text('technicianId')).data
    const symptomAreaId = SymptomAreaId.safeParse(text('symptomAreaId')).data
    const brand = text('brand')
    return {
      ...(item ? { itemIds: [item] } : {}),
      ...(category ? { productCategoryIds: [category] } : {}),
      ...(office ? { officeIds: [office] } : {}),
      ...(technicianId ? { technicianId } : {}),
      ...(symptomAreaId ? { symptomAreaId } : {}),
      ...(brand ? { brand } : {}),
    }
  })
  const asked = computed<Asked>(() => {
    const measure = RepairMeasure.catch('pareto').parse(text('measure'))
    const wanted = RepairGrouping.safeParse(text('groupBy')).data
    const [usual = 'none'] = groupings[measure]
    const groupBy = wanted && groupings[measure].includes(wanted) ? wanted : usual
    const from = LocalDate.safeParse(text('from')).data
    const to = LocalDate.safeParse(text('to')).data
    return { measure, groupBy, filter: filter.value, ...(from ? { from } : {}), ...(to ? { to } : {}) }
  })

  const answer = shallowRef<RepairStatistics>()
  /** What the figures shown were asked for. */
  const shown = shallowRef<Asked>()
  const refusal = shallowRef<Refusal>()
  const isLoading = shallowRef(false)
  let request = 0

  async function load(): Promise<void> {
    const mine = ++request
    const question = asked.value
    isLoading.value = true
    try {
      const { from, to, ...rest } = question
      const found = await client.repair.getStatistics({
        ...rest,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      })
      if (mine !== request) return
      answer.value = found
      shown.value = question
      refusal.value = undefined
    } catch (error) {
      if (mine === request) refusal.value = refusalOf(error)
    } finally {
      if (mine === request) isLoading.value = false
    }
  }
  watch(
    () => JSON.stringify(asked.value),
    () => void load(),
    { immediate: true },
  )

  /** Asks for something else; what is empty goes out of the address. */
  function ask(changed: Readonly<Record<string, string | null | undefined>>): void {
    const all = Object.entries({ ...route.query, ...changed })
    void router.replace({ query: Object.fromEntries(all.filter(([, value]) => value)) })
  }

  return proxyRefs({
    asked,
    answer,
    shown,
    refusal,
    isLoading,
    load,
    ask,
    field: (name: FilterField) => text(name),
  })
}
