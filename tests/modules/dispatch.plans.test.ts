import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DayPlan, type Suggestion } from '../../electron/shared/contract/dispatchPlans'
import type { ActivityId, TeamId, WorkerId } from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'
import { at, clock, date } from '../support/dispatchAgendas'
import { dispatchBranch, type DispatchBranch, type WorkSpec } from '../support/dispatchBranch'
import { places } from '../support/dispatchPlaces'
import { refOf, resultOf } from '../support/orders'

const { asker, drammen, lillestrom, lysaker, oslo, sandvika, ski } = places

let app: TestApp
let branch: DispatchBranch
beforeEach(async () => {
  app = setUp()
  branch = await dispatchBranch(app)
})
afterEach(() => app.close())

const suggest = (activityId: ActivityId, more: object = {}) =>
  app.owner.dispatch.listSuggestions({ activityId, ...more })

function told({ score, slot, workerNumber }: Suggestion): string {
  return `${workerNumber} ${clock(slot.start)}-${clock(slot.end)} ${String(score)}`
}
async function planned(input: { teamIds?: TeamId[]; activityIds?: ActivityId[]; improve?: boolean } = {}) {
  const { jobId } = await app.owner.dispatch.previewPlan({ date, teamIds: [], ...input })
  return DayPlan.parse(await resultOf(app.owner, jobId))
}

/** B2 of 07 §6. */
async function example() {
  const [t1, t2] = [await branch.team('T1'), await branch.team('T2')]
  const ola = await branch.worker('W01', { base: oslo, skills: { ELEV: 3 }, team: t1 })
  const kari = await branch.worker('W02', { base: drammen, skills: { ELEV: 2 }, team: t1 })
  await branch.worker('W03', { base: oslo, skills: { ELEV: 1 }, team: t1 })
  const liv = await branch.worker('W04', { base: asker, skills: { ELEV: 2 }, team: t2 })
  branch.absent(liv, '12:00-16:00')
  await branch.visit(ola, '08:00-09:30', lysaker, 'Lysaker')
  await branch.visit(ola, '13:00-15:00', asker, 'Asker')
  await branch.visit(kari, '08:00-12:00', drammen, 'Drammen')
  const activity = await branch.one({
    ...{ minutes: 90, place: sandvika, city: 'Sandvika', earliest: '09:00', latest: '15:00', sla: '13:00' },
    ...{ skills: { ELEV: 2 }, team: t1, preferred: kari },
  })
  return { activity, ola, kari, liv, t1 }
}

describe('suggestions', () => {
  it('R-07.04: B2 gives W01 59, W04 56, W02 47 with their slots, parts, reasons and conflicts', async () => {
    const { activity } = await example()

    const { excluded, suggestions } = await suggest(activity.id, { from: date })

    expect(suggestions.map(told)).toEqual(['W01 09:45-11:15 59', 'W04 09:00-10:30 56', 'W02 12:45-14:15 47'])
    expect(suggestions.map(({ parts }) => parts)).toEqual([
      { preferred: 0, team: 10, travel: 25, load: 7, punctuality: 17 },
      { preferred: 0, team: 0, travel: 24, load: 12, punctuality: 20 },
      { preferred: 20, team: 10, travel: 11, load: 6, punctuality: 0 },
    ])
    expect(suggestions.map(({ inputs }) => [inputs.travelMinutes, inputs.travelFrom])).toEqual([
      [11, 'Lysaker'],
      [13, undefined],
      [38, 'Drammen'],
    ])
    expect(suggestions.map(({ conflicts }) => conflicts.map(({ code }) => code))).toEqual([
      ['NOT_PREFERRED'],
      ['NOT_PREFERRED', 'OTHER_TEAM'],
      ['SLA_LATE'],
    ])
    expect(excluded).toMatchObject([
      { workerNumber: 'W03', code: 'SKILL_LEVEL', skill: 'ELEV', level: 1, neededLevel: 2 },
    ])
  })

  it('R07-40: without dates the day of the earliest time is searched, of some people only those', async () => {
    const { activity, ola } = await example()

    expect((await suggest(activity.id)).suggestions.map(told)[0]).toBe('W01 09:45-11:15 59')
    expect((await suggest(activity.id, { workerIds: [ola] })).suggestions.map(told)).toEqual([
      'W01 09:45-11:15 59',
    ])
  })

  it('R07-40: an activity that is planned already may stay where it is', async () => {
    const { activity, ola } = await example()
    branch.place(activity.id, ola, '09:45-11:15')

    expect((await suggest(activity.id)).suggestions.map(told)[0]).toBe('W01 09:45-11:15 59')
  })

  it('R07-40: where there are no teams everyone of the office is a candidate, as on the board', async () => {
    await branch.worker('W01', { base: oslo })
    const { id } = await branch.one({ minutes: 60, place: oslo, earliest: '09:00' })

    const numbers = (await suggest(id)).suggestions.map(({ workerNumber }) => workerNumber)
    expect(numbers).toContain('W01')
    expect((await planned({ activityIds: [id] })).edits.map(({ activityId }) => activityId)).toEqual([id])
  })

  it('R07-40: whom the order prefers is a candidate without a team too', async () => {
    const team = await branch.team('T1')
    await branch.worker('W01', { base: oslo, team })
    const alone = await branch.worker('W09', { base: oslo })
    const { id } = await branch.one({ minutes: 60, place: oslo, earliest: '09:00', preferred: alone })

    const numbers = (await suggest(id)).suggestions.map(({ workerNumber }) => workerNumber)
    expect(numbers.toSorted()).toEqual(['W01', 'W09'])
  })

  it('07 §4: nobody left is NO_CANDIDATE with a reason for each person', async () => {
    const { activity } = await example()

    await expect(suggest(activity.id, { from: '2026-03-14' })).rejects.toMatchObject({
      code: 'NO_CANDIDATE',
      data: {
        excluded: [
          { workerNumber: 'W01', code: 'NO_WORKING_TIME' },
          { workerNumber: 'W02', code: 'NO_WORKING_TIME' },
          { workerNumber: 'W03', code: 'SKILL_LEVEL' },
          { workerNumber: 'W04', code: 'NO_WORKING_TIME' },
        ],
      },
    })
  })

  it('07 §4: dates that end before they begin or are more than 92 are RANGE_INVALID', async () => {
    const { activity } = await example()

    for (const [from, to] of [
      [date, '2026-03-09'],
      [date, '2026-06-10'],
    ])
      await expect(suggest(activity.id, { from, to })).rejects.toMatchObject({ code: 'RANGE_INVALID' })
    expect((await suggest(activity.id, { from: date, to: '2026-06-09' })).suggestions).toHaveLength(3)
  })

  it('R07-40: nobody is suggested for what is closed, or of other offices, or by who may not plan', async () => {
    const { activity } = await example()
    const technician = await app.as('technician')
    await expect(technician.dispatch.listSuggestions({ activityId: activity.id })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    branch.set("UPDATE activity SET status = 'closed', closed_outcome = 'done'")

    await expect(suggest(activity.id)).rejects.toMatchObject({ code: 'ACTIVITY_CLOSED' })
    await expect(suggest(newId())).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('3.6: the open ones of a crew get different people at one start, each with its own part', async () => {
    const t1 = await branch.team('T1')
    for (const number of ['W1', 'W2', 'W3']) await branch.worker(number, { base: oslo, team: t1 })
    const crew = await branch.work({ minutes: 120, place: oslo, earliest: '08:00', crewSize: 2 })
    const [first, second] = crew
    if (!first || !second) throw new Error('a crew of two')

    const [best] = (await suggest(second.id)).suggestions

    expect(best && told(best)).toBe('W2 08:00-10:00 75')
    expect(best?.crew).toMatchObject([
      { activityId: first.id, expectedVersion: first.version, workerName: 'Name W1', score: 75 },
    ])
  })
})

describe('auto-plan', () => {
  /** B3 of 07 §6. */
  async function jobs() {
    const t1 = await branch.team('T1')
    const spec = { base: oslo, skills: { ELEV: 3 }, team: t1, shifts: ['08:00-11:30', '12:00-16:00'] }
    const ola = await branch.worker('W01', spec)
    const kari = await branch.worker('W02', { base: drammen, skills: { ELEV: 2, DOOR: 2 }, team: t1 })
    const specs: WorkSpec[] = [
      { minutes: 120, place: lillestrom, earliest: '08:00', sla: '12:00', city: 'A1' },
      { minutes: 60, place: asker, earliest: '08:00', skills: { DOOR: 1 }, priority: 'high', city: 'A2' },
      {
        minutes: 90,
        place: sandvika,
        earliest: '10:00',
        latest: '12:30',
        sla: '14:00',
        priority: 'high',
        city: 'A3',
      },
      { minutes: 180, place: ski, earliest: '08:00', priority: 'low', city: 'A4' },
      { minutes: 240, place: drammen, earliest: '08:00', skills: { ELEV: 2 }, priority: 'low', city: 'A5' },
    ]
    const activities = []
    for (const spec of specs) activities.push(await branch.one(spec))
    return { ola, kari, t1, activities }
  }
  const rows = ({ edits }: DayPlan) =>
    edits.map(({ siteCity, suggestion }) => `${siteCity ?? ''} ${told(suggestion)}`)

  it('R-07.05: B3 without improvement is as stated; A5 is left over with reasons for both', async () => {
    await jobs()
    const before = app.entries()

    const plan = await planned()

    expect(rows(plan)).toEqual([
      'A3 W01 10:00-11:30 66',
      'A2 W02 08:00-09:00 64',
      'A1 W02 10:00-12:00 35',
      'A4 W01 12:15-15:15 31',
    ])
    expect(plan.unplanned).toMatchObject([
      {
        reasons: [
          { workerNumber: 'W01', code: 'NO_SLOT' },
          { workerNumber: 'W02', code: 'NO_SLOT' },
        ],
      },
    ])
    expect(plan).toMatchObject({ isImproved: false, isStopped: false, measure: plan.baseline })
    expect(app.entries()).toBe(before)
  })

  it('R-07.06: B3 improved twice is identical and not worse', async () => {
    await jobs()

    const [once, twice] = [await planned({ improve: true }), await planned({ improve: true })]

    expect(twice).toEqual(once)
    expect(once.isImproved).toBe(true)
    expect(once.measure).toMatchObject({ high: 2, normal: 1 })
    expect(once.measure.low).toBeGreaterThanOrEqual(once.baseline.low)
  })

  it('R-07.11: what is locked or dispatched stays where it is', async () => {
    const { activities, ola } = await jobs()
    const [first, second] = activities
    if (!first || !second) throw new Error('five activities')
    branch.set('UPDATE activity SET is_locked = 1 WHERE number = ?', first.number)
    branch.place(second.id, ola, '10:00-11:00')

    const plan = await planned({ activityIds: activities.map(({ id }) => id) })

    const touched = [...plan.edits, ...plan.unplanned].map(({ activityId }) => activityId)
    expect(touched).not.toContain(first.id)
    expect(touched).not.toContain(second.id)
    expect(rows(plan).filter((row) => row.includes('W01 10'))).toEqual([])
  })

  it('R07-45: what is late or waits for parts is planned, and the draft says so', async () => {
    const t1 = await branch.team('T1')
    await branch.worker('W1', { base: oslo, team: t1 })
    const late = await branch.one({ minutes: 60, place: oslo, earliest: '08:00', sla: '08:30' })
    const { catalog, orders, stock } = app.owner
    const { id: unitId } = await catalog.createUnit({ id: newId(), code: 'P', name: 'Piece', decimals: 3 })
    const { id: itemId } = await catalog.createItem({ id: newId(), number: 'I1', name: 'Pump', unitId })
    const [warehouse] = (await stock.listWarehouses({})).items
    if (!warehouse) throw new Error('a new store has a warehouse')
    const part = { itemId, warehouseId: warehouse.id }
    const order = await orders.getOrder({ orderId: late.orderId })
    const { lines } = await orders.addLine({
      ...refOf(order),
      ...{ id: newId(), type: 'item', estimatedQty: 1000, salesPrice: 100, ...part },
    })
    const lineId = lines.at(-1)?.id
    if (!lineId) throw new Error('the line was added')
    await orders.createRequirement({ ...part, lineId, requiredQty: 1000, neededBy: at('07:00') })

    const [edit] = (await planned()).edits

    expect(edit?.suggestion.conflicts.map(({ code }) => code)).toEqual(['SLA_LATE', 'PARTS_MISSING'])
  })

  it('07 §4: an activity that is not there is NOT_FOUND, not left out', async () => {
    await jobs()
    const { jobId } = await app.owner.dispatch.previewPlan({ date, teamIds: [], activityIds: [newId()] })

    await expect(resultOf(app.owner, jobId)).rejects.toMatchObject({ cause: { code: 'NOT_FOUND' } })
  })

  it('07 §4: a team without people on the day is NO_CANDIDATE', async () => {
    await jobs()
    const { jobId } = await app.owner.dispatch.previewPlan({ date, teamIds: [await branch.team('T9')] })

    await expect(resultOf(app.owner, jobId)).rejects.toMatchObject({ cause: { code: 'NO_CANDIDATE' } })
  })

  it('R07-45: canceled while it improves, the best so far stays and says so', async () => {
    const { t1 } = await jobs()
    for (let index = 0; index < 30; index += 1)
      await branch.one({ minutes: 30, place: oslo, earliest: '08:00', team: t1, city: 'B' })
    const { jobId } = await app.owner.dispatch.previewPlan({ date, teamIds: [], improve: true })
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))

    await app.owner.jobs.cancelJob({ jobId })
    let job = await app.owner.jobs.getJob({ jobId })
    while (job.state === 'running') {
      await new Promise((resolve) => setImmediate(resolve))
      job = await app.owner.jobs.getJob({ jobId })
    }

    expect(job.state).toBe('canceled')
    expect(DayPlan.parse(job.result)).toMatchObject({ isStopped: true })
  })

  it('R07-45: more than a change set holds are not planned at once; the most urgent are', async () => {
    const t1 = await branch.team('T1')
    await branch.worker('W1', { base: oslo, team: t1 })
    const urgent = await branch.one({ minutes: 30, place: oslo, earliest: '08:00', priority: 'high' })
    const other = await branch.one({ minutes: 30, place: oslo, earliest: '08:00' })
    branch.copy(other.id, 600)

    const plan = await planned()

    expect(plan.leftCount).toBe(602 - 500)
    expect(plan.edits[0]?.activityId).toBe(urgent.id)
    expect(plan.edits.length + plan.unplanned.length).toBe(500)
  })

  it('3.6: of a crew that is partly there the others come at its start, with other people', async () => {
    const t1 = await branch.team('T1')
    const people: WorkerId[] = []
    for (const number of ['W1', 'W2']) people.push(await branch.worker(number, { base: oslo, team: t1 }))
    const [first, second] = await branch.work({ minutes: 60, place: oslo, earliest: '08:00', crewSize: 2 })
    const [one, other] = people
    if (!first || !second || !one || !other) throw new Error('a crew of two')
    branch.place(first.id, one, '13:05-14:05')

    const plan = await planned()

    expect(plan.edits).toMatchObject([
      { activityId: second.id, workerId: other, slot: { start: at('13:05'), end: at('14:05') } },
    ])
  })
})
