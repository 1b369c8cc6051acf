import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { orderActions, type AlertRule } from '../../electron/shared/contract/alerts'
import { contract, metaOf, type Client } from '../../electron/shared/contract/index'
import { monday, newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, lineOf, orderOf, refOf, type Branch } from '../support/orders'
import { createTree } from '../support/stages'

vi.setConfig({ testTimeout: 30_000 })

const day = 86_400_000
let app: TestApp
beforeEach(() => (app = setUp()))
afterEach(() => app.close())

type NewRule = Omit<Parameters<Client['alerts']['createAlertRule']>[0], 'id' | 'name'>
function makeRule(client: Client, rule: NewRule): Promise<AlertRule> {
  return client.alerts.createAlertRule({ id: newId(), name: 'Rule', ...rule })
}
const created: NewRule = { entity: 'customer', event: 'created' }
const dueSoon: NewRule = { entity: 'order', event: 'dueIn', field: 'serviceDate', days: 2, side: 'before' }

/** Lets the writer look at what was written, as it does after each save. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
async function look(): Promise<void> {
  app.application.lookAtAlerts()
  await settle()
}
async function alertsOf(client: Client) {
  await settle()
  return (await client.alerts.listAlerts({})).items
}
const newCustomer = (name = 'Nordlys AS') => app.owner.customers.createCustomer({ id: newId(), name })
const orderOn = (branch: Branch, at: number) =>
  orderOf(app.owner, branch, { preferredServiceAt: at, lines: [hours(branch)] })
const userOf = async (login: string) => {
  const [user] = (await app.owner.people.listUsers({ filter: { login } })).items
  if (!user) throw new Error(`no user ${login}`)
  return user
}

describe('rules on what happens', () => {
  it('12 §2: a new record that passes the filter alerts, with number and name', async () => {
    await makeRule(app.owner, { ...created, filter: { status: ['active'] } })
    const customer = await newCustomer()

    const [alert, ...others] = await alertsOf(app.owner)

    expect(others).toEqual([])
    expect(alert).toMatchObject({ recordId: customer.id, number: customer.number, title: 'Nordlys AS' })
  })

  it('12 §2: a record that the filter leaves out is silent', async () => {
    await makeRule(app.owner, { ...created, filter: { status: ['blocked'] } })
    await newCustomer()
    expect(await alertsOf(app.owner)).toEqual([])
  })

  it('12 §2: each change of the named field alerts, other changes do not', async () => {
    const branch = await branchOf(app)
    const order = await orderOn(branch, monday + 10 * day)
    await makeRule(app.owner, { entity: 'order', event: 'changed', field: 'priority' })
    const noted = await app.owner.orders.updateOrder({ ...refOf(order), patch: { internalNote: 'N' } })
    expect(await alertsOf(app.owner)).toEqual([])

    const high = await app.owner.orders.updateOrder({ ...refOf(noted), patch: { priority: 'high' } })
    await app.owner.orders.updateOrder({ ...refOf(high), patch: { priority: 'low' } })

    expect(await alertsOf(app.owner)).toHaveLength(2)
  })

  it('R12-21: renaming a key alerts nobody, and neither does a merge that moves records', async () => {
    const branch = await branchOf(app)
    await orderOn(branch, monday + 10 * day)
    await makeRule(app.owner, { entity: 'order', event: 'changed', field: 'customerId' })
    const customer = await app.owner.customers.getCustomer({ customerId: branch.customerId })
    const target = await app.owner.customers.createCustomer({ id: newId(), name: 'T', currency: 'NOK' })

    const renamed = { customerId: customer.id, expectedVersion: customer.version, patch: { number: 'NEW-1' } }
    await app.owner.customers.updateCustomer(renamed)
    await app.owner.customers.mergeCustomers({
      ...{ sourceId: customer.id, targetId: target.id, expectedVersion: target.version },
    })

    expect(await alertsOf(app.owner)).toEqual([])
    const ofKey = makeRule(app.owner, { entity: 'customer', event: 'changed', field: 'number' })
    await expect(ofKey).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('12 §2: a value over its limit alerts once, and again after it was under it', async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch, { salesPrice: 1_000_000 })] })
    await makeRule(app.owner, {
      ...{ entity: 'order', event: 'threshold', field: 'salesAmount', comparison: 'above' },
      value: 50_000,
    })
    const lineId = lineOf(order, 10).id
    const price = (version: number, salesPrice: number) =>
      app.owner.orders.updateLine({
        ...{ orderId: order.id, expectedVersion: version, lineId, patch: { salesPrice } },
      })

    const over = await price(order.version, 90_000_000)
    const more = await price(over.version, 91_000_000)
    const [alert, ...others] = await alertsOf(app.owner)
    expect(others).toEqual([])
    expect(alert).toMatchObject({ recordId: order.id, value: 50_000 })

    const under = await price(more.version, 1_000_000)
    expect(await alertsOf(app.owner)).toEqual([])
    await price(under.version, 90_000_000)
    expect(await alertsOf(app.owner)).toHaveLength(1)
  })

  it('architecture: an act that changes very many records is told by what falls due, not record by record', async () => {
    await makeRule(app.owner, { entity: 'order', event: 'changed', field: 'priority' })
    await settle()
    const branch = await branchOf(app)
    const order = await orderOn(branch, monday + day)
    await settle()
    const add = app.db.prepare(
      'INSERT INTO change (seq, entity, id, op, version, fields) VALUES (?, ?, ?, 1, 2, ?)',
    )
    const seq = 1 + Number(app.db.prepare('SELECT max(seq) FROM change_log').pluck().get())
    const bytes = (at: number) => Buffer.from(at.toString(16).padStart(32, '0'), 'hex')
    for (let at = 0; at < 1001; at += 1) add.run(seq, 'order', bytes(at), '{"priority":["low","high"]}')
    add.run(seq, 'order', Buffer.from(order.id.replaceAll('-', ''), 'hex'), '{"priority":["low","high"]}')
    app.db
      .prepare(
        `INSERT INTO change_log (seq, entry_id, office_id, device_id, actor_id, command, at, reason, hash)
         SELECT ?, randomblob(16), office_id, device_id, actor_id, 'orders.updateOrder', at, NULL, hash FROM change_log LIMIT 1`,
      )
      .run(seq)

    await look()
    expect(await alertsOf(app.owner)).toEqual([])
  })

  it('12 §2: an inactive rule is silent, and a deleted one takes its alerts along', async () => {
    const { id, version } = await makeRule(app.owner, created)
    await newCustomer()
    expect(await alertsOf(app.owner)).toHaveLength(1)

    const off = await app.owner.alerts.deactivateAlertRule({ alertRuleId: id, expectedVersion: version })
    await newCustomer('Other')
    expect(await alertsOf(app.owner)).toHaveLength(1)

    await app.owner.alerts.deleteAlertRule({ alertRuleId: id, expectedVersion: off.version })
    expect(await alertsOf(app.owner)).toEqual([])
  })
})

describe('rules by the clock', () => {
  it('R-12.23: after three days of sleep a due alert for one order appears once', async () => {
    const branch = await branchOf(app)
    const order = await orderOn(branch, monday + 3 * day)
    await makeRule(app.owner, dueSoon)
    await look()
    expect(await alertsOf(app.owner)).toEqual([])

    app.clock.now += 3 * day
    await look()
    expect(await alertsOf(app.owner)).toHaveLength(1)
    // A machine that lost how far it looked sees the same moment again: only its mark keeps it from a second alert.
    app.db.prepare('UPDATE local_alert_state SET checked_at = ?').run(monday)
    app.clock.now += 60_000
    await look()

    const [alert, ...others] = await alertsOf(app.owner)
    expect(others).toEqual([])
    expect(alert).toMatchObject({ recordId: order.id, event: 'dueIn', dueOn: '2026-03-05' })
  })

  it('R12-22: a restart tells what was missed once, also of what was written while nobody looked', async () => {
    const branch = await branchOf(app)
    await makeRule(app.owner, dueSoon)
    await makeRule(app.owner, { entity: 'order', event: 'created' })
    await settle()
    await orderOn(branch, monday + 3 * day)
    app.application.close()
    const again = setUp({ db: app.db, now: monday + 3 * day })
    expect((await alertsOf(again.owner)).map(({ event }) => event).sort()).toEqual(['created', 'dueIn'])

    again.application.close()
    const third = setUp({ db: app.db, now: monday + 3 * day })
    expect(await alertsOf(third.owner)).toHaveLength(2)
    third.application.close()
  })

  it('R12-22: a dismissed alert is not raised again', async () => {
    const branch = await branchOf(app)
    await orderOn(branch, monday + day)
    await makeRule(app.owner, dueSoon)
    const [alert] = await alertsOf(app.owner)
    if (!alert) throw new Error('nothing was raised')

    await app.owner.alerts.dismissAlert({ alertId: alert.id, expectedVersion: alert.version })
    app.clock.now += day
    await look()

    expect(await alertsOf(app.owner)).toEqual([])
  })

  it('issue 4 §2: a case that stays open for days alerts', async () => {
    const { owner } = app
    const customer = await newCustomer()
    const category = await owner.orders.createCaseCategory({ id: newId(), code: 'N', name: 'Noise' })
    const given = { title: 'Noise', customerId: customer.id, categoryId: category.id }
    const open = await owner.orders.createCase({ id: newId(), ...given })
    const rule = { entity: 'case' as const, event: 'dueIn' as const, field: 'createdAt' }
    await makeRule(owner, { ...rule, days: 3, side: 'after', filter: { status: ['open'] } })
    await look()
    expect(await alertsOf(owner)).toEqual([])

    app.clock.now += 4 * day
    await look()
    expect(await alertsOf(owner)).toMatchObject([{ recordId: open.id, number: open.number, title: 'Noise' }])
  })

  it('R12-22: a date that is moved takes its alert back, and alerts anew when it is due', async () => {
    const branch = await branchOf(app)
    const order = await orderOn(branch, monday + day)
    await makeRule(app.owner, dueSoon)
    expect(await alertsOf(app.owner)).toHaveLength(1)

    const later = { preferredServiceAt: monday + 9 * day }
    await app.owner.orders.updateOrder({ ...refOf(order), patch: later })
    expect(await alertsOf(app.owner)).toEqual([])

    app.clock.now += 7 * day
    await look()
    expect(await alertsOf(app.owner)).toMatchObject([{ recordId: order.id, dueOn: '2026-03-11' }])
  })

  it('12 §2: a record that is written when it is due already alerts at once', async () => {
    await makeRule(app.owner, dueSoon)
    const order = await orderOn(await branchOf(app), monday + day)
    expect(await alertsOf(app.owner)).toMatchObject([{ recordId: order.id }])
  })

  it('issue 4 §2: an order that stays too long in its stage alerts until it moves on', async () => {
    const tree = await createTree(app.owner)
    const order = await orderOn(await branchOf(app), monday + 30 * day)
    expect(tree).toBeDefined()
    await makeRule(app.owner, {
      ...{ entity: 'order', event: 'threshold', field: 'minutesInStage', comparison: 'above' },
      value: 24 * 60,
    })
    expect(await alertsOf(app.owner)).toEqual([])

    app.clock.now += 2 * day
    await look()
    expect(await alertsOf(app.owner)).toMatchObject([{ recordId: order.id, field: 'minutesInStage' }])

    const held = await app.owner.orders.getOrder({ orderId: order.id })
    await app.owner.orders.cancelOrder({ ...refOf(held), reason: 'Away' })
    expect(await alertsOf(app.owner)).toEqual([])
  })

  it.each([
    ['object', 'warrantyUntil'],
    ['item', 'priceValidTo'],
    ['worker', 'skillValidTo'],
  ] as const)('issue 4 §2: what expires alerts: %s %s', async (entity, field) => {
    const { owner } = app
    if (entity === 'object')
      await owner.objects.createObject({
        ...{ id: newId(), description: 'Pump', installedDate: '2025-03-10', productWarrantyMonths: 12 },
      })
    if (entity === 'worker') {
      await owner.dispatch.createSkill({ id: newId(), code: 'F-GAS', description: 'F-gas' })
      await owner.people.createWorker({
        ...{
          id: newId(),
          displayName: 'Kari',
          skills: [{ skill: 'F-GAS', level: 2, validTo: '2026-03-09' }],
        },
      })
    }
    if (entity === 'item') {
      const unit = await owner.catalog.createUnit({ id: newId(), code: 'T', name: 'T', decimals: 0 })
      const item = await owner.catalog.createItem({ id: newId(), number: 'I', name: 'I', unitId: unit.id })
      await owner.catalog.setItemPrice({
        ...{ id: newId(), itemId: item.id, currency: 'NOK', unitPrice: 100 },
        ...{ validFrom: '2026-01-01', validTo: '2026-03-09' },
      })
    }
    await makeRule(owner, { entity, event: 'dueIn', field, days: 5, side: 'before' })
    expect(await alertsOf(owner)).toEqual([])

    app.clock.now += 4 * day
    await look()

    expect(await alertsOf(owner)).toMatchObject([{ entity, field }])
  })
})

describe('who is told', () => {
  it('R-12.22: a rule whose owner loses the table is listed as blocked and gives no alert', async () => {
    const dispatcher = await app.as('dispatcher')
    const rule = await makeRule(dispatcher, created)
    const user = await userOf('test.dispatcher')
    const roles = { userId: user.id, roles: ['administrator' as const] }
    await app.owner.people.setRoles({ ...roles, roles: ['board'], expectedVersion: user.version })

    await newCustomer()
    await settle()

    const { items } = await app.owner.alerts.listAlertRules({})
    expect(items).toMatchObject([{ id: rule.id, isBlocked: true, active: true }])
    const now = await userOf('test.dispatcher')
    await app.owner.people.setRoles({ ...roles, roles: ['dispatcher'], expectedVersion: now.version })
    expect(await alertsOf(dispatcher)).toEqual([])
    expect((await dispatcher.alerts.listAlertRules({})).items).toMatchObject([{ isBlocked: false }])
    await newCustomer('Next')
    expect(await alertsOf(dispatcher)).toHaveLength(1)
  })

  it('NO_ACCESS: nobody makes a rule on what they may not read', async () => {
    const technician = await app.as('technician')
    const rule: NewRule = { entity: 'item', event: 'dueIn', field: 'costValidTo', days: 1, side: 'before' }
    const entries = app.entries()
    await expect(makeRule(technician, rule)).rejects.toMatchObject({ code: 'NO_ACCESS' })
    expect(app.entries()).toBe(entries)
  })

  it('12 §2: users and roles are told, those who may not read the record are not', async () => {
    const dispatcher = await app.as('dispatcher')
    const technician = await app.as('technician')
    const { id } = await userOf('test.technician')
    await makeRule(app.owner, { ...created, toSelf: false, roles: ['dispatcher'], userIds: [id] })

    await newCustomer()

    expect(await alertsOf(dispatcher)).toHaveLength(1)
    expect(await alertsOf(technician)).toEqual([])
  })

  it('R12-21: rules of a disabled owner stay and go on telling others', async () => {
    const dispatcher = await app.as('dispatcher')
    const rule = await makeRule(dispatcher, { ...created, roles: ['backOffice'] })
    const user = await userOf('test.dispatcher')
    await app.owner.people.deactivateUser({ userId: user.id, expectedVersion: user.version })

    await newCustomer()

    expect(await alertsOf(app.owner)).toHaveLength(1)
    expect((await app.owner.alerts.listAlertRules({})).items).toMatchObject([
      { id: rule.id, isBlocked: false },
    ])
  })

  it('R12-21: rules go with a deleted owner unless they are transferred first; an undo brings them back', async () => {
    const make = (login: string) =>
      app.owner.people.createUser({ id: newId(), login, displayName: login, roles: ['dispatcher'], password })
    const password = 'a long enough password'
    const user = await make('leaver')
    const { token } = await app.stranger.session.signIn({ login: 'leaver', password })
    await makeRule(app.application.clientFor(token), created)
    await app.owner.people.deleteUser({ userId: user.id, expectedVersion: user.version })
    expect((await app.owner.alerts.listAlertRules({})).items).toEqual([])
    const [entry] = (await app.owner.history.listEntries({ limit: 1 })).items
    if (!entry) throw new Error('nothing was written')
    await app.owner.history.undoEntry({ entryId: entry.id })
    expect((await app.owner.alerts.listAlertRules({})).items).toHaveLength(1)

    const owner = await userOf('owner')
    const answer = await app.owner.alerts.transferRules({ fromUserId: user.id, toUserId: owner.id })
    const back = await userOf('leaver')
    await app.owner.people.deleteUser({ userId: user.id, expectedVersion: back.version })

    expect(answer).toEqual({ count: 1 })
    expect((await app.owner.alerts.listAlertRules({})).items).toMatchObject([
      { ownerId: owner.id, isOwn: true },
    ])
  })

  it("12 §4: another's rule is nobody's to change", async () => {
    const rule = await makeRule(app.owner, created)
    const dispatcher = await app.as('dispatcher')
    const change = { alertRuleId: rule.id, expectedVersion: rule.version, patch: { name: 'Mine' } }
    await expect(dispatcher.alerts.updateAlertRule(change)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const administrator = await app.as('administrator')
    await expect(administrator.alerts.updateAlertRule(change)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('a rule', () => {
  it.each([
    [{ entity: 'order', event: 'dueIn', field: 'serviceDate' }, 'REQUIRED'],
    [{ entity: 'order', event: 'changed' }, 'REQUIRED'],
    [{ ...created, toSelf: false }, 'REQUIRED'],
    [{ ...created, field: 'colour' }, 'none'],
    [{ entity: 'order', event: 'changed', field: 'colour' }, 'INVALID_INPUT'],
    [{ ...created, filter: { colour: 'red' } }, 'INVALID_INPUT'],
    [{ ...created, userIds: [newId()] }, 'NOT_FOUND'],
  ] satisfies [NewRule, string][])('12 §2: says all that it needs: %j is %s', async (rule, code) => {
    const answer = await makeRule(app.owner, rule).then(
      () => 'none',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    )
    expect(answer).toBe(code)
  })

  it('12 §4: the preview names what would alert now, and nothing is raised by it', async () => {
    const branch = await branchOf(app)
    const order = await orderOn(branch, monday + day)
    await orderOn(branch, monday + 20 * day)
    const { id } = await makeRule(app.owner, dueSoon)

    const preview = await app.owner.alerts.previewRule({ ruleId: id })

    expect(preview).toMatchObject({ isNow: true, isBlocked: false, hasMore: false })
    expect(preview.items).toMatchObject([{ recordId: order.id, number: order.number }])
  })

  it('architecture: dates are asked for by an index, never by a scan', () => {
    const names = [
      'case.createdAt',
      'order.preferredServiceAt',
      'order.preferredUntil',
      'order.serviceDate',
      'order.minutesInStage',
    ]
    const others = [
      'object.warrantyUntil',
      'item.sellEnd',
      'item.priceValidTo',
      'item.costValidTo',
      'worker.endDate',
    ]
    for (const name of [...names, ...others]) {
      const plan = app.db
        .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${app.application.alertRangeSql(name)}`)
        .all({ from: 0, key: 0, to: 0, limit: 1 })
        .map(({ detail }) => detail)
      expect(plan[0], name).toMatch(/SEARCH t USING .*INDEX/)
    }
  })
})

describe('order events', () => {
  it('R12-23: are the acts that were asked for: of all, a role or a user, in a period', async () => {
    const branch = await branchOf(app)
    const scope = { kind: 'all' as const }
    await app.owner.alerts.setOrderEvents({
      scope,
      from: '2026-03-01',
      to: '2026-03-31',
      actions: ['created'],
    })
    const order = await orderOn(branch, monday + day)
    await app.owner.orders.updateOrder({ ...refOf(order), patch: { priority: 'high' } })

    const { items, settings } = await app.owner.alerts.listOrderEvents({})
    expect(items).toMatchObject([{ action: 'created', orderId: order.id, orderNumber: order.number }])
    const [setting] = settings
    if (!setting) throw new Error('no setting')

    const user = { kind: 'user' as const, userId: (await app.owner.session.getSession()).user.id }
    await app.owner.alerts.setOrderEvents({ scope: user, from: '2026-03-01', actions: ['changed'] })
    expect((await app.owner.alerts.listOrderEvents({})).items.map(({ action }) => action)).toEqual([
      'changed',
      'created',
    ])
    const april = { from: '2026-04-01', actions: ['created' as const], expectedVersion: setting.version }
    await app.owner.alerts.setOrderEvents({ scope, ...april })
    expect((await app.owner.alerts.listOrderEvents({})).items).toHaveLength(1)
  })

  it('R12-23: every command that changes an order is one of the acts', () => {
    const acts = new Set<string>(Object.values(orderActions).flat())
    const commands = Object.keys(contract.orders)
      .map((name) => `orders.${name}`)
      .filter((path) => /^(command|longCommand|job)$/.test(metaOf(path.split('.'))?.kind ?? ''))
      // Cases and what lines wait for are records of their own; a file that is made is none.
      .filter((path) => !/Case|Requirement|\.get/.test(path) || path === 'orders.createOrderFromCase')
    expect(commands.filter((path) => !acts.has(path))).toEqual([])
    expect([...acts].filter((path) => metaOf(path.split('.')) === undefined)).toEqual([])
  })

  it('R12-23: pages lead through all of them, also of an order that is deleted', async () => {
    const branch = await branchOf(app)
    const scope = { kind: 'all' as const }
    await app.owner.alerts.setOrderEvents({ scope, from: '2026-03-01', actions: ['created', 'deleted'] })
    const orders = [
      await orderOn(branch, monday),
      await orderOn(branch, monday),
      await orderOn(branch, monday),
    ]
    const [first] = orders
    if (!first) throw new Error('no order')
    await app.owner.orders.deleteOrder(refOf(first))

    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await app.owner.alerts.listOrderEvents({ limit: 2, after })
      seen.push(...page.items.map(({ action, orderNumber }) => `${action} ${orderNumber}`))
      after = page.next
    } while (after !== undefined)
    expect(seen).toEqual([
      `deleted ${first.number}`,
      ...[...orders].reverse().map(({ number }) => `created ${number}`),
    ])
  })

  it('R12-23: whoever does not administer sets up their own alone', async () => {
    const dispatcher = await app.as('dispatcher')
    const all = { scope: { kind: 'all' as const }, from: '2026-03-01', actions: ['created' as const] }
    await expect(dispatcher.alerts.setOrderEvents(all)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const { user } = await dispatcher.session.getSession()
    const own = { ...all, scope: { kind: 'user' as const, userId: user.id } }
    expect((await dispatcher.alerts.setOrderEvents(own)).settings).toHaveLength(1)
    await expect(dispatcher.alerts.setOrderEvents({ ...own, to: '2026-02-01' })).rejects.toMatchObject({
      code: 'PERIOD_INVALID',
    })
  })
})
