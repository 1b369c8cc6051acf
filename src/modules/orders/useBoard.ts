import type { OfficeId, OrderId, StageId, WorkerId } from '@contract/id'
import type { OrderListItem, OrderPriority } from '@contract/orders'
import type { StageNode } from '@contract/stages'
import { computed, onScopeDispose, proxyRefs, reactive, ref, shallowReactive, shallowRef, watch } from 'vue'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { choiceInto, nextStagesOf, useStagesStore } from '@/modules/stages'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'

/** What is read of a column at once; a long one is read on by key. */
const pageSize = 30
const mostAtOnce = 200

export interface BoardColumn {
  /** Without it: the orders that stand in no stage, shown while there are some. */
  readonly stage?: StageNode | undefined
  readonly items: readonly OrderListItem[]
  readonly count: number
  readonly next?: string | undefined
}
type Content = Omit<BoardColumn, 'stage'>
const nothing: Content = { items: [], count: 0 }

/** Open orders by the stage they stand in, each column by pages; it follows what others change (05). */
export function useBoard() {
  const tree = useStagesStore()
  const filter = reactive<{ officeId?: OfficeId; technicianId?: WorkerId; priority?: OrderPriority }>({})
  const contents = shallowReactive(new Map<StageId, Content>())
  const outside = shallowRef<Content>(nothing)
  const isLoading = ref(true)
  const refusal = shallowRef<Refusal>()
  let generation = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const columns = computed<readonly BoardColumn[]>(() => {
    const staged = tree.stages
      .map((stage) => ({ stage, ...(contents.get(stage.id) ?? nothing) }))
      .filter(({ count, stage }) => stage.active || count > 0)
    return outside.value.count > 0 ? [outside.value, ...staged] : staged
  })

  /** The orders of a stage, without one all open orders; by `stageCode` those that stand in no stage come first. */
  function read(
    stageId: StageId | undefined,
    limit: number,
    after?: string,
    field: 'preferredServiceAt' | 'stageCode' = 'preferredServiceAt',
  ) {
    const { officeId, priority, technicianId } = filter
    return client.orders.listOrders({
      filter: {
        ...(stageId === undefined ? {} : { stageId: [stageId] }),
        ...{ progress: ['inProcess'], intake: ['none'] },
        ...(officeId ? { officeId: [officeId] } : {}),
        ...(technicianId ? { preferredTechnicianId: [technicianId] } : {}),
        ...(priority ? { priority: [priority] } : {}),
      },
      sort: [{ field, direction: 'asc' }],
      limit,
      ...(after === undefined ? { withCount: true } : { after }),
    })
  }

  async function loadColumn(stageId: StageId, mine: number): Promise<void> {
    const shown = contents.get(stageId)?.items.length ?? 0
    const { count = 0, items, next } = await read(stageId, Math.min(mostAtOnce, Math.max(pageSize, shown)))
    if (mine === generation) contents.set(stageId, { items, count, next })
  }

  /** What no stage counts stands in none: only then the list is read from where those are, at its beginning. */
  async function loadOutside(mine: number): Promise<void> {
    const staged = tree.stages.reduce((sum, { id }) => sum + (contents.get(id)?.count ?? 0), 0)
    const { count: all = 0 } = await read(undefined, 1)
    const count = Math.max(0, all - staged)
    const limit = Math.min(mostAtOnce, Math.max(pageSize, outside.value.items.length))
    const page = count > 0 ? await read(undefined, limit, undefined, 'stageCode') : nothing
    if (mine === generation) outside.value = { ...withoutStage(page), count }
  }

  /** Reads all columns anew; what is shown stays until the answers are there. */
  async function load(): Promise<void> {
    const mine = ++generation
    isLoading.value = true
    try {
      if (!tree.isLoaded) await tree.load()
      await Promise.all(tree.stages.map(({ id }) => loadColumn(id, mine)))
      await loadOutside(mine)
      if (mine === generation) refusal.value = tree.refusal
    } catch (error) {
      if (mine === generation) refusal.value = refusalOf(error)
    } finally {
      if (mine === generation) isLoading.value = false
    }
  }

  /** The next page of a column. */
  async function more(stageId: StageId | undefined): Promise<void> {
    const heldNow = () => (stageId === undefined ? outside.value : contents.get(stageId))
    const held = heldNow()
    if (held?.next === undefined) return
    const mine = generation
    try {
      const by = stageId === undefined ? 'stageCode' : undefined
      const page = await read(stageId, pageSize, held.next, by)
      if (mine !== generation || heldNow() !== held) return
      const { items, next } = stageId === undefined ? withoutStage(page) : page
      const grown = { ...held, items: [...held.items, ...items], next }
      if (stageId === undefined) outside.value = grown
      else contents.set(stageId, grown)
    } catch (error) {
      refusal.value = refusalOf(error)
    }
  }

  function loadSoon(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void load(), 250)
  }
  for (const entity of ['order', 'stage', 'customer', 'worker']) onChange(entity, loadSoon)
  onScopeDispose(() => clearTimeout(timer))
  watch(filter, () => void load(), { immediate: true })

  return proxyRefs({ columns, filter, isLoading, refusal, load, more })
}
export type Board = ReturnType<typeof useBoard>

/** The beginning of a page by stage: where the first stage begins, those without one end. */
function withoutStage({ items, next }: Pick<Content, 'items' | 'next'>): Pick<Content, 'items' | 'next'> {
  const own = items.filter(({ stageId }) => stageId === undefined)
  return { items: own, next: own.length < items.length ? undefined : next }
}

/** The stages an order may be dropped on: those that nothing but a reason keeps from it. */
export async function stagesOpenTo(
  orderId: OrderId,
  stages: readonly StageId[],
): Promise<ReadonlySet<StageId>> {
  const next = await nextStagesOf(orderId)
  return new Set(stages.filter((id) => choiceInto(next, id).codes.length === 0))
}
