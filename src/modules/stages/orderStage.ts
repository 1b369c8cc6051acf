import { contract } from '@contract/index'
import { OrderId, type ReasonCodeId, type StageId } from '@contract/id'
import type { NextStages, ReasonCode, StageHistoryEntry, StageMove, StageMoveResult } from '@contract/stages'
import { shallowRef, watch } from 'vue'
import { inputOf } from '@/composables/contract'
import type { Filter } from '@/composables/list'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'

export interface StageMoveChoice {
  readonly direction: 'next' | 'previous' | 'set'
  readonly stageId?: StageId | undefined
  readonly reasonId?: ReasonCodeId | undefined
  readonly comment?: string | undefined
}

/** Where an order may go; follows changes to the order and to the tree. */
export function useOrderStage(orderId: () => string) {
  const next = shallowRef<NextStages>()
  const refusal = shallowRef<Refusal>()

  async function load(): Promise<void> {
    const id = OrderId.safeParse(orderId())
    if (!id.success) return
    try {
      next.value = await client.stages.listNextStages({ orderId: id.data })
      refusal.value = undefined
    } catch (error) {
      refusal.value = refusalOf(error)
    }
  }

  /** Throws the refusals of the move; CONFLICT when the order has changed since it was read. */
  async function move(choice: StageMoveChoice): Promise<StageMove> {
    const held = next.value
    if (!held) throw new Error('the order is not there yet')
    const { orderId: id, version } = held
    return await client.stages.changeStage({ orderId: id, expectedVersion: version, ...choice })
  }

  watch(orderId, () => void load(), { immediate: true })
  onChange('order', ({ id }) => (id === undefined || id === orderId()) && void load())
  onChange('stage', () => void load())

  return { next, refusal, load, move }
}

/** Where an order may go from where it stands. */
export function nextStagesOf(orderId: OrderId): Promise<NextStages> {
  return client.stages.listNextStages({ orderId })
}

/** The moves of an order, oldest first; follows them. */
export function useStageHistory(orderId: () => string) {
  const entries = shallowRef<readonly StageHistoryEntry[]>([])
  const isLoading = shallowRef(true)
  const refusal = shallowRef<Refusal>()

  async function load(): Promise<void> {
    const id = OrderId.safeParse(orderId())
    if (!id.success) return
    try {
      entries.value = (await client.stages.listStageHistory({ orderId: id.data })).items
      refusal.value = undefined
    } catch (error) {
      refusal.value = refusalOf(error)
    } finally {
      isLoading.value = false
    }
  }

  /** Gives the latest row its reason (R05-51). */
  async function addReason(expectedVersion: number, reasonId: ReasonCodeId, comment?: string): Promise<void> {
    const id = OrderId.parse(orderId())
    await client.stages.addReason({ orderId: id, expectedVersion, reasonId, comment })
    await load()
  }

  watch(orderId, () => void load(), { immediate: true })
  onChange('stageHistory', () => void load())
  return { entries, isLoading, refusal, load, addReason }
}

/** The active reasons that may be given for a move to this stage (R05-24). */
export async function reasonsFor(stageId: string | undefined): Promise<readonly ReasonCode[]> {
  const { items } = await client.stages.listReasonCodes({
    filter: { active: true },
    sort: [{ field: 'name', direction: 'asc' }],
    limit: 200,
  })
  return items.filter(
    ({ uses, stageIds }) =>
      uses.includes('stageChange') &&
      (stageIds.length === 0 || stageId === undefined || stageIds.some((id) => id === stageId)),
  )
}

/** Which orders: by id, or all that a list's filter finds. */
export type StageSelection = { readonly orderIds: readonly string[] } | { readonly filter: Filter }

const bulkInput = inputOf(contract.stages.changeStages)

/** Moves many orders, or with `dryRun` says what would happen; a result an order. */
export async function changeStagesOf(
  selection: StageSelection,
  choice: StageMoveChoice,
  dryRun: boolean,
): Promise<readonly StageMoveResult[]> {
  const { results } = await client.stages.changeStages(bulkInput.parse({ ...selection, ...choice, dryRun }))
  return results
}
