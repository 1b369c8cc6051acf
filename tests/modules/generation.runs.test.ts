import { afterEach, beforeEach, expect, it } from 'vitest'
import { agreementRow } from '../support/agreementRows'
import { newId, setUp, type TestApp } from '../support/app'
import {
  activeAgreement,
  april,
  bytes,
  commit,
  exampleOne,
  failureOf,
  generate,
  generationBranchOf,
  ordersOf,
  preview,
  rhythmLine,
  skipsOf,
  undo,
  visits,
  type GenerationBranch,
} from '../support/generation'

let app: TestApp
let branch: GenerationBranch
beforeEach(async () => {
  app = setUp()
  branch = await generationBranchOf(app)
})
afterEach(() => app.close())

const monthly = () => ({ interval_id: bytes(branch.monthly) })
const count = (table: string) => app.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()

/** Monday to Friday are open; the company's calendar. */
function openWeekdays(): void {
  app.db.prepare('UPDATE company SET calendar_id = (SELECT id FROM calendar ORDER BY key LIMIT 1)').run()
}

it.each([
  ['object', 10],
  ['agreement', 5],
  ['task', 5],
  ['employee', 5],
  ['none', 13],
])('R-03.01: combined by %s, April 2007 gives %i orders with 13 lines', async (combine, orders) => {
  await exampleOne(app, branch, combine)

  const plan = await preview(app.owner, april)
  expect(plan.counts).toMatchObject({ agreements: 1, linesRead: 3, orders, lines: 13, skips: 0 })
  const entries = app.entries()
  const run = await generate(app.owner, april)

  const made = await ordersOf(app.owner)
  expect(run).toMatchObject({
    number: 'MAIN-GEN-000001',
    status: 'committed',
    orderCount: orders,
    lineCount: 13,
  })
  expect(app.entries()).toBe(entries + 1)
  expect(made).toHaveLength(orders)
  expect(made.flatMap(({ lines }) => lines)).toHaveLength(13)
  expect(visits(plan)).toEqual(
    made.map(({ lines, serviceDate }) => `${serviceDate} ×${String(lines.length)}`),
  )
})

it('R-03.02: the same run once more writes nothing', async () => {
  const { agreementId } = await exampleOne(app, branch, 'agreement')
  await generate(app.owner, april)

  const again = await preview(app.owner, april)
  const entries = app.entries()
  const failure = await failureOf(commit(app.owner, april, again.fingerprint))

  expect(skipsOf(again)).toEqual(Array.from({ length: 13 }, () => 'ALREADY_GENERATED'))
  expect(again.skips[0]).toMatchObject({
    agreementId,
    orderNumber: 'MAIN-SO-000001',
    calculatedDate: '2007-04-01',
    trace: [{ code: 'EARLIER_ORDER', date: '2007-04-01', text: 'MAIN-SO-000001' }],
  })
  expect(failure).toMatchObject({ code: 'NOTHING_TO_CREATE' })
  expect(app.entries()).toBe(entries)
  expect(await ordersOf(app.owner)).toHaveLength(5)
})

it('R-03.02: committing a plan that is a run already leaves nothing to create', async () => {
  await exampleOne(app, branch, 'agreement')
  const { fingerprint } = await preview(app.owner, april)
  await commit(app.owner, april, fingerprint)

  expect(await failureOf(commit(app.owner, april, fingerprint))).toMatchObject({ code: 'NOTHING_TO_CREATE' })
  expect([count('generation_run'), count('service_order')]).toEqual([1, 5])
})

it('R-03.03: three monthly lines make six orders, with month windows two on the 12th', async () => {
  openWeekdays()
  const agreementId = activeAgreement(app, branch, { start_date: '2027-01-01' })
  const starts = ['2027-01-05', '2027-01-12', '2027-01-22']
  const lines = starts.map((start) => rhythmLine(app, branch, agreementId, start, monthly()))
  const spring = { from: '2027-03-01', to: '2027-04-30' }

  const apart = await preview(app.owner, spring)
  app.db.prepare('UPDATE agreement_line SET window_id = ?').run(bytes(branch.monthWindow))
  const together = await preview(app.owner, spring)

  expect(visits(apart)).toHaveLength(6)
  expect(visits(together)).toEqual(['2027-03-12 ×3', '2027-04-12 ×3'])
  expect(together.lines[0]).toMatchObject({
    agreementLineId: lines[0],
    calculatedDate: '2027-03-05',
    serviceDate: '2027-03-12',
    notes: ['MOVED_BY_WINDOW'],
  })
  expect(together.lines[0]?.trace.map(({ code }) => code)).toEqual(['SERIES_DATE', 'WINDOW', 'CLUSTER'])
})

it('R03-12: a plan says where the neighbours of a date cut its window (E7)', async () => {
  const agreementId = activeAgreement(app, branch)
  const window = { interval_id: bytes(branch.weekly), window_id: bytes(branch.monthWindow) }
  rhythmLine(app, branch, agreementId, '2027-06-07', window)

  const plan = await preview(app.owner, { from: '2027-06-07', to: '2027-06-20' })

  expect(plan.lines.at(-1)?.trace.slice(1, 3)).toEqual([
    { code: 'HALF_WAY', from: '2027-06-11', to: '2027-06-17' },
    { code: 'WINDOW', from: '2027-06-11', to: '2027-06-17', number: 7 },
  ])
})

it('R-03.06: nothing is dated after the agreement ends, whatever the run (E4)', async () => {
  const first = activeAgreement(app, branch, { start_date: '2012-01-01', end_date: '2012-12-31' })
  rhythmLine(app, branch, first, '2012-01-01', monthly())
  await generate(app.owner, { from: '2012-11-01', to: '2013-02-01' })
  expect((await ordersOf(app.owner)).map(({ serviceDate }) => serviceDate)).toEqual([
    '2012-11-01',
    '2012-12-01',
  ])

  const second = activeAgreement(app, branch, { start_date: '2012-01-01', end_date: '2012-12-31' })
  const ended = rhythmLine(app, branch, second, '2012-01-02', { ...monthly(), end_date: '2012-03-01' })
  rhythmLine(app, branch, second, '2012-04-01', { ...monthly(), end_date: '2012-12-31' })
  const autumn = { from: '2012-10-01', to: '2012-12-31', filter: { agreementIds: [second] } }
  const plan = await preview(app.owner, autumn)

  expect(visits(plan)).toEqual(['2012-10-01 ×1', '2012-11-01 ×1', '2012-12-01 ×1'])
  expect(plan.skips).toMatchObject([{ agreementLineId: ended, skipCode: 'PERIOD_AFTER_LINE' }])
})

it('R-03.07: each line of a suspended agreement says so and makes no order', async () => {
  const agreementId = activeAgreement(app, branch, { status: 'suspended' })
  for (let line = 0; line < 4; line += 1) rhythmLine(app, branch, agreementId, '2026-01-01', monthly())

  const plan = await preview(app.owner, { from: '2026-03-01', to: '2026-03-31' })

  expect(skipsOf(plan)).toEqual(Array.from({ length: 4 }, () => 'AGREEMENT_SUSPENDED'))
  expect(plan.counts).toMatchObject({ orders: 0, skipped: { AGREEMENT_SUSPENDED: 4 } })
})

it('R-03.08: a stopped line makes none of its dates and says so once', async () => {
  const agreementId = activeAgreement(app, branch)
  const running = rhythmLine(app, branch, agreementId, '2026-01-05', monthly())
  const stopped = rhythmLine(app, branch, agreementId, '2026-01-05', { ...monthly(), is_stopped: 1 })

  const plan = await preview(app.owner, { from: '2026-03-01', to: '2026-05-31' })

  expect(plan.lines.map(({ agreementLineId }) => agreementLineId)).toEqual([running, running, running])
  expect(plan.skips).toMatchObject([{ agreementLineId: stopped, skipCode: 'LINE_STOPPED' }])
})

it('R-03.09: a line without interval is made once, however often it is run', async () => {
  const agreementId = activeAgreement(app, branch, { start_date: '2027-01-01' })
  const once = rhythmLine(app, branch, agreementId, '2027-05-10')

  await generate(app.owner, { from: '2027-05-01', to: '2027-05-31' })
  const later = await preview(app.owner, { from: '2027-05-01', to: '2027-06-30' })

  expect(skipsOf(later)).toEqual(['ALREADY_GENERATED'])
  const lines = (await ordersOf(app.owner)).flatMap((order) => order.lines)
  expect(lines).toMatchObject([{ agreementLineId: once, serviceDate: '2027-05-10' }])
})

it('R-03.10: lines of types that are not ticked say so once each', async () => {
  const agreementId = activeAgreement(app, branch)
  for (const type of ['hour', 'expense', 'fee'])
    rhythmLine(app, branch, agreementId, '2026-01-05', { ...monthly(), type })

  const plan = await preview(app.owner, { from: '2026-03-01', to: '2026-12-31', types: ['item'] })

  expect(skipsOf(plan)).toEqual(['TYPE_NOT_INCLUDED', 'TYPE_NOT_INCLUDED', 'TYPE_NOT_INCLUDED'])
})

it('R-03.11: a closed exact day stays by `keep`, with a warning on line and order', async () => {
  openWeekdays()
  const agreementId = activeAgreement(app, branch, { closed_day_policy: 'keep' })
  rhythmLine(app, branch, agreementId, '2026-01-31', monthly())

  const plan = await preview(app.owner, { from: '2026-02-01', to: '2026-02-28' })
  await generate(app.owner, { from: '2026-02-01', to: '2026-02-28' })

  expect(plan.lines).toMatchObject([{ serviceDate: '2026-02-28', notes: ['CALENDAR_CONFLICT'] }])
  expect(await ordersOf(app.owner)).toMatchObject([{ serviceDate: '2026-02-28', calendarConflict: true }])
})

it('R-03.12: a closed day skipped stores nothing, so that `keep` makes it later', async () => {
  openWeekdays()
  const agreementId = activeAgreement(app, branch, { closed_day_policy: 'skip' })
  rhythmLine(app, branch, agreementId, '2026-01-31', monthly())
  const february = { from: '2026-02-01', to: '2026-02-28' }

  const skipped = await preview(app.owner, february)
  expect(skipsOf(skipped)).toEqual(['CLOSED_DAY_SKIPPED'])
  expect(count('occurrence')).toBe(0)

  app.db.prepare("UPDATE agreement SET closed_day_policy = 'keep'").run()
  expect(visits(await preview(app.owner, february))).toEqual(['2026-02-28 ×1'])
})

it('R-03.13: a date moved into the next month belongs to its own month', async () => {
  openWeekdays()
  const agreementId = activeAgreement(app, branch, {
    start_date: '2026-12-01',
    closed_day_policy: 'nextOpen',
  })
  rhythmLine(app, branch, agreementId, '2026-12-31', monthly())

  await generate(app.owner, { from: '2027-01-01', to: '2027-01-31' })
  const february = await preview(app.owner, { from: '2027-02-01', to: '2027-02-28' })

  const [order] = await ordersOf(app.owner)
  expect(order).toMatchObject({ serviceDate: '2027-02-01' })
  expect(order?.lines[0]).toMatchObject({ agreementDueDate: '2027-01-31' })
  expect(february.lines).toMatchObject([
    { calculatedDate: '2027-02-28', serviceDate: '2027-03-01', notes: ['MOVED_FROM_CLOSED_DAY'] },
  ])
})

it('R-03.14: without a service calendar Sundays are open', async () => {
  const agreementId = activeAgreement(app, branch)
  rhythmLine(app, branch, agreementId, '2026-01-04', { interval_id: bytes(branch.weekly) })

  const plan = await preview(app.owner, { from: '2026-03-01', to: '2026-03-31' })

  expect(plan.counts).toMatchObject({ orders: 5, notes: {} })
})

it('R-03.14: with every day open Sundays are, whatever the company’s calendar says', async () => {
  openWeekdays()
  const agreementId = activeAgreement(app, branch)
  rhythmLine(app, branch, agreementId, '2026-01-04', { interval_id: bytes(branch.weekly) })
  const march = { from: '2026-03-01', to: '2026-03-31' }
  expect((await preview(app.owner, march)).counts).toMatchObject({ notes: { CALENDAR_CONFLICT: 5 } })

  await app.owner.settings.setSetting({ key: 'serviceEveryDay', scope: 'company', value: true })

  expect((await preview(app.owner, march)).counts).toMatchObject({ orders: 5, notes: {} })
  await generate(app.owner, march)
  const [order] = await ordersOf(app.owner)
  expect(order).toMatchObject({ serviceDate: '2026-03-01', calendarConflict: false })
})

it('R-03.17: two objects at two sites make two orders of one date', async () => {
  const { customerId } = branch
  const { id: siteId } = await app.owner.customers.createSite({
    ...{ id: newId(), customerId, name: 'Hall 2', country: 'NO', zone: 'Europe/Oslo' },
  })
  const objects = [siteId, branch.siteId].map((site, at) =>
    app.owner.objects.createObject({
      id: newId(),
      description: `Lift ${String(at)}`,
      customerId,
      siteId: site,
    }),
  )
  const agreementId = activeAgreement(app, branch)
  for (const { id } of await Promise.all(objects))
    rhythmLine(app, branch, agreementId, '2026-01-05', { ...monthly(), object_id: bytes(id) })

  const plan = await preview(app.owner, { from: '2026-03-01', to: '2026-03-31' })

  expect(visits(plan)).toEqual(['2026-03-05 ×1', '2026-03-05 ×1'])
  expect(new Set(plan.orders.map((order) => order.siteId))).toEqual(new Set([siteId, branch.siteId]))
})

it('R-03.28: a generated order carries no service level, whatever its agreement has', async () => {
  app.db
    .prepare(
      `INSERT INTO service_level (id, version, code, description, allowance, steps, is_active)
       VALUES (?, 1, 'GOLD', '{}', 240, '[]', 1)`,
    )
    .run(bytes(newId()))
  const agreementId = activeAgreement(app, branch)
  app.db.prepare('UPDATE agreement SET sla_id = (SELECT id FROM service_level)').run()
  rhythmLine(app, branch, agreementId, '2026-01-05', monthly())

  await generate(app.owner, { from: '2026-03-01', to: '2026-03-31' })

  expect(await ordersOf(app.owner)).toMatchObject([{ agreementId, origin: 'agreement' }])
  expect(count('order_sla')).toBe(0)
})

it('R-03.29: a technician may not run anything', async () => {
  const technician = await app.as('technician')
  await exampleOne(app, branch, 'agreement')
  const entries = app.entries()

  expect(await failureOf(commit(technician, april, 'x'))).toMatchObject({ code: 'FORBIDDEN' })
  expect(await failureOf(preview(technician, april))).toMatchObject({ code: 'FORBIDDEN' })
  expect(app.entries()).toBe(entries)
})

it('R-03.30: a period ends after it begins and is 1,827 days long at most', async () => {
  const refused = async (from: string, to: string) => failureOf(preview(app.owner, { from, to }))

  expect(await refused('2027-02-10', '2027-02-09')).toMatchObject({ code: 'PERIOD_INVALID' })
  expect(await refused('2027-01-01', '2032-01-02')).toMatchObject({ code: 'PERIOD_TOO_LONG' })
  expect((await preview(app.owner, { from: '2027-01-01', to: '2032-01-01' })).counts.orders).toBe(0)

  const both = await failureOf(preview(app.owner, { from: '2027-02-10', to: '2027-02-09', types: [] }))
  expect(both).toMatchObject({
    code: 'PERIOD_INVALID',
    data: { failures: [{ code: 'PERIOD_INVALID' }, { code: 'NO_TRANSACTION_TYPE' }] },
  })
})

it('R03-02: nothing ticked is refused, a run beyond the limit only when it is committed', async () => {
  await exampleOne(app, branch, 'agreement')
  expect(await failureOf(preview(app.owner, { ...april, types: [] }))).toMatchObject({
    code: 'NO_TRANSACTION_TYPE',
  })

  await app.owner.settings.setSetting({ key: 'maxOrdersPerRun', scope: 'company', value: 4 })
  const plan = await preview(app.owner, april)
  expect(plan.counts.orders).toBe(5)
  expect(await failureOf(commit(app.owner, april, plan.fingerprint))).toMatchObject({
    code: 'RUN_TOO_LARGE',
    data: { orders: 5, limit: 4 },
  })
  expect(count('service_order')).toBe(0)
})

it('03 §3.5: each state of an agreement, and each place of a period, has its code', async () => {
  const states = [
    { fields: { is_template: 1, status: 'draft' }, code: 'AGREEMENT_IS_TEMPLATE' },
    { fields: { status: 'draft' }, code: 'AGREEMENT_DRAFT' },
    { fields: { status: 'closed' }, code: 'AGREEMENT_CLOSED' },
    { fields: { start_date: '2026-05-01' }, code: 'PERIOD_BEFORE_LINE' },
    { fields: { end_date: '2026-02-01' }, code: 'PERIOD_AFTER_LINE' },
    { fields: { termination_date: '2026-02-01' }, code: 'PERIOD_AFTER_LINE' },
  ]
  for (const { code, fields } of states) {
    const agreementId = activeAgreement(app, branch, fields)
    rhythmLine(app, branch, agreementId, '2026-01-20', monthly())
    const plan = await preview(app.owner, {
      ...{ from: '2026-03-01', to: '2026-03-10', filter: { agreementIds: [agreementId] } },
    })
    expect(skipsOf(plan), code).toEqual([code])
  }
  const agreementId = activeAgreement(app, branch)
  rhythmLine(app, branch, agreementId, '2026-01-20', monthly())
  const between = await preview(app.owner, {
    ...{ from: '2026-03-01', to: '2026-03-10', filter: { agreementIds: [agreementId] } },
  })
  expect(skipsOf(between)).toEqual(['NO_DATE_IN_PERIOD'])
})

it('03 §3.5: agreements of other offices are read only when named, and say only why', async () => {
  const { id: officeId } = await app.owner.people.createOffice({
    ...{ id: newId(), code: 'BGO', name: 'Bergen', country: 'NO', zone: 'Europe/Oslo' },
  })
  const agreementId = activeAgreement(app, branch, { office_id: bytes(officeId) })
  rhythmLine(app, branch, agreementId, '2026-01-05', monthly())
  const { officeId: own } = await app.owner.session.getSession()
  await app.owner.people.createUser({
    ...{ id: newId(), login: 'oslo', displayName: 'Oslo', roles: ['dispatcher'], officeIds: [own] },
    password: 'a long enough password',
  })
  const { token } = await app.stranger.session.signIn({ login: 'oslo', password: 'a long enough password' })
  const oslo = app.application.clientFor(token)
  const march = { from: '2026-03-01', to: '2026-03-31' }

  expect((await preview(oslo, march)).counts).toMatchObject({ linesRead: 0, skips: 0 })
  const named = await preview(oslo, { ...march, filter: { agreementIds: [agreementId] } })
  expect(named.skips).toMatchObject([{ skipCode: 'NO_PERMISSION_OFFICE' }])
  expect(named.skips[0]?.customerName).toBeUndefined()

  app.db.prepare("UPDATE agreement SET status = 'suspended'").run()
  const suspended = await preview(oslo, { ...march, filter: { agreementIds: [agreementId] } })
  expect(suspended.skips).toMatchObject([{ skipCode: 'AGREEMENT_SUSPENDED', trace: [] }])
  expect(suspended.skips[0]?.customerName).toBeUndefined()
  const listed = await oslo.generation.listPlan({ planId: suspended.planId, part: 'skips' })
  expect(listed.items).toHaveLength(1)
})

it('03 §4: who lost an office since the preview commits nothing of it, nor takes its orders back', async () => {
  const { id: officeId } = await app.owner.people.createOffice({
    ...{ id: newId(), code: 'BGO', name: 'Bergen', country: 'NO', zone: 'Europe/Oslo' },
  })
  rhythmLine(app, branch, activeAgreement(app, branch), '2026-01-05', monthly())
  rhythmLine(
    app,
    branch,
    activeAgreement(app, branch, { office_id: bytes(officeId) }),
    '2026-01-05',
    monthly(),
  )
  const { officeId: own } = await app.owner.session.getSession()
  const password = 'a long enough password'
  const user = await app.owner.people.createUser({
    ...{ id: newId(), login: 'both', displayName: 'Both', roles: ['dispatcher'], officeIds: [own, officeId] },
    password,
  })
  const { token } = await app.stranger.session.signIn({ login: 'both', password })
  const both = app.application.clientFor(token)
  const march = { from: '2026-03-01', to: '2026-03-31' }
  const setOffices = async (officeIds: (typeof own)[]) => {
    const { roles, version } = await app.owner.people.getUser({ userId: user.id })
    await app.owner.people.setRoles({ userId: user.id, expectedVersion: version, roles, officeIds })
  }

  const plan = await preview(both, march)
  expect(plan.counts.orders).toBe(2)
  await setOffices([own])
  const failure = await failureOf(commit(both, march, plan.fingerprint))
  expect(failure).toMatchObject({ code: 'PREVIEW_STALE', data: { preview: { counts: { orders: 1 } } } })

  await setOffices([own, officeId])
  const run = await generate(both, march)
  await setOffices([own])
  expect(await failureOf(undo(both, run))).toMatchObject({ code: 'FORBIDDEN' })
  expect(count('service_order')).toBe(2)
})

it('R04-27: a blocked billing account and a blocked customer get no new orders', async () => {
  const agreementId = activeAgreement(app, branch)
  rhythmLine(app, branch, agreementId, '2026-01-05', monthly())
  const march = { from: '2026-03-01', to: '2026-03-31' }

  app.db.prepare("UPDATE billing_account SET status = 'blocked'").run()
  expect(skipsOf(await preview(app.owner, march))).toEqual(['BILLING_ACCOUNT_CLOSED'])
  app.db.prepare("UPDATE customer SET status = 'blocked'").run()
  expect(skipsOf(await preview(app.owner, march))).toEqual(['CUSTOMER_BLOCKED'])
})

it('R03-15: agreements that combine by customer meet, with one head and lines of each', async () => {
  const agreements = [0, 1].map(() => activeAgreement(app, branch, { combine: 'customer' }))
  const alone = activeAgreement(app, branch)
  for (const agreementId of [...agreements, alone])
    rhythmLine(app, branch, agreementId, '2026-01-05', monthly())

  await generate(app.owner, { from: '2026-03-01', to: '2026-03-31' })

  const made = await ordersOf(app.owner)
  expect(made.map(({ lines }) => lines.length).sort()).toEqual([1, 2])
  const shared = made.find(({ lines }) => lines.length === 2)
  expect(shared?.agreementId).toBeUndefined()
  expect(shared?.lines.map(({ lineNo }) => lineNo)).toEqual([10, 20])
})

it('R03-22: numbers follow service date, agreement number and line number', async () => {
  const later = agreementRow(app, { ...branch, billingAccountId: branch.accountId }, { number: 'AG-2' })
  const first = agreementRow(app, { ...branch, billingAccountId: branch.accountId }, { number: 'AG-1' })
  rhythmLine(app, branch, later, '2026-01-05', monthly())
  rhythmLine(app, branch, first, '2026-01-06', monthly())
  rhythmLine(app, branch, first, '2026-01-05', monthly())

  await generate(app.owner, { from: '2026-03-01', to: '2026-03-31' })

  const made = await ordersOf(app.owner)
  expect(
    made.map(({ agreementNumber, number, serviceDate }) => [number, agreementNumber, serviceDate]),
  ).toEqual([
    ['MAIN-SO-000001', 'AG-1', '2026-03-05'],
    ['MAIN-SO-000002', 'AG-2', '2026-03-05'],
    ['MAIN-SO-000003', 'AG-1', '2026-03-06'],
  ])
})

it('R-03.27: orders start by the clock of their site, over both changes of the clock (E10)', async () => {
  const days = [
    { date: '2027-03-26', start: 480, instant: '2027-03-26T07:00Z' },
    { date: '2027-03-29', start: 480, instant: '2027-03-29T06:00Z' },
    { date: '2027-03-28', start: 150, instant: '2027-03-28T01:30Z' },
    { date: '2027-10-31', start: 150, instant: '2027-10-31T00:30Z' },
  ]
  for (const { date, start } of days) {
    const fields = { start_date: '2027-01-01', site_id: bytes(branch.siteId), default_start_time: start }
    rhythmLine(app, branch, activeAgreement(app, branch, fields), date)
  }

  await generate(app.owner, { from: '2027-01-01', to: '2027-12-31' })

  const made = (await ordersOf(app.owner)).map(({ preferredServiceAt }) => preferredServiceAt)
  expect(made.sort()).toEqual(days.map(({ instant }) => Date.parse(instant)).sort())
})

it('R02-08: a changed cost of a line reaches the open orders that a run made of it, as its price does', async () => {
  const agreementId = activeAgreement(app, branch)
  const prices = { price_override: 6_000_000, cost_override: 3_000_000 }
  const lineId = rhythmLine(app, branch, agreementId, '2026-03-10', { ...monthly(), ...prices })
  await generate(app.owner, { from: '2026-03-01', to: '2026-03-31' })
  const { version } = await app.owner.agreements.getAgreement({ agreementId })
  const { version: expectedVersion } = await app.owner.agreements.updateLine({
    ...{ agreementId, expectedVersion: version, lineId },
    patch: { priceOverride: 7_000_000, costOverride: 3_500_000 },
  })

  const { fingerprint, lines } = await app.owner.agreements.previewApply({ agreementId })
  await app.owner.agreements.applyToOpenOrders({ agreementId, expectedVersion, fingerprint })

  expect(lines[0]?.fields).toEqual([
    { field: 'salesPrice', before: 6_000_000, after: 7_000_000 },
    { field: 'costPrice', before: 3_000_000, after: 3_500_000 },
  ])
  const [order] = await ordersOf(app.owner)
  expect(order?.lines).toMatchObject([{ salesPrice: 7_000_000, costPrice: 3_500_000 }])
})
