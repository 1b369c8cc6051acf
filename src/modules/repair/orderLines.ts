import { OrderId } from '@contract/id'
import type { RepairLine } from '@contract/repairLines'
import { computed, shallowRef, watch } from 'vue'
import { useSubmit } from '@/composables/useSubmit'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'

type NewLine = Parameters<typeof client.repair.createLine>[0]

/** The repair lines of an order as they are numbered, kept up to date. */
export function useOrderLines(orderId: () => string) {
  const lines = shallowRef<readonly RepairLine[]>()
  const { run, isRunning, refusal } = useSubmit(async () => {
    const { items } = await client.repair.listLines({
      filter: { orderId: [OrderId.parse(orderId())] },
      sort: [{ field: 'lineNo', direction: 'asc' }],
      limit: 200,
    })
    lines.value = items
  })
  onChange('repairLine', () => void run())
  watch(orderId, () => void run(), { immediate: true })
  const isAllFinished = computed(
    () => (lines.value?.length ?? 0) > 0 && lines.value?.every(({ isFinished }) => isFinished) === true,
  )
  return { lines, isAllFinished, isRunning, refusal, reload: run }
}

export function createLine(line: NewLine): Promise<RepairLine> {
  return client.repair.createLine(line)
}

/** Whether the order has no repair left to be finished (R08-04). */
export async function isLastFinished(orderId: OrderId): Promise<boolean> {
  const filter = { orderId: [orderId], isFinished: false }
  return (await client.repair.listLines({ filter, limit: 1 })).items.length === 0
}

/** How many repair lines an order has. */
export async function countLines(orderId: OrderId): Promise<number | undefined> {
  return (await client.repair.listLines({ filter: { orderId: [orderId] }, limit: 1, withCount: true })).count
}

/** Runs whenever something happened to an order, until the caller's scope ends; while there is no order never. */
export function onOrderChange(orderId: () => string | undefined, run: () => void): void {
  onChange('order', ({ id }) => {
    const asked = orderId()
    if (asked !== undefined && (id === undefined || id === asked)) run()
  })
}
