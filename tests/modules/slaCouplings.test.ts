import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import type { SlaId } from '../../electron/shared/contract/id'
import type { Order } from '../../electron/shared/contract/orders'
import { said, wall } from '../support/clocks'
import { newId, setUp, type TestApp } from '../support/app'
import { agreementHours, agreementOf, agreementRef } from '../support/agreements'
import {
  activeAgreement,
  bytes,
  generate,
  generationBranchOf,
  ordersOf,
  rhythmLine,
} from '../support/generation'
import { branchOf, hours, orderOf, refOf, resultOf, type Branch } from '../support/orders'
import { clockOf, clockRef, promise, slaOf, standardCalendar } from '../support/sla'
import { createReason, createTree } from '../support/stages'

vi.setConfig({ testTimeout: 30_000 })

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp({ now: wall('2026-03-06 14:00') })
  branch = await branchOf(app)
})
afterEach(() => {
  expect(verifyChain(app.db).ok).toBe(true)
  app.close()
})

const at = (text: string) => {
  app.clock.now = wall(text.includes('-') ? text : `2026-03-09 ${text}`)
}
const clock = (order: Pick<Order, 'id'>) => clockOf(app.owner, order)
const siteOrder = (fields: object = {}) => orderOf(app.owner, branch, { siteId: branch.siteId, ...fields })
const version = async ({ id }: Pick<Order, 'id'>) => refOf(await app.owner.orders.getOrder({ orderId: id }))
const stopRow = { kind: 'stop', source: 'stage' }

describe('stages and the clock', () => {
  type Tree = Awaited<ReturnType<typeof createTree>>
  let tree: Tree
  let reasonId: Awaited<ReturnType<typeof createReason>>

  /** An order of S8 that stands in INPROC since 08:00. */
  async function inProcess(fields: object = {}): Promise<Order> {
    tree = await createTree(app.owner)
    reasonId = await createReason(app.owner)
    await promise(app.owner, branch.customerId, (await slaOf(app.owner, fields)).id)
    at('08:00')
    const order = await siteOrder({ lines: [hours(branch)] })
    await move(order, 'INPROC')
    return order
  }
  const move = async (order: Order, code: keyof Tree, fields: object = {}) => {
    const direction = code === 'INPROC' && order.stageId !== tree.PLAN.id ? 'previous' : 'next'
    return app.owner.stages.changeStage({
      ...{ ...(await version(order)), direction, stageId: tree[code].id },
      ...fields,
    })
  }
  const back = async (order: Order) =>
    app.owner.stages.changeStage({ ...(await version(order)), direction: 'previous' })

  it('R-05.09: S4, waiting and done stop the clock; 16,259 s, 56.45 %, four entries', async () => {
    const order = await inProcess()
    at('10:00')
    await move(order, 'WAITPART', { reasonId, comment: 'Pump ordered' })
    at('13:00')
    await back(order)
    app.clock.now = wall('2026-03-09 15:30') + 59_000
    await move(order, 'DONE')
    const sla = await clock(order)

    expect(sla).toMatchObject({ status: 'stopped', elapsed: 16_259, compliance: 5645 })
    expect(sla.entries.map(({ kind }) => kind)).toEqual(['start', 'stop', 'start', 'stop'])
    expect(sla.entries[1]).toMatchObject({ ...stopRow, reasonCode: 'PARTS', comment: 'Pump ordered' })
  })

  it('R-05.10: S5, a Stop by hand is not undone by stages; 90 minutes, two entries', async () => {
    const order = await inProcess()
    at('09:30')
    await app.owner.sla.stopClock(clockRef(await clock(order)))
    at('10:00')
    await move(order, 'WAITPART', { reasonId })
    at('13:00')
    await back(order)
    const sla = await clock(order)

    expect(sla).toMatchObject({ status: 'stopped', elapsed: 90 * 60 })
    expect(sla.entries).toHaveLength(2)
  })

  it('R-05.11: S6, beyond the allowance a stopping stage needs a reason; at 60:00 it does not', async () => {
    const order = await inProcess({ allowance: 60 })
    const other = await siteOrder()
    await move(other, 'INPROC')
    await app.owner.settings.setSetting({ key: 'reasonOnSlaExceeded', scope: 'company', value: true })
    const exceeded = await app.owner.stages.createReasonCode({
      ...{ id: newId(), code: 'LATE', description: { en: 'Late' }, uses: ['slaExceeded'] },
    })
    at('09:00')
    await move(other, 'DONE')
    app.clock.now = wall('2026-03-09 09:00') + 1000
    const before = await app.owner.stages.listStageHistory({ orderId: order.id })

    await expect(move(order, 'DONE')).rejects.toMatchObject({
      code: 'REASON_REQUIRED',
      data: { field: 'reasonId' },
    })
    expect((await clock(order)).status).toBe('running')
    expect(await app.owner.stages.listStageHistory({ orderId: order.id })).toEqual(before)
    const next = await app.owner.stages.listNextStages({ orderId: order.id })
    expect(next.permitted.find(({ code }) => code === 'DONE')).toMatchObject({ reasonRequired: true })
    const moved = await move(order, 'DONE', { reasonId: exceeded.id })
    expect(moved.entry.reasonCode).toBe('LATE')
    expect((await clock(order)).entries.at(-1)).toMatchObject({ ...stopRow, reasonCode: 'LATE' })
  })

  it('R05-41: from one stopping stage to another no entry is written', async () => {
    const order = await inProcess()
    const { ARCH } = tree
    await app.owner.stages.updateStage({
      ...{ stageId: ARCH.id, expectedVersion: ARCH.version, patch: { stopsSla: true } },
    })
    at('09:00')
    await move(order, 'DONE')
    at('10:00')
    await move(order, 'ARCH')
    expect((await clock(order)).entries).toHaveLength(2)
  })

  it('R-05.21: a dry run writes no entry', async () => {
    const order = await inProcess()
    const entries = app.entries()
    at('09:00')
    await app.owner.stages.changeStages({
      ...{ orderIds: [order.id], direction: 'next', stageId: tree.DONE.id, dryRun: true },
    })

    expect(app.entries()).toBe(entries)
    expect((await clock(order)).entries).toHaveLength(1)
  })
})

describe('which service level applies', () => {
  const activeAgreement = async (fields: object) => {
    const { id: billingAccountId } = await app.owner.agreements.createBillingAccount({
      ...{ id: newId(), name: 'Care', customerId: branch.customerId, type: 'timeAndMaterial' },
    })
    const lines = [agreementHours(branch)]
    const agreement = await agreementOf(app.owner, branch, { lines, billingAccountId, ...fields })
    return app.owner.agreements.activate(agreementRef(agreement))
  }
  const group = async (slaId: SlaId) =>
    (
      await app.owner.agreements.createAgreementGroup({
        ...{ id: newId(), code: `G${slaId.slice(-4)}`, description: 'G', slaId },
      })
    ).id

  it('R-06.12: an agreement without one takes its group’s, one with its own that; both before the customer’s', async () => {
    const [s8, s4, tier] = await Promise.all(
      ['S8', 'S4', 'TIER'].map((code) => slaOf(app.owner, { code, allowance: 240 })),
    )
    if (!s8 || !s4 || !tier) throw new Error('three were made')
    await promise(app.owner, branch.customerId, tier.id)
    const groupId = await group(s8.id)
    const byGroup = await activeAgreement({ groupId })
    const own = await activeAgreement({ groupId, slaId: s4.id })
    const of = async (fields: object) => {
      const { agreementId, slaCode, source } = await clock(await siteOrder(fields))
      return [slaCode, source, agreementId]
    }

    expect(await of({ agreementId: byGroup.id })).toEqual(['S8', 'agreementGroup', byGroup.id])
    expect(await of({ agreementId: own.id })).toEqual(['S4', 'agreement', own.id])
    expect(await of({})).toEqual(['TIER', 'customerGroup', undefined])
  })

  it('R06-02: an order that a person made from an agreement waits for its Start where clocks start by hand', async () => {
    const s4 = await slaOf(app.owner, { code: 'S4', allowance: 240 })
    const agreement = await activeAgreement({ groupId: await group(s4.id), slaId: s4.id })
    await app.owner.settings.setSetting({ key: 'slaStartsAutomatically', scope: 'company', value: false })

    const order = await siteOrder({ agreementId: agreement.id })

    expect(await clock(order)).toMatchObject({ status: 'none', outcome: 'notMeasured', slaCode: 'S4' })
    expect(await app.owner.sla.startClock(clockRef(await clock(order)))).toMatchObject({
      ...{ status: 'running', slaCode: 'S4', source: 'agreement' },
    })
  })

  it('R04-22: without any service level the order has no clock and is not measured', async () => {
    expect(await clock(await siteOrder())).toMatchObject({
      status: 'none',
      outcome: 'notMeasured',
      entries: [],
    })
  })

  it('06 §2.1: the tier gives new orders their priority', async () => {
    await promise(app.owner, branch.customerId, (await slaOf(app.owner)).id, { defaultPriority: 'high' })

    expect((await siteOrder()).priority).toBe('high')
    expect((await siteOrder({ priority: 'low' })).priority).toBe('low')
  })

  it('R06-03: a request’s clock starts at receipt once it is taken over', async () => {
    await promise(app.owner, branch.customerId, (await slaOf(app.owner)).id)
    const request = await app.owner.orders.registerRequest({
      ...{ id: newId(), customerId: branch.customerId, siteId: branch.siteId },
    })
    expect((await clock(request)).status).toBe('none')
    await expect(app.owner.sla.startClock(refOf(request))).rejects.toMatchObject({
      code: 'SLA_STATUS_INVALID',
    })
    at('2026-03-06 15:00')
    await app.owner.orders.transferRequest(refOf(request))

    expect(await clock(request)).toMatchObject({
      status: 'running',
      startTime: wall('2026-03-06 14:00'),
      elapsed: 3600,
    })
  })

  it('R06-01: a service level that was set by hand on a request starts when it is taken over', async () => {
    const { id: slaId } = await slaOf(app.owner)
    const request = await app.owner.orders.registerRequest({ id: newId(), customerId: branch.customerId })
    const { version: set } = await app.owner.sla.setOrderSla({ ...refOf(request), slaId })
    await app.owner.orders.transferRequest({ orderId: request.id, expectedVersion: set })

    expect(await clock(request)).toMatchObject({ status: 'running', source: 'order', slaCode: 'S8' })
  })

  it('06 §2.2: an inactive service level is taken by no new order', async () => {
    const sla = await slaOf(app.owner)
    await promise(app.owner, branch.customerId, sla.id)
    await app.owner.sla.deactivateSla({ slaId: sla.id, expectedVersion: 1 })

    expect((await clock(await siteOrder())).status).toBe('none')
  })
})

describe('set-up', () => {
  it('R-06.29: an allowance of 0 or more than a year is ALLOWANCE_INVALID; a code is taken once', async () => {
    const fields = { code: 'A', description: { en: 'A' } }
    const make = (more: object) => app.owner.sla.createSla({ id: newId(), ...fields, allowance: 60, ...more })

    await expect(make({ allowance: 0 })).rejects.toMatchObject({
      code: 'ALLOWANCE_INVALID',
      data: { field: 'allowance' },
    })
    await expect(make({ allowanceHigh: -1, responseAllowance: 525_601 })).rejects.toMatchObject({
      code: 'ALLOWANCE_INVALID',
      data: { failures: [{ field: 'allowanceHigh' }, { field: 'responseAllowance' }] },
    })
    const { id: slaId, steps } = await make({ allowance: 525_600 })
    expect(steps.map(({ kind, threshold }) => [kind, threshold])).toEqual([
      ['warning', 7500],
      ['breach', 10_000],
    ])
    await expect(make({ code: 'a' })).rejects.toMatchObject({ code: 'SLA_CODE_EXISTS' })
    await expect(
      app.owner.sla.updateSla({ slaId, expectedVersion: 1, patch: { allowance: 0 } }),
    ).rejects.toMatchObject({ code: 'ALLOWANCE_INVALID' })
    const groupFields = { code: 'GOLD', description: 'Gold' }
    await app.owner.sla.createSlaGroup({ id: newId(), ...groupFields })
    await expect(app.owner.sla.createSlaGroup({ id: newId(), ...groupFields })).rejects.toMatchObject({
      code: 'SLA_CODE_EXISTS',
    })
  })

  it('R01-05: a service level that a tier names is IN_USE', async () => {
    const sla = await slaOf(app.owner)
    await promise(app.owner, branch.customerId, sla.id)

    await expect(app.owner.sla.deleteSla({ slaId: sla.id, expectedVersion: 1 })).rejects.toMatchObject({
      code: 'IN_USE',
      data: { counts: { slaGroup: 1 } },
    })
  })

  it('06 §4: a preview says the deadline and why, of a kept or a typed service level', async () => {
    const sla = await slaOf(app.owner)
    const asked = { zone: 'Europe/Oslo', start: wall('2026-03-06 14:00') }
    const kept = await app.owner.sla.previewDeadline({ ...asked, slaId: sla.id })
    const pauses = [{ from: wall('2026-03-09 10:00'), to: wall('2026-03-09 13:00') }]
    const paused = await app.owner.sla.previewDeadline({ ...asked, slaId: sla.id, pauses })
    const empty = await app.owner.calendars.createCalendar({
      id: newId(),
      code: 'E',
      name: 'E',
      zone: 'SITE',
    })
    const typed = (draft: object, more: object = {}) =>
      app.owner.sla.previewDeadline({ ...asked, draft: { allowance: 60, ...draft }, ...more })

    expect(said(kept.deadline)).toBe('Mon 2026-03-09 14:00')
    expect(kept.rows.map(({ kind }) => kind)).toEqual(['sla', 'start', 'work', 'closed', 'work', 'deadline'])
    expect(said(paused.deadline)).toBe('Tue 2026-03-10 09:00')
    await expect(typed({ calendarId: empty.id })).rejects.toMatchObject({ code: 'CALENDAR_EMPTY' })
    await expect(typed({ allowance: 0 })).rejects.toMatchObject({ code: 'ALLOWANCE_INVALID' })
    await expect(typed({}, { zone: 'Mars/One' })).rejects.toMatchObject({ code: 'ZONE_UNKNOWN' })
    await expect(typed({}, { pauses: [{ from: 5, to: 4 }] })).rejects.toMatchObject({ code: 'TIME_ORDER' })
  })

  it('R06-25: a country’s calendar stands for the SLA’s at its sites, and clocks follow when it is chosen', async () => {
    await promise(app.owner, branch.customerId, (await slaOf(app.owner)).id)
    const order = await siteOrder()
    const calendarId = await standardCalendar(app.owner)
    const norway = await app.owner.calendars.createCalendar({
      ...{ id: newId(), code: 'NO', name: 'Norway', zone: 'SITE', baseCalendarId: calendarId },
      exceptions: [{ date: '2026-03-09', kind: 'closed', text: 'Day off' }],
    })
    const { items } = await app.owner.sla.setCountryCalendar({
      calendarId,
      country: 'NO',
      derivedCalendarId: norway.id,
    })

    expect(items).toMatchObject([{ country: 'NO', derivedCalendarName: 'Norway' }])
    expect(said((await clock(order)).latestCompletion)).toBe('Tue 2026-03-10 14:00')
    await app.owner.calendars.updateCalendar({
      calendarId: norway.id,
      expectedVersion: 1,
      patch: { exceptions: [] },
    })
    expect(said((await clock(order)).latestCompletion)).toBe('Mon 2026-03-09 14:00')
    expect(
      (await app.owner.sla.setCountryCalendar({ calendarId, country: 'NO', derivedCalendarId: null })).items,
    ).toEqual([])
  })

  it('R06-26: more than 500 open clocks follow a calendar in a job, marked until they are done', async () => {
    await promise(app.owner, branch.customerId, (await slaOf(app.owner)).id)
    const { id: orderId } = await siteOrder()
    // The writer has had its first look at what a stop of the program may have left.
    await new Promise((resolve) => setImmediate(resolve))
    // Copies of one clock, as an import of a branch would leave them.
    const columns = app.db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck()
    const copy = (table: string, changed: Record<string, string>) => {
      const names = columns.all(table).filter((name) => name !== 'key')
      const values = names.map((name) => changed[name] ?? name).join(', ')
      app.db.exec(`INSERT INTO ${table} (${names.join(', ')})
        SELECT ${values} FROM (SELECT * FROM ${table} LIMIT 1), (
          WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600) SELECT i FROM n)`)
    }
    const uuid = (salt: string) => `unhex(printf('01950000000070008000%s%010x', '${salt}', i))`
    copy('service_order', { id: uuid('aa'), number: "number || '-' || i" })
    copy('order_sla', { id: uuid('bb'), order_id: uuid('aa') })
    copy('sla_entry', { id: uuid('cc'), order_id: uuid('aa') })
    const calendarId = await standardCalendar(app.owner)
    const { version: held } = await app.owner.calendars.getCalendar({ calendarId })
    await app.owner.calendars.updateCalendar({
      ...{ calendarId, expectedVersion: held },
      patch: { exceptions: [{ date: '2026-03-09', kind: 'closed' }] },
    })
    const marked = app.db.prepare('SELECT count(*) FROM order_sla WHERE is_recomputing = 1').pluck()
    expect(marked.get()).toBeGreaterThan(100)
    const [job] = (await app.owner.jobs.listJobs({})).items
    if (!job) throw new Error('a job was started')

    expect(await resultOf(app.owner, job.id)).toEqual({ clocks: 601 })
    const sla = await clock({ id: orderId })
    expect(said(sla.latestCompletion)).toBe('Tue 2026-03-10 14:00')
    expect(sla.isRecomputing).toBe(false)
    const wrong = app.db.prepare('SELECT count(*) FROM order_sla WHERE latest_completion <> ?').pluck()
    expect(wrong.get(wall('2026-03-10 14:00'))).toBe(0)
    app.db.exec("DELETE FROM sla_entry WHERE id >= x'01950000' AND id < x'01950001'")
    app.db.exec("DELETE FROM service_order WHERE id >= x'01950000' AND id < x'01950001'")
  })
})

describe('cases', () => {
  const caseOf = async (fields: object = {}) => {
    const category = await app.owner.orders.createCaseCategory({ id: newId(), code: 'C', name: 'C' })
    return app.owner.orders.createCase({
      ...{ id: newId(), customerId: branch.customerId, title: 'Rattles', categoryId: category.id },
      ...fields,
    })
  }
  const close = async (held: { id: Awaited<ReturnType<typeof caseOf>>['id']; version: number }) => {
    const ref = { caseId: held.id, expectedVersion: held.version }
    const next = await app.owner.orders.changeCaseStatus({ ...ref, status: 'inProcess' })
    return app.owner.orders.changeCaseStatus({
      ...{ caseId: held.id, expectedVersion: next.version, status: 'closed', resolution: 'Oiled' },
    })
  }

  it('R-04.38: a case of Friday 15:00 with 240 minutes is due Monday 11:00; late at 11:01, not at 11:00', async () => {
    const { zone } = await app.owner.people.getOffice({
      officeId: (await app.owner.session.getSession()).officeId,
    })
    if (zone !== 'Europe/Oslo') {
      const { id: officeId, version: held } = await app.owner.people.getOffice({
        officeId: (await app.owner.session.getSession()).officeId,
      })
      await app.owner.people.updateOffice({ officeId, expectedVersion: held, patch: { zone: 'Europe/Oslo' } })
    }
    const { id: slaId } = await slaOf(app.owner, { allowance: 240 })
    at('2026-03-06 15:00')
    const held = await caseOf({ slaId })
    const other = await app.owner.orders.createCase({
      ...{ id: newId(), customerId: branch.customerId, title: 'Leaks', categoryId: held.categoryId, slaId },
    })

    expect(said(held.dueAt)).toBe('Mon 2026-03-09 11:00')
    expect(held).toMatchObject({ isLate: false, slaCode: 'S8' })
    at('11:00')
    expect((await close(held)).isLate).toBe(false)
    at('11:01')
    expect((await close(other)).isLate).toBe(true)
    const list = await app.owner.orders.listCases({ sort: [{ field: 'dueAt', direction: 'asc' }] })
    expect(list.items.map(({ isLate }) => isLate)).toEqual([false, true])
  })

  it('R04-81: the order of a case keeps the promise of the case, from its creation on, thirty days back at most', async () => {
    const { id: slaId } = await slaOf(app.owner)
    const held = await caseOf({ slaId })
    const old = await app.owner.orders.createCase({
      ...{ id: newId(), customerId: branch.customerId, title: 'Leaks', categoryId: held.categoryId, slaId },
    })
    at('10:00')
    const made = await app.owner.orders.createOrderFromCase({
      caseId: held.id,
      expectedVersion: held.version,
    })
    expect(await clock({ id: made.orderId })).toMatchObject({
      ...{ status: 'running', source: 'order', startTime: wall('2026-03-06 14:00') },
    })
    at('2026-05-04 10:00')
    const late = await app.owner.orders.createOrderFromCase({ caseId: old.id, expectedVersion: old.version })

    expect((await clock({ id: late.orderId })).startTime).toBe(app.clock.now - 30 * 24 * 3_600_000)
  })

  it('R04-81: where clocks are started by hand the order still keeps the promise of its case', async () => {
    const { id: slaId } = await slaOf(app.owner)
    const held = await caseOf({ slaId })
    await app.owner.settings.setSetting({ key: 'slaStartsAutomatically', scope: 'company', value: false })
    const made = await app.owner.orders.createOrderFromCase({
      caseId: held.id,
      expectedVersion: held.version,
    })
    const waiting = await clock({ id: made.orderId })

    expect(waiting).toMatchObject({ status: 'none', outcome: 'notMeasured', slaId, source: 'order' })
    expect(await app.owner.sla.startClock(clockRef(waiting))).toMatchObject({ status: 'running', slaId })
  })

  it('R06-26: a calendar moves open cases; an inactive service level is offered to none', async () => {
    const sla = await slaOf(app.owner)
    const held = await caseOf({ slaId: sla.id })
    const calendarId = await standardCalendar(app.owner)
    const { version: known } = await app.owner.calendars.getCalendar({ calendarId })
    await app.owner.calendars.updateCalendar({
      ...{ calendarId, expectedVersion: known },
      patch: { exceptions: [{ date: '2026-03-09', kind: 'closed' }] },
    })
    const { dueAt } = await app.owner.orders.getCase({ caseId: held.id })
    await app.owner.sla.deactivateSla({ slaId: sla.id, expectedVersion: 1 })

    expect((dueAt ?? 0) - (held.dueAt ?? 0)).toBe(24 * 3_600_000)
    await expect(
      app.owner.orders.createCase({
        ...{
          id: newId(),
          customerId: branch.customerId,
          title: 'L',
          categoryId: held.categoryId,
          slaId: sla.id,
        },
      }),
    ).rejects.toMatchObject({ code: 'SLA_INACTIVE' })
  })
})

describe('generated orders', () => {
  it('R-06.11: are not measured, also with an agreement that has a service level, until the company wants it', async () => {
    app.close()
    app = setUp({ now: wall('2026-03-06 14:00') })
    const generation = await generationBranchOf(app)
    const { id: slaId } = await slaOf(app.owner)
    const agreementId = activeAgreement(app, generation, { start_date: '2026-03-01', sla_id: bytes(slaId) })
    rhythmLine(app, generation, agreementId, '2026-03-09', { interval_id: bytes(generation.weekly) })
    await generate(app.owner, { from: '2026-03-09', to: '2026-03-09' })
    const [unattached] = await ordersOf(app.owner)
    if (!unattached) throw new Error('an order was generated')
    expect(await clock(unattached)).not.toHaveProperty('slaId')
    await expect(app.owner.sla.startClock(clockRef(await clock(unattached)))).rejects.toMatchObject({
      code: 'NO_SLA',
    })
    await app.owner.settings.setSetting({ key: 'measureGeneratedOrders', scope: 'company', value: true })
    await generate(app.owner, { from: '2026-03-16', to: '2026-03-16' })
    const [first, second] = await ordersOf(app.owner)
    if (!first || !second) throw new Error('two orders were generated')

    expect(await clock(first)).toMatchObject({ status: 'none', outcome: 'notMeasured', entries: [] })
    const measured = await clock(second)
    expect(measured).toMatchObject({ status: 'running', source: 'agreement', elapsed: 0 })
    expect(said(measured.startTime, second.siteZone)).toBe('Mon 2026-03-16 00:00')
  })
})
