import { expect, test, type Page } from '@playwright/test'
import { assertAccessible } from '../support/axe'
import { newId, startHost, type TestHost } from '../support/host'
import { openAs } from '../support/signedIn'

const password = 'Correct-Horse-9'
let host: TestHost
let customerId: string
let groupId: string
let categoryId: string

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

/** A company in Oslo with two users, a customer with an account, a weekly interval and an hourly price. */
test.beforeAll(async () => {
  host = await startHost()
  await ask('session/setUp', {
    language: 'en',
    company: { name: 'Fjord Service', country: 'NO', currency: 'NOK' },
    office: { name: 'Oslo', code: 'OSL', zone: 'Europe/Oslo' },
    user: { displayName: 'Nina Berg', login: 'nina', password },
  })
  await create('people/createUser', {
    login: 'jon', displayName: 'Jon Lie', roles: ['serviceManager'], password, mustChangePassword: false,
  }) // prettier-ignore
  await create('people/createUser', {
    login: 'liv', displayName: 'Liv Dahl', roles: ['dispatcher'], password, mustChangePassword: false,
  }) // prettier-ignore
  const category = await create('agreements/createCategory', {
    code: 'INSPECT', name: 'Inspection', type: 'hour', isDefault: true,
  }) // prettier-ignore
  categoryId = category.id
  await create('agreements/createPriceRule', {
    kind: 'sales', type: 'hour', currency: 'NOK', validFrom: '2020-01-01', categoryId, value: 8_500_000,
  }) // prettier-ignore
  await create('generation/createInterval', {
    code: 'EVERYWEEK',
    description: { en: 'Every week' },
    range: 'week',
  })
  customerId = (await create('customers/createCustomer', { name: 'Harbour Hotel', currency: 'NOK' })).id
  await create('customers/createSite', {
    customerId, kind: 'main', name: 'Front house', city: 'Bergen', country: 'NO', zone: 'Europe/Oslo',
  }) // prettier-ignore
  await create('agreements/createBillingAccount', { name: 'Care', customerId, type: 'timeAndMaterial' })
  groupId = (await create('agreements/createAgreementGroup', { code: 'GOLD', description: 'Gold' })).id
})
test.afterAll(() => host.close())

async function signIn(page: Page, login: string): Promise<void> {
  await openAs(page, host, login, password)
}

async function choose(page: Page, field: string, text: string, option: RegExp): Promise<void> {
  await page.getByRole('combobox', { name: field }).first().fill(text)
  await page.getByRole('option', { name: option }).click()
}

const dialog = (page: Page) => page.getByRole('dialog')
const act = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click()

test('the main job: an agreement with a weekly hour, activated, suspended, resumed and renewed', async ({
  page,
}) => {
  test.slow()
  await signIn(page, 'nina')
  await page.keyboard.press('g')
  await page.keyboard.press('a')
  await expect(page.getByRole('heading', { name: 'Service agreements' })).toBeVisible()
  await page.keyboard.press('Control+n')

  await choose(page, 'Customer', 'Harbour', /Harbour Hotel/)
  await expect(page.getByText('From the customer.').first(), 'says where it comes from').toBeVisible()
  await page.getByLabel('Description').fill('Lift care')
  await page.getByRole('textbox', { name: 'End (optional)' }).fill('+364')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { name: /OSL-AG-000001 Lift care/ })).toContainText('Draft')

  await act(page, 'Activate')
  await dialog(page).getByRole('button', { name: 'Activate' }).click()
  await expect(dialog(page), 'R-02.04: everything that is missing at once').toContainText(
    'Group: Please fill in',
  )
  await expect(dialog(page)).toContainText('Add at least one line.')
  await page.keyboard.press('Escape')

  await page.getByRole('tab', { name: 'General' }).click()
  await choose(page, 'Group', 'Gold', /Gold/)
  await page.keyboard.press('Control+s')
  await expect(page.getByText('GOLD', { exact: true }), 'stands in the head').toBeVisible()
  await page.keyboard.press('Alt+2')
  await expect(page.getByText('No lines yet')).toBeVisible()
  await page.keyboard.press('Insert')
  await expect(page.getByRole('group', { name: 'Type of the new line' })).toBeVisible()
  await page.keyboard.press('1')
  await page.getByLabel('Hours').fill('2')
  await choose(page, 'Interval', 'EVERY', /Every week/)
  await expect(
    page.getByText(/^Next: .*,.*,/),
    'for the line and the agreement, while it is typed',
  ).toHaveCount(2)
  await expect(page.getByText('The price search finds 850.00 NOK: base price, category.')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  const line = page.getByRole('row', { name: /10 .*Inspection/ })
  await expect(line).toContainText('1,700.00')
  await expect(line.getByRole('listitem'), 'its next three dates').toHaveCount(3)
  await expect(page.getByText('106.00 h'), 'a year of the agreement').toBeVisible()
  await assertAccessible(page)

  await act(page, 'Activate')
  await dialog(page).getByRole('button', { name: 'Activate' }).click()
  const heading = page.getByRole('heading', { name: /OSL-AG-000001/ })
  await expect(heading).toContainText('Active')

  await act(page, 'Suspend')
  await dialog(page).getByLabel('Reason').fill('Rebuilding')
  await dialog(page).getByRole('button', { name: 'Suspend' }).click()
  await expect(heading).toContainText('Suspended')
  await expect(line, 'R-02.06: all lines stand').toContainText('suspended')
  await expect(page.getByRole('button', { name: /^Plan orders/ })).toHaveAccessibleName(/suspended/)
  await act(page, 'Resume')
  await dialog(page).getByRole('button', { name: 'Resume' }).click()
  await expect(line.getByRole('listitem')).toHaveCount(3)

  await page.getByRole('tab', { name: 'Renewal' }).click()
  await act(page, 'Renew')
  await expect(dialog(page)).toContainText('The new term ends on')
  await dialog(page).getByRole('button', { name: 'Renew' }).click()
  await expect(page.getByText('OSL-AG-000001 extended')).toBeVisible()

  await page.getByRole('link', { name: 'Service agreements' }).first().click()
  await expect(page.getByRole('row', { name: 'OSL-AG-000001' })).toContainText('Running')
  await assertAccessible(page)
})

async function newAgreement(description: string): Promise<Kept> {
  return create('agreements/createAgreement', { description, customerId, groupId })
}

test('R-02.29: of two users the second gets the conflict with both values, and nothing is lost', async ({
  browser,
}) => {
  const agreement = await newAgreement('Escalators')
  const [first, second] = [await browser.newPage(), await browser.newPage()]
  for (const [page, login] of [
    [first, 'jon'],
    [second, 'nina'],
  ] as const) {
    await signIn(page, login)
    await page.evaluate((id) => (location.hash = `#/agreements/${id}?tab=general`), agreement.id)
    await expect(page.getByRole('heading', { name: /Escalators/ })).toBeVisible()
  }
  const description = (page: Page) => page.getByLabel('Description')
  for (const page of [first, second]) await expect(description(page)).toHaveValue('Escalators')
  await description(second).fill('Escalators, second floor')
  await description(first).fill('Escalators, garage')
  await first.keyboard.press('Control+s')
  await expect(first.getByText('Saved', { exact: true })).toBeVisible()

  await second.keyboard.press('Control+s')
  await expect(dialog(second).getByText('Escalators, garage')).toBeVisible()
  await expect(dialog(second).getByText('Escalators, second floor')).toBeVisible()
  await expect(description(second)).toHaveValue('Escalators, second floor')
  await dialog(second).getByRole('button', { name: 'Keep all mine' }).click()
  await dialog(second).getByRole('button', { name: 'Save result' }).click()
  await expect(first.getByRole('heading', { name: /second floor/ })).toBeVisible()
  await first.close()
  await second.close()
})

test('R-02.32: a dispatcher reads an agreement and changes nothing', async ({ page }) => {
  const agreement = await newAgreement('Doors')
  await signIn(page, 'liv')
  await page.evaluate((id) => (location.hash = `#/agreements/${id}`), agreement.id)
  await expect(page.getByRole('heading', { name: /Doors/ })).toBeVisible()

  await expect(page.getByRole('button', { name: 'Save' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Add line' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Activate', exact: true })).toBeHidden()
})

test('R-02.10: lines of a template come by keyboard, with what they are about', async ({ page }) => {
  const { id: templateGroupId } = await create('agreements/createTemplateGroup', {
    code: 'LIFTS',
    description: 'Lifts',
  })
  const { id: taskId } = await create('agreements/createServiceTask', {
    code: 'CHECK',
    description: { en: 'Check' },
  })
  await create('agreements/createAgreement', {
    ...{ description: 'Standard', isTemplate: true, templateGroupId, taskRelations: [{ taskId }] },
    lines: [{ type: 'hour', categoryId, quantity: 90, taskId }],
  })
  const agreement = await newAgreement('Cranes')
  await signIn(page, 'nina')
  await page.evaluate((id) => (location.hash = `#/agreements/${id}`), agreement.id)
  await page.getByRole('button', { name: 'Copy template lines' }).first().click()

  await expect(page.getByRole('treeitem', { name: /Lifts/ })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByRole('checkbox').last()).toBeChecked()
  await assertAccessible(page)
  await page.keyboard.press('Control+Enter')

  await expect(page.getByRole('row', { name: /Inspection CHECK/ })).toBeVisible()
  await expect(page.getByRole('tab', { name: 'Tasks (1)' })).toBeVisible()
})
