import type { Page } from '@playwright/test'
import { fork } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const here = import.meta.dirname
const served = 'http://aftercare.localhost/'

interface Message {
  readonly t: string
  readonly url?: string
  readonly id?: number
  readonly value?: unknown
  readonly content?: string
  readonly options?: {
    readonly webPreferences: Readonly<Record<string, unknown>> & { preload: string }
    readonly kiosk?: boolean
    readonly frame?: boolean
  }
}
interface Served {
  readonly status: number
  readonly body: string
}
const types: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', html: 'text/html' }

/**
 * Starts the built app (`appDir` holds package.json and out/) in plain Node with the stand-in for Electron, and shows its
 * window in `page`. It shows the wiring of main, preload and services, not Electron's own behaviour.
 */
export async function launch(
  page: Page,
  appDir: string,
  folder = mkdtempSync(join(tmpdir(), 'aftercare-app-')),
  args: readonly string[] = [],
) {
  const { main: entry } = JSON.parse(readFileSync(join(appDir, 'package.json'), 'utf8')) as { main: string }
  const main = fork(join(appDir, entry), ['--data', folder, ...args], {
    execArgv: ['--import', join(here, 'register.mjs')],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const seen: Message[] = []
  const waiting = new Map<number, (value: unknown) => void>()
  let lastFetch = 1_000_000
  let queue: Promise<unknown> = Promise.resolve()
  const send = (message: object) => {
    if (main.connected) main.send(message)
  }

  await page.exposeBinding('__toMain', (_source, json: string) => send(JSON.parse(json) as object))
  await page.route(`${served}**`, async (route) => {
    const id = ++lastFetch
    const url = route.request().url()
    const answer = (await new Promise<unknown>((done) => {
      waiting.set(id, done)
      send({ t: 'fetch', id, url: url.replace(served, 'app://aftercare/') })
    })) as Served
    const extension = /\.(\w+)(?:\?|$)/.exec(url)?.[1] ?? 'html'
    await route.fulfill({
      status: answer.status,
      body: Buffer.from(answer.body, 'base64'),
      contentType: types[extension] ?? 'application/octet-stream',
    })
  })

  async function play(message: Message): Promise<void> {
    switch (message.t) {
      case 'window': {
        await page.addInitScript({ path: join(here, 'page.js') })
        const code = readFileSync(message.options?.webPreferences.preload ?? '', 'utf8')
        await page.addInitScript(`{ const exports = {}, module = { exports }; ${code} }`)
        return
      }
      case 'load':
        await page.goto((message.url ?? '').replace('app://aftercare/', served))
        send({ t: 'loaded' })
        return
      case 'dialog':
      case 'open-external':
      case 'show':
        return
      default:
        await page
          .evaluate(
            (json) => (globalThis as unknown as { __fromMain(json: string): void }).__fromMain(json),
            JSON.stringify(message),
          )
          .catch(() => undefined) // the page is going away
    }
  }

  const shown = new Promise<void>((done, failed) => {
    main.on('exit', (code) =>
      failed(
        new Error(
          `main exited with ${String(code)}: ${JSON.stringify(seen.filter(({ t }) => t === 'dialog'))}`,
        ),
      ),
    )
    main.on('message', (message: Message) => {
      seen.push(message)
      if (message.t === 'show') done()
      const wait = message.t === 'reply' ? waiting.get(message.id ?? 0) : undefined
      if (wait) {
        waiting.delete(message.id ?? 0)
        wait(message.value)
      } else if (message.t === 'load') void queue.then(() => play(message))
      else queue = queue.then(() => play(message))
    })
  })
  await shown

  return {
    main,
    seen,
    folder,
    send,
    async close() {
      const gone = new Promise<number | null>((done) => main.once('exit', done))
      send({ t: 'close-all' })
      const timer = setTimeout(() => main.kill(), 5000)
      const code = await gone
      clearTimeout(timer)
      return code
    },
  }
}
