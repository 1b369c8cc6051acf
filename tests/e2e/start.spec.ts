import { expect, test } from '@playwright/test'
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { newFolder } from '../support/host'

/** `npm start` on a machine without Electron's binary, as a person sees it. */
test('npm start without Electron says so in one line and gives the address to open', async ({ page }) => {
  test.skip(process.platform !== 'linux', 'a machine without a display')
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = process.env
  const start = spawn(process.execPath, [resolve('electron/start.mjs'), '--data', newFolder()], {
    cwd: resolve('.'),
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const gone = new Promise((done) => start.once('exit', done))
  let said = ''
  start.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  await expect.poll(() => said, { timeout: 25_000 }).toMatch(/Aftercare is open at .*\n/)

  const lines = said.trim().split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toBe('Electron is not available here (no display): running in the browser instead.')
  await page.goto(/http:\S+$/.exec(lines[1] ?? '')?.[0] ?? '')
  await expect(page.getByRole('heading').first()).toBeVisible()
  await expect.poll(() => new URL(page.url()).search, 'the key leaves the address bar').toBe('')

  start.kill('SIGTERM')
  expect(await gone).toBe(0)
})
