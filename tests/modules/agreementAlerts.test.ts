import { afterEach, describe, expect, it } from 'vitest'
import {
  agreementBranchOf,
  agreementHours,
  agreementOf,
  agreementRef,
  type AgreementBranch,
} from '../support/agreements'
import { newId, setUp, type TestApp } from '../support/app'

let app: TestApp
afterEach(() => app.close())

/** Lets the writer's watch do what it has to do. */
async function looked() {
  app.application.lookAtAgreements()
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
async function activeOf(branch: AgreementBranch, fields: Parameters<typeof agreementOf>[2] = {}) {
  const { id: groupId } = await app.owner.agreements.createAgreementGroup({
    id: newId(),
    code: newId<string>().slice(-12),
    description: 'G',
  })
  const draft = await agreementOf(app.owner, branch, {
    ...{ groupId, startDate: '2026-07-01', endDate: '2027-06-30', lines: [agreementHours(branch)] },
    ...fields,
  })
  return app.owner.agreements.activate(agreementRef(draft))
}
const said = async () =>
  (await app.owner.alerts.listAlerts({ filter: { entity: ['agreement'] } })).items.map(({ days, dueOn }) => [
    days,
    dueOn,
  ])

describe('alerts before the end', () => {
  it('R-02.27: what came due while the program was closed is one alert, the smallest', async () => {
    app = setUp({ now: Date.UTC(2027, 2, 31, 8) })
    const branch = await agreementBranchOf(app)
    await activeOf(branch)
    await looked()
    expect(await said()).toEqual([])

    app.clock.now = Date.UTC(2027, 5, 2, 8)
    await looked()
    await looked()

    expect(await said()).toEqual([[30, '2027-06-30']])
    app.clock.now = Date.UTC(2027, 5, 23, 8)
    await looked()
    expect((await said()).map(([days]) => days).sort()).toEqual([30, 7])
  })

  it('R-02.27: one made a week before its end is one alert, seven days', async () => {
    app = setUp({ now: Date.UTC(2027, 5, 25, 8) })
    await activeOf(await agreementBranchOf(app))
    await looked()

    expect(await said()).toEqual([[7, '2027-06-30']])
  })

  it('R02-28: a moved end takes alerts back, and so do closing and terminating; drafts and templates raise none', async () => {
    app = setUp({ now: Date.UTC(2027, 5, 2, 8) })
    const branch = await agreementBranchOf(app)
    await agreementOf(app.owner, branch, { startDate: '2026-07-01', endDate: '2027-06-30' })
    const agreement = await activeOf(branch)
    await looked()
    expect(await said()).toEqual([[30, '2027-06-30']])

    const moved = await app.owner.agreements.updateAgreement({
      ...agreementRef(agreement),
      patch: { endDate: '2028-06-30' },
    })
    await looked()
    expect(await said()).toEqual([])
    const back = await app.owner.agreements.updateAgreement({
      ...agreementRef(moved),
      patch: { endDate: '2027-06-30' },
    })
    await looked()
    expect(await said()).toEqual([[30, '2027-06-30']])
    await app.owner.agreements.terminate({ ...agreementRef(back), date: '2027-06-10', reason: 'Sold' })
    await looked()
    expect(await said()).toEqual([])
  })

  it('R02-28: the responsible person and the managers of the office are told, others not', async () => {
    app = setUp({ now: Date.UTC(2027, 5, 2, 8) })
    const branch = await agreementBranchOf(app)
    const [manager, dispatcher] = [await app.as('serviceManager'), await app.as('dispatcher')]
    await activeOf(branch)
    await looked()

    const items = async (client: typeof manager) => (await client.alerts.listAlerts({})).items.length
    expect([await items(manager), await items(dispatcher)]).toEqual([1, 0])
    const [alert] = (await manager.alerts.listAlerts({})).items
    await manager.alerts.dismissAlert({ alertId: alert!.id, expectedVersion: alert!.version })
    await looked()
    expect(await items(manager)).toBe(0)
  })
})

describe('the daily renewals', () => {
  it('R02-25: the program renews at its start and once a day, as an act of its own in the log', async () => {
    app = setUp({ now: Date.UTC(2026, 10, 1, 8) })
    const branch = await agreementBranchOf(app)
    const { id: agreementId } = await activeOf(branch, {
      renewal: 'auto',
      startDate: '2026-01-01',
      endDate: '2026-12-31',
    })
    await looked()
    const endOf = async () => (await app.owner.agreements.getAgreement({ agreementId })).endDate
    expect(await endOf()).toBe('2026-12-31')

    app.clock.now = Date.UTC(2026, 11, 1, 8)
    const entries = app.entries()
    await looked()
    await looked()

    expect(await endOf()).toBe('2027-12-31')
    expect(app.entries()).toBe(entries + 1)
    const [entry] = (await app.owner.history.listEntries({ recordId: agreementId, entity: 'agreement' }))
      .items
    expect(entry?.command).toBe('agreements.runRenewals')
  })
})
