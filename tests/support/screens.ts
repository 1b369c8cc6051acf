import { expect, type Page } from '@playwright/test'
import { newId, type TestHost } from './host'

/** A page of the program, as it is looked at: for its picture, its access and its room. */
export interface Screen {
  readonly name: string
  /** Behind `#/`. */
  readonly path: string
  /** What is done before it is looked at. */
  readonly act?: (page: Page) => Promise<unknown>
}

/** Every page that has no record of its own. */
export const lists = [
  'dispatch', 'dispatch/change-sets', 'orders', 'orders/board', 'requirements', 'cases', 'agreements', 'agreements/templates', 'agreements/renewals', 'customers', 'sites', 'objects', 'items', 'workers', 'stock',
  'stock/transactions', 'stock/serials', 'reports', 'imports', 'sla/watch', 'sla/measured',
  'settings/service-levels', 'settings/sla-groups',
  'settings/dispatch-teams', 'settings/skills', 'settings/activity-types', 'dispatch/absences', 'dispatch/undispatched',
  'settings/billing-accounts', 'settings/categories', 'settings/line-properties', 'settings/service-tasks',
  'settings/agreement-groups', 'settings/template-groups',
  'settings/price-rules', 'settings/alert-rules', 'settings/order-events', 'settings/backups',
  'generation', 'generation/runs', 'settings/service-intervals', 'settings/time-windows',
  'settings/calendars', 'settings/holiday-sets', 'settings/case-categories', 'settings/units',
  'settings/item-categories', 'settings/product-categories', 'settings/customer-groups', 'settings/printing',
  'settings/retention', 'settings/number-series', 'settings/object-groups',
  'settings/users', 'settings/roles', 'settings/offices', 'settings/devices', 'settings/wall-screens', 'settings/stages',
  'repairs', 'repairs/intake', 'repairs/statistics', 'settings/repair-codes', 'bom-templates', 'bom-recall', 'removed-parts',
  'settings/reason-codes', 'settings/warehouses', 'settings/mine', 'settings/rules', 'settings/company',
] // prettier-ignore

const records = [
  ['order', 'orders/listOrders', 'orders'], ['agreement', 'agreements/listAgreements', 'agreements'],
  ['agreementGroup', 'agreements/listAgreementGroups', 'settings/agreement-groups'],
  ['templateGroup', 'agreements/listTemplateGroups', 'settings/template-groups'],
  ['case', 'orders/listCases', 'cases'],
  ['customer', 'customers/listCustomers', 'customers'], ['site', 'customers/listSites', 'sites'],
  ['contact', 'customers/listContacts', 'contacts'], ['object', 'objects/listObjects', 'objects'],
  ['item', 'catalog/listItems', 'items'], ['worker', 'people/listWorkers', 'workers'],
  ['import', 'imports/listImports', 'imports'], ['stage', 'stages/listStages', 'settings/stages'],
  ['billingAccount', 'agreements/listBillingAccounts', 'settings/billing-accounts'],
  ['category', 'agreements/listCategories', 'settings/categories'],
  ['lineProperty', 'agreements/listLineProperties', 'settings/line-properties'],
  ['serviceTask', 'agreements/listServiceTasks', 'settings/service-tasks'],
  ['priceRule', 'agreements/listPriceRules', 'settings/price-rules'],
  ['interval', 'generation/listIntervals', 'settings/service-intervals'],
  ['timeWindow', 'generation/listTimeWindows', 'settings/time-windows'],
  ['generationRun', 'generation/listRuns', 'generation/runs'],
  ['alertRule', 'alerts/listAlertRules', 'settings/alert-rules'],
  ['calendar', 'calendars/listCalendars', 'settings/calendars'],
  ['holidaySet', 'calendars/listHolidaySets', 'settings/holiday-sets'],
  ['caseCategory', 'orders/listCaseCategories', 'settings/case-categories'],
  ['unit', 'catalog/listUnits', 'settings/units'],
  ['itemCategory', 'catalog/listItemCategories', 'settings/item-categories'],
  ['productCategory', 'catalog/listProductCategories', 'settings/product-categories'],
  ['customerGroup', 'customers/listCustomerGroups', 'settings/customer-groups'],
  ['series', 'numbers/listSeries', 'settings/number-series'],
  ['objectGroup', 'objects/listObjectGroups', 'settings/object-groups'],
  ['user', 'people/listUsers', 'settings/users'], ['office', 'people/listOffices', 'settings/offices'],
  ['reason', 'stages/listReasonCodes', 'settings/reason-codes'],
  ['warehouse', 'stock/listWarehouses', 'settings/warehouses'],
  ['wall', 'wall/listWalls', 'settings/wall-screens'],
  ['team', 'dispatch/listTeams', 'settings/dispatch-teams'], ['skill', 'dispatch/listSkills', 'settings/skills'],
  ['activityType', 'dispatch/listActivityTypes', 'settings/activity-types'],
  ['bomTemplate', 'bom/listTemplates', 'bom-templates'], ['repairLine', 'repair/listLines', 'repairs'], ['resolution', 'repair/listResolutions', 'settings/repair-codes/resolutions'],
  ['repairStage', 'repair/listRepairStages', 'settings/repair-codes/stages'],
  ['sla', 'sla/listSlas', 'settings/service-levels'], ['slaGroup', 'sla/listSlaGroups', 'settings/sla-groups'],
] as const // prettier-ignore

const forms = [
  'orders', 'agreements', 'cases', 'customers', 'objects', 'items', 'workers', 'settings/price-rules', 'settings/alert-rules',
  'settings/calendars', 'settings/stages', 'settings/users', 'settings/service-intervals', 'settings/time-windows',
  'settings/service-levels', 'settings/sla-groups', 'settings/wall-screens', 'settings/dispatch-teams',
  'settings/skills', 'settings/activity-types', 'settings/repair-codes/symptom-areas', 'settings/repair-codes/symptoms',
  'settings/repair-codes/resolutions', 'settings/repair-codes/stages',
] // prettier-ignore

interface Listed {
  readonly items?: readonly { readonly id: string }[]
}

/** The first record that a list answers, if any. */
export async function firstOf(host: TestHost, path: string): Promise<string | undefined> {
  const { body } = await host.call(path, { limit: 1 })
  return (body as Listed).items?.[0]?.id // the contract answers for the shape
}

async function make(host: TestHost, path: string, fields: object): Promise<string> {
  const id = newId()
  const { status, body } = await host.call(path, { id, ...fields })
  expect(status, `${path}: ${JSON.stringify(body)}`).toBe(200)
  return id
}

/** Gives the demo company one of each record that it lacks, so that every page has something to show. */
export async function fillDemo(host: TestHost): Promise<void> {
  const customerId = await firstOf(host, 'customers/listCustomers')
  const categoryId = await make(host, 'orders/createCaseCategory', { code: 'NOISE', name: 'Noise' })
  await make(host, 'orders/createCase', { customerId, categoryId, title: 'The door hums at night' })
  await make(host, 'catalog/createProductCategory', { externalId: 1, name: 'Lifts' })
  const taskId = await make(host, 'agreements/createServiceTask', {
    code: 'CHECK',
    description: { en: 'Yearly check' },
  })
  await fillAgreements(host, customerId, taskId)
  await make(host, 'sla/createSla', { code: 'CARE8', description: { en: 'Eight hours' }, allowance: 480 })
  await make(host, 'sla/createSlaGroup', { code: 'CARE', description: 'Customers with care', rank: 2 })
  await make(host, 'wall/createWall', { name: 'Reception', pin: '482915' })
  await make(host, 'alerts/createAlertRule', {
    name: 'Order changed', entity: 'order', event: 'changed', field: 'priority',
  }) // prettier-ignore
  const content = Buffer.from('name;currency\nLift & Co;NOK\n').toString('base64')
  await make(host, 'imports/uploadFile', { kind: 'customers', fileName: 'customers.csv', content })
}

/** An agreement in a group, and a template in the tree. */
async function fillAgreements(host: TestHost, customerId: string | undefined, taskId: string): Promise<void> {
  const groupId = await make(host, 'agreements/createAgreementGroup', {
    code: 'PLATINUM',
    description: 'Platinum',
  })
  const templateGroupId = await make(host, 'agreements/createTemplateGroup', {
    code: 'HOISTS',
    description: 'Hoists',
  })
  const lines = [{ type: 'hour', categoryId: await hourCategory(host), quantity: 90, taskId }]
  const taskRelations = [{ taskId }]
  await make(host, 'agreements/createAgreement', {
    ...{ description: 'Lift care', isTemplate: true, templateGroupId, taskRelations, lines },
  })
  await make(host, 'agreements/createAgreement', {
    ...{ description: 'Lift care Gold', customerId, groupId, taskRelations, lines },
    ...{ startDate: '2026-01-01', endDate: '2027-12-31' },
  })
}

async function hourCategory(host: TestHost): Promise<string | undefined> {
  const { body } = await host.call('agreements/listCategories', { filter: { type: ['hour'] }, limit: 1 })
  return (body as Listed).items?.[0]?.id // the contract answers for the shape
}

const press = (keys: string) => (page: Page) => page.keyboard.press(keys)
const click = (name: string | RegExp) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).first().click()
const inTab = (tab: RegExp, name: string | RegExp) => async (page: Page) => {
  await page.getByRole('tab', { name: tab }).click()
  await click(name)(page)
}
const inMenu = (menu: string | RegExp, entry: string) => async (page: Page) => {
  await click(menu)(page)
  await page.getByRole('listitem').or(page.getByRole('menuitem')).filter({ hasText: entry }).last().click()
}
/** Ticks the first row of a list and does something with it. */
const withRows = (act: (page: Page) => Promise<unknown>) => async (page: Page) => {
  const row = page.getByRole('row').nth(1)
  await row.click()
  if ((await row.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('x')
  await act(page)
}

/** Every page, list, record and form of the program. */
export async function screensOf(host: TestHost): Promise<readonly Screen[]> {
  const shown: Screen[] = [
    { name: 'home', path: '' },
    { name: 'help', path: 'help' },
    { name: 'notFound', path: 'nowhere' },
    { name: 'customer-error', path: `customers/${newId()}` },
    ...lists.map((path) => ({ name: `${path}-list`, path })),
    ...forms.map((path) => ({ name: `${path}-form`, path: `${path}/new` })),
    { name: 'import-form', path: 'imports/new' },
    {
      name: 'customers-noHits',
      path: 'customers',
      act: (page) => page.locator('input[type=search]').first().fill('qqqq'),
    },
  ]
  for (const [name, call, path] of records) {
    const id = await firstOf(host, call)
    if (id !== undefined) shown.push({ name: `${name}-record`, path: `${path}/${id}` })
    if (id !== undefined && name === 'agreement')
      shown.push(
        { name: 'agreement-line', path: `${path}/${id}`, act: press('Insert') },
        { name: 'agreement-terms', path: `${path}/${id}?tab=renewal` },
        { name: 'agreement-general', path: `${path}/${id}?tab=general` },
      )
    if (id !== undefined && name === 'order')
      shown.push({ name: 'order-line', path: `${path}/${id}`, act: press('1') })
  }
  return shown
}

/** What opens above a page: menus and dialogs. */
export async function overlaysOf(host: TestHost): Promise<readonly Screen[]> {
  const order = `orders/${(await firstOf(host, 'orders/listOrders')) ?? ''}`
  const agreement = `agreements/${(await firstOf(host, 'agreements/listAgreements')) ?? ''}`
  const customer = `customers/${(await firstOf(host, 'customers/listCustomers')) ?? ''}`
  const item = `items/${(await firstOf(host, 'catalog/listItems')) ?? ''}`
  const series = `settings/number-series/${(await firstOf(host, 'numbers/listSeries')) ?? ''}`
  const team = `settings/dispatch-teams/${(await firstOf(host, 'dispatch/listTeams')) ?? ''}`
  const user = `settings/users/${(await firstOf(host, 'people/listUsers')) ?? ''}`
  const pages: readonly (readonly [name: string, path: string, act: (page: Page) => Promise<unknown>])[] = [
    ['palette', '', press('Control+k')],
    ['user menu', '', click(/theme, language/)],
    ['alerts', '', click(/alert/i)],
    ['undo history', '', press('Control+Shift+h')],
    ['views', 'orders', click(/^View/)],
    ['save view', 'orders', inMenu(/^View/, 'Save as a new view')],
    ['filters', 'orders', click('Filter')],
    ['columns', 'orders', click('Columns')],
    ['export', 'orders', click('Export')],
    ['bulk stage', 'orders', withRows(press('s'))],
    ['bulk cancel', 'orders', withRows(inMenu('More actions', 'Cancel orders'))],
    ['bulk print', 'orders', withRows(click('Print'))],
    ['stage menu', order, press('s')],
    ['copy order', order, inMenu('More actions', 'Copy')],
    ['split order', order, inMenu('More actions', 'Split')],
    ['cancel order', order, click('Cancel order')],
    ['delete order', order, click('Delete')],
    ['activate agreement', agreement, click('Activate')],
    ['copy template lines', agreement, click('Copy template lines')],
    ['copy agreement lines', agreement, click('Copy agreement lines')],
    ['agreement to template', agreement, inMenu('More actions', 'Make it a template')],
    ['bulk responsible', 'agreements?view=all', withRows(press('a'))],
    ['new template', 'agreements/templates', click('New template')],
    ['delete customer', customer, click('Delete')],
    ['price', item, inTab(/^Prices/, /price$/i)],
    ['new absence', 'dispatch/absences', click('New absence')],
    ['new activity', `${order}?tab=activities`, click('New activity')],
    ['add member', team, inTab(/^Members/, 'Add a member')],
    ['series menu', series, click('More')],
    ['password', user, click('Set a new password')],
    ['receive', 'stock', click('Receive')],
    ['transfer', 'stock', click('Transfer')],
    ['backup settings', 'settings/backups', click('Backup settings')],
    ['print setting', 'settings/printing', click('New print setting')],
    ['device', 'settings/devices', click('New device')],
    ['order events', 'settings/order-events', click('Set up order events')],
    ['stage file', 'settings/stages', click(/^Save or load/)],
  ]
  return pages.map(([name, path, act]) => ({ name, path, act }))
}

/** Waits until nothing is loading, nothing on the page has changed for a moment, and what fades in is there. */
export function settle(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const [quietMs, mostMs] = [60, 3000]
    const began = performance.now()
    let changed = began
    const watch = new MutationObserver(() => (changed = performance.now()))
    watch.observe(document.documentElement, {
      ...{ attributes: true, characterData: true, childList: true, subtree: true },
    })
    const isLoading = () => document.querySelector('.v-progress-linear--active') !== null
    for (let now = began; now - began < mostMs; now = performance.now()) {
      await new Promise((painted) => requestAnimationFrame(painted))
      if (now - changed >= quietMs && !isLoading()) break
    }
    watch.disconnect()
    const ending = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity)
    await Promise.allSettled(ending.map((one) => one.finished))
  })
}

/** Opens a page and waits until it is there. */
export async function show(page: Page, { path, act }: Screen): Promise<void> {
  const [title, hash] = await page.evaluate(() => [document.title, location.hash])
  await page.evaluate((to) => (location.hash = to), `#/${path}`)
  // A page names itself when it is there; another face of the same record is called as it was.
  const isSame = hash.split('?')[0] === `#/${path}`.split('?')[0]
  if (!isSame)
    await page
      .waitForFunction((before) => document.title !== before, title, { timeout: 3000 })
      .catch(() => {})
  await page.waitForTimeout(100)
  await settle(page)
  await act?.(page)
}

/** Signs a page in as the owner, who may open everything, in a language. */
export async function signInAsOwner(page: Page, host: TestHost, language = 'en'): Promise<void> {
  const { body } = await host.call('session/getSession')
  const { user } = body as { user: { id: string } } // the contract answers for the shape
  const kept = { token: host.token, key: `aftercare.language.${user.id}`, language }
  await page.evaluate(({ token, key, language: spoken }) => {
    sessionStorage.setItem('aftercare.token', token)
    localStorage.setItem(key, spoken)
  }, kept)
  await page.reload()
  await expect(page.locator('main h1')).toBeVisible()
}
