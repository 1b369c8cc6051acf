import { startHost } from './host'
import { round, summary, type Figure } from './measure'
import type { Scene } from './scenarios'

/** From the start of the process to the first page answered, and the memory it then takes. */
export async function start({ folder }: Scene): Promise<Figure[]> {
  const times: number[] = []
  let memory = 0
  for (let run = 0; run < 5; run += 1) {
    const begun = performance.now()
    const host = await startHost(folder)
    await host.call('orders/listOrders', { filter: { progress: ['inProcess'] }, limit: 100 })
    times.push(performance.now() - begun)
    memory = Math.max(memory, host.memory() ?? 0)
    await host.stop()
  }
  return [
    {
      name: 'start to first page (Node host), p50',
      value: round(summary(times).p50),
      unit: 'ms',
      limit: 1000,
    },
    { name: 'memory after the first page', value: round(memory), unit: 'MB', limit: 250 },
  ]
}
