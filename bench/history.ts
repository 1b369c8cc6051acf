import { mintId } from '../electron/db/ids'
import { OrderId } from '../electron/shared/contract/id'
import { copyOf } from './copy'
import { round, summary, timed, type Figure } from './measure'
import { connectService } from './service'
import type { Scene } from './scenarios'

const runs = 200

/** One change of an order taken back, a page of its timeline, and the newest entries of all. */
export async function history({ folder }: Scene): Promise<Figure[]> {
  const copy = copyOf(folder)
  const service = await connectService(copy.folder)
  try {
    const { history: log, orders, people } = service.client
    const main = (await people.listOffices({ filter: { code: 'MAIN' } })).items[0]
    const { items } = await orders.listOrders({ limit: runs })
    const pages: number[] = []
    const newest: number[] = []
    const undone: number[] = []
    for (const [run, { customerId }] of items.entries()) {
      const id = OrderId.parse(mintId())
      const { version } = await orders.createOrder({
        ...{ id, officeId: main?.id, customerId, description: 'Bench' },
      })
      const patch = { description: `Bench ${String(run)}` }
      await orders.updateOrder({ orderId: id, expectedVersion: version, patch })
      const page = { entity: ['order', 'orderLine'], recordId: id }
      const [entry] = (await log.listEntries({ ...page, limit: 1 })).items
      if (!entry) throw new Error(`order ${id} has no history`)
      const ms = await timed(() => log.undoEntry({ entryId: entry.id }))
      undone.push(ms)
      pages.push(await timed(() => log.listEntries(page)))
      newest.push(await timed(() => log.listEntries({})))
    }
    return [
      figureOf('timeline page of an order, p95', pages, 16),
      figureOf('the newest page of all entries, p95', newest, 16),
      figureOf('undo of one command, p95', undone, 20),
    ]
  } finally {
    await service.close()
    copy.remove()
  }
}

function figureOf(name: string, times: readonly number[], limit: number): Figure {
  const { p50, p95, max } = summary(times)
  const note = `p50 ${String(round(p50))} ms, worst ${String(round(max))} ms`
  return { name, value: round(p95), unit: 'ms', limit, note }
}
