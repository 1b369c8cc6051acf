import { expect, test, type Page } from '@playwright/test'
import { assertAccessible } from '../support/axe'
import { newId, startHost, type TestHost } from '../support/host'
import { openAs } from '../support/signedIn'

const password = 'Correct-Horse-9'
let host: TestHost

async function ask<Result>(path: string, input: unknown): Promise<Result> {
  const { status, body } = await host.call(path, input)
  expect(status, `${path}: ${JSON.stringify(body)}`).toBe(200)
  return body as Result
}
const create = (path: string, fields: object) =>
  ask<{ readonly id: string }>(path, { id: newId(), ...fields })

/** A workshop with an address in Germany, two orders, a manager and a technician. */
test.beforeAll(async () => {
  host = await startHost()
  await ask('session/setUp', {
    language: 'en',
    company: { name: 'Fjord Service', country: 'NO', currency: 'NOK' },
    office: { name: 'Oslo', code: 'OSL', zone: 'Europe/Oslo' },
    user: { displayName: 'Nina Berg', login: 'nina', password },
  })
  await create('people/createUser', {
    login: 'tom', displayName: 'Tom', roles: ['technician'], password, mustChangePassword: false,
  }) // prettier-ignore
  const { id: customerId } = await create('customers/createCustomer', { name: 'Løkke Verksted' })
  await create('customers/createSite', {
    customerId, kind: 'main', name: 'Müller Straße 4', country: 'DE', zone: 'Europe/Berlin',
  }) // prettier-ignore
  await create('orders/createOrder', { customerId, description: 'Noisy gearbox' })
  await create('orders/createOrder', { customerId, description: 'Brake worn' })
})
test.afterAll(() => host.close())

async function signIn(page: Page, login: string): Promise<void> {
  await openAs(page, host, login, password)
}

const field = (page: Page) => page.getByRole('combobox', { name: 'Search and commands' })
const options = (page: Page) =>
  page.getByRole('listbox', { name: 'Records and commands' }).getByRole('option')

async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(field(page)).toBeFocused()
  await page.keyboard.type(text)
}

test('ux §2: any record is three steps away: Mod+K, what is known of it, Enter', async ({ page }) => {
  await signIn(page, 'nina')
  for (const [text, first, heading] of [
    ['lokke', 'Løkke Verksted', /Løkke Verksted/],
    ['muller strasse', 'Müller Straße 4', /Müller Straße 4/],
    ['osl-so-000002', 'Brake worn', /OSL-SO-000002 Brake worn/],
    ['noi gear', 'Noisy gearbox', /OSL-SO-000001 Noisy gearbox/],
  ] as const) {
    await search(page, text)
    await expect(options(page).first()).toContainText(first)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: heading })).toBeVisible()
    await expect(field(page)).toBeHidden()
  }
  await page.keyboard.press('Control+k')
  await expect(options(page).filter({ hasText: 'opened lately' }).first()).toContainText('Noisy gearbox')
  await assertAccessible(page)
  await page.keyboard.press('Escape')
  await expect(field(page)).toBeHidden()
})

test('ux §2: pages and what can be done here stand in the same list, with their keys', async ({ page }) => {
  await signIn(page, 'nina')
  await search(page, 'service ord')
  await expect(options(page).filter({ hasText: 'G O' })).toBeVisible()
  await options(page).filter({ hasText: 'G O' }).click()
  await expect(page.getByRole('row', { name: /Noisy gearbox/ })).toBeVisible()

  await page.getByRole('row', { name: /Noisy gearbox/ }).click()
  await page.keyboard.press('x')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('x')
  await page.keyboard.press('Control+k')
  await expect(options(page).first()).toContainText('Change stage of 2 orders')
  await page.keyboard.type('cancel 2')
  await expect(options(page).first()).toContainText('Cancel 2 orders')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toContainText('Cancel orders')
})

test('ux §2: what the role does not allow is listed with its reason and does nothing', async ({ page }) => {
  await signIn(page, 'tom')
  await search(page, 'import')
  const line = options(page).filter({ hasText: 'Your role does not allow this' }).first()
  await expect(line).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Enter')
  await expect(field(page)).toBeVisible()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('gearbox')
  await expect(page.getByText('Nothing found')).toBeVisible()
})

test('ux §2: Mod+Enter opens in a tab of its own', async ({ page, context }) => {
  await signIn(page, 'nina')
  await search(page, 'brake')
  await expect(options(page).first()).toContainText('Brake worn')
  const [opened] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('Control+Enter')])
  await expect(opened.getByRole('heading', { name: /OSL-SO-000002/ })).toBeVisible()
  await expect(field(page)).toBeHidden()
})

test('issue 4 §4: the palette opens within 100 ms', async ({ page }) => {
  await signIn(page, 'nina')
  const times: number[] = []
  for (let run = 0; run < 9; run += 1) {
    const ms = await page.evaluate(async () => {
      const start = performance.now()
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }))
      while (document.activeElement?.getAttribute('role') !== 'combobox')
        await new Promise((painted) => requestAnimationFrame(painted))
      return performance.now() - start
    })
    times.push(ms)
    await page.keyboard.press('Escape')
    await expect(field(page)).toBeHidden()
  }
  // The median: other tests run on the same cores.
  expect(times.sort((a, b) => a - b)[4]).toBeLessThanOrEqual(100)
})
