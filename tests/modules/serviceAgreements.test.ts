import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { agreementBranchOf, agreementHours, agreementOf, type AgreementBranch } from '../support/agreements'
import { newId, setUp, type TestApp } from '../support/app'

let app: TestApp
let branch: AgreementBranch
beforeEach(async () => {
  app = setUp()
  branch = await agreementBranchOf(app)
})
afterEach(() => app.close())

describe('creating agreements', () => {
  it('02 §2.1: a new agreement has its number and the customer’s account, currency, site and terms', async () => {
    const entries = app.entries()
    const { accountId, customerId, siteId } = branch

    const agreement = await agreementOf(app.owner, branch)

    expect(agreement).toMatchObject({
      ...{ number: 'MAIN-AG-000001', version: 1, status: 'draft', phase: 'running', isTemplate: false },
      ...{ customerId, billingAccountId: accountId, currency: 'NOK', siteId, combine: 'agreement' },
      ...{
        termMonths: 12,
        renewal: 'manual',
        noticeDays: 90,
        alertDays: [90, 30, 7],
        termAnchor: '2026-03-01',
      },
      lines: [],
    })
    expect(app.entries()).toBe(entries + 1)
  })

  it('02 §4: header, relations and lines are one transaction; a repeated create writes nothing', async () => {
    const { objectId, taskId } = branch
    const input = {
      ...{ id: newId<never>(), customerId: branch.customerId, description: 'Care', startDate: '2026-03-01' },
      objectRelations: [{ objectId }],
      taskRelations: [{ taskId, internalNote: 'Gate 3' }],
      lines: [agreementHours(branch, { objectId, taskId })],
    }
    const entries = app.entries()

    const agreement = await app.owner.agreements.createAgreement(input)
    const again = await app.owner.agreements.createAgreement(input)

    expect(agreement.lines).toMatchObject([
      {
        ...{
          lineNo: 10,
          description: 'Inspection',
          unit: 'MIN',
          quantity: 120,
          objectNumber: 'MAIN-OBJ-000001',
        },
        ...{ taskCode: 'CHECK', startDate: '2026-03-01', seriesAnchor: '2026-03-01', stopped: false },
        ...{ linePropertyCode: 'CHARGEABLE', price: { unitPrice: 9_000_000, source: 'base' } },
        salesAmount: { minor: 180_000, currency: 'NOK' },
      },
    ])
    expect(agreement.objectRelations).toMatchObject([{ objectName: 'Press 1' }])
    expect(agreement.taskRelations).toMatchObject([{ taskName: 'Yearly check', internalNote: 'Gate 3' }])
    expect(again).toEqual(agreement)
    expect(app.entries()).toBe(entries + 1)
  })

  it('R-02.01: a billing account of type time is refused, and nothing is stored', async () => {
    const { id: billingAccountId } = await app.owner.agreements.createBillingAccount({
      ...{ id: newId(), name: 'Time', customerId: branch.customerId, type: 'time' },
    })
    const entries = app.entries()

    await expect(agreementOf(app.owner, branch, { billingAccountId })).rejects.toMatchObject({
      code: 'BILLING_ACCOUNT_TYPE',
    })
    expect(app.entries()).toBe(entries)
    expect((await app.owner.agreements.listAgreements({})).items).toEqual([])
  })

  it('R-02.02: an end before the start is PERIOD_INVALID on endDate; equal dates are accepted', async () => {
    await expect(
      agreementOf(app.owner, branch, { startDate: '2027-02-01', endDate: '2027-01-31' }),
    ).rejects.toMatchObject({ code: 'PERIOD_INVALID', data: { field: 'endDate' } })

    const oneDay = await agreementOf(app.owner, branch, { startDate: '2027-02-01', endDate: '2027-02-01' })
    expect(oneDay).toMatchObject({ endDate: '2027-02-01', phase: 'notStarted', noticeDeadline: '2026-11-03' })
  })
})
