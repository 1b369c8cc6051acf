import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrations } from '../../electron/db/migrate'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, orderOf, refOf, type Branch } from '../support/orders'

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
})
afterEach(() => app.close())

const step = migrations.find(({ version }) => version === 240)?.sql ?? ''
const estimated = (minutes: number | undefined, fields: object = {}) =>
  hours(branch, { actualQty: undefined, estimatedQty: minutes, ...fields })

/** The store as it was before there were activities. */
function withoutActivities(): void {
  app.db.exec(
    `DELETE FROM activity; DELETE FROM number_use WHERE entity = 'activity';
     DELETE FROM number_block WHERE series_id IN (SELECT id FROM series WHERE type = 'SA');
     UPDATE series SET next_value = 1 WHERE type = 'SA'`,
  )
}

describe('open hour lines of earlier stores', () => {
  it('R-07.01: get one Undispatched activity each; closed work, requests and long lines none', async () => {
    const order = await orderOf(app.owner, branch, {
      priority: 'high',
      lines: [estimated(90), estimated(3), estimated(1441), estimated(undefined, { description: 'Look' })],
    })
    const canceled = await orderOf(app.owner, branch, { lines: [estimated(60)] })
    await app.owner.orders.cancelOrder({ ...refOf(canceled), reason: 'Away' })
    const posted = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    await app.owner.orders.postOrder({ ...refOf(posted), date: '2026-03-02' })
    await app.owner.orders.registerRequest({
      ...{ id: newId(), customerId: branch.customerId, lines: [estimated(60)] },
    })
    const before = (await app.owner.dispatch.listActivities({ orderId: order.id })).items
    withoutActivities()
    app.db.exec(step)

    const { items } = await app.owner.dispatch.listActivities({})
    const told = (activities: typeof items) =>
      activities.map(({ duration, lineIds, number, priority, status, subject, workerId }) => ({
        ...{ duration, lineIds, number, priority, status, subject, workerId },
      }))
    expect(told(items)).toEqual(told(before))
    expect(items.map(({ number }) => number)).toEqual(['MAIN-SA-000001', 'MAIN-SA-000002', 'MAIN-SA-000003'])
    expect(items.map(({ id }) => id.charAt(14))).toEqual(['7', '7', '7'])
    expect([...items].map(({ id }) => id).sort()).toEqual(items.map(({ id }) => id))
  })

  it('R01-06: their numbers are used, the series goes on behind them', async () => {
    const order = await orderOf(app.owner, branch, { lines: [estimated(90), estimated(30)] })
    withoutActivities()
    app.db.exec(step)
    const held = await app.owner.orders.getOrder({ orderId: order.id })
    await app.owner.orders.addLine({ ...refOf(held), ...estimated(45) })

    const { items } = await app.owner.dispatch.listActivities({})
    expect(items.map(({ number }) => number)).toEqual(['MAIN-SA-000001', 'MAIN-SA-000002', 'MAIN-SA-000003'])
    const [series] = (await app.owner.numbers.listSeries({ filter: { type: ['SA'] } })).items
    expect(series?.nextValue).toBe(103)
    const uses = app.db
      .prepare<[], number>("SELECT count(*) FROM number_use WHERE entity = 'activity' AND state = 'used'")
      .pluck()
    expect(uses.get()).toBe(3)
  })

  it('architecture: it walks the open orders only', () => {
    const create = step.slice(step.indexOf('WITH line'), step.indexOf(';'))
    const details = app.db
      .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${create}`)
      .all()
      .map(({ detail }) => detail)
    expect(details).toContainEqual(expect.stringMatching(/^SCAN o USING INDEX service_order_open_by_number/))
    expect(details.filter((detail) => /^SCAN l\b/.test(detail))).toEqual([])
  })
})
