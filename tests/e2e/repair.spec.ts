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
let customerId: string
let boiler: Kept
let templateId: string
let symptom: { areaId: string; codeId: string }

/** A workshop in Oslo with two users, a technician, codes and two boilers of a customer. */
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
  const { id: technicianId } = await create('people/createWorker', { displayName: 'Kari Hansen' })
  expect(technicianId).toBeTruthy()
  await create('repair/createCondition', { code: 'COLD', name: 'When cold' })
  const area = await create('repair/createSymptomArea', { code: 'BURNER', name: 'Burner' })
  const code = await create('repair/createSymptomCode', {
    code: 'NOISE', name: 'Noise', symptomAreaId: area.id,
  }) // prettier-ignore
  symptom = { areaId: area.id, codeId: code.id }
  const wear = await create('repair/createDiagnosisArea', { code: 'WEAR', name: 'Wear' })
  await create('repair/createDiagnosisCode', { code: 'SEAL', name: 'Seal worn', diagnosisAreaId: wear.id })
  customerId = (await create('customers/createCustomer', { name: 'Harbour Hotel', currency: 'NOK' })).id
  const object = { customerId, description: 'Boiler 24 kW', tangible: true }
  const itemId = await partsList()
  boiler = await create('objects/createObject', { ...object, itemId, serialNumber: 'B-88213' })
  await create('objects/createObject', { ...object, serialNumber: 'B-88214' })
})
test.afterAll(() => host.close())

/** What is inside a boiler, as a template; answers the boiler's item. */
async function partsList(): Promise<string> {
  const { id: unitId } = await create('catalog/createUnit', { code: 'EA', name: 'Each', decimals: 0 })
  const item = (number: string, name: string) =>
    create('catalog/createItem', { number, name, unitId, kind: 'nonStock', madeInHouse: true })
  const { id: itemId } = await item('BOILER', 'Boiler 24 kW')
  const { id: sealId } = await item('SEAL', 'Burner seal')
  await create('catalog/setItemPrice', {
    itemId: sealId, currency: 'NOK', validFrom: '2020-01-01', unitPrice: 2_000_000,
  }) // prettier-ignore
  const template = await create('bom/createTemplate', { source: 'manual', itemId, name: 'Boiler' })
  templateId = template.id
  await ask('bom/addTemplateLine', { templateId, expectedVersion: template.version, itemId: sealId })
  return itemId
}

/** The boiler on its order gets its list of parts. */
async function attachParts(): Promise<void> {
  const { items } = await ask<{ items: { objectRelationId: string }[] }>('repair/listLines', {})
  const relationId = items[0]?.objectRelationId
  await ask('bom/attachTemplate', { id: newId(), relationId, templateId, at: Date.now() - 3_600_000 })
}

async function signIn(page: Page, login: string): Promise<void> {
  await openAs(page, host, login, password)
}

async function choose(page: Page, within: Page | Locator, field: string, text: string): Promise<void> {
  await within.getByRole('combobox', { name: field }).fill(text)
  await page
    .getByRole('option', { name: new RegExp(text) })
    .last()
    .click()
}

interface Taken {
  readonly lines: readonly Kept[]
  readonly orderId: string
}
const takeIn = (title: string) =>
  ask<Taken>('repair/createIntake', {
    order: { id: newId(), customerId },
    lines: [
      {
        ...{ id: newId(), objectId: boiler.id, title },
        ...{ symptomAreaId: symptom.areaId, symptomCodeId: symptom.codeId },
      },
    ],
  })

interface Coded extends Kept {
  readonly code: string
}
/** Signs a line off as fixed. */
async function finish(line: Kept | undefined): Promise<void> {
  const stages = await ask<{ items: Coded[] }>('repair/listRepairStages', {})
  const resolutions = await ask<{ items: Coded[] }>('repair/listResolutions', {})
  await ask('repair/changeStage', {
    lineId: line?.id,
    expectedVersion: line?.version,
    repairStageId: stages.items.find(({ code }) => code === 'REPAIRED')?.id,
    resolutionId: resolutions.items.find(({ code }) => code === 'FIXED')?.id,
  })
}

/** What the first repair will cost, on its way to the customer. */
async function sendEstimate(): Promise<void> {
  const { items } = await ask<{ items: Kept[] }>('repair/listLines', {})
  const { id, version } = await create('repair/createEstimate', {
    lineId: items[0]?.id,
    lines: [{ kind: 'fee', description: 'Seal and labor', quantity: 1000, unitPrice: 9_000_000 }],
  })
  await ask('repair/sendEstimate', { estimateId: id, expectedVersion: version })
}

test("the workshop's day: taken in by serial number, diagnosed, a part replaced, estimated, tried, finished, read again", async ({
  page,
}) => {
  test.slow()
  await signIn(page, 'nina')
  await page.getByRole('link', { name: 'Repairs' }).first().click()
  await expect(page.getByText('Nothing here yet')).toBeVisible()
  await page.keyboard.press('Control+n')

  const scan = page.getByLabel('Serial number, number or name')
  await expect(scan).toBeFocused()
  await scan.fill('b-88213')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Never repaired before.'), 'known before anything is typed').toBeVisible()
  await expect(page.getByRole('region', { name: 'Warranty' })).toContainText('Not covered')
  await choose(page, page, 'Condition', 'When cold')
  await choose(page, page, 'Symptom', 'Noise')
  await page.getByLabel('Title (optional)').fill('Burner howls in the morning')
  await assertAccessible(page)
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Order OSL-SO-000001 with 1 repair taken in')).toBeVisible()
  await expect(page.getByRole('tab', { name: /Repair/ })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('article', { name: 'OSL-RL-000001' })).toContainText('Received')
  await assertAccessible(page)

  await page.getByRole('link', { name: 'OSL-RL-000001' }).click()
  await expect(page.getByRole('heading', { name: /OSL-RL-000001/ })).toContainText('Burner howls')
  await page.getByRole('tab', { name: 'Diagnosis' }).click()
  await choose(page, page, 'Diagnosis', 'Seal worn')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await assertAccessible(page)

  await attachParts()
  await page.getByRole('tab', { name: 'Parts (BOM)' }).click()
  await expect(page.getByText('No part changed yet')).toBeVisible()
  await page.getByRole('link', { name: 'Open the bill of materials' }).click()
  await page
    .getByRole('treegrid')
    .getByRole('row', { name: /SEAL Burner seal/ })
    .click()
  await page.keyboard.press('Control+r')
  const replacing = page.getByRole('dialog')
  await replacing.getByLabel('Serial (optional)').fill('SN-2')
  await page.keyboard.press('Tab')
  await expect(replacing.getByLabel('Reason')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('option', { name: 'Worn out' }).click()
  await page.keyboard.press('F8')
  const replaced = page.getByRole('row', { name: /Replaced.*SEAL.*SN-2.*Nina Berg, Worn out/ })
  await expect(replaced, 'F8 goes back to the repair').toBeVisible()
  await assertAccessible(page)

  await sendEstimate()
  await page.getByRole('tab', { name: 'Estimate' }).click()
  await page.getByRole('button', { name: 'Approve' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await expect(page.getByText('Version 1 approved', { exact: true })).toBeVisible()

  await page.getByRole('tab', { name: /Attempts/ }).click()
  await page.getByRole('button', { name: 'Start otherwise …' }).click()
  await choose(page, page.getByRole('dialog'), 'Technician', 'Kari')
  await page.getByRole('dialog').getByRole('button', { name: 'Start attempt' }).click()
  await expect(page.getByRole('timer')).toBeVisible()
  await page.getByRole('button', { name: 'End attempt' }).click()
  await page.getByRole('dialog').getByRole('combobox', { name: 'Outcome' }).press('ArrowDown')
  await page.getByRole('option', { name: 'Fixed', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End attempt' }).click()
  await expect(page.getByRole('row', { name: /Kari Hansen/ })).toContainText('Fixed')

  await page.getByRole('tab', { name: /Attempts/ }).focus()
  await page.keyboard.press('s')
  await page.getByRole('menuitem', { name: /^R?\s?Repaired/ }).click()
  const dialog = page.getByRole('dialog')
  await choose(page, dialog, 'Resolution', 'Fixed')
  await dialog.getByRole('button', { name: 'Finish' }).click()
  await expect(page.getByText('OSL-RL-000001 is now Repaired')).toBeVisible()

  await page.getByRole('tab', { name: 'Notes and files' }).click()
  await expect(page.getByRole('tabpanel')).toBeVisible()
  await page.getByRole('tab', { name: 'History' }).click()
  await expect(page.getByRole('tabpanel')).toContainText('Repaired')
  await page.getByRole('link', { name: 'Repairs' }).first().click()
  await page.getByRole('tab', { name: 'Finished' }).click()
  await expect(page.getByRole('row', { name: /OSL-RL-000001/ })).toContainText('Repaired')
})

test('R-08.24: a bad second line of an intake saves nothing, and all that was typed stays', async ({
  page,
}) => {
  const { items: before } = await ask<{ items: unknown[] }>('repair/listLines', {})
  await signIn(page, 'nina')
  await page.evaluate(() => (location.hash = '#/repairs/intake'))
  await page.getByLabel('Serial number, number or name').fill('B-88213')
  await page.keyboard.press('Enter')
  await page.getByLabel('Title (optional)').fill('First of two')
  await page.keyboard.press('Control+n')
  await page.getByLabel('Serial number, number or name').fill('B-88214')
  await page.keyboard.press('Enter')
  await page.getByLabel('Title (optional)').fill('Second of two')
  const tomorrow = new Date(Date.now() + 86_400_000 * 2).toISOString().slice(0, 10)
  await page
    .getByRole('textbox', { name: 'Reported (empty: now)' })
    .fill(tomorrow.split('-').reverse().join('/'))
  await page.getByLabel('Time', { exact: true }).fill('10:00')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('This time has not come yet.')).toBeVisible()
  await expect(page.getByLabel('Title (optional)')).toHaveValue('Second of two')
  await expect(page.getByRole('article', { name: 'Repair 1' })).toContainText('First of two')
  const { items: after } = await ask<{ items: unknown[] }>('repair/listLines', {})
  expect(after).toHaveLength(before.length)
  await page.getByRole('button', { name: 'Discard' }).click()
})

test('R-08.22: of two users the second gets the conflict, and what he has typed stays', async ({
  browser,
}) => {
  const { lines } = await takeIn('Howls')
  const [line] = lines
  if (!line) throw new Error('nothing was taken in')
  const [first, second] = [await browser.newPage(), await browser.newPage()]
  for (const [page, login] of [
    [first, 'jon'],
    [second, 'nina'],
  ] as const) {
    await signIn(page, login)
    await page.evaluate((id) => (location.hash = `#/repairs/${id}`), line.id)
    await expect(page.getByRole('heading', { name: /Howls/ })).toBeVisible()
  }
  const title = (page: Page) => page.getByLabel('Title (optional)')
  await title(second).fill('Howls at night')
  await title(first).fill('Howls in the morning')
  await first.keyboard.press('Control+s')
  await expect(first.getByText('Saved', { exact: true })).toBeVisible()

  const stale = { lineId: line.id, expectedVersion: line.version, patch: { title: 'Too late' } }
  expect((await host.call('repair/updateLine', stale)).body).toMatchObject({ code: 'CONFLICT' })
  await second.keyboard.press('Control+s')
  const dialog = second.getByRole('dialog')
  await expect(dialog.getByText('Howls in the morning', { exact: true })).toBeVisible()
  await expect(title(second)).toHaveValue('Howls at night')
  const kept = await ask<{ title?: string }>('repair/getLine', { lineId: line.id })
  expect(kept.title).toBe('Howls in the morning')
  await first.close()
  await second.close()
})

test('R-01.40: with the module off, repairs are nowhere; switched on again, the lines are there', async ({
  page,
}) => {
  const { lines, orderId } = await takeIn('Module')
  const modules = async (value: readonly string[]) =>
    ask('settings/setSetting', { key: 'modules', scope: 'company', value })
  await modules(['bom', 'returns', 'subscriptionIndex'])
  await signIn(page, 'nina')
  await expect(page.getByRole('link', { name: 'Service orders' }).first()).toBeVisible()
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Repairs' })).toHaveCount(0)
  await page.evaluate((id) => (location.hash = `#/orders/${id}`), orderId)
  await expect(page.getByRole('tab', { name: /Lines/ })).toBeVisible()
  await expect(page.getByRole('tab', { name: /^Repair/ })).toHaveCount(0)
  const refused = await host.call('repair/createLine', { id: newId(), orderId })
  expect(refused.body).toMatchObject({ code: 'MODULE_OFF' })

  await modules(['repair', 'bom', 'returns', 'subscriptionIndex'])
  await expect(page.getByRole('link', { name: 'Repairs' }).first()).toBeVisible()
  await page.getByRole('tab', { name: /^Repair/ }).click()
  await expect(page.getByRole('article', { name: lines[0]?.number ?? '' })).toBeVisible()
})

test('08 §5: statistics say when there are too few lines, and a row opens the lines behind it', async ({
  page,
}) => {
  const { lines } = await takeIn('Counted')
  await finish(lines[0])
  await signIn(page, 'nina')
  await page.evaluate(() => (location.hash = '#/repairs/statistics?measure=fixRate&groupBy=symptom'))
  await expect(page.getByText(/^too few: \d+$/).first()).toBeVisible()
  await assertAccessible(page)
  await page.getByRole('tab', { name: 'Pareto' }).click()
  await page.getByRole('table', { name: 'Pareto' }).getByRole('link', { name: /Noise/ }).click()
  await expect(page.getByRole('row', { name: /OSL-RL-/ }).first()).toBeVisible()
  await page.evaluate(() => (location.hash = '#/repairs/statistics?from=2001-01-01&to=2001-12-31'))
  await expect(page.getByText('No repairs in the period 2001')).toBeVisible()
})

test('08 §5: codes stand under their areas, those out of use only when asked for', async ({ page }) => {
  const old = await create('repair/createSymptomCode', {
    code: 'OLD', name: 'Of old', symptomAreaId: symptom.areaId,
  }) // prettier-ignore
  await ask('repair/deactivateSymptomCode', { symptomCodeId: old.id, expectedVersion: old.version })
  await signIn(page, 'nina')
  await page.evaluate(() => (location.hash = '#/settings/repair-codes'))
  await expect(page.getByRole('treeitem', { name: /Noise/ })).toBeVisible()
  await expect(page.getByRole('treeitem', { name: /Of old/ })).toBeHidden()
  await page.getByLabel(/Show those out of use/).check()
  await expect(page.getByRole('treeitem', { name: /Of old/ })).toBeVisible()
  await assertAccessible(page)
  await page.getByRole('treeitem', { name: /Noise/ }).click()
  await page.keyboard.press('Enter')
  await page.getByLabel('Name', { exact: true }).fill('Howling')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
})
