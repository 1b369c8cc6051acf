import type { RepairGrouping, RepairMeasure } from '../electron/shared/contract/repair'
import { each, round, summary, timed, type Figure } from './measure'
import { repairStore } from './repairStore'
import type { Scene } from './scenarios'
import { connectService } from './service'

const runs = 5
const lines = 1_000_000
const asked: readonly (readonly [RepairMeasure, RepairGrouping, number?])[] = [
  ['pareto', 'productCategory', 500],
  ['pareto', 'brand', 500],
  ['pareto', 'symptom', 500],
  ['fixRate', 'none', 500],
  ['fixRate', 'month', 500],
  ['fixRate', 'item', 500],
  ['firstTimeFix', 'technician'],
  ['repeatRate', 'productCategory'],
  ['resolutions', 'diagnosis'],
  ['mtbf', 'item'],
]

/** Statistics over a million repair lines, with pages of the list of repair lines meanwhile. */
export async function repairs({ say }: Scene): Promise<Figure[]> {
  const store = await repairStore(lines, say)
  try {
    const service = await connectService(store.folder)
    try {
      const { repair } = service.client
      const figures: Figure[] = []
      for (const [measure, groupBy, limit] of asked) {
        const times = await each(runs, () => repair.getStatistics({ measure, groupBy }))
        figures.push({
          name: `${measure} of ${String(lines)} repairs by ${groupBy}`,
          ...{ unit: 'ms', value: round(summary(times).max), note: `the worst of ${String(runs)}` },
          ...(limit === undefined ? {} : { limit }),
        })
      }
      const year = { from: '2024-01-01', to: '2024-12-31' }
      const compared = await each(runs, () =>
        repair.getStatistics({ measure: 'fixRate', groupBy: 'productCategory', ...year }),
      )
      figures.push({
        ...{ name: 'fix rate of a year and of the one before', unit: 'ms', limit: 500 },
        value: round(summary(compared).max),
      })
      figures.push(await pagesMeanwhile(service.client))
      return figures
    } finally {
      await service.close()
    }
  } finally {
    store.remove()
  }
}

async function pagesMeanwhile({
  repair,
}: Awaited<ReturnType<typeof connectService>>['client']): Promise<Figure> {
  const pages: number[] = []
  const going = { isOver: false }
  await repair.listLines({ limit: 100 })
  const work = (async () => {
    for (let run = 0; run < runs; run += 1)
      await repair.getStatistics({ measure: 'pareto', groupBy: 'brand' })
  })().finally(() => (going.isOver = true))
  while (!going.isOver) pages.push(await timed(() => repair.listLines({ limit: 100 })))
  await work
  return {
    ...{ name: 'a page of repair lines meanwhile, p95', unit: 'ms', limit: 50 },
    ...{ value: round(summary(pages).p95), note: `${String(pages.length)} pages` },
  }
}
