import type { Browser, Page } from '@playwright/test'
import { resolve } from 'node:path'
import type { TestHost } from './host'
import { signInAsOwner } from './screens'

/** How a picture looks; its name says it (ux §9): screen-state-theme-lang-size.png in shots/. */
export interface Look {
  readonly theme: 'light' | 'dark'
  readonly lang: 'en' | 'nb' | 'fi' | 'lv' | 'et' | 'de' | 'pseudo'
  readonly width: number
  readonly height: number
  /** Times the pixels of a usual screen: at 2 the page is half as large. */
  readonly zoom: number
}
export const standard: Look = { theme: 'light', lang: 'en', width: 1440, height: 900, zoom: 1 }
export const dark: Look = { ...standard, theme: 'dark' }
export const german: Look = { ...standard, lang: 'de' }
export const germanDark: Look = { ...german, theme: 'dark' }
export const small: Look = { ...standard, width: 1366, height: 768 }

export async function openLook(
  browser: Browser,
  host: TestHost,
  look: Look,
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Page> {
  const { width, height, zoom, theme } = look
  const page = await browser.newPage({
    viewport: { width: width / zoom, height: height / zoom },
    deviceScaleFactor: zoom,
    locale: look.lang === 'pseudo' || look.lang === 'en' ? 'en-GB' : look.lang,
    colorScheme: theme,
    reducedMotion: 'reduce',
  })
  await prepare?.(page)
  await page.goto(host.openingUrl)
  if (look.lang === 'pseudo') await page.goto(`${host.url}/?pseudo`)
  return page
}

/** As the owner; the pseudo-locale is in the address. */
export const signInTo = (page: Page, host: TestHost, { lang }: Look) =>
  signInAsOwner(page, host, lang === 'pseudo' ? 'en' : lang)

export async function shoot(
  page: Page,
  name: string,
  { theme, lang, width, height, zoom }: Look,
): Promise<void> {
  await page.waitForTimeout(350)
  const size = `${String(width)}x${String(height)}${zoom === 1 ? '' : `@${String(zoom * 100)}`}`
  const file = [name.replaceAll('/', '-'), theme, lang, size].join('-')
  await page.screenshot({ path: resolve('shots', `${file}.png`) })
}
