import { expect, test, type CDPSession } from '@playwright/test'
import { demoFolder, startHost } from '../support/host'
import { openWall, wallAddress } from '../support/wallScreen'

/** Simulated; `npm run soak` takes eight. */
const hours = Number(process.env['AFTERCARE_WALL_HOURS'] ?? 0.25)
const stepMs = 15_000
const steps = Math.round((hours * 3_600_000) / stepMs)
/** What the first pages of every view take is no growth. */
const warmUp = Math.min(120, Math.round(steps / 3))

async function memoryOf(devTools: CDPSession): Promise<{ bytes: number; nodes: number }> {
  await devTools.send('HeapProfiler.collectGarbage')
  await devTools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devTools.send('Runtime.getHeapUsage')
  const { nodes } = await devTools.send('Memory.getDOMCounters')
  return { bytes: usedSize, nodes }
}

test(`durability: after ${String(hours)} h a wall takes less than a tenth more memory and still reads (issue 6)`, async ({
  browser,
}) => {
  test.setTimeout(60_000 + steps * 1000)
  const host = await startHost({ folder: demoFolder() })
  const views = ['watchlist', 'board', 'map', 'undispatched', 'absences'].map((kind) => ({ kind }))
  const { path } = await wallAddress(host, { views })
  const screen = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage()
  await screen.clock.install({ time: new Date('2026-03-10T05:00:00Z') })
  await openWall(screen, host, path)
  const devTools = await screen.context().newCDPSession(screen)

  let before = await memoryOf(devTools)
  const seen = new Set<string>()
  for (let step = 0; step < steps; step += 1) {
    await screen.clock.runFor(stepMs)
    // The answer comes over a real line.
    await expect(screen.locator('.ac-wall-foot--fresh')).toBeVisible()
    seen.add((await screen.locator('.ac-wall-head__title').textContent()) ?? '')
    if (step === warmUp) before = await memoryOf(devTools)
  }
  const after = await memoryOf(devTools)

  console.log(
    `wall: ${(before.bytes / 2 ** 20).toFixed(1)} → ${(after.bytes / 2 ** 20).toFixed(1)} MiB, ${String(before.nodes)} → ${String(after.nodes)} nodes in ${String(hours)} h`,
  )
  expect(after.bytes).toBeLessThan(before.bytes * 1.1)
  expect(after.nodes).toBeLessThan(before.nodes * 1.5 + 500)
  expect(seen.size).toBeGreaterThan(1)
  await host.close()
})
