import { chromium, type Page } from 'playwright'
import { startHost, type BenchHost } from './host'
import { round, summary, type Figure } from './measure'
import type { Scene } from './scenarios'

const opened = 40
const frames = 600

/** The screens in Chromium over the generated branch: the palette, a record page, the scroll through all orders. */
export async function screens({ folder, say }: Scene): Promise<Figure[]> {
  const executablePath = process.env['AFTERCARE_CHROMIUM']
  if (!executablePath) {
    say('no Chromium: the screens are not measured')
    return []
  }
  const host = await startHost(folder)
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.addInitScript((token) => sessionStorage.setItem('aftercare.token', token), host.token)
    await page.goto(await host.openingUrl)
    await page.getByRole('heading').first().waitFor()
    return [
      ...(await palette(page)),
      ...(await recordPages(page, host)),
      ...(await scroll(page, await ordersIn(host))),
    ]
  } finally {
    await browser.close()
    await host.stop()
  }
}

async function ordersIn(host: BenchHost): Promise<number> {
  const { count } = await host.call<{ count: number }>('orders/listOrders', { limit: 1, withCount: true })
  return count
}

/** Milliseconds in the page from an act until what it shows is painted; both are expressions for the page. */
function untilPainted(page: Page, act: string, isShown: string): Promise<number> {
  return page.evaluate<number>(`new Promise((done) => {
    const begun = performance.now()
    const frame = () =>
      requestAnimationFrame(() => (${isShown}) ? done(performance.now() - begun) : frame())
    ${act}
    frame()
  })`)
}

function figureOf(name: string, times: readonly number[]): Figure {
  const { p50, p95, max } = summary(times)
  const note = `p50 ${String(round(p50))} ms, worst ${String(round(max))} ms`
  return { name, value: round(p95), unit: 'ms', limit: 100, note }
}

async function palette(page: Page): Promise<Figure[]> {
  const times: number[] = []
  for (let run = -2; run < opened; run += 1) {
    const ms = await untilPainted(
      page,
      `dispatchEvent(new KeyboardEvent('keydown', { key: 'k', code: 'KeyK', ctrlKey: true, bubbles: true }))`,
      `document.querySelector('.ac-palette [role=option]')`,
    )
    if (run >= 0) times.push(ms)
    await page.keyboard.press('Escape')
    await page.locator('.ac-palette').waitFor({ state: 'detached' })
  }
  return [figureOf('palette opens, p95', times)]
}

interface Listed {
  readonly id: string
  readonly number: string
  readonly customerNumber: string
}

/** From the act until the order's number, the number of its lines, and its customer by name stand there. */
async function recordPages(page: Page, host: BenchHost): Promise<Figure[]> {
  const { items } = await host.call<{ items: readonly Listed[] }>('orders/listOrders', {
    limit: 100,
    filter: { progress: ['inProcess'] },
  })
  const times: number[] = []
  for (const [run, { id, number, customerNumber }] of items.slice(0, opened + 2).entries()) {
    const ms = await untilPainted(
      page,
      `location.hash = '#/orders/${id}'`,
      `document.querySelector('h1')?.textContent.includes('${number}') &&
       [...document.querySelectorAll('[role=tab]')].some((tab) => /\\(5\\)/.test(tab.textContent)) &&
       [...document.querySelectorAll('main input')].some((field) => field.value.startsWith('${customerNumber}'))`,
    )
    if (run >= 2) times.push(ms)
  }
  return [figureOf('record page of an order, opened to complete, p95', times)]
}

async function scroll(page: Page, orders: number): Promise<Figure[]> {
  await page.evaluate(() => (location.hash = '#/orders'))
  await page.getByText('All', { exact: true }).first().click()
  await page.waitForFunction(
    (least) => Number(document.querySelector('.ac-table')?.getAttribute('aria-rowcount')) > least,
    orders * 0.9,
  )
  const times = summary(await framesOf(page, '.ac-table'))
  await page.evaluate(() => {
    const empty = Object.assign(document.createElement('div'), { id: 'empty-scroller' })
    empty.style.cssText = 'position:fixed;inset:0;overflow:auto;background:#fff;z-index:9999'
    const inside = document.createElement('div')
    inside.style.height = `${String(document.querySelector('.ac-table')?.scrollHeight ?? 0)}px`
    empty.append(inside)
    document.body.append(empty)
  })
  const bare = summary(await framesOf(page, '#empty-scroller'))
  return [
    {
      name: `scroll through ${orders.toLocaleString('en')} rows, frame, p95`,
      value: round(times.p95),
      unit: 'ms',
      limit: round(Math.max(20, 1.25 * bare.p95)),
      note: `worst ${String(round(times.max))} ms; empty scroller p95 ${String(round(bare.p95))} ms`,
    },
  ]
}

/** The times between frames while a scroller runs: slowly, fast, and from end to end. */
function framesOf(page: Page, selector: string): Promise<number[]> {
  return page.evaluate(
    ([scroller, count]) =>
      new Promise<number[]>((done) => {
        const element = document.querySelector(scroller)
        if (!element) throw new Error(`no ${scroller}`)
        const times: number[] = []
        const steps = [40, 400, Math.floor(element.scrollHeight / count)]
        let last = performance.now()
        const frame = () => {
          const now = performance.now()
          times.push(now - last)
          last = now
          if (times.length >= count) {
            done(times)
            return
          }
          element.scrollTop += steps[Math.floor((times.length * steps.length) / count)] ?? 0
          requestAnimationFrame(frame)
        }
        element.scrollTop = 0
        requestAnimationFrame(frame)
      }),
    [selector, frames] as const,
  )
}
