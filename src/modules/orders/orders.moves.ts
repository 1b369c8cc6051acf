import type { AgreementId, OrderId, OrderLineId } from '@contract/id'
import { OrderId as Id } from '@contract/id'
import type { MovedOrder, MovePreview } from '@contract/orderMoves'
import type { Order, OrderListItem } from '@contract/orders'
import { shallowRef, watch } from 'vue'
import type { Lookup } from '@/composables/list'
import { useSubmit } from '@/composables/useSubmit'
import { client } from '@/rpc/client'
import { heldOrder } from './orders.lines'
import { openOrderLookup } from './orders.restructure'
import type { OrderPage } from './orders.sources'

const ask = client.orders
const mostCandidates = 50

/** Orders in process of the agreement, but for this one: lines can go to and come from them (R04-72). */
async function ordersOf(
  { agreementId, id }: { readonly agreementId?: AgreementId | undefined; readonly id: OrderId },
  limit: number,
  text?: string,
): Promise<readonly OrderListItem[]> {
  if (agreementId === undefined) return []
  const { items } = await ask.listOrders({
    ...(text ? { text } : {}),
    limit: limit + 1,
    filter: { agreementId: [agreementId], progress: ['inProcess'], intake: ['none'] },
    sort: [{ field: 'preferredServiceAt', direction: 'asc' }],
  })
  return items.filter((other) => other.id !== id).slice(0, limit)
}

export const mergeCandidates = (order: Order) => ordersOf(order, mostCandidates)

/** The orders that lines of this one can move to. */
export function targetLookup(order: Order, dayOf: (date: string) => string): Lookup {
  return {
    ...openOrderLookup,
    search: async (text, limit) =>
      (await ordersOf(order, limit, text)).map(({ id, number, description, serviceDate, siteCity }) => ({
        id,
        title: [number, description].filter(Boolean).join(' '),
        subtitle: [dayOf(serviceDate), siteCity].filter(Boolean).join(', '),
      })),
  }
}

export interface Move {
  readonly sources: readonly { readonly orderId: OrderId; readonly lineIds?: readonly OrderLineId[] }[]
  readonly targetId: OrderId
  readonly deleteEmpty?: boolean
}

/** What a move would do, asked again as it is chosen; nothing while it cannot be asked. */
export function useMovePreview(of: () => Move | undefined) {
  const preview = shallowRef<MovePreview>()
  const { run, isRunning, refusal } = useSubmit(async ({ sources, ...move }: Move) => {
    const asked = JSON.stringify(of())
    const found = await ask.previewMove({
      ...move,
      sources: sources.map(({ lineIds, orderId }) =>
        lineIds ? { orderId, lineIds: [...lineIds] } : { orderId },
      ),
    })
    if (asked === JSON.stringify(of())) preview.value = found
  })
  watch(
    () => JSON.stringify(of()),
    () => {
      const move = of()
      preview.value = undefined
      if (move) void run(move)
    },
    { immediate: true },
  )
  return { preview, isRunning, refusal }
}

/** Moves lines of the shown order to another one, in the version that is there now; answers the other. */
export async function moveLines(
  page: OrderPage,
  lineIds: readonly OrderLineId[],
  target: string,
  deleteEmpty: boolean,
): Promise<MovedOrder> {
  const source = heldOrder(page)
  const targetId = Id.parse(target)
  const { version: targetVersion } = await ask.getOrder({ orderId: targetId })
  const moved = await ask.moveLines({
    ...{ sourceId: source.id, expectedVersion: source.version, targetId, targetVersion },
    ...{ lineIds: [...lineIds], deleteEmpty },
  })
  if (moved.deletedIds.length === 0) await page.run(() => ask.getOrder({ orderId: source.id }))
  return moved
}

/** Merges other orders into the shown one. */
export async function mergeOrders(page: OrderPage, sources: readonly OrderListItem[]): Promise<MovedOrder> {
  const target = heldOrder(page)
  const merged = await ask.mergeOrders({
    ...{ targetId: target.id, targetVersion: target.version },
    sources: sources.map(({ id, version }) => ({ orderId: id, expectedVersion: version })),
  })
  const { deletedIds: _deleted, movedLines: _moved, ...stored } = merged
  await page.run(() => Promise.resolve(stored))
  return merged
}
