import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import { settleDuplicate } from '../../electron/modules/generation/duplicate.rules'
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
import { lineOf, refOf } from '../support/orders'
import { cpuTime } from '../support/cpuTime'

let app: TestApp
let branch: GenerationBranch
beforeEach(async () => {
  app = setUp()
  branch = await generationBranchOf(app)
})
afterEach(() => {
  expect(verifyChain(app.db)).toMatchObject({ ok: true })
  app.close()
})

const monthly = () => ({ interval_id: bytes(branch.monthly) })
const count = (table: string) => app.db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get()
const march = { from: '2026-03-01', to: '2026-03-31' }

const pieces = () =>
  app.owner.catalog.createUnit({
    id: newId(),
    code: `P${String(count('unit'))}`,
    name: 'Pieces',
    decimals: 3,
  })

/** Every number of orders that was drawn: in use by an order that is there, or void with its reason. */
function numbers(): { used: number; void: number; lost: number } {
  return (
    app.db
      .prepare<[], { used: number; void: number; lost: number }>(
        `SELECT count(*) FILTER (WHERE u.state = 'used' AND o.id IS NOT NULL) AS used,
         count(*) FILTER (WHERE u.state = 'void' AND u.reason = 'Wrong month') AS void,
         count(*) FILTER (WHERE u.state = 'used' AND o.id IS NULL) AS lost
       FROM number_use u JOIN series s ON s.id = u.series_id AND s.type = 'SO'
       LEFT JOIN service_order o ON o.id = u.record_id`,
      )
      .get() ?? { used: 0, void: 0, lost: 0 }
  )
}

describe('commit', () => {
  it('R-03.18: a line changed since the preview is refused with the new plan; nothing is written', async () => {
    const agreementId = activeAgreement(app, branch)
    rhythmLine(app, branch, agreementId, '2026-01-05', monthly())
    const plan = await preview(app.owner, march)
    const agreement = await app.owner.agreements.getAgreement({ agreementId })
    await app.owner.agreements.addLine({
      ...{ agreementId, expectedVersion: agreement.version, id: newId(), type: 'hour' },
      ...{ categoryId: branch.categoryId, startDate: '2026-01-07', intervalId: branch.monthly },
    })
    const entries = app.entries()

    const failure = await failureOf(commit(app.owner, march, plan.fingerprint))

    expect(failure).toMatchObject({ code: 'PREVIEW_STALE', data: { preview: { counts: { lines: 2 } } } })
    expect(app.entries()).toBe(entries)
    expect(count('service_order')).toBe(0)
    const fresh = failure.data['preview'] as typeof plan
    expect((await commit(app.owner, march, fresh.fingerprint)).lineCount).toBe(2)
  })

  it('03 §4: what changes elsewhere does not make a plan stale', async () => {
    const agreementId = activeAgreement(app, branch)
    rhythmLine(app, branch, agreementId, '2026-01-05', monthly())
    const plan = await preview(app.owner, march)
    await app.owner.customers.createCustomer({ id: newId(), name: 'Other' })
    await app.owner.people.createWorker({ id: newId(), displayName: 'Ola' })

    expect(await commit(app.owner, march, plan.fingerprint)).toMatchObject({ orderCount: 1 })
  })

  it('R-03.19: a commit that fails at its fourth order leaves nothing', async () => {
    await exampleOne(app, branch, 'agreement')
    const plan = await preview(app.owner, april)
    app.db.exec(`CREATE TEMP TRIGGER fails BEFORE INSERT ON main.service_order
      WHEN (SELECT count(*) FROM service_order) = 3 BEGIN SELECT raise(ABORT, 'the fourth'); END`)
    const before = { numbers: numbers(), entries: app.entries() }

    await expect(commit(app.owner, april, plan.fingerprint)).rejects.toThrow()

    expect({ numbers: numbers(), entries: app.entries() }).toEqual(before)
    expect([count('service_order'), count('occurrence'), count('generation_run')]).toEqual([0, 0, 0])
    app.db.exec('DROP TRIGGER fails')
    expect(await commit(app.owner, april, plan.fingerprint)).toMatchObject({ orderCount: 5 })
    expect((await ordersOf(app.owner))[0]).toMatchObject({ number: 'MAIN-SO-000001' })
    // What the first try could not write was a bug of its own, not of this test.
    expect(() => app.close()).toThrow('generation.commitGeneration')
    app = setUp()
  })

  it('R03-22: an office without numbers for orders, and one whose numbers are used up', async () => {
    await exampleOne(app, branch, 'agreement')
    const plan = await preview(app.owner, april)
    app.db.prepare("UPDATE series SET last_value = next_value + 1, block_size = 1 WHERE type = 'SO'").run()
    const exhausted = await failureOf(commit(app.owner, april, plan.fingerprint))
    app.db.prepare("UPDATE series SET is_active = 0 WHERE type = 'SO'").run()
    const missing = await failureOf(commit(app.owner, april, plan.fingerprint))

    expect(['NUMBERS_EXHAUSTED', 'SERIES_END']).toContain(exhausted.code)
    expect(missing).toMatchObject({ code: 'NUMBER_SERIES_MISSING', data: { type: 'SO' } })
    expect([count('service_order'), count('occurrence')]).toEqual([0, 0])
  })

  it('issue 5: a plan that is committed twice at once makes one run', async () => {
    await exampleOne(app, branch, 'agreement')
    const { fingerprint } = await preview(app.owner, april)

    const tries = await Promise.allSettled([1, 2].map(() => commit(app.owner, april, fingerprint)))

    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect([count('generation_run'), count('service_order')]).toEqual([1, 5])
    const [run] = (await app.owner.generation.listRuns({})).items
    const rows = await app.owner.generation.listPlan({ planId: run?.planId ?? never(), part: 'lines' })
    expect(rows.items).toHaveLength(13)
  })

  it('issue 5: two previews at once leave the session one plan each to read, none half', async () => {
    await exampleOne(app, branch, 'agreement')

    const plans = await Promise.all([1, 2].map(() => preview(app.owner, april)))

    expect(plans.map(({ counts }) => counts.lines)).toEqual([13, 13])
    expect(await commit(app.owner, april, plans[0]?.fingerprint ?? never())).toMatchObject({ lineCount: 13 })
  })

  it('R-03.31: orders of one run carry the price of their own date', async () => {
    const { categoryId } = branch
    const [rule] = (await app.owner.agreements.listPriceRules({})).items
    await app.owner.agreements.updatePriceRule({
      ...{ priceRuleId: rule?.id ?? never(), expectedVersion: rule?.version ?? never() },
      patch: { validTo: '2027-03-31' },
    })
    await app.owner.agreements.createPriceRule({
      ...{ id: newId(), kind: 'sales', type: 'hour', categoryId, currency: 'NOK', value: 9_500_000 },
      validFrom: '2027-04-01',
    })
    const agreementId = activeAgreement(app, branch, { start_date: '2027-01-01' })
    rhythmLine(app, branch, agreementId, '2027-01-15', monthly())

    await generate(app.owner, { from: '2027-03-01', to: '2027-04-30' })

    const made = await ordersOf(app.owner)
    expect(made.map(({ lines }) => lines[0]?.salesPrice)).toEqual([9_000_000, 9_500_000])
    expect(made.map(({ salesAmount }) => salesAmount?.minor)).toEqual([90_000, 95_000])
  })

  it('R04-30: the search of a plan finds what the search of one line finds', async () => {
    const { accountId, categoryId, workerId } = branch
    const rule = { kind: 'sales', type: 'hour', currency: 'NOK', validFrom: '2026-01-01' } as const
    await app.owner.agreements.createPriceRule({ id: newId(), ...rule, workerId, value: 1_000_000 })
    await app.owner.agreements.createPriceRule({
      ...{
        id: newId(),
        ...rule,
        billingAccountId: accountId,
        categoryId,
        value: 7_000_000,
        validTo: '2026-06-30',
      },
    })
    await app.owner.agreements.createPriceRule({
      ...{
        id: newId(),
        kind: 'cost',
        type: 'hour',
        categoryId,
        currency: 'NOK',
        validFrom: '2026-01-01',
        value: 4_000_000,
      },
    })
    const dates = ['2025-12-31', '2026-06-30', '2026-07-01']
    const workers = [undefined, workerId]
    const agreementId = activeAgreement(app, branch, { start_date: '2025-01-01' })
    for (const worker of workers)
      for (const start of dates) rhythmLine(app, branch, agreementId, start, { worker_id: bytes(worker) })

    const plan = await preview(app.owner, { from: '2025-12-01', to: '2026-12-31' })

    const found: unknown[] = []
    for (const date of dates)
      for (const worker of workers) {
        const { source, unitPrice } = await app.owner.agreements.previewPrice({
          ...{ type: 'hour', categoryId, billingAccountId: accountId, currency: 'NOK', date },
          ...(worker && { workerId: worker }),
        })
        const line = plan.lines.find((one) => one.serviceDate === date && one.workerId === worker)
        expect({ source: line?.salesPriceSource, unitPrice: line?.salesPrice }).toEqual({ source, unitPrice })
        found.push(unitPrice)
      }
    expect(found).toEqual([9_000_000, 9_000_000, 7_000_000, 7_000_000, 9_000_000, 1_000_000])
  })

  it('R03-18: objects and tasks of the lines come along, with the notes of the agreement', async () => {
    const agreementId = activeAgreement(app, branch)
    app.db
      .prepare(
        'INSERT INTO agreement_object_relation (id, agreement_id, object_id, reference_code, note) VALUES (?, ?, ?, ?, ?)',
      )
      .run(bytes(newId()), bytes(agreementId), bytes(branch.objectId), 'REF-1', 'Key at the desk')
    app.db
      .prepare(
        'INSERT INTO agreement_task_relation (id, agreement_id, task_id, internal_note) VALUES (?, ?, ?, ?)',
      )
      .run(bytes(newId()), bytes(agreementId), bytes(branch.taskId), 'Bring grease')
    const fields = { ...monthly(), object_id: bytes(branch.objectId), task_id: bytes(branch.taskId) }
    rhythmLine(app, branch, agreementId, '2026-01-05', fields)
    rhythmLine(app, branch, agreementId, '2026-01-05', fields)

    await generate(app.owner, march)

    const [order] = await ordersOf(app.owner)
    expect(order?.objectRelations).toMatchObject([{ objectId: branch.objectId, note: 'Key at the desk' }])
    expect(order?.taskRelations).toMatchObject([{ taskId: branch.taskId, internalNote: 'Bring grease' }])
    const relationIds = new Set(order?.lines.map(({ objectRelationId }) => objectRelationId))
    expect([...relationIds]).toEqual([order?.objectRelations[0]?.id])
  })

  it('R03-19: the head has address, contact and people by the agreement, the description cut to its length', async () => {
    const { customerId, siteId, workerId } = branch
    await app.owner.customers.createContact({ id: newId(), customerId, name: 'Siri', phone: '22 33' })
    const agreementId = activeAgreement(app, branch, {
      ...{
        site_id: bytes(siteId),
        responsible_id: bytes(workerId),
        preferred_technician_id: bytes(workerId),
      },
      ...{ description: 'Service '.repeat(20), default_start_time: 450 },
    })
    rhythmLine(app, branch, agreementId, '2026-01-05', monthly())

    await generate(app.owner, march)

    const [order] = await ordersOf(app.owner)
    expect(order).toMatchObject({
      ...{ siteId, siteCity: 'Oslo', contactName: 'Siri', contactPhone: '22 33', responsibleId: workerId },
      ...{
        preferredTechnicianId: workerId,
        preferredServiceAt: Date.UTC(2026, 2, 5, 6, 30),
        priority: 'normal',
      },
    })
    expect(order?.description).toHaveLength(119)
    await expect(
      app.owner.orders.updateOrder({ ...refOf(order ?? never()), patch: { customerReference: 'X' } }),
    ).resolves.toMatchObject({ version: 2 })
  })
})

describe('ledger', () => {
  it('R-03.22: a deleted order stays deleted until Continuous makes its dates again (E9)', async () => {
    await exampleOne(app, branch, 'agreement')
    await generate(app.owner, april)
    const order = (await ordersOf(app.owner)).find(({ serviceDate }) => serviceDate === '2007-04-15')
    await app.owner.orders.deleteOrder(refOf(order ?? never()))

    const again = await preview(app.owner, april)
    expect(again.counts).toMatchObject({ orders: 0, skipped: { ALREADY_GENERATED: 10, DELETED_EARLIER: 3 } })
    const filled = await preview(app.owner, { ...april, continuous: true })
    expect(visits(filled)).toEqual(['2007-04-15 ×3'])

    const may = { from: '2007-05-01', to: '2007-05-31', continuous: true }
    const run = await generate(app.owner, may)
    expect(run).toMatchObject({ orderCount: 5, lineCount: 13 })
    expect((await preview(app.owner, may)).counts).toMatchObject({ orders: 0, skips: 13 + 10 })
  })

  it('R-03.23: with no earlier occurrence Continuous changes nothing', async () => {
    await exampleOne(app, branch, 'agreement')

    const plan = await preview(app.owner, { from: '2007-04-20', to: '2007-04-30', continuous: true })

    expect(visits(plan)).toEqual(['2007-04-22 ×2', '2007-04-29 ×3'])
  })

  it('R-03.26: of a line that is split the date stays with the first part', async () => {
    const agreementId = activeAgreement(app, branch)
    const { id: unitId, code: unit } = await pieces()
    const { id: itemId } = await app.owner.catalog.createItem({
      id: newId(),
      number: 'OIL',
      name: 'Oil',
      unitId,
    })
    const lineId = rhythmLine(app, branch, agreementId, '2026-01-05', {
      ...monthly(),
      ...{ type: 'item', item_id: bytes(itemId), category_id: null, unit, quantity: 3000 },
    })
    await generate(app.owner, march)
    const [order] = await ordersOf(app.owner)
    const first = lineOf(order ?? never(), 10)

    const split = await app.owner.orders.splitLine({
      ...refOf(order ?? never()),
      ...{ lineId: first.id, quantity: 1250 },
    })

    expect(split.lines.map(({ estimatedQty }) => estimatedQty)).toEqual([1750, 1250])
    const { items } = await app.owner.generation.listOccurrences({ agreementLineId: lineId })
    expect(items).toMatchObject([{ orderLineId: first.id, state: 'active' }])
    expect(skipsOf(await preview(app.owner, march))).toEqual(['ALREADY_GENERATED'])
  })

  it('03 §4: a deleted date is made available again, an active one is not', async () => {
    const agreementId = activeAgreement(app, branch)
    const agreementLineId = rhythmLine(app, branch, agreementId, '2026-01-05', monthly())
    await generate(app.owner, march)
    const occurrence = async () =>
      (await app.owner.generation.listOccurrences({ agreementLineId })).items[0] ?? never()
    const held = await occurrence()
    const refused = app.owner.generation.releaseDate({ occurrenceId: held.id, expectedVersion: held.version })
    expect(await failureOf(refused)).toMatchObject({ code: 'OCCURRENCE_ACTIVE' })

    const [order] = await ordersOf(app.owner)
    await app.owner.orders.deleteOrder(refOf(order ?? never()))
    const deleted = await occurrence()
    expect(deleted).toMatchObject({ state: 'deleted', calculatedDate: '2026-03-05' })
    expect(deleted.orderLineId).toBeUndefined()
    await app.owner.generation.releaseDate({ occurrenceId: deleted.id, expectedVersion: deleted.version })

    expect(visits(await preview(app.owner, march))).toEqual(['2026-03-05 ×1'])
    expect((await app.owner.generation.listOccurrences({ agreementLineId })).items).toMatchObject([
      { state: 'released' },
    ])
  })

  it('R-01.38: an order deleted by mistake comes back with its dates', async () => {
    const agreementId = activeAgreement(app, branch)
    const agreementLineId = rhythmLine(app, branch, agreementId, '2026-01-05', monthly())
    const run = await generate(app.owner, march)
    const [order] = await ordersOf(app.owner)
    await app.owner.orders.deleteOrder(refOf(order ?? never()))
    const [entry] = (await app.owner.history.listEntries({ limit: 1 })).items

    await app.owner.history.undoEntry({ entryId: entry?.id ?? never() })

    const { items } = await app.owner.generation.listOccurrences({ agreementLineId })
    expect(items).toMatchObject([
      { state: 'active', runId: run.id, orderLineId: order?.lines[0]?.id, orderNumber: order?.number },
    ])
    expect(skipsOf(await preview(app.owner, march))).toEqual(['ALREADY_GENERATED'])
  })

  it('R03-26: of two made apart the earlier stays; a touched later one waits for a person', () => {
    const one = { occurrenceId: 'a', orderLineId: 'x', committedAt: 1, isTouched: true }
    const other = { occurrenceId: 'b', orderLineId: 'y', committedAt: 2, isTouched: false }

    const verdict = { kind: 'cancelLater', stays: one, canceled: other, reason: 'DUPLICATE_OCCURRENCE' }
    expect(settleDuplicate(one, other)).toEqual(verdict)
    expect(settleDuplicate(other, one)).toEqual(verdict)
    const touched = { ...other, isTouched: true }
    expect(settleDuplicate(touched, one)).toEqual({ kind: 'waitForPerson', stays: [one, touched] })
    const same = { ...other, committedAt: 1 }
    expect(settleDuplicate(same, one)).toEqual(settleDuplicate(one, same))
  })
})

describe('join existing', () => {
  it('R03-17: lines are appended to an open order of the agreement and undone alone', async () => {
    const agreementId = activeAgreement(app, branch)
    const first = rhythmLine(app, branch, agreementId, '2026-01-10', monthly())
    await generate(app.owner, march)
    rhythmLine(app, branch, agreementId, '2026-01-12', { ...monthly(), window_id: bytes(branch.monthWindow) })

    const apart = await preview(app.owner, march)
    expect(visits(apart)).toEqual(['2026-03-12 ×1'])
    const joining = { ...march, joinExisting: true }
    const plan = await preview(app.owner, joining)
    expect(plan.lines).toMatchObject([
      { serviceDate: '2026-03-10', notes: ['MOVED_BY_WINDOW', 'JOINED_EXISTING'] },
    ])
    expect(plan.orders[0]?.trace.at(-1)).toEqual({ code: 'EXISTING_ORDER', text: 'MAIN-SO-000001' })
    const run = await commit(app.owner, joining, plan.fingerprint)

    const [order, ...others] = await ordersOf(app.owner)
    expect(others).toEqual([])
    expect(order).toMatchObject({ number: 'MAIN-SO-000001', version: 2, salesAmount: { minor: 180_000 } })
    expect(order?.lines.map(({ lineNo }) => lineNo)).toEqual([10, 20])

    await undo(app.owner, run)
    const [left] = await ordersOf(app.owner)
    expect(left).toMatchObject({ version: 3, salesAmount: { minor: 90_000 } })
    expect(left?.lines).toMatchObject([{ agreementLineId: first }])
  })

  it('R03-17: an open order of the agreement without a line yet is joined; no key but the agreement fits it', async () => {
    const agreementId = activeAgreement(app, branch)
    rhythmLine(app, branch, agreementId, '2026-01-10', monthly())
    await generate(app.owner, march)
    app.db.exec('DELETE FROM occurrence; DELETE FROM service_order_line')
    const joining = { ...march, joinExisting: true }

    const plan = await preview(app.owner, joining)
    expect(plan.lines).toMatchObject([{ serviceDate: '2026-03-10', notes: ['JOINED_EXISTING'] }])
    app.db.prepare("UPDATE agreement SET combine = 'task'").run()
    expect((await preview(app.owner, joining)).lines).toMatchObject([{ notes: [] }])
  })

  it.each([
    ['time was recorded', { actualQty: 30 }],
    ['a start was recorded', { startAt: Date.UTC(2026, 2, 10, 8) }],
  ])('R03-17: no order is joined on which %s', async (_why, patch) => {
    const agreementId = activeAgreement(app, branch)
    rhythmLine(app, branch, agreementId, '2026-01-10', monthly())
    await generate(app.owner, march)
    const [order] = await ordersOf(app.owner)
    const line = lineOf(order ?? never(), 10)
    await app.owner.orders.updateLine({ ...refOf(order ?? never()), lineId: line.id, patch })
    rhythmLine(app, branch, agreementId, '2026-01-12', { ...monthly(), window_id: bytes(branch.monthWindow) })

    const plan = await preview(app.owner, { ...march, joinExisting: true })

    expect(visits(plan)).toEqual(['2026-03-12 ×1'])
  })

  it('R03-17: no order is joined that somebody is dispatched to', async () => {
    const agreementId = activeAgreement(app, branch)
    rhythmLine(app, branch, agreementId, '2026-01-10', monthly())
    await generate(app.owner, march)
    const [activity] = (await app.owner.dispatch.listActivities({})).items
    const worker = await app.owner.people.createWorker({ id: newId(), displayName: 'Ola' })
    await app.owner.dispatch.updateActivity({
      ...{ activityId: activity?.id ?? never(), expectedVersion: 1, confirmed: ['OUTSIDE_HOURS', 'WINDOW'] },
      patch: { workerId: worker.id, start: Date.UTC(2026, 2, 10, 8) },
    })
    rhythmLine(app, branch, agreementId, '2026-01-12', { ...monthly(), window_id: bytes(branch.monthWindow) })

    expect(visits(await preview(app.owner, { ...march, joinExisting: true }))).toEqual(['2026-03-12 ×1'])
  })
})

describe('service levels', () => {
  it('R06-02: generated orders are measured only where the company wants it, and undone with their clocks', async () => {
    const agreementId = activeAgreement(app, branch)
    app.db
      .prepare(
        `INSERT INTO service_level (id, version, code, description, allowance, steps, is_active)
         VALUES (?, 1, 'GOLD', '{}', 240, '[]', 1)`,
      )
      .run(bytes(newId()))
    app.db.prepare('UPDATE agreement SET sla_id = (SELECT id FROM service_level)').run()
    rhythmLine(app, branch, agreementId, '2026-01-05', monthly())
    await app.owner.settings.setSetting({ key: 'measureGeneratedOrders', scope: 'company', value: true })

    const run = await generate(app.owner, { from: '2026-03-01', to: '2026-05-31' })
    expect(count('order_sla')).toBe(3)
    await undo(app.owner, run)
    expect(count('order_sla')).toBe(0)
  })
})

describe('undo', () => {
  /** E11: the run of April; somebody starts time on the third order. */
  async function touched() {
    await exampleOne(app, branch, 'agreement')
    const run = await generate(app.owner, april)
    const third = (await ordersOf(app.owner))[2] ?? never()
    const line = lineOf(third, 10)
    await app.owner.orders.updateLine({
      ...refOf(third),
      ...{ lineId: line.id, patch: { startAt: third.preferredServiceAt } },
    })
    return run
  }

  it('R-03.20: a touched order keeps the whole run, or only itself (E11)', async () => {
    const run = await touched()
    const entries = app.entries()

    const failure = await failureOf(undo(app.owner, run))
    expect(failure).toMatchObject({
      ...{ code: 'RUN_HAS_TOUCHED_ORDERS' },
      data: { orders: [{ number: 'MAIN-SO-000003', why: ['time'] }] },
    })
    expect(app.entries()).toBe(entries)

    const left = await undo(app.owner, run, 'untouchedOnly')
    expect(left).toMatchObject({ status: 'partlyUndone', undoReason: 'Wrong month' })
    expect((await ordersOf(app.owner)).map(({ number }) => number)).toEqual(['MAIN-SO-000003'])
    expect(numbers()).toEqual({ used: 1, void: 4, lost: 0 })

    const again = await preview(app.owner, april)
    expect(again.counts).toMatchObject({ orders: 4, lines: 10, skipped: { ALREADY_GENERATED: 3 } })
    await commit(app.owner, april, again.fingerprint)
    expect((await ordersOf(app.owner)).map(({ number }) => number).slice(1)).toEqual(
      [6, 7, 8, 9].map((value) => `MAIN-SO-00000${String(value)}`),
    )
  })

  it('R-03.21: after a whole undo the same dates get new numbers', async () => {
    await exampleOne(app, branch, 'agreement')
    const run = await generate(app.owner, april)
    const first = (await ordersOf(app.owner)).map(({ serviceDate }) => serviceDate)

    const undone = await undo(app.owner, run)
    expect(undone.status).toBe('undone')
    expect([await ordersOf(app.owner), count('order_object_relation'), count('service_order_line')]).toEqual([
      [],
      0,
      0,
    ])
    expect(await failureOf(undo(app.owner, undone))).toMatchObject({ code: 'RUN_ALREADY_UNDONE' })

    await generate(app.owner, april)
    const made = await ordersOf(app.owner)
    expect(made.map(({ serviceDate }) => serviceDate)).toEqual(first)
    expect(made[0]).toMatchObject({ number: 'MAIN-SO-000006' })
    expect(numbers()).toEqual({ used: 5, void: 5, lost: 0 })
  })

  it('03 §4: an undo says why, and a dispatcher undoes own runs only', async () => {
    await exampleOne(app, branch, 'agreement')
    const run = await generate(app.owner, april)
    const dispatcher = await app.as('dispatcher')
    const ref = { runId: run.id, expectedVersion: run.version, mode: 'all' as const }

    expect(await failureOf(app.owner.generation.undoRun({ ...ref, reason: ' ' }))).toMatchObject({
      code: 'REASON_REQUIRED',
    })
    expect(await failureOf(undo(dispatcher, run))).toMatchObject({ code: 'FORBIDDEN' })
    await undo(app.owner, run)
    const own = await generate(dispatcher, april)
    expect(await undo(dispatcher, own)).toMatchObject({ status: 'undone' })
  })

  it('R03-23: notes, canceled lines and changed heads keep their orders', async () => {
    await exampleOne(app, branch, 'agreement')
    const run = await generate(app.owner, april)
    const [first, second, third] = await ordersOf(app.owner)
    await app.owner.attachments.addNote({
      ...{
        id: newId(),
        entity: 'order',
        recordId: first?.id ?? never(),
        text: 'Call first',
        visibility: 'internal',
      },
    })
    await app.owner.orders.cancelOrder({ ...refOf(second ?? never()), reason: 'Away' })
    await app.owner.orders.updateOrder({ ...refOf(third ?? never()), patch: { customerReference: 'PO 7' } })

    const failure = await failureOf(undo(app.owner, run))

    expect(failure.data['orders']).toMatchObject([
      { number: 'MAIN-SO-000001', why: ['attachment'] },
      { number: 'MAIN-SO-000002', why: ['cancellation'] },
      { number: 'MAIN-SO-000003', why: ['changed'] },
    ])
  })

  it('R03-23: an activity that somebody planned keeps its order, untouched ones go with theirs', async () => {
    await exampleOne(app, branch, 'agreement')
    const run = await generate(app.owner, april)
    const [first] = await ordersOf(app.owner)
    const [activity] = (await app.owner.dispatch.listActivities({ orderId: first?.id ?? never() })).items
    expect((await app.owner.dispatch.listActivities({ withCount: true })).count).toBeGreaterThan(1)
    await app.owner.dispatch.updateActivity({
      ...{ activityId: activity?.id ?? never(), expectedVersion: 1, patch: { priority: 'high' } },
    })

    const failure = await failureOf(undo(app.owner, run))
    expect(failure.data['orders']).toMatchObject([{ number: 'MAIN-SO-000001', why: ['activity'] }])
    await undo(app.owner, run, 'untouchedOnly')
    const { items } = await app.owner.dispatch.listActivities({})
    expect(new Set(items.map(({ orderId }) => orderId))).toEqual(new Set([first?.id]))
  })

  it('R03-23: lines that a person split off to another order keep it', async () => {
    await exampleOne(app, branch, 'agreement')
    const run = await generate(app.owner, april)
    const [first] = await ordersOf(app.owner)
    const split = await app.owner.orders.splitOrder({
      ...refOf(first ?? never()),
      ...{ lineIds: [lineOf(first ?? never(), 20).id], date: '2007-04-03' },
    })

    const failure = await failureOf(undo(app.owner, run))

    expect(failure.data['orders']).toMatchObject([
      { number: 'MAIN-SO-000001', why: ['changed'] },
      { orderId: split.newOrderId, why: ['changed'] },
    ])
    await undo(app.owner, run, 'untouchedOnly')
    expect(await ordersOf(app.owner)).toHaveLength(2)
  })

  it('conventions §6: an entry of a run is undone by undoing the run', async () => {
    await exampleOne(app, branch, 'agreement')
    await generate(app.owner, april)
    const [entry] = (await app.owner.history.listEntries({ limit: 1 })).items

    const refused = app.owner.history.undoEntry({ entryId: entry?.id ?? never() })
    expect(await failureOf(refused)).toMatchObject({ code: 'NOT_UNDOABLE' })
  })
})

describe('requirements', () => {
  /** An item line of 2.000 in three months of the spring. */
  async function itemRun(itemSetup: string) {
    const { id: unitId, code: unit } = await pieces()
    const { id: itemId } = await app.owner.catalog.createItem({
      ...{ id: newId(), number: `F-${itemSetup}`, name: 'Filter', unitId, kind: 'stock' },
    })
    const agreementId = activeAgreement(app, branch)
    rhythmLine(app, branch, agreementId, '2026-01-05', {
      ...monthly(),
      ...{
        type: 'item',
        item_id: bytes(itemId),
        category_id: null,
        unit,
        quantity: 2000,
        item_setup: itemSetup,
      },
    })
    const run = await generate(app.owner, { from: '2026-03-01', to: '2026-05-31' })
    return { run, itemId }
  }

  it('R-02.34: each visit has its requirement by its preferred time; consumption has none', async () => {
    await itemRun('itemConsumption')
    expect(count('item_requirement')).toBe(0)

    const { itemId } = await itemRun('itemRequirement')
    const { items } = await app.owner.orders.listRequirements({ filter: { itemId: [itemId] } })
    expect(items.map(({ neededBy, requiredQty, status }) => [neededBy, requiredQty, status])).toEqual(
      [
        [2, 7],
        [3, 6],
        [4, 6],
      ].map(([month = 0, hour = 0]) => [Date.UTC(2026, month, 5, hour), 2000, 'open']),
    )
  })

  it('R03-23: the unchanged requirement of one run does not hold the lines that another appended', async () => {
    await itemRun('itemRequirement')
    const [order] = await ordersOf(app.owner)
    rhythmLine(app, branch, order?.agreementId ?? never(), '2026-01-05', monthly())
    const joining = { ...march, joinExisting: true }
    const appended = await generate(app.owner, joining)
    expect(count('service_order_line')).toBe(4)

    await undo(app.owner, appended)

    expect([count('service_order_line'), count('item_requirement')]).toEqual([3, 3])
  })

  it('R-03.33: unchanged requirements go with their run; a reserved one keeps its order', async () => {
    const { run } = await itemRun('itemRequirement')
    await undo(app.owner, run)
    expect([count('service_order'), count('item_requirement')]).toEqual([0, 0])

    const again = await generate(app.owner, { from: '2026-03-01', to: '2026-05-31' })
    const [requirement] = (await app.owner.orders.listRequirements({})).items
    const { id, itemId, version, warehouseId } = requirement ?? never()
    await app.owner.stock.receiveStock({
      id: newId(),
      itemId,
      warehouseId,
      quantity: 5000,
      date: '2026-03-02',
    })
    await app.owner.orders.reserveRequirement({ requirementId: id, expectedVersion: version })

    const failure = await failureOf(undo(app.owner, again))
    expect(failure).toMatchObject({
      code: 'RUN_HAS_TOUCHED_ORDERS',
      data: { orders: [{ number: requirement?.orderNumber, why: ['requirement'] }] },
    })
  })
})

describe('plans', () => {
  it('03 §3.6: a preview is its session’s until the next one, or for an hour', async () => {
    await exampleOne(app, branch, 'agreement')
    const first = await preview(app.owner, april)
    const rows = (planId: string) => app.owner.generation.listPlan({ planId, part: 'orders', limit: 2 })
    const page = await rows(first.planId)
    expect(page.items.map(({ serviceDate }) => serviceDate)).toEqual(['2007-04-01', '2007-04-08'])
    const next = await app.owner.generation.listPlan({
      ...{ planId: first.planId, part: 'orders', limit: 2 },
      ...(page.next !== undefined && { after: page.next }),
    })
    expect(next.items.map(({ position }) => position)).toEqual([3, 4])
    const dispatcher = await app.as('dispatcher')
    const foreign = dispatcher.generation.listPlan({ planId: first.planId, part: 'orders' })
    expect(await failureOf(foreign)).toMatchObject({ code: 'NOT_FOUND' })

    const second = await preview(app.owner, april)
    expect(await failureOf(rows(first.planId))).toMatchObject({ code: 'NOT_FOUND' })
    expect(second.fingerprint).toBe(first.fingerprint)
    app.clock.now += 3_600_001
    expect(await failureOf(rows(second.planId))).toMatchObject({ code: 'NOT_FOUND' })
    const run = await commit(app.owner, april, second.fingerprint)
    app.clock.now += 86_400_000
    expect((await app.owner.generation.listPlan({ planId: run.planId, part: 'lines' })).items).toHaveLength(
      13,
    )
    expect(
      (await app.owner.generation.listPlan({ planId: run.planId, part: 'orders' })).items[0],
    ).toMatchObject({
      orderNumber: 'MAIN-SO-000001',
    })
  })

  it('issue 5: loads say a worker’s hours by week against the calendar; each row has its trace', async () => {
    app.db.prepare('UPDATE company SET calendar_id = (SELECT id FROM calendar ORDER BY key LIMIT 1)').run()
    const agreementId = activeAgreement(app, branch)
    for (const worker of [branch.workerId, undefined])
      rhythmLine(app, branch, agreementId, '2026-01-05', {
        ...monthly(),
        worker_id: bytes(worker),
        quantity: 90,
      })

    const plan = await preview(app.owner, march)
    const { items } = await app.owner.generation.listPlan({ planId: plan.planId, part: 'loads' })

    expect(items).toMatchObject([
      { serviceDate: '2026-03-02', minutes: 90, lineCount: 1 },
      { serviceDate: '2026-03-02', workerId: branch.workerId, workerName: 'Kari', minutes: 90 },
    ])
    expect(items[1]?.capacityMinutes).toBeGreaterThan(0)
    expect(plan.orders[0]?.trace).toEqual([
      { code: 'GROUP_KEY', text: 'agreement' },
      { code: 'LINES_TOGETHER', number: 2 },
    ])
    expect(plan.lines.every(({ trace }) => trace.length > 0)).toBe(true)
    expect(plan.days).toEqual([{ date: '2026-03-05', orders: 1, lines: 2 }])
  })

  it('R-03.32: 10,000 lines are planned within five seconds', async () => {
    app.db.transaction(() => {
      const agreements = Array.from({ length: 2000 }, (_, index) =>
        activeAgreement(app, branch, { number: `AG-${String(index)}` }),
      )
      for (const agreementId of agreements)
        for (let line = 0; line < 5; line += 1) rhythmLine(app, branch, agreementId, '2026-01-05', monthly())
    })()

    const spent = cpuTime()
    const plan = await preview(app.owner, march)

    expect(plan.counts).toMatchObject({ orders: 2000, lines: 10_000 })
    expect(spent()).toBeLessThan(5000)
  }, 60_000)
})

function never(): never {
  throw new Error('it is there')
}
