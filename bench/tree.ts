import { chromium, type Browser } from 'playwright'
import { openBoard, servePage } from './board'
import { round, summary, type Figure } from './measure'
import type { Scene } from './scenarios'

interface Frames {
  readonly times: readonly number[]
}

/** The tree of a BOM with 10,000 nodes beside an empty scroller of its size, in one run (issue 7). */
export async function tree({ say }: Scene): Promise<Figure[]> {
  const executablePath = process.env['AFTERCARE_CHROMIUM']
  if (!executablePath) {
    say('no Chromium: the tree is not measured')
    return []
  }
  const { address, stop } = await servePage()
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const empty = await measure(browser, `${address}?board=empty-tree`)
    const ours = await measure(browser, `${address}?board=tree`)
    const least = summary(empty.frames).p95
    const { max, p50 } = summary(ours.finds)
    return [
      {
        name: 'tree of 10,000 nodes: first paint, p50',
        value: round(summary(ours.first).p50),
        unit: 'ms',
        limit: 300,
      },
      {
        ...{ name: 'tree of 10,000 nodes: scroll, frame, p95', value: round(summary(ours.frames).p95) },
        ...{
          unit: 'ms',
          limit: round(Math.max(20, 1.25 * least)),
          note: `empty scroller ${String(round(least))} ms`,
        },
      },
      {
        ...{ name: 'tree of 10,000 nodes: search, hit shown, p95', value: round(summary(ours.finds).p95) },
        ...{ unit: 'ms', limit: 100, note: `p50 ${String(round(p50))} ms, worst ${String(round(max))} ms` },
      },
      { name: 'tree of 10,000 nodes: elements, most', value: ours.nodes, unit: 'count', limit: 3000 },
    ]
  } finally {
    await browser.close()
    stop()
  }
}

async function measure(browser: Browser, url: string) {
  const first: number[] = []
  for (let run = 1; run < 5; run += 1) {
    const page = await openBoard(browser, url)
    first.push(await page.evaluate('bench.first()'))
    await page.close()
  }
  const page = await openBoard(browser, url)
  first.push(await page.evaluate('bench.first()'))
  const down = await page.evaluate<Frames>('bench.down(240)')
  const up = await page.evaluate<Frames>('bench.up(240)')
  const nodes = await page.evaluate<number>('bench.nodes()')
  const finds = await page.evaluate<number[]>('bench.find(60)')
  await page.close()
  return { first, frames: [...down.times, ...up.times], nodes, finds }
}
