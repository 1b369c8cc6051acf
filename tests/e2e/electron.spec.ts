import { expect, test } from '@playwright/test'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { launch } from '../support/electron/harness'

/** What was built, or what was packed (`npm run pack:check`). */
const appDir = process.env['AFTERCARE_APP'] ?? resolve('.')

test('the unmodified main, preload and services bring up the window; closing it closes the store', async ({
  page,
}) => {
  const app = await launch(page, appDir)
  await expect(page.locator('#app')).not.toBeEmpty()
  await expect(page.getByRole('button').first()).toBeVisible()
  const { webPreferences } = app.seen.find(({ t }) => t === 'window')?.options ?? {}
  expect(webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  })

  expect(await app.close()).toBe(0)

  expect(existsSync(join(app.folder, 'aftercare.db'))).toBe(true)
  for (const file of ['aftercare.db-wal', 'aftercare.pid'])
    expect(existsSync(join(app.folder, file)), file).toBe(false)
  expect(JSON.parse(readFileSync(join(app.folder, 'window.json'), 'utf8'))).toMatchObject({
    width: 1200,
    isMaximized: false,
  })
  expect(existsSync(join(app.folder, 'logs/aftercare.log'))).toBe(true)
})

test('the page has no Node and no Electron, only the way to ask for its ports', async ({ page }) => {
  const app = await launch(page, appDir)
  const seen = await page.evaluate(() => ({
    bridge: Object.keys((globalThis as unknown as { aftercare: object }).aftercare),
    process: typeof (globalThis as { process?: unknown }).process,
  }))
  expect(seen).toEqual({ bridge: ['shell', 'connect'], process: 'undefined' })
  await app.close()
})

test('R07-60: --wall opens the wall alone: full screen, no frame, the display kept awake, its token not shown', async ({
  page,
}) => {
  const app = await launch(page, appDir, undefined, ['--wall', 'Reception'])
  expect(app.seen.find(({ t }) => t === 'window')?.options).toMatchObject({ kiosk: true, frame: false })
  expect(app.seen.find(({ t }) => t === 'awake')?.content).toBe('prevent-display-sleep')
  expect(app.seen.find(({ t }) => t === 'load')?.url).toMatch(/#\/wall\?token=[\w-]{32}&name=Reception$/)
  await expect(page.getByText('There is no such wall screen')).toBeVisible()
  expect(page.url()).toMatch(/#\/wall\?name=Reception$/)
  expect(JSON.parse(readFileSync(join(app.folder, 'wall-display.json'), 'utf8'))).toMatchObject({ id: 1 })
  app.send({ t: 'close-all' })
  await expect.poll(() => app.seen.some(({ t }) => t === 'kept')).toBe(true)
  const gone = new Promise((done) => app.main.once('exit', done))
  app.main.kill()
  await gone
})

test('a frame that is not ours gets no port', async ({ page }) => {
  const app = await launch(page, appDir)
  await expect.poll(() => app.seen.filter(({ t }) => t === 'post').length).toBe(3)
  app.send({ t: 'ipc', channel: 'service-connect', args: [], foreign: true })
  await new Promise((done) => setTimeout(done, 300))
  expect(app.seen.filter(({ t }) => t === 'post')).toHaveLength(3)
  await app.close()
})

test('a second app is told who has the folder', async ({ page, context }) => {
  const app = await launch(page, appDir)
  const second = await launch(await context.newPage(), appDir, app.folder)
  const gone = new Promise<number | null>((done) => second.main.once('exit', done))
  expect(await gone).toBe(1)
  expect(second.seen.find(({ t }) => t === 'dialog')?.content).toBe(
    `Another Aftercare (process ${String(app.main.pid)}) has the data folder open: ${app.folder}`,
  )
  await app.close()
})
