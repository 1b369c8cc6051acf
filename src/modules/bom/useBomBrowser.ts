import type { ServiceBom } from '@contract/bom'
import type { Order } from '@contract/orders'
import { computed, proxyRefs, ref, shallowRef, watch } from 'vue'
import { useLatest } from '@/composables/useLatest'
import { useSessionStore } from '@/stores/session.store'
import { onChange } from '@/rpc/changes'
import { bomById, bomsOf, historyOf, marksOf, orderOf, structureOf } from './bom.sources'
import { instantOfMoment, live, neighbour, subjectAt, type Moment } from './bomTime'
import { partNodes } from './partNodes'

/** From where the browser was opened, as its address says it. */
export interface BomEntrance {
  readonly bomId?: string | undefined
  readonly objectId?: string | undefined
  readonly orderId?: string | undefined
  readonly orderLineId?: string | undefined
  readonly repairLineId?: string | undefined
  readonly returnTo?: string | undefined
}

/** The list of parts of one object at a moment, and what happened to it; it follows what others change. */
export function useBomBrowser(entrance: () => BomEntrance) {
  const session = useSessionStore()
  const moment = shallowRef<Moment>(live)
  const knownOn = ref<string | null | undefined>()
  const now = ref(Date.now())
  const chosenId = ref<string>()

  const boms = useLatest<BomEntrance, readonly ServiceBom[]>(
    entrance,
    async ({ bomId, objectId, orderId }) => {
      const named = bomId === undefined ? undefined : await bomById(bomId)
      const wanted = named?.objectId ?? objectId
      const all = wanted === undefined ? [] : await bomsOf(wanted, orderId)
      return named && !all.some(({ id }) => id === named.id) ? [named, ...all] : all
    },
  )
  const bom = computed<ServiceBom | undefined>(() => {
    const all = boms.answer.value ?? []
    const wanted = chosenId.value ?? entrance().bomId
    return all.find(({ id }) => id === wanted) ?? all[0]
  })
  const bomId = computed(() => bom.value?.id)
  const zone = computed(() => bom.value?.siteZone ?? 'UTC')
  const order = useLatest(
    () => (session.can('orders.read') ? entrance().orderId : undefined),
    (orderId) => orderOf(orderId),
  )

  const isLive = computed(() => moment.value.kind === 'live' && !knownOn.value)
  const at = computed(() => instantOfMoment(moment.value, zone.value, now.value))
  const subject = computed(() =>
    bomId.value === undefined
      ? undefined
      : subjectAt(bomId.value, moment.value, { knownOn: knownOn.value ?? undefined, zone: zone.value }),
  )
  const structure = useLatest(
    () => subject.value,
    (asked) => structureOf(asked),
  )
  const marks = useLatest(
    () => bomId.value,
    (id) => marksOf(id),
  )
  const nodes = computed(() => partNodes(structure.answer.value?.nodes ?? [], true))

  const active = ref<string>()
  const node = computed(() => nodes.value.find(({ key }) => key === active.value))
  const history = useLatest(
    () => (bomId.value === undefined ? undefined : { id: bomId.value, lineId: node.value?.lineId }),
    ({ id, lineId }) => historyOf(id, lineId),
  )

  function goTo(next: Moment): void {
    now.value = Date.now()
    moment.value = next
  }
  function step(by: 1 | -1): void {
    const next = neighbour(marks.answer.value ?? [], at.value, by)
    if (next) goTo(next)
  }
  function backToLive(): void {
    knownOn.value = undefined
    goTo(live)
  }

  async function reload(): Promise<void> {
    await Promise.all([boms.reload(), structure.reload(), marks.reload(), history.reload()])
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  for (const entity of ['serviceBom', 'serviceBomLine', 'bomHistory'])
    onChange(entity, () => {
      clearTimeout(timer)
      timer = setTimeout(() => void reload(), 150)
    })
  onChange('order', ({ id }) => {
    if (id === undefined || id === entrance().orderId) void order.reload()
  })
  watch(bomId, backToLive)

  /** Why nothing can be changed now; undefined: it can. */
  const readOnly = computed<'right' | 'kept' | 'order' | 'past' | undefined>(() => {
    if (!session.can('bom.write')) return 'right'
    if (bom.value?.isReadOnly) return 'kept'
    if (isClosed(order.answer.value)) return 'order'
    return isLive.value ? undefined : 'past'
  })

  return proxyRefs({
    ...{ bom, zone, moment, knownOn, isLive, at, now, subject, nodes, node, active, readOnly },
    ...{ goTo, step, backToLive, reload },
    entrance: computed(entrance),
    boms: computed(() => boms.answer.value ?? []),
    choose: (id: string) => void (chosenId.value = id),
    order: order.answer,
    notice: computed(() => structure.answer.value?.notice),
    isThere: computed(() => structure.answer.value !== undefined),
    isReading: computed(() => boms.isLoading.value || structure.isLoading.value),
    isKnown: computed(() => boms.answer.value !== undefined),
    refusal: computed(() => boms.refusal.value ?? structure.refusal.value),
    marks: computed(() => marks.answer.value ?? []),
    history: computed(() => history.answer.value?.items ?? []),
  })
}
/** Posted or canceled: nothing is replaced for it any more. */
function isClosed(order: Order | undefined): boolean {
  return order !== undefined && (order.progress !== 'inProcess' || order.canceledAt !== undefined)
}

export type BomBrowser = ReturnType<typeof useBomBrowser>
