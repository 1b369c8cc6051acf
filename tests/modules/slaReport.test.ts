import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toBytes } from '../../electron/db/ids'
import type { SlaId } from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, orderOf, refOf, type Branch } from '../support/orders'

let app: TestApp
let branch: Branch
const slaId = newId<SlaId>()
const minute = 60_000

beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
  app.db
    .prepare(
      `INSERT INTO service_level (id, version, code, description, allowance, steps, is_active)
       VALUES (?, 1, 'S8', '{"en":"Eight hours","de":"Acht Stunden"}', 480, '[]', 1)`,
    )
    .run(toBytes(slaId))
})
afterEach(() => app.close())

interface Clock {
  outcome: 'open' | 'met' | 'breached' | 'notMeasured'
  status?: 'running' | 'stopped' | 'canceled'
  elapsed?: number
  compliance?: number | null
  latestCompletion?: number | null
  finalStop?: number
  measuredOn?: string | null
}

/** An order with a clock as the store keeps it; every minute counts. */
async function clockOf({ outcome, ...clock }: Clock, fields: Parameters<typeof orderOf>[2] = {}) {
  const order = await orderOf(app.owner, branch, fields)
  const { compliance = null, elapsed = 0, finalStop = null, latestCompletion = null } = clock
  const { measuredOn = '2026-03-02', status = outcome === 'open' ? 'running' : 'stopped' } = clock
  const key = app.db
    .prepare(
      `INSERT INTO order_sla (id, version, order_id, sla_id, source, frozen, status, is_canceled_with_order, final_stop,
         conditions, changed_at, outcome, elapsed, allowance, latest_completion, compliance, response_outcome,
         is_calendar_empty, is_recomputing, measured_on, office_id, customer_id)
       SELECT ?, 1, id, ?, 'order', '{}', ?, 0, ?,
         '[{"at":0,"priority":"normal","zone":"Europe/Oslo","country":"NO"}]', 0, ?, ?, 28800, ?, ?, 'notMeasured', 0, 0, ?, office_id,
         customer_id FROM service_order WHERE id = ?`,
    )
    .run(
      ...[
        toBytes(newId()),
        toBytes(slaId),
        status,
        finalStop,
        outcome,
        elapsed,
        latestCompletion,
        compliance,
      ],
      ...[measuredOn, toBytes(order.id)],
    ).lastInsertRowid
  return { order, key }
}

function entriesOf(orderId: string, ...entries: readonly ['start' | 'stop', number, string?][]) {
  for (const [at, [kind, instant, reason]] of entries.entries())
    app.db
      .prepare(
        `INSERT INTO sla_entry (id, version, order_id, seq, kind, at, source, reason_code, reason_description, by_id,
           recorded_at) VALUES (?, 1, ?, ?, ?, ?, 'manual', ?, ?, ?, ?)`,
      )
      .run(
        ...[toBytes(newId()), toBytes(orderId), at + 1, kind, instant, reason ?? null],
        ...[reason === undefined ? null : JSON.stringify({ en: reason }), toBytes(newId()), instant],
      )
}

const march = { from: '2026-03-01', to: '2026-03-31', groupBy: 'sla' as const }

describe('the report of compliance', () => {
  it('R-06.24: 17 met, 2 breached, 3 canceled and 4 open give 89.47 %; one of the 4 past its deadline 85.00 %', async () => {
    const deadline = app.clock.now + 60 * minute
    for (let at = 0; at < 17; at += 1) await clockOf({ outcome: 'met', compliance: 5000 })
    for (let at = 0; at < 2; at += 1) await clockOf({ outcome: 'breached', compliance: 12_000 })
    for (let at = 0; at < 3; at += 1) await clockOf({ outcome: 'notMeasured', status: 'canceled' })
    for (let at = 0; at < 3; at += 1)
      await clockOf({ outcome: 'open', latestCompletion: deadline + 3_600_000 })
    await clockOf({ outcome: 'open', latestCompletion: deadline })

    const before = await app.owner.sla.getCompliance(march)
    app.clock.now = deadline + minute
    const after = await app.owner.sla.getCompliance(march)

    expect(before.total).toMatchObject({ met: 17, breached: 2, rate: 8947, canceled: 3, openInTime: 4 })
    expect(after.total).toMatchObject({ met: 17, breached: 3, rate: 8500, canceled: 3, openInTime: 3 })
    // The 18th of 20 is the open one: 481 of 480 minutes.
    expect(after.rows).toMatchObject([
      { id: slaId, code: 'S8', name: 'Eight hours', median: 5000, p90: 10_021 },
    ])
  })

  it('R-06.24: without finished orders there is no rate', async () => {
    const { count, total } = await app.owner.sla.getCompliance(march)
    expect(count).toBe(0)
    expect(total).toEqual({
      ...{ measured: 0, met: 0, breached: 0, canceled: 0, openInTime: 0 },
      ...{ pausedSeconds: 0, reasons: [] },
    })
  })

  it('R06-40: an open order counts with what was counted until now', async () => {
    await clockOf({ outcome: 'open', latestCompletion: app.clock.now })
    app.clock.now += 48 * minute
    const { total } = await app.owner.sla.getCompliance(march)
    expect(total).toMatchObject({ breached: 1, rate: 0, mean: 11_000 })
  })

  it('R06-46: names the worst order, the hours of pauses and the reasons of late Stops', async () => {
    const start = app.clock.now - 20 * 60 * minute
    const { order } = await clockOf({
      ...{ outcome: 'breached', compliance: 15_000, latestCompletion: start + 480 * minute },
      finalStop: start + 900 * minute,
    })
    entriesOf(
      order.id,
      ['start', start],
      ['stop', start + 60 * minute, 'WAIT'],
      ['stop', start + 70 * minute],
      ['start', start + 120 * minute],
      ['stop', start + 900 * minute, 'LATE'],
    )
    await clockOf({ outcome: 'met', compliance: 7000 })

    const { total } = await app.owner.sla.getCompliance(march)

    expect(total.worst).toEqual({ orderId: order.id, number: order.number, compliance: 15_000 })
    // The second Stop does not count (R06-18).
    expect(total.pausedSeconds).toBe(3600)
    expect(total.reasons).toEqual([{ name: 'LATE', orders: 1 }])
  })

  it.each([
    ['slaGroup', [undefined]],
    ['customer', ['Løkke Verksted']],
    ['agreement', [undefined]],
    ['responsible', [undefined]],
    ['month', [undefined]],
  ] as const)('R06-46: groups by %s', async (groupBy, names) => {
    await clockOf({ outcome: 'met', compliance: 5000 })
    const { rows } = await app.owner.sla.getCompliance({ ...march, groupBy })
    expect(rows.map(({ name }) => name)).toEqual(names)
    expect(rows).toMatchObject([{ measured: 1, rate: 10_000 }])
  })

  it('R06-46: counts the period and the filter only, and no imported orders', async () => {
    await clockOf({ outcome: 'met', compliance: 5000, measuredOn: '2026-02-28' })
    const { order } = await clockOf({ outcome: 'breached', compliance: 11_000 })
    expect((await app.owner.sla.getCompliance(march)).total.measured).toBe(1)
    const other = { ...march, filter: { slaIds: [newId<SlaId>()] } }
    expect((await app.owner.sla.getCompliance(other)).total.measured).toBe(0)

    app.db.prepare("UPDATE service_order SET origin = 'import' WHERE id = ?").run(toBytes(order.id))
    app.db
      .prepare(
        `UPDATE order_sla SET is_import = (SELECT origin = 'import' FROM service_order o WHERE o.id = order_id)`,
      )
      .run()
    expect((await app.owner.sla.getCompliance(march)).total.measured).toBe(0)
  })

  it('R06-46: counts by the team of the last planned activity, as plans change', async () => {
    const { customerId, siteId, workerId } = branch
    const ofTeam = async (code: string, members: readonly (typeof workerId)[]) => {
      const team = await app.owner.dispatch.createTeam({ id: newId(), code, description: `Team ${code}` })
      for (const member of members)
        await app.owner.dispatch.createMembership({
          ...{ id: newId(), teamId: team.id, workerId: member, from: '2026-01-01' },
        })
      return team.id
    }
    const { id: ola } = await app.owner.people.createWorker({ id: newId(), displayName: 'Ola' })
    const north = await ofTeam('NORTH', [workerId])
    const south = await ofTeam('SOUTH', [ola])
    const rows = async (filter = {}) =>
      (await app.owner.sla.getCompliance({ ...march, groupBy: 'team', filter })).rows.map(
        ({ breached, code, met, name }) => [code, name, met, breached],
      )
    await clockOf({ outcome: 'met', compliance: 5000 })
    const { order } = await clockOf({ outcome: 'breached', compliance: 11_000 })
    const work = hours({ ...branch, customerId, siteId }, { actualQty: undefined, estimatedQty: 60 })
    expect(await rows()).toEqual([[undefined, undefined, 1, 1]])

    const one = await app.owner.orders.addLine({ ...refOf(order), ...work })
    expect(await rows()).toEqual([
      ['NORTH', 'Team NORTH', 0, 1],
      [undefined, undefined, 1, 0],
    ])
    const two = await app.owner.orders.addLine({ ...refOf(one), ...work, id: newId(), workerId: ola })
    expect(await rows({ teamIds: [south] })).toEqual([['SOUTH', 'Team SOUTH', 0, 1]])
    const measured = { filter: { teamId: [south] } }
    expect((await app.owner.sla.listMeasured(measured)).items).toMatchObject([
      { id: order.id, teamId: south },
    ])

    // The clock of a split order begins after its activities.
    await clockOf({ outcome: 'met', compliance: 5000 }, { lines: [{ ...work, id: newId() }] })
    expect(await rows()).toEqual([
      ['NORTH', 'Team NORTH', 1, 0],
      ['SOUTH', 'Team SOUTH', 0, 1],
      [undefined, undefined, 1, 0],
    ])
    const lineIds = two.lines.slice(1).map(({ id }) => id)
    await app.owner.orders.cancelLine({ ...refOf(two), lineIds })
    expect(await rows({ teamIds: [north] })).toEqual([['NORTH', 'Team NORTH', 1, 1]])
  })

  it('issue 5: asked in brief, says counts and rate alone', async () => {
    await clockOf({ outcome: 'met', compliance: 5000 })
    await clockOf({ outcome: 'breached', compliance: 11_000 })
    const { rows, total } = await app.owner.sla.getCompliance({ ...march, isBrief: true })
    expect(total).toMatchObject({ measured: 2, met: 1, breached: 1, rate: 5000 })
    expect(rows).toHaveLength(1)
    expect(rows[0]).not.toHaveProperty('median')
  })

  it('R06-46: a period that ends before it begins is refused', async () => {
    await expect(
      app.owner.sla.getCompliance({ ...march, from: '2026-04-01', to: '2026-03-01' }),
    ).rejects.toMatchObject({ code: 'PERIOD_INVALID' })
  })

  it('R06-46: a technician counts the own orders, a wall board none', async () => {
    await clockOf({ outcome: 'met', compliance: 5000 })
    const technician = await app.as('technician')
    const board = await app.as('board')
    expect((await technician.sla.getCompliance(march)).total.measured).toBe(0)
    await expect(board.sla.getCompliance(march)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('R06-46: leads to the orders it counts', async () => {
    const { order } = await clockOf({ outcome: 'breached', compliance: 11_000 })
    await clockOf({ outcome: 'met', compliance: 5000 })
    await clockOf({ outcome: 'open', latestCompletion: app.clock.now })
    const { items } = await app.owner.sla.listMeasured({
      filter: { outcome: ['breached'], measuredOn: { from: march.from, to: march.to } },
      sort: [{ field: 'compliance', direction: 'desc' }],
    })
    expect(items).toMatchObject([{ id: order.id, number: order.number, compliance: 11_000, slaCode: 'S8' }])
  })
})

describe('the watchlist', () => {
  it('06 §5: lists open orders by their latest completion, with the minutes that are left', async () => {
    const { now } = app.clock
    const late = await clockOf({ outcome: 'open', latestCompletion: now - 30 * minute })
    const soon = await clockOf({ outcome: 'open', latestCompletion: now + 90 * minute })
    const stopped = await clockOf({ outcome: 'open', status: 'stopped', elapsed: 3600, measuredOn: null })
    await clockOf({ outcome: 'met', compliance: 5000 })

    const { count, items } = await app.owner.sla.listWatch({ withCount: true })

    expect(count).toBe(3)
    expect(Object.fromEntries(items.map(({ id, minutesLeft }) => [id, minutesLeft]))).toEqual({
      [late.order.id]: -30,
      [soon.order.id]: 90,
      [stopped.order.id]: 420,
    })
    expect(items.map(({ id }) => id)).toEqual([late.order.id, soon.order.id, stopped.order.id])
    const first = await app.owner.sla.listWatch({ limit: 2 })
    const rest = await app.owner.sla.listWatch({ limit: 2, after: first.next })
    expect(rest.items.map(({ id }) => id)).toEqual([stopped.order.id])
  })

  it('06 §5: walks the index of open clocks, however many orders there are', () => {
    const plan = app.db
      .prepare<[], string>(
        `EXPLAIN QUERY PLAN SELECT t.key FROM order_sla t WHERE (t.outcome = 'open')
         ORDER BY coalesce(t.latest_completion, 9000000000000000), t.key LIMIT 100`,
      )
      .all()
    expect(JSON.stringify(plan)).toContain('order_sla_open_by_due')
    expect(JSON.stringify(plan)).not.toContain('TEMP B-TREE')
  })

  it('R-01.06: a wall board is not told who is responsible, and does not search', async () => {
    await clockOf({ outcome: 'open', latestCompletion: app.clock.now })
    const board = await app.as('board')
    const { items } = await board.sla.listWatch({})
    expect(items).toHaveLength(1)
    expect(items[0]).not.toHaveProperty('description')
    await expect(board.sla.listWatch({ text: 'x' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
