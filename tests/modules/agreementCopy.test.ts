import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  agreementBranchOf,
  agreementHours,
  agreementLine,
  agreementOf,
  agreementRef,
  type AgreementBranch,
  type AgreementFields,
} from '../support/agreements'
import { newId, setUp, type TestApp } from '../support/app'

let app: TestApp
let branch: AgreementBranch
beforeEach(async () => {
  app = setUp()
  branch = await agreementBranchOf(app)
})
afterEach(() => app.close())

const api = () => app.owner.agreements
async function templateOf(fields: AgreementFields = {}) {
  const { id: templateGroupId } = await api().createTemplateGroup({
    id: newId(),
    code: 'T',
    description: 'T',
  })
  return api().createAgreement({
    ...{ id: newId(), description: 'Yearly', isTemplate: true, templateGroupId, startDate: '2026-01-01' },
    ...fields,
  })
}
type Target = Parameters<typeof agreementRef>[0]
const copy = (
  source: { id: Target['id']; lines: { id: string }[] },
  target: Target,
  withRelations?: boolean,
) =>
  api().copyLines({
    ...{ sourceId: source.id, lineIds: source.lines.map(({ id }) => id as never) },
    ...{ targetId: target.id, expectedVersion: target.version, withRelations },
  })
const withBoth = () => {
  const { objectId, taskId } = branch
  return {
    objectRelations: [{ objectId, note: 'From the source' }],
    taskRelations: [{ taskId, internalNote: 'From the source' }],
    lines: [agreementHours(branch, { objectId, taskId })],
  }
}

describe('copying lines', () => {
  it('R-02.10: a template’s line brings object and task, and refers to them', async () => {
    const template = await templateOf(withBoth())
    const target = await agreementOf(app.owner, branch)

    const { agreement, copied, emptied, leftOut } = await copy(template, target)

    expect(agreement.objectRelations).toMatchObject([{ objectId: branch.objectId }])
    expect(agreement.taskRelations).toMatchObject([{ taskId: branch.taskId }])
    expect(agreementLine(agreement, 10)).toMatchObject({ objectId: branch.objectId, taskId: branch.taskId })
    expect([copied.length, emptied, leftOut]).toEqual([1, [], []])
  })

  it('R-02.11: agreement lines without relations have no object, and the result lists it', async () => {
    const source = await agreementOf(app.owner, branch, withBoth())
    const target = await agreementOf(app.owner, branch)

    const { agreement, emptied } = await copy(source, target)

    expect(agreementLine(agreement, 10).objectId).toBeUndefined()
    expect(emptied).toMatchObject([
      { field: 'objectId', code: 'OBJECT_NOT_RELATED', lineNo: 10 },
      { field: 'taskId', code: 'TASK_NOT_RELATED', lineNo: 10 },
    ])
    expect(agreement.objectRelations).toEqual([])
  })

  it('R02-10: relations that are there already stay once, with their own notes; an object of others stays away', async () => {
    const { objectId } = branch
    const source = await agreementOf(app.owner, branch, withBoth())
    const target = await agreementOf(app.owner, branch, { objectRelations: [{ objectId, note: 'Own' }] })
    const { agreement } = await copy(source, target, true)
    expect(agreement.objectRelations).toMatchObject([{ objectId, note: 'Own' }])
    expect(agreement.taskRelations).toMatchObject([{ internalNote: 'From the source' }])

    const { id: customerId } = await app.owner.customers.createCustomer({
      id: newId(),
      name: 'B',
      currency: 'NOK',
    })
    const others = await copy(source, await agreementOf(app.owner, { customerId }), true)
    expect(others.emptied).toMatchObject([{ field: 'objectId', code: 'OBJECT_OTHER_CUSTOMER' }])
    expect(others.agreement.objectRelations).toEqual([])
  })

  it('R-02.12: a stopped line among them is LINE_STOPPED, and nothing is copied', async () => {
    const source = await agreementOf(app.owner, branch, { lines: [1, 2].map(() => agreementHours(branch)) })
    const stopped = await api().stopLine({
      ...{ lineId: source.lines[1]!.id, expectedVersion: 1, date: '2026-03-02', reason: 'Sold' },
    })
    const target = await agreementOf(app.owner, branch)
    const entries = app.entries()

    await expect(copy(stopped, target)).rejects.toMatchObject({
      code: 'LINE_STOPPED',
      data: { ids: [source.lines[1]!.id] },
    })
    await expect(copy({ id: source.id, lines: [] }, target)).rejects.toMatchObject({ code: 'SOURCE_EMPTY' })
    expect(app.entries()).toBe(entries)
  })

  it('02 §4: a stopped line for a closed agreement is refused for both, LINE_STOPPED first', async () => {
    const source = await agreementOf(app.owner, branch, { lines: [agreementHours(branch)] })
    const stopped = await api().stopLine({
      ...{ lineId: source.lines[0]!.id, expectedVersion: 1, date: '2026-03-02', reason: 'Sold' },
    })
    const { id: groupId } = await api().createAgreementGroup({ id: newId(), code: 'G', description: 'G' })
    const over = { groupId, startDate: '2026-01-01', endDate: '2026-02-28', lines: [agreementHours(branch)] }
    const active = await api().activate(agreementRef(await agreementOf(app.owner, branch, over)))
    const closed = await api().close(agreementRef(active))

    await expect(copy(stopped, closed)).rejects.toMatchObject({
      code: 'LINE_STOPPED',
      data: {
        failures: [
          { code: 'LINE_STOPPED', field: 'lineIds' },
          { code: 'AGREEMENT_CLOSED', field: 'targetId' },
        ],
      },
    })
  })

  it('R-02.13: of two lines at +0 and +90 days one fits the shorter agreement, the other is reported', async () => {
    const template = await templateOf({
      lines: [agreementHours(branch), agreementHours(branch, { startDate: '2026-04-01' })],
    })
    const target = await agreementOf(app.owner, branch, { startDate: '2027-03-01', endDate: '2027-05-15' })

    const { agreement, copied, leftOut } = await copy(template, target)

    expect(agreement.lines.map(({ startDate, seriesAnchor }) => [startDate, seriesAnchor])).toEqual([
      ['2027-03-01', '2027-03-01'],
    ])
    expect(copied).toMatchObject([{ sourceLineId: template.lines[0]!.id, lineNo: 10 }])
    expect(leftOut).toMatchObject([
      { sourceLineId: template.lines[1]!.id, lineNo: 20, code: 'LINE_PERIOD_OUTSIDE_AGREEMENT' },
    ])
  })

  it('R02-12: ends shift and are cut, prices stay only in one currency; numbers go on after the last', async () => {
    const template = await templateOf({
      ...{ currency: 'NOK' },
      lines: [agreementHours(branch, { endDate: '2026-12-31', priceOverride: 100, costOverride: 50 })],
    })
    const target = await agreementOf(app.owner, branch, {
      ...{ currency: 'EUR', startDate: '2027-01-01', endDate: '2027-06-30', lines: [agreementHours(branch)] },
    })

    const { agreement, emptied } = await copy(template, target)

    expect(agreementLine(agreement, 20)).toMatchObject({ startDate: '2027-01-01', endDate: '2027-06-30' })
    expect(agreementLine(agreement, 20).priceOverride).toBeUndefined()
    expect(emptied.map(({ field, code }) => [field, code])).toEqual([
      ['priceOverride', 'CURRENCY_MISMATCH'],
      ['costOverride', 'CURRENCY_MISMATCH'],
    ])
  })

  it('02 §4: nothing is copied into a closed agreement', async () => {
    const source = await agreementOf(app.owner, branch, { lines: [agreementHours(branch)] })
    const { id: groupId } = await api().createAgreementGroup({ id: newId(), code: 'G', description: 'G' })
    const draft = await agreementOf(app.owner, branch, {
      ...{ groupId, endDate: '2026-03-01', lines: [agreementHours(branch)] },
    })
    const closed = await api().close(agreementRef(await api().activate(agreementRef(draft))))

    await expect(copy(source, closed)).rejects.toMatchObject({ code: 'AGREEMENT_CLOSED' })
  })

  it('R02-32: a line with a category out of use is left out and listed', async () => {
    const source = await agreementOf(app.owner, branch, { lines: [agreementHours(branch)] })
    await api().deactivateCategory({ categoryId: branch.categoryId, expectedVersion: 1 })

    const { copied, leftOut } = await copy(source, await agreementOf(app.owner, branch))

    expect([copied, leftOut]).toMatchObject([[], [{ code: 'CATEGORY_INACTIVE' }]])
  })
})

describe('prices of agreements', () => {
  const sales = (value: number, scope: object) =>
    api().createPriceRule({
      ...{
        id: newId(),
        kind: 'sales',
        type: 'hour',
        currency: 'NOK',
        validFrom: '2026-01-01',
        value,
        ...scope,
      },
    })

  it('R-02.15: customer price 800 before both base prices, cost by the table 950, the agreement’s 780 first', async () => {
    const { accountId, workerId } = branch
    const { id: categoryId } = await api().createCategory({
      id: newId(),
      code: 'TRAVEL',
      name: 'T',
      type: 'hour',
    })
    const agreement = await agreementOf(app.owner, branch)
    const criteria = [
      [8_000_000, { billingAccountId: accountId }],
      [9_500_000, { workerId, categoryId }],
      [7_000_000, { categoryId }],
    ] as const
    for (const [value, scope] of criteria) {
      await sales(value, scope)
      await sales(value, { ...scope, kind: 'cost', currency: undefined })
    }
    const ask = {
      agreementId: agreement.id,
      type: 'hour',
      workerId,
      categoryId,
      currency: 'NOK',
      date: '2026-03-10',
    } as const

    expect(await api().previewPrice(ask)).toMatchObject({
      ...{ unitPrice: 8_000_000, source: 'customer', level: 3, step: 4, unitCost: 9_500_000, costStep: 3 },
    })
    await sales(7_800_000, { agreementId: agreement.id })
    expect(await api().previewPrice(ask)).toMatchObject({
      unitPrice: 7_800_000,
      source: 'agreement',
      level: 2,
      step: 4,
    })
  })

  it('R04-30: a line’s own price is the first level, 0 included; a cost of its own likewise', async () => {
    const agreement = await agreementOf(app.owner, branch, {
      lines: [agreementHours(branch, { priceOverride: 0, costOverride: 4_000_000 })],
    })
    await sales(7_800_000, { agreementId: agreement.id })
    const { id: agreementLineId } = agreementLine(agreement, 10)
    const ask = { agreementLineId, type: 'hour', currency: 'NOK', date: '2026-03-10' } as const

    expect(await api().previewPrice(ask)).toEqual({
      ...{ unitPrice: 0, source: 'agreementLine', level: 1, step: 1, unitCost: 4_000_000 },
    })
    expect(await api().previewPrice({ ...ask, currency: 'EUR' })).toMatchObject({ source: 'missing' })
  })

  it('R-02.16: two prices of an agreement on one day overlap; from the next day on they do not', async () => {
    const { id: agreementId } = await agreementOf(app.owner, branch)
    await sales(1, { agreementId, validFrom: '2027-01-01', validTo: '2027-06-30' })

    await expect(sales(2, { agreementId, validFrom: '2027-06-30' })).rejects.toMatchObject({
      code: 'PRICE_OVERLAP',
    })
    expect(await sales(2, { agreementId, validFrom: '2027-07-01' })).toMatchObject({
      agreementNumber: 'MAIN-AG-000001',
    })
    await expect(sales(3, { agreementId, billingAccountId: branch.accountId })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
  })
})
