import type { ObjectHistory } from '@contract/objects'
import { shallowRef } from 'vue'
import { useSubmit } from '@/composables/useSubmit'
import { onChange } from '@/rpc/changes'
import { historyOf } from './objects.sources'

/** One entry of an object's time line. */
export interface WorkEntry {
  readonly key: string
  readonly kind: 'order' | 'repair'
  readonly at: number | undefined
  readonly number: string
  readonly orderId: string
  readonly title: string
  readonly detail: string
}

/** Orders and repairs of an object on one line of time, the newest first; those without a time come first. */
export function timeLineOf(
  { orders, repairs }: ObjectHistory,
  progressText: (progress: string) => string,
): WorkEntry[] {
  const ofOrders = orders.map((order) => ({
    key: order.orderId,
    kind: 'order' as const,
    at: order.serviceAt,
    number: order.number,
    orderId: order.orderId,
    title: order.description ?? '',
    detail: progressText(order.progress),
  }))
  const ofRepairs = repairs.map((repair) => ({
    key: repair.repairLineId,
    kind: 'repair' as const,
    at: repair.reportedAt,
    number: repair.number,
    orderId: repair.orderId,
    title: repair.title ?? '',
    detail: [repair.orderNumber, repair.resolution, repair.barrier].filter(Boolean).join(', '),
  }))
  return [...ofOrders, ...ofRepairs].sort(
    (left, right) => (right.at ?? Infinity) - (left.at ?? Infinity) || 0,
  )
}

/** The work done on an object, kept up to date. */
export function useObjectWork(objectId: () => string) {
  const history = shallowRef<ObjectHistory>()
  const { run, isRunning, refusal } = useSubmit(async () => {
    history.value = await historyOf(objectId())
  })
  for (const entity of ['order', 'orderLine', 'repairLine']) onChange(entity, () => void run())
  void run()
  return { history, isRunning, refusal, reload: run }
}
