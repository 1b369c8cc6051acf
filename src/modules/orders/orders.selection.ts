import { OrderId } from '@contract/id'
import type { OrderListItem } from '@contract/orders'
import type { StageSelection } from '@/modules/stages'
import { client } from '@/rpc/client'
import type { OrderListing } from './orders.lists'
import { orderList } from './orders.sources'

const pageSize = 200
/** What one bulk command takes (conventions §5). */
export const mostOrders = 10_000

/** The ticked rows, all that match, or, with nothing ticked, the row that has the focus. */
export function hasSelection(list: OrderListing): boolean {
  return list.isAllMatching || list.selected.size > 0 || list.rowAt(list.active) !== undefined
}

/** The orders of a bulk action as rows, read afresh: its preview shows them. */
export async function selectedOrders(list: OrderListing): Promise<readonly OrderListItem[]> {
  if (list.isAllMatching) return await matching(list)
  const focused = list.rowAt(list.active)
  const ids = list.selected.size > 0 ? [...list.selected] : focused ? [focused.id] : []
  return await ordersOf(ids)
}

/** The same for stages, which take a filter: a search text it cannot say, then the orders are named. */
export async function stageSelection(list: OrderListing): Promise<StageSelection> {
  if (list.isAllMatching && list.query.text === undefined) return { filter: list.query.filter ?? {} }
  return { orderIds: (await selectedOrders(list)).map(({ id }) => id) }
}

async function matching({ query }: OrderListing): Promise<readonly OrderListItem[]> {
  const found: OrderListItem[] = []
  let after: string | undefined
  do {
    const page = await orderList.load({
      ...query,
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    })
    found.push(...page.items)
    after = page.next
  } while (after !== undefined && found.length <= mostOrders)
  return found
}

async function ordersOf(ids: readonly string[]): Promise<readonly OrderListItem[]> {
  const found: OrderListItem[] = []
  for (let from = 0; from < ids.length; from += pageSize) {
    const id = ids.slice(from, from + pageSize).map((one) => OrderId.parse(one))
    const filter = { id, intake: ['none' as const, 'awaiting' as const] }
    found.push(...(await client.orders.listOrders({ filter, limit: pageSize })).items)
  }
  return found
}
