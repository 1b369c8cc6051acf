import { expect, type Page } from '@playwright/test'
import type { TestHost } from './host'

interface Signed {
  readonly token: string
  readonly user: { readonly id: string }
}

/** Opens the program in English where this user had signed in before; the sign-in itself is looked at in customers.spec. */
async function openWith(page: Page, host: TestHost, { token, user }: Signed): Promise<void> {
  const kept = { token, language: `aftercare.language.${user.id}` }
  await page.addInitScript(({ language, token: held }) => {
    // Once a window: who signs out there stays out.
    if (!location.protocol.startsWith('http') || sessionStorage.getItem('test.isSignedIn') !== null) return
    sessionStorage.setItem('test.isSignedIn', 'true')
    sessionStorage.setItem('aftercare.token', held)
    localStorage.setItem(language, 'en')
  }, kept)
  await page.goto(host.openingUrl)
  await expect(page.locator('main h1')).toBeVisible()
}

/** Opens the program in a window of the owner, who may open everything. */
export async function openAsOwner(page: Page, host: TestHost): Promise<void> {
  const { body } = await host.call('session/getSession')
  await openWith(page, host, { token: host.token, ...(body as Pick<Signed, 'user'>) }) // the contract answers for the shape
}

/** Opens the program in a window of this user. */
export async function openAs(page: Page, host: TestHost, login: string, password: string): Promise<void> {
  const { body, status } = await host.call('session/signIn', { login, password }, { authorization: '' })
  expect(status, JSON.stringify(body)).toBe(200)
  await openWith(page, host, body as Signed) // the contract answers for the shape
}
