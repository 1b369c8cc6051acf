import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import { reversals } from '../../electron/modules/history/undo.commands'
import type { ItemId, OrderLineId } from '../../electron/shared/contract/id'
import { contract, metaOf } from '../../electron/shared/contract/index'
import { newId, setUp, type TestApp } from '../support/app'
import { agreementActs } from '../support/agreementActs'
import { activityActs } from '../support/activityActs'
import { bomActs } from '../support/bomActs'
import { estimateActs } from '../support/estimateActs'
import { repairActs } from '../support/repairActs'
import { slaActs } from '../support/slaActs'
import { agreementRow } from '../support/agreementRows'
import { activeAgreement, generate, generationBranchOf, ordersOf, rhythmLine } from '../support/generation'
import { createTree } from '../support/stages'
import { branchOf, hours, lineOf, orderOf, refOf } from '../support/orders'

vi.setConfig({ testTimeout: 30_000 })

let app: TestApp
beforeEach(() => (app = setUp()))
afterEach(() => app.close())

/** Everything that is kept and logged, but for versions and counters of numbers, which only grow. */
function snapshot(): Record<string, unknown[]> {
  const tables = app.db
    .prepare<[], string>(
      `SELECT m.name FROM sqlite_master m WHERE m.type = 'table' AND m.name NOT LIKE 'local_%'
       AND m.name NOT LIKE 'search%' AND m.name NOT IN ('change', 'change_log', 'personal_value', 'number_use', 'number_block')
       AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = 'id') ORDER BY m.name`,
    )
    .pluck()
    .all()
  return Object.fromEntries(
    tables.map((table) => {
      const rows = app.db.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY id`).all()
      // When a clock was last changed is the undo's own instant; no undo brings a secret back.
      const own = ({
        key: _key,
        version: _version,
        next_value: _next,
        changed_at: _at,
        pin_hash: _pin,
        ...row
      }: (typeof rows)[number]) => row
      return [table, rows.map(own)]
    }),
  )
}

async function lastEntryId() {
  const [entry] = (await app.owner.history.listEntries({ limit: 1 })).items
  if (!entry) throw new Error('nothing was written')
  return entry.id
}
async function undoLast(): Promise<void> {
  await app.owner.history.undoEntry({ entryId: await lastEntryId() })
}

type Call = (input: unknown) => Promise<{ id: string; version: number }>
const call = (capability: string, name: string) =>
  Reflect.get(Reflect.get(app.owner, capability) as object, name) as Call

interface Kind {
  readonly capability: string
  readonly noun: string
  readonly key: string
  readonly patch: object
  readonly isSwitched?: boolean
  readonly fields: () => Promise<object> | object
}
const week = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
const customer = async () => (await app.owner.customers.createCustomer({ id: newId(), name: 'C' })).id
const office = async () => (await app.owner.session.getSession()).officeId
const worker = async () => (await app.owner.people.createWorker({ id: newId(), displayName: 'W' })).id
const team = async () =>
  (await app.owner.dispatch.createTeam({ id: newId(), code: 'T0', description: 'T' })).id
const unit = async () =>
  (await app.owner.catalog.createUnit({ id: newId(), code: 'TON', name: 'T', decimals: 0 })).id
const item = async () =>
  (await app.owner.catalog.createItem({ id: newId(), number: 'I-1', name: 'Item', unitId: await unit() })).id
const symptomArea = async () =>
  (await app.owner.repair.createSymptomArea({ id: newId(), code: 'S0', name: 'S' })).id
const diagnosisArea = async () =>
  (await app.owner.repair.createDiagnosisArea({ id: newId(), code: 'D0', name: 'D' })).id
const note = { entity: 'customer', visibility: 'internal' } as const
const file = { fileName: 'a.txt', content: 'YQ==' }
/** A PNG of one pixel. */
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const stageRoot = async () =>
  (await app.owner.stages.createStage({ id: newId(), code: 'ROOT', description: { en: 'Root' } })).id

const caseFields = async () => ({
  ...{ customerId: await customer(), title: 'Rattles' },
  categoryId: (await app.owner.orders.createCaseCategory({ id: newId(), code: 'NOISE', name: 'Noise' })).id,
})
const newCase = async () => {
  const held = await app.owner.orders.createCase({ id: newId(), ...(await caseFields()) })
  const ref = { caseId: held.id, expectedVersion: held.version }
  return { held, ref }
}

/** Every kind of record with the five commands it has. */
const kinds: readonly Kind[] = [
  kind('customers', 'Customer', 'customerId', () => ({ name: 'A' }), { name: 'B', number: 'C-77' }, true),
  kind('customers', 'CustomerGroup', 'customerGroupId', () => ({ code: 'G', name: 'G' }), { name: 'H' }),
  kind(
    ...(['customers', 'Site', 'siteId'] as const),
    async () => ({ customerId: await customer(), name: 'S', country: 'NO', zone: 'Europe/Oslo' }),
    { name: 'T', kind: 'service' },
    true,
  ),
  kind(
    ...(['customers', 'Contact', 'contactId'] as const),
    async () => ({ customerId: await customer(), name: 'P', phone: '1' }),
    { phone: '2', email: 'p@example.com' },
    true,
  ),
  kind('catalog', 'Unit', 'unitId', () => ({ code: 'KG2', name: 'K', decimals: 2 }), { decimals: 1 }),
  kind('catalog', 'ItemCategory', 'itemCategoryId', () => ({ code: 'IC', name: 'I' }), { name: 'J' }),
  kind('catalog', 'ProductCategory', 'productCategoryId', () => ({ externalId: 9, name: 'P' }), {
    name: 'Q',
  }),
  kind(
    ...(['catalog', 'Item', 'itemId'] as const),
    async () => ({ number: 'X', name: 'X', unitId: await unit() }),
    { name: 'Y', serialTracked: true },
  ),
  kind(
    ...(['catalog', 'Serial', 'serialId'] as const),
    async () => ({ itemId: await item(), serialNumber: 'S1' }),
    { serialNumber: 'S2' },
  ),
  kind(
    ...(['stock', 'Warehouse', 'warehouseId'] as const),
    async () => ({ code: 'WH9', name: 'W', officeId: await office() }),
    { name: 'V' },
  ),
  kind(
    ...(['wall', 'Wall', 'wallId'] as const),
    () => ({ name: 'Reception', pin: '482915' }),
    { name: 'Hall', diagonal: 55, views: [{ kind: 'map', teamIds: [] }] },
    true,
  ),
  kind('orders', 'CaseCategory', 'caseCategoryId', () => ({ code: 'CC', name: 'C' }), { name: 'D' }),
  kind('orders', 'Case', 'caseId', () => caseFields(), { title: 'Squeaks', priority: 'high' }),
  kind('objects', 'ObjectGroup', 'objectGroupId', () => ({ code: 'OG', description: 'O' }), {
    description: 'P',
  }),
  kind(
    ...(['objects', 'Object', 'objectId'] as const),
    () => ({ description: 'Pump', installedDate: '2025-01-01', productWarrantyMonths: 12 }),
    { installedDate: '2025-02-01', description: 'Pump 2' },
  ),
  kind('calendars', 'Calendar', 'calendarId', () => ({ code: 'K', name: 'K', zone: 'Europe/Oslo', week }), {
    name: 'L',
  }),
  kind('calendars', 'HolidaySet', 'holidaySetId', () => ({ code: 'H', name: 'H', country: 'NO' }), {
    holidays: [{ date: '2026-12-25', name: 'Christmas', kind: 'closed' }],
  }),
  kind(
    ...(['numbers', 'Series', 'seriesId'] as const),
    async () => ({ type: 'RMA', prefix: 'ZZ-', officeId: await office() }),
    { prefix: 'YY-' },
  ),
  kind(
    'agreements',
    'AgreementGroup',
    'agreementGroupId',
    () => ({ code: 'AG', description: 'A' }),
    { code: 'BG' },
    true,
  ),
  kind(
    'agreements',
    'TemplateGroup',
    'templateGroupId',
    () => ({ code: 'TG', description: 'T' }),
    { code: 'UG' },
    true,
  ),
  kind(
    ...(['agreements', 'Agreement', 'agreementId'] as const),
    async () => ({ customerId: await customer(), description: 'Care', startDate: '2026-01-01' }),
    { description: 'More care', endDate: '2026-12-31', noticeDays: 30 },
  ),
  kind(
    ...(['agreements', 'LineProperty', 'linePropertyId'] as const),
    () => ({ code: 'LP', name: 'L', chargeable: true, costPercent: 10_000, salesPercent: 10_000 }),
    { name: 'M' },
    true,
  ),
  kind(
    ...(['agreements', 'Category', 'categoryId'] as const),
    () => ({ code: 'CAT', name: 'C', type: 'hour', isDefault: true }),
    { name: 'D', isDefault: false },
    true,
  ),
  kind(
    ...(['agreements', 'BillingAccount', 'billingAccountId'] as const),
    async () => ({ name: 'B', customerId: await customer(), type: 'timeAndMaterial' }),
    { name: 'C' },
  ),
  kind(
    ...(['agreements', 'PriceRule', 'priceRuleId'] as const),
    () => ({ kind: 'sales', type: 'hour', currency: 'NOK', validFrom: '2026-01-01', value: 100 }),
    { value: 200 },
  ),
  kind(
    'agreements',
    'ServiceTask',
    'serviceTaskId',
    () => ({ code: 'T', description: { en: 'T' } }),
    { description: { en: 'U' } },
    true,
  ),
  kind(
    ...(['generation', 'Interval', 'intervalId'] as const),
    () => ({ code: 'EVERY5', description: { en: 'I' }, range: 'month', frequency: 5 }),
    { frequency: 4, monthEndRule: 'stick' },
    true,
  ),
  kind(
    ...(['generation', 'TimeWindow', 'timeWindowId'] as const),
    () => ({ code: 'DAYS', method: 'manual', daysBefore: 5, daysAfter: 5 }),
    { description: { en: 'W' }, method: 'week', daysBefore: null, daysAfter: null },
    true,
  ),
  kind(
    ...(['sla', 'Sla', 'slaId'] as const),
    () => ({ code: 'SL', description: { en: 'S' }, allowance: 60 }),
    { allowance: 120, responseAllowance: 30 },
    true,
  ),
  kind(
    ...(['sla', 'SlaGroup', 'slaGroupId'] as const),
    () => ({ code: 'GOLD', description: 'Gold' }),
    { rank: 2, defaultPriority: 'high' },
    true,
  ),
  kind(
    ...(['stages', 'Stage', 'stageId'] as const),
    async () => ({ code: 'ST', description: { en: 'S' }, parentId: await stageRoot() }),
    { description: { en: 'T' }, allowPost: true },
    true,
  ),
  kind(
    ...(['stages', 'ReasonCode', 'reasonCodeId'] as const),
    () => ({ code: 'RC', description: { en: 'R' }, uses: ['stageChange'] }),
    { description: { en: 'Q' } },
    true,
  ),
  kind(
    'repair',
    'Resolution',
    'resolutionId',
    () => ({ code: 'R9', name: 'R', outcome: 'fixed' }),
    { name: 'S' },
    true,
  ),
  kind('repair', 'Barrier', 'barrierId', () => ({ code: 'B9', name: 'B' }), { name: 'C' }, true),
  kind('repair', 'Condition', 'conditionId', () => ({ code: 'C9', name: 'C' }), { name: 'D' }, true),
  kind('repair', 'SymptomArea', 'symptomAreaId', () => ({ code: 'S9', name: 'S' }), { name: 'T' }, true),
  kind(
    ...(['repair', 'SymptomCode', 'symptomCodeId'] as const),
    async () => ({ symptomAreaId: await symptomArea(), code: 'S9', name: 'S' }),
    { name: 'T', names: { de: 'U' } },
    true,
  ),
  kind('repair', 'DiagnosisArea', 'diagnosisAreaId', () => ({ code: 'D9', name: 'D' }), { name: 'E' }, true),
  kind(
    ...(['repair', 'DiagnosisCode', 'diagnosisCodeId'] as const),
    async () => ({ diagnosisAreaId: await diagnosisArea(), code: 'D9', name: 'D' }),
    { name: 'E', sortOrder: 5 },
    true,
  ),
  kind(
    ...(['repair', 'RepairStage', 'repairStageId'] as const),
    () => ({ code: 'TEST', name: 'Test', sequence: 70 }),
    { name: 'Trial', finished: true, color: '#336699' },
    true,
  ),
  kind(
    ...(['alerts', 'AlertRule', 'alertRuleId'] as const),
    () => ({ name: 'R', entity: 'order', event: 'created' }),
    { event: 'changed', field: 'priority', roles: ['dispatcher'] },
    true,
  ),
  kind(
    ...(['people', 'Office', 'officeId'] as const),
    () => ({ code: 'BGO', name: 'Bergen', country: 'NO', zone: 'Europe/Oslo' }),
    { name: 'Bergen 2' },
    true,
  ),
  kind(
    'people',
    'Worker',
    'workerId',
    () => ({ displayName: 'W' }),
    { displayName: 'V', jobTitle: 'T' },
    true,
  ),
  kind(
    ...(['dispatch', 'Team', 'teamId'] as const),
    () => ({ code: 'T1', description: 'North' }),
    { description: 'South', color: '#1F6FC4', latitude: 1_000_000, longitude: 2_000_000 },
    true,
  ),
  kind(
    ...(['dispatch', 'Membership', 'membershipId'] as const),
    async () => ({ teamId: await team(), workerId: await worker(), from: '2026-01-01' }),
    { from: '2026-02-01', to: '2026-12-31' },
  ),
  kind(
    ...(['dispatch', 'Skill', 'skillId'] as const),
    () => ({ code: 'ELEV', description: 'E' }),
    { code: 'LIFT', description: 'L' },
    true,
  ),
  kind(
    ...(['dispatch', 'ActivityType', 'activityTypeId'] as const),
    () => ({ code: 'INSPECT', description: 'I' }),
    { defaultDuration: 90, pattern: 'dots', splittable: true },
    true,
  ),
  kind(
    ...(['dispatch', 'Absence', 'absenceId'] as const),
    async () => ({ workerId: await worker(), from: 1_800_000_000_000, to: 1_800_000_600_000, kind: 'sick' }),
    { to: 1_800_000_900_000, kind: 'training', note: 'Course' },
  ),
  kind(
    ...(['people', 'User', 'userId'] as const),
    () => ({ login: 'u.ser', displayName: 'U', roles: ['dispatcher'] }),
    { displayName: 'W' },
    true,
  ),
]

function kind(
  capability: string,
  noun: string,
  key: string,
  fields: Kind['fields'],
  patch: object,
  isSwitched = false,
): Kind {
  return { capability, noun, key, fields, patch, isSwitched }
}

/** Undoes the last command, does it again, undoes it again; each time the store is what it was. */
async function expectUndone(before: Record<string, unknown[]>): Promise<void> {
  const done = snapshot()
  expect(done).not.toEqual(before)
  await undoLast()
  expect(snapshot()).toEqual(before)
  await undoLast()
  expect(snapshot()).toEqual(done)
  await undoLast()
  expect(snapshot()).toEqual(before)
  await undoLast()
  expect(verifyChain(app.db).ok).toBe(true)
}

const byCommand = (name: (one: Kind) => string) => kinds.map((one) => ({ ...one, command: name(one) }))
const tested = new Set<string>()
const crudNames = kinds.flatMap(({ capability, isSwitched, noun }) =>
  ['create', 'update', 'delete', ...(isSwitched ? ['deactivate', 'activate'] : [])].map(
    (verb) => `${capability}.${verb}${noun}`,
  ),
)
for (const name of crudNames) tested.add(name)

describe('undo of every kind of record', () => {
  it.each(byCommand(({ capability, noun }) => `${capability}.create${noun} … delete${noun}`))(
    'conventions §6: $command',
    async ({ capability, fields, isSwitched, key, noun, patch }) => {
      const given = await fields()
      let before = snapshot()
      const { id } = await call(capability, `create${noun}`)({ id: newId(), ...given })
      if (noun !== 'User') await expectUndone(before)
      const ref = () => {
        const { version } = versionOf(noun, id)
        return { [key]: id, expectedVersion: version }
      }
      before = snapshot()
      await call(capability, `update${noun}`)({ ...ref(), patch })
      await expectUndone(before)
      if (isSwitched) {
        before = snapshot()
        await call(capability, `deactivate${noun}`)(ref())
        await expectUndone(before)
        before = snapshot()
        await call(capability, `activate${noun}`)(ref())
        await expectUndone(before)
      }
      before = snapshot()
      await call(capability, `delete${noun}`)(ref())
      await expectUndone(before)
    },
  )
})

function versionOf(noun: string, id: string): { version: number } {
  const entity = app.db
    .prepare<[Buffer], { version: number }>(
      'SELECT version FROM change WHERE id = ? ORDER BY seq DESC LIMIT 1',
    )
    .get(Buffer.from(id.replaceAll('-', ''), 'hex'))
  if (!entity) throw new Error(`${noun} ${id} was never written`)
  return entity
}

/** The other commands: what is there before, then the command itself. */
const acts: Readonly<Record<string, () => Promise<() => Promise<unknown>>>> = {
  'generation.releaseDate': async () => {
    const branch = await generationBranchOf(app)
    const agreementLineId = rhythmLine(app, branch, activeAgreement(app, branch), '2026-03-05')
    await generate(app.owner, { from: '2026-03-01', to: '2026-03-31' })
    const [order] = await ordersOf(app.owner)
    if (!order) throw new Error('the run made an order')
    await app.owner.orders.deleteOrder(refOf(order))
    const [held] = (await app.owner.generation.listOccurrences({ agreementLineId })).items
    if (!held) throw new Error('the date of the order is kept')
    return () => app.owner.generation.releaseDate({ occurrenceId: held.id, expectedVersion: held.version })
  },
  ...agreementActs(() => app),
  ...slaActs(() => app),
  ...activityActs(() => app),
  ...bomActs(() => app),
  ...estimateActs(() => app),
  ...repairActs(() => app),
  'dispatch.setWorkerSkills': async () => {
    await app.owner.dispatch.createSkill({ id: newId(), code: 'ELEV', description: 'E' })
    const ref = { workerId: await worker(), expectedVersion: 1 }
    return () => app.owner.dispatch.setWorkerSkills({ ...ref, skills: [{ skill: 'ELEV', level: 2 }] })
  },
  'dispatch.setDispatchProfile': async () => {
    const ref = { workerId: await worker(), expectedVersion: 1 }
    return () => app.owner.dispatch.setDispatchProfile({ ...ref, maxMinutesPerDay: 420, iCalendar: true })
  },
  'customers.mergeCustomers': async () => {
    const branch = await branchOf(app)
    await orderOf(app.owner, branch)
    const target = await app.owner.customers.createCustomer({ id: newId(), name: 'T', currency: 'NOK' })
    return () =>
      app.owner.customers.mergeCustomers({
        sourceId: branch.customerId,
        targetId: target.id,
        expectedVersion: target.version,
      })
  },
  'documents.setLogo': async () => {
    const { version } = await app.owner.people.getCompany()
    return () => app.owner.documents.setLogo({ expectedVersion: version, content: pixel })
  },
  'documents.removeLogo': async () => {
    const { version } = await app.owner.people.getCompany()
    const set = await app.owner.documents.setLogo({ expectedVersion: version, content: pixel })
    return () => app.owner.documents.removeLogo({ expectedVersion: set.version })
  },
  'people.updateCompany': async () => {
    const { version } = await app.owner.people.getCompany()
    return () => app.owner.people.updateCompany({ expectedVersion: version, patch: { name: 'Other' } })
  },
  'people.setRoles': async () => {
    const user = await app.owner.people.createUser({
      id: newId(),
      login: 'x.y',
      displayName: 'X',
      roles: ['board'],
    })
    return () =>
      app.owner.people.setRoles({ userId: user.id, expectedVersion: user.version, roles: ['technician'] })
  },
  'catalog.setItemPrice': async () => {
    const itemId = await item()
    const price = { itemId, currency: 'NOK', unitPrice: 100 }
    await app.owner.catalog.setItemPrice({ id: newId(), ...price, validFrom: '2026-01-01' })
    return () =>
      app.owner.catalog.setItemPrice({ id: newId(), ...price, validFrom: '2026-02-01', endEarlier: true })
  },
  'catalog.setItemCost': async () => {
    const itemId = await item()
    const cost = { itemId, currency: 'NOK', unitCost: 100 }
    await app.owner.catalog.setItemCost({ id: newId(), ...cost, validFrom: '2026-01-01' })
    return () =>
      app.owner.catalog.setItemCost({ id: newId(), ...cost, validFrom: '2026-02-01', endEarlier: true })
  },
  'objects.setObjectStatus': async () => {
    const { id, version } = await app.owner.objects.createObject({ id: newId(), description: 'O' })
    return () =>
      app.owner.objects.setObjectStatus({ objectId: id, expectedVersion: version, status: 'scrapped' })
  },
  'calendars.generateHolidays': async () => {
    const set = await app.owner.calendars.createHolidaySet({
      id: newId(),
      code: 'NO2',
      name: 'N',
      country: 'NO',
    })
    return () =>
      app.owner.calendars.generateHolidays({
        holidaySetId: set.id,
        country: 'NO',
        expectedVersion: set.version,
        year: 2027,
      })
  },
  'settings.setSetting': async () => {
    await customer()
    return () => app.owner.settings.setSetting({ key: 'sortLanguage', scope: 'company', value: 'nb' })
  },
  'billing.closePeriod': () =>
    Promise.resolve(() => app.owner.billing.closePeriod({ month: '2026-01', reason: 'R' })),
  'billing.openPeriod': async () => {
    await app.owner.billing.closePeriod({ month: '2026-01', reason: 'R' })
    return () => app.owner.billing.openPeriod({ month: '2026-01', reason: 'R' })
  },
  'orders.updateOrder': async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    return () =>
      app.owner.orders.updateOrder({
        ...refOf(order),
        patch: { preferredServiceAt: app.clock.now + 10 * 86_400_000, priority: 'high' },
      })
  },
  'orders.addLine': async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    return () => app.owner.orders.addLine({ ...refOf(order), ...hours(branch) })
  },
  'orders.updateLine': async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const { id: lineId } = lineOf(order, 10)
    return () =>
      app.owner.orders.updateLine({
        ...refOf(order),
        lineId,
        patch: { actualQty: 60, salesPrice: 5_000_000 },
      })
  },
  'orders.findPriceAgain': async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch, { salesPrice: 1_000_000 })] })
    const { id: lineId } = lineOf(order, 10)
    return () => app.owner.orders.findPriceAgain({ lineId, expectedVersion: order.version })
  },
  'orders.cancelLine': async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch), hours(branch)] })
    return () => app.owner.orders.cancelLine({ ...refOf(order), lineIds: [lineOf(order, 10).id] })
  },
  'orders.revokeLineCancel': async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch), hours(branch)] })
    const lineIds = [lineOf(order, 10).id]
    const canceled = await app.owner.orders.cancelLine({ ...refOf(order), lineIds })
    return () => app.owner.orders.revokeLineCancel({ ...refOf(canceled), lineIds })
  },
  'orders.cancelOrder': async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    return () => app.owner.orders.cancelOrder({ ...refOf(order), reason: 'Away' })
  },
  'orders.revokeCancel': async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const canceled = await app.owner.orders.cancelOrder(refOf(order))
    return () => app.owner.orders.revokeCancel(refOf(canceled))
  },
  'orders.cancelOrders': async () => {
    const branch = await branchOf(app)
    const { id } = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    return () => app.owner.orders.cancelOrders({ orderIds: [id] })
  },
  'orders.deleteOrder': async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    return () => app.owner.orders.deleteOrder(refOf(order))
  },
  'orders.deleteOrders': async () => {
    const branch = await branchOf(app)
    const { id } = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    return () => app.owner.orders.deleteOrders({ orderIds: [id] })
  },
  ...requirementActs(),
  ...restructureActs(),
  'orders.createOrder': async () => {
    const branch = await branchOf(app)
    await createTree(app.owner)
    return () => orderOf(app.owner, branch, { lines: [hours(branch), hours(branch)] })
  },
  'orders.createFromSalesOrder': async () => {
    const { customerId } = await branchOf(app)
    const unit = await app.owner.catalog.createUnit({ id: newId(), code: 'EA', name: 'Each', decimals: 0 })
    const item = { id: newId<ItemId>(), number: 'P-1', name: 'Pump', unitId: unit.id }
    const { id: itemId } = await app.owner.catalog.createItem(item)
    const items = [{ id: newId<OrderLineId>(), itemId, quantity: 1000 }]
    return () =>
      app.owner.orders.createFromSalesOrder({ id: newId(), customerId, salesOrderNumber: 'S-1', items })
  },
  'documents.setPrintSettings': () =>
    Promise.resolve(() => app.owner.documents.setPrintSettings({ kind: 'workReceipt', copies: 2 })),
  'views.saveView': () => Promise.resolve(() => app.owner.views.saveView(view(newId()))),
  'views.deleteView': async () => {
    const { id, version } = await app.owner.views.saveView(view(newId()))
    return () => app.owner.views.deleteView({ viewId: id, expectedVersion: version })
  },
  'alerts.transferRules': async () => {
    const rule = { entity: 'customer' as const, event: 'created' as const }
    await app.owner.alerts.createAlertRule({ id: newId(), name: 'R', ...rule })
    const { user } = await app.owner.session.getSession()
    const other = await app.owner.people.createUser({
      ...{ id: newId(), login: 'o.ther', displayName: 'O', roles: ['dispatcher'] },
    })
    return () => app.owner.alerts.transferRules({ fromUserId: user.id, toUserId: other.id })
  },
  'alerts.setOrderEvents': () =>
    Promise.resolve(() =>
      app.owner.alerts.setOrderEvents({ scope: { kind: 'all' }, from: '2026-01-01', actions: ['posted'] }),
    ),
  'views.shareView': async () => {
    const { id, version } = await app.owner.views.saveView(view(newId()))
    return () => app.owner.views.shareView({ viewId: id, expectedVersion: version, roles: ['dispatcher'] })
  },
}
for (const name of Object.keys(acts)) tested.add(name)

type ViewInput = Parameters<typeof app.owner.views.saveView>[0]
function view(viewId: ViewInput['viewId']): ViewInput {
  return { viewId, name: 'Mine', list: 'orders', filter: {}, sort: [], columns: [], frozen: 0 }
}

/** An order of one item line that waits for its part. */
async function required() {
  const { owner } = app
  const branch = await branchOf(app)
  const itemId = await item()
  const [warehouse] = (await owner.stock.listWarehouses({})).items
  if (!warehouse) throw new Error('a new store has a warehouse')
  const place = { itemId, warehouseId: warehouse.id }
  const received = { ...place, quantity: 5000, unitCost: 100, date: '2026-03-02' }
  await owner.stock.receiveStock({ id: newId(), ...received })
  const order = await orderOf(owner, branch, {
    lines: [{ id: newId(), type: 'item', ...place, estimatedQty: 3000, salesPrice: 100 }],
  })
  const given = { lineId: lineOf(order, 10).id, ...place, requiredQty: 3000 }
  const make = () => owner.orders.createRequirement(given)
  const refTo = ({ id, version }: Awaited<ReturnType<typeof make>>) => ({
    requirementId: id,
    expectedVersion: version,
  })
  return { make, refTo }
}

function requirementActs(): Readonly<Record<string, () => Promise<() => Promise<unknown>>>> {
  return {
    'orders.createRequirement': async () => (await required()).make,
    'orders.updateRequirement': async () => {
      const { make, refTo } = await required()
      const ref = refTo(await make())
      return () => app.owner.orders.updateRequirement({ ...ref, quantity: 2000 })
    },
    'orders.reserveRequirement': async () => {
      const { make, refTo } = await required()
      const ref = refTo(await make())
      return () => app.owner.orders.reserveRequirement(ref)
    },
    'orders.cancelRequirement': async () => {
      const { make, refTo } = await required()
      const ref = refTo(await app.owner.orders.reserveRequirement(refTo(await make())))
      return () => app.owner.orders.cancelRequirement(ref)
    },
    'orders.deleteRequirement': async () => {
      const { make, refTo } = await required()
      const ref = refTo(await make())
      return () => app.owner.orders.deleteRequirement(ref)
    },
  }
}

function restructureActs(): Readonly<Record<string, () => Promise<() => Promise<unknown>>>> {
  const twoLines = async () => {
    const branch = await branchOf(app)
    return { branch, order: await orderOf(app.owner, branch, { lines: [hours(branch), hours(branch)] }) }
  }
  const twoOfAgreement = async () => {
    const branch = await branchOf(app)
    const fields = { agreementId: agreementRow(app, branch, { end_date: null }) }
    const target = await orderOf(app.owner, branch, { ...fields, lines: [hours(branch)] })
    const source = await orderOf(app.owner, branch, { ...fields, lines: [hours(branch), hours(branch)] })
    return { source, target }
  }
  const related = async () => {
    const { branch, order } = await twoLines()
    const { customerId } = branch
    const { id: objectId } = await app.owner.objects.createObject({
      id: newId(),
      description: 'O',
      customerId,
    })
    const { id: taskId } = await app.owner.agreements.createServiceTask({
      ...{ id: newId(), code: 'T', description: { en: 'T' } },
    })
    return { order, objectId, taskId }
  }
  const date = '2026-04-01'
  return {
    'orders.copyOrder': async () => {
      const { order } = await twoLines()
      return () => app.owner.orders.copyOrder({ orderId: order.id, date })
    },
    'orders.copyLines': async () => {
      const { branch, order } = await twoLines()
      const target = await orderOf(app.owner, branch)
      const source = { sourceType: 'order' as const, sourceId: order.id, lineIds: [lineOf(order, 10).id] }
      return () =>
        app.owner.orders.copyLines({ targetId: target.id, expectedVersion: target.version, ...source })
    },
    'orders.splitOrder': async () => {
      const { order } = await twoLines()
      return () => app.owner.orders.splitOrder({ ...refOf(order), lineIds: [lineOf(order, 10).id], date })
    },
    'orders.moveLines': async () => {
      const { source, target } = await twoOfAgreement()
      return () =>
        app.owner.orders.moveLines({
          ...{ sourceId: source.id, expectedVersion: source.version, lineIds: [lineOf(source, 10).id] },
          ...{ targetId: target.id, targetVersion: target.version },
        })
    },
    'orders.mergeOrders': async () => {
      const { source, target } = await twoOfAgreement()
      return () =>
        app.owner.orders.mergeOrders({
          sources: [refOf(source)],
          ...{ targetId: target.id, targetVersion: target.version },
        })
    },
    'orders.splitLine': async () => {
      const { order } = await twoLines()
      return () => app.owner.orders.splitLine({ ...refOf(order), lineId: lineOf(order, 10).id, quantity: 30 })
    },
    'orders.reverseLine': async () => {
      const { order } = await twoLines()
      const posted = await app.owner.orders.postOrder({ ...refOf(order), date: '2026-03-02' })
      const line = { lineId: lineOf(order, 10).id, expectedVersion: posted.order.version }
      return () => app.owner.orders.reverseLine({ ...line, quantity: 60 })
    },
    'orders.setAddress': async () => {
      const { order } = await twoLines()
      const address = { name: 'Hall 9', addressLine1: 'Veien 1', city: 'Bergen', country: 'NO' }
      return () => app.owner.orders.setAddress({ ...refOf(order), address, saveTo: 'order' })
    },
    'orders.addObjectRelation': async () => {
      const { objectId, order } = await related()
      return () => app.owner.orders.addObjectRelation({ ...refOf(order), objectId, note: 'N' })
    },
    'orders.removeObjectRelation': async () => {
      const { objectId, order } = await related()
      const id = newId<Parameters<typeof app.owner.orders.removeObjectRelation>[0]['relationId']>()
      const { version } = await app.owner.orders.addObjectRelation({ ...refOf(order), id, objectId })
      return () => app.owner.orders.removeObjectRelation({ relationId: id, expectedVersion: version })
    },
    'orders.addTaskRelation': async () => {
      const { order, taskId } = await related()
      return () => app.owner.orders.addTaskRelation({ ...refOf(order), taskId, internalNote: 'N' })
    },
    'orders.removeTaskRelation': async () => {
      const { order, taskId } = await related()
      const id = newId<Parameters<typeof app.owner.orders.removeTaskRelation>[0]['relationId']>()
      const { version } = await app.owner.orders.addTaskRelation({ ...refOf(order), id, taskId })
      return () => app.owner.orders.removeTaskRelation({ relationId: id, expectedVersion: version })
    },
    'orders.registerRequest': async () => {
      const { customerId } = await branchOf(app)
      return () => app.owner.orders.registerRequest({ id: newId(), customerId, description: 'Please come' })
    },
    'orders.transferRequest': async () => {
      const { customerId } = await branchOf(app)
      const request = await app.owner.orders.registerRequest({ id: newId(), customerId })
      return () => app.owner.orders.transferRequest(refOf(request))
    },
    'orders.rejectRequest': async () => {
      const { customerId } = await branchOf(app)
      const request = await app.owner.orders.registerRequest({ id: newId(), customerId })
      return () => app.owner.orders.rejectRequest({ ...refOf(request), reason: 'No' })
    },
    'orders.changeCaseStatus': async () => {
      const { ref } = await newCase()
      return () => app.owner.orders.changeCaseStatus({ ...ref, status: 'inProcess' })
    },
    'orders.linkCase': async () => {
      const { ref } = await newCase()
      const { id } = await app.owner.objects.createObject({ id: newId(), description: 'Pump' })
      return () => app.owner.orders.linkCase({ ...ref, entity: 'object', recordId: id })
    },
    'orders.unlinkCase': async () => {
      const { ref } = await newCase()
      const { id } = await app.owner.objects.createObject({ id: newId(), description: 'Pump' })
      const link = { caseId: ref.caseId, entity: 'object', recordId: id } as const
      const { version } = await app.owner.orders.linkCase({ ...ref, ...link })
      return () => app.owner.orders.unlinkCase({ ...link, expectedVersion: version })
    },
    'orders.createOrderFromCase': async () => {
      const { ref } = await newCase()
      return () => app.owner.orders.createOrderFromCase(ref)
    },
    'orders.markCaseHelped': async () => {
      const { held, ref } = await newCase()
      const { categoryId, customerId } = held
      const other = { id: newId<typeof held.id>(), title: 'Settled', categoryId, customerId }
      await app.owner.orders.createCase(other)
      await app.owner.orders.changeCaseStatus({ caseId: other.id, expectedVersion: 1, status: 'inProcess' })
      await app.owner.orders.changeCaseStatus({
        ...{ caseId: other.id, expectedVersion: 2, status: 'closed', resolution: 'Oiled' },
      })
      return () => app.owner.orders.markCaseHelped({ ...ref, helpedCaseId: other.id })
    },
    'attachments.addNote': async () => {
      const recordId = await customer()
      return () => app.owner.attachments.addNote({ ...note, id: newId(), recordId, text: 'A' })
    },
    'attachments.updateNote': async () => {
      const recordId = await customer()
      const { id } = await app.owner.attachments.addNote({ ...note, id: newId(), recordId, text: 'A' })
      return () => app.owner.attachments.updateNote({ noteId: id, expectedVersion: 1, text: 'B' })
    },
    'attachments.addAttachment': async () => {
      const recordId = await customer()
      return () => app.owner.attachments.addAttachment({ ...note, ...file, id: newId(), recordId })
    },
    'attachments.deleteAttachment': async () => {
      const recordId = await customer()
      const { id } = await app.owner.attachments.addAttachment({ ...note, ...file, id: newId(), recordId })
      return () => app.owner.attachments.deleteAttachment({ attachmentId: id, expectedVersion: 1 })
    },
  }
}

it.each(Object.keys(acts))('conventions §6: %s is undone, done again, undone again', async (name) => {
  const run = await acts[name]?.()
  const before = snapshot()
  await run?.()
  await expectUndone(before)
})

/** Local to the machine: no entry, nothing to undo (conventions §5). */
const withoutEntry = new Set([
  ...['session.signOut', 'session.lock', 'session.setOffice', 'files.putChunk', 'jobs.cancelJob'],
  ...[
    'alerts.dismissAlert',
    'drafts.saveDraft',
    'drafts.discardDraft',
    'history.verifyChain',
    'reports.exportList',
    'reports.runReport',
    'reports.exportRepairStatistics',
    'generation.previewGeneration',
    'dispatch.previewPlan',
  ],
  ...['imports.uploadFile', 'imports.mapColumns', 'imports.checkImport', 'imports.discardImport'],
  ...[
    'backups.createBackup',
    'backups.restoreBackup',
    'backups.setBackupSettings',
    'backups.closeStoreNotice',
  ],
  ...[
    'wall.leaveWall',
    'documents.getDocument',
    'orders.getSignOffReport',
    'documents.getDocuments',
    'documents.getMailDraft',
    'objects.printObjectHistory',
  ],
])

it('conventions §6: each command is undone in a test, or says which act takes the place of undo', () => {
  const commands = Object.entries(contract).flatMap(([capability, procedures]) =>
    Object.keys(procedures).flatMap((name) => {
      const writes = ['command', 'job', 'longCommand'].includes(String(metaOf([capability, name])?.kind))
      return writes ? [`${capability}.${name}`] : []
    }),
  )
  const never = new Set<string>(Object.values(reversals).flat())
  const open = commands.filter(
    (name) =>
      !tested.has(name) && !never.has(name) && !withoutEntry.has(name) && name !== 'history.undoEntry',
  )
  expect(open).toEqual([])
})
