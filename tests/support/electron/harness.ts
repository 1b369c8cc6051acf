import type { Page } from '@playwright/test'
import { fork } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const here = import.meta.dirname
interface Msg {
  t: string
  url?: string
  id?: number
  value?: unknown
  title?: string
  options?: {
    webPreferences: { preload: string; sandbox: boolean; contextIsolation: boolean; nodeIntegration: boolean }
  }
}

/** Starts the built app (`appDir` holds package.json + out/) with the stand-in and shows its window in `page`. */
export async function launch(page: Page, appDir: string) {
  const dir = mkdtempSync(join(tmpdir(), 'aftercare-a-'))
  const entry = join(
    appDir,
    (JSON.parse(readFileSync(join(appDir, 'package.json'), 'utf8')) as { main: string }).main,
  )
  const main = fork(entry, [], {
    execArgv: ['--import', join(here, 'register.mjs')],
    serialization: 'advanced',
    env: { ...process.env, STANDIN_USER_DATA: dir },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const seen: Msg[] = []
  let fetches = 1_000_000
  const waiting = new Map<number, (v: unknown) => void>()
  const send = (m: object) => {
    if (main.connected) main.send(m)
  }
  const shown = Promise.withResolvers<void>()
  let queue: Promise<unknown> = Promise.resolve()
  main.on('exit', (c) => shown.reject(new Error(`main exited with ${c}`)))
  shown.promise.catch(() => {})
  await page.exposeBinding('__toMain', (_s, json: string) => send(JSON.parse(json) as object))
  await page.route('http://aftercare.localhost/**', async (route) => {
    const id = ++fetches
    const r = (await new Promise<unknown>((ok) => {
      waiting.set(id, ok)
      send({
        t: 'fetch',
        id,
        url: route.request().url().replace('http://aftercare.localhost/', 'app://aftercare/'),
      })
    })) as { status: number; body: string }
    const ext = /\.(\w+)(?:\?|$)/.exec(route.request().url())?.[1] ?? 'html'
    await route.fulfill({
      status: r.status,
      body: Buffer.from(r.body, 'base64'),
      contentType:
        ({ js: 'text/javascript', css: 'text/css', html: 'text/html' } as Record<string, string>)[ext] ??
        'application/octet-stream',
    })
  })
  const onMsg = async (m: Msg) => {
    if (m.t === 'window') {
      await page.addInitScript({ path: join(here, 'page.js') })
      const code = readFileSync(m.options!.webPreferences.preload, 'utf8')
      await page.addInitScript(`{ const exports = {}, module = { exports }; ${code} }`)
    } else if (m.t === 'load') {
      await page.goto(m.url!.replace('app://aftercare/', 'http://aftercare.localhost/'))
      send({ t: 'loaded' })
    } else if (m.t === 'show') shown.resolve()
    else if (m.t !== 'dialog')
      await page
        .evaluate(
          (j) => (globalThis as unknown as { __fromMain(j: string): void }).__fromMain(j),
          JSON.stringify(m),
        )
        .catch(() => {})
  }
  main.on('message', (m: Msg) => {
    seen.push(m)
    if (m.t === 'reply' && waiting.has(m.id!)) {
      waiting.get(m.id!)!(m.value)
      waiting.delete(m.id!)
      return
    }
    if (m.t === 'load') void queue.then(() => onMsg(m))
    else queue = queue.then(() => onMsg(m))
  })
  await shown.promise
  return {
    main,
    seen,
    dir,
    close: async () => {
      send({ t: 'close-all' })
      await new Promise((r) => {
        main.once('exit', r)
        setTimeout(() => main.kill(), 3000)
      })
    },
  }
}
