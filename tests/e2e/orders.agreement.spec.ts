import { expect, test, type Locator, type Page } from '@playwright/test'
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

interface Kept {
  readonly id: string
  readonly version: number
  readonly number: string
}
const create = (path: string, fields: object) => ask<Kept>(path, { id: newId(), ...fields })
let agreement: Kept
let categoryId: string

/** A company in Oslo whose customer has an active agreement of two lines, one of them stopped, and a template. */
test.beforeAll(async () => {
  host = await startHost()
  await ask('session/setUp', {
    language: 'en',
    company: { name: 'Fjord Service', country: 'NO', currency: 'NOK' },
    office: { name: 'Oslo', code: 'OSL', zone: 'Europe/Oslo' },
    user: { displayName: 'Nina Berg', login: 'nina', password },
  })
  const hour = await create('agreements/createCategory', {
    code: 'INSPECT',
    name: 'Inspection',
    type: 'hour',
  })
  categoryId = hour.id
  await create('agreements/createPriceRule', {
    ...{ kind: 'sales', currency: 'NOK', validFrom: '2020-01-01', type: 'hour' },
    ...{ categoryId, value: 11_950_000 },
  })
  const { id: customerId } = await create('customers/createCustomer', {
    name: 'Harbour Hotel',
    currency: 'NOK',
  })
  await create('customers/createSite', {
    customerId, kind: 'main', name: 'Front house', city: 'Bergen', country: 'NO', zone: 'Europe/Oslo',
  }) // prettier-ignore
  const { id: billingAccountId } = await create('agreements/createBillingAccount', {
    customerId, name: 'Care', currency: 'NOK', type: 'timeAndMaterial',
  }) // prettier-ignore
  const { id: groupId } = await create('agreements/createAgreementGroup', {
    code: 'GOLD', description: 'Gold',
  }) // prettier-ignore
  const line = { type: 'hour', categoryId, quantity: 60 }
  const draft = await create('agreements/createAgreement', {
    ...{ customerId, billingAccountId, groupId, description: 'Yearly care', startDate: '2026-01-01' },
    lines: [
      { ...line, description: 'Inspect the lift' },
      { ...line, description: 'Oil the doors' },
    ],
  })
  const stopped = await ask<Kept & { lines: Kept[] }>('agreements/getAgreement', { agreementId: draft.id })
  const second = stopped.lines[1]?.id
  const held = await ask<Kept>('agreements/stopLine', {
    lineId: second, expectedVersion: stopped.version, date: '2026-01-01', reason: 'No doors any more',
  }) // prettier-ignore
  agreement = await ask<Kept>('agreements/activate', { agreementId: draft.id, expectedVersion: held.version })
})
test.afterAll(() => host.close())

async function signIn(page: Page): Promise<void> {
  await openAs(page, host, 'nina', password)
  await expect(page.getByRole('navigation').first()).toBeVisible()
}

/** Moves the focus by this key until it is where it should be. */
async function walkTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab'): Promise<void> {
  const isFocused = () => wanted.evaluate((one) => one === document.activeElement)
  for (let tries = 0; tries < 40 && !(await isFocused()); tries += 1) await page.keyboard.press(key)
  await expect(wanted).toBeFocused()
}

const row = (page: Page, text: string | RegExp) => page.getByRole('row', { name: text })

test('04 §2.1: an order is made from an agreement, which says what comes from it; its lines are copied', async ({
  page,
}) => {
  test.slow()
  await signIn(page)
  await page.getByRole('link', { name: 'Service orders' }).first().click()
  await expect(page.getByRole('button', { name: 'New service order' }).first()).toBeVisible()
  await page.keyboard.press('Control+n')
  await page.getByRole('combobox', { name: 'Agreement' }).fill('Yearly')
  await page.getByRole('option', { name: /Yearly care/ }).click()
  await expect(page.getByText(/^From agreement OSL-AG-000001: Customer, Billing account/)).toBeVisible()
  const description = page.getByLabel('Description (optional)')
  await expect(description).toHaveValue('Yearly care')
  await description.fill('Own words')
  await expect(page.getByText('Other than in agreement OSL-AG-000001: Description.')).toBeVisible()
  await page.getByRole('button', { name: 'Take from the agreement' }).click()
  await expect(description).toHaveValue('Yearly care')
  await assertAccessible(page)
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { name: /OSL-SO-000001 Yearly care/ })).toBeVisible()
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'More actions' }).first().click()
  await page.getByText('Copy lines from…').click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('checkbox', { name: /Inspect the lift/ })).toBeChecked()
  await expect(dialog.getByRole('checkbox', { name: /Oil the doors/ }), 'stopped').toBeDisabled()
  await assertAccessible(page)
  await dialog.getByRole('button', { name: 'Copy 1 line' }).click()
  await expect(dialog.getByText('1 line copied')).toBeVisible()
  await expect(dialog.getByRole('row', { name: /Inspect the lift/ })).toContainText('1,195.00')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(row(page, /10 Hour Inspect the lift/)).toBeVisible()
})

test('R04-72: lines are moved to another order of the agreement by keyboard, and the emptied one goes', async ({
  page,
}) => {
  test.slow()
  const line = { type: 'hour', categoryId, estimatedQty: 60 }
  const made = (description: string) =>
    create('orders/createOrder', { agreementId: agreement.id, description, lines: [line] })
  const source = await made('Spring visit')
  const target = await made('Summer visit')
  await signIn(page)
  await page.evaluate((id) => (location.hash = `#/orders/${id}?tab=lines`), source.id)
  await row(page, /10 Hour Inspection/).focus()

  await page.keyboard.press('Space')
  await walkTo(page, page.getByRole('button', { name: 'Move lines…' }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('combobox', { name: 'To order' })).toBeFocused()
  await page.keyboard.type('Summer')
  await expect(page.getByRole('option').first()).toContainText('Summer visit')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText(`${source.number} 10 becomes line 20 Inspection`)).toBeVisible()
  await expect(dialog.getByText(`Order ${source.number} is empty then and is deleted.`)).toBeVisible()
  await assertAccessible(page)
  await walkTo(page, dialog.getByRole('button', { name: 'Move lines' }), 'Tab')
  await page.keyboard.press('Enter')

  await expect(page.getByText(`1 line moved to ${target.number}`)).toBeVisible()
  await expect(page.getByRole('heading', { name: new RegExp(`${target.number} Summer visit`) })).toBeVisible()
  expect((await host.call('orders/getOrder', { orderId: source.id })).body).toMatchObject({
    code: 'NOT_FOUND',
  })
})

test('R04-74: orders of the agreement are merged into the open one, which says so', async ({ page }) => {
  const line = { type: 'hour', categoryId, estimatedQty: 60 }
  const made = (description: string) =>
    create('orders/createOrder', { agreementId: agreement.id, description, lines: [line] })
  const target = await made('Autumn visit')
  const source = await made('Winter visit')
  await signIn(page)
  await page.evaluate((id) => (location.hash = `#/orders/${id}`), target.id)
  await page.getByRole('button', { name: 'More actions' }).first().click()
  await page.getByText('Merge orders…').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: /Winter visit/ }).check()
  await expect(dialog.getByText(`${source.number} 10 becomes line 20`)).toBeVisible()
  await assertAccessible(page)
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click()

  await expect(page.getByText('1 order merged')).toBeVisible()
  await expect(page.getByText(`Merged into this order: ${source.number}.`)).toBeVisible()
})
