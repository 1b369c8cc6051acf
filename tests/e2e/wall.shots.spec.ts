import { expect, test, type Browser, type Page } from '@playwright/test'
import { resolve } from 'node:path'
import { demoFolder, newId, startHost, type TestHost } from '../support/host'
import { fillWall, openWall, wallAddress } from '../support/wallScreen'

// `npm run shots`: the wall (ux §9.5), to be judged by eye: wall-state-size.png in shots/.
const sizes = { '1080p': { width: 1920, height: 1080 }, '4k': { width: 3840, height: 2160 } } as const
type Size = keyof typeof sizes
const minute = 60_000
const everyView = ['watchlist', 'board', 'map', 'undispatched', 'absences'].map((kind) => ({ kind }))

async function open(browser: Browser, host: TestHost, path: string, size: Size): Promise<Page> {
  const page = await (await browser.newContext({ viewport: sizes[size] })).newPage()
  await page.clock.install()
  await openWall(page, host, path)
  return page
}

async function shoot(page: Page, state: string, size: Size): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: resolve('shots', `wall-${state}-${size}.png`) })
}

test.describe('@shots', () => {
  test.describe.configure({ timeout: 600_000 })

  test('the wall: each view and page, 1080p and 4K, German, far away, four kinds of sight', async ({
    browser,
  }) => {
    const host = await startHost({ folder: demoFolder() })
    await fillWall(host)
    const { path } = await wallAddress(host, { views: everyView })
    for (const size of ['1080p', '4k'] as const) {
      const page = await open(browser, host, path, size)
      const count = Number(((await page.locator('.ac-wall-head').textContent()) ?? '').split('/').at(-1))
      for (let at = 1; at <= count; at += 1) {
        await shoot(page, `page${String(at)}`, size)
        await page.clock.runFor(10_500)
        await page.waitForTimeout(400)
      }
      await page.keyboard.press('Escape')
      await shoot(page, 'pin', size)
      await page.context().close()
    }
    const german = await wallAddress(host, { language: 'de', diagonal: 55, distance: 9, shortNames: true })
    const far = await open(browser, host, german.path, '1080p')
    await shoot(far, 'german-far', '1080p')
    await far.context().close()

    const page = await open(browser, host, path, '1080p')
    const devTools = await page.context().newCDPSession(page)
    for (const type of ['protanopia', 'deuteranopia', 'tritanopia', 'achromatopsia'] as const) {
      await devTools.send('Emulation.setEmulatedVisionDeficiency', { type })
      await shoot(page, type, '1080p')
    }
    await page.context().close()
    await host.close()
  })

  test('the wall: data of three and of eleven minutes, and nothing to show', async ({ browser }) => {
    const host = await startHost({ folder: demoFolder() })
    const { status } = await host.call('people/createOffice', {
      ...{ id: newId(), code: 'AKL', name: 'Auckland', zone: 'Pacific/Auckland' },
    })
    expect(status).toBe(200)
    const { body } = await host.call('people/listOffices', { filter: { code: 'AKL' } })
    const [office] = (body as { items: { id: string }[] }).items // the contract answers for the shape
    const empty = await wallAddress(host, { officeId: office?.id, views: everyView })
    const nothing = await open(browser, host, empty.path, '1080p')
    await shoot(nothing, 'empty', '1080p')
    await nothing.context().close()

    const { path } = await wallAddress(host)
    const page = await open(browser, host, path, '1080p')
    await host.kill()
    await page.clock.runFor(3 * minute)
    await expect(page.locator('.ac-wall-foot--old')).toBeVisible()
    await shoot(page, 'stale3', '1080p')
    await page.clock.runFor(8 * minute)
    await expect(page.locator('.ac-wall-foot--stale')).toBeVisible()
    await shoot(page, 'stale11', '1080p')
    await page.context().close()
  })
})
