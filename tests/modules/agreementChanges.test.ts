import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  agreementBranchOf,
  agreementHours,
  agreementLine,
  agreementOf,
  agreementRef,
  type AgreementBranch,
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
const groupOf = async (code = 'GOLD') =>
  (await api().createAgreementGroup({ id: newId(), code, description: code })).id
const activeOf = async (fields: Parameters<typeof agreementOf>[2] = {}) => {
  const groupId = fields.groupId ?? (await groupOf())
  const draft = await agreementOf(app.owner, branch, { lines: [agreementHours(branch)], ...fields, groupId })
  return api().activate(agreementRef(draft))
}
/** An order of the agreement as the store keeps it. */
async function orderFrom(agreementId: string, preferredServiceAt: number) {
  const { customerId } = branch
  return app.owner.orders.createOrder({
    id: newId(),
    customerId,
    agreementId: agreementId as never,
    preferredServiceAt,
  })
}

describe('the head', () => {
  it('R-02.03: the group of the settings is suggested', async () => {
    const groupId = await groupOf()
    await app.owner.settings.setSetting({ key: 'defaultAgreementGroupId', scope: 'company', value: groupId })

    expect(await agreementOf(app.owner, branch)).toMatchObject({ groupId, groupCode: 'GOLD' })
    const { version } = await api().getAgreementGroup({ agreementGroupId: groupId })
    await expect(
      api().deleteAgreementGroup({ agreementGroupId: groupId, expectedVersion: version }),
    ).rejects.toMatchObject({ code: 'IN_USE' })
  })

  it('02 §4: every refusal comes at once, and leaves no trace', async () => {
    const { customerId } = branch
    const { version } = await app.owner.customers.getCustomer({ customerId })
    await app.owner.customers.updateCustomer({
      customerId,
      expectedVersion: version,
      patch: { status: 'blocked' },
    })
    const entries = app.entries()

    await expect(
      agreementOf(app.owner, branch, {
        ...{ endDate: '2026-02-01', renewal: 'auto', termMonths: 0 },
        lines: [agreementHours(branch, { objectId: branch.objectId })],
      }),
    ).rejects.toMatchObject({
      code: 'PERIOD_INVALID',
      data: {
        failures: [
          { code: 'PERIOD_INVALID', field: 'endDate' },
          { code: 'REQUIRED', field: 'termMonths' },
          { code: 'CUSTOMER_BLOCKED', field: 'customerId' },
          { code: 'OBJECT_NOT_RELATED', field: 'objectId', lineNo: 10 },
          { code: 'LINE_PERIOD_OUTSIDE_AGREEMENT', lineNo: 10 },
        ],
      },
    })
    expect(app.entries()).toBe(entries)
  })

  it('R-02.29: the second of two users who loaded one version gets CONFLICT with both values', async () => {
    const agreement = await agreementOf(app.owner, branch)
    await api().updateAgreement({ ...agreementRef(agreement), patch: { description: 'Theirs' } })

    await expect(
      api().updateAgreement({ ...agreementRef(agreement), patch: { description: 'Mine' } }),
    ).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { currentVersion: 2, fields: { description: { theirs: 'Theirs', mine: 'Mine' } } },
    })
  })

  it('02 §2.1: the anchor of the terms follows the start; what is cleared has its default', async () => {
    const agreement = await agreementOf(app.owner, branch, { termMonths: 6, noticeDays: 30 })

    const changed = await api().updateAgreement({
      ...agreementRef(agreement),
      patch: { startDate: '2026-04-01', endDate: '2026-12-31', termMonths: null, siteId: null },
    })

    expect(changed).toMatchObject({ termAnchor: '2026-04-01', termMonths: 12, noticeDeadline: '2026-12-01' })
    expect(changed.siteId).toBeUndefined()
  })

  it('02 §3.1: a draft is deleted with all it has; its number stays used', async () => {
    const draft = await agreementOf(app.owner, branch, {
      objectRelations: [{ objectId: branch.objectId }],
      lines: [agreementHours(branch)],
    })
    await api().createPriceRule({
      ...{ id: newId(), kind: 'sales', type: 'hour', agreementId: draft.id, currency: 'NOK' },
      ...{ validFrom: '2026-01-01', value: 1 },
    })

    await api().deleteAgreement(agreementRef(draft))

    expect((await api().listPriceRules({ filter: { agreementId: [draft.id] } })).items).toEqual([])
    expect((await agreementOf(app.owner, branch)).number).toBe('MAIN-AG-000002')
    const active = await activeOf()
    await expect(api().deleteAgreement(agreementRef(active))).rejects.toMatchObject({
      code: 'INVALID_TRANSITION',
    })
  })
})

describe('lines and relations', () => {
  it('R-02.07: an object that is not related is refused on a line; related, it is accepted', async () => {
    const { objectId } = branch
    const agreement = await agreementOf(app.owner, branch)
    const line = agreementHours(branch, { objectId })

    await expect(api().addLine({ ...agreementRef(agreement), ...line })).rejects.toMatchObject({
      code: 'OBJECT_NOT_RELATED',
    })
    const related = await api().addObjectRelation({ ...agreementRef(agreement), objectId })
    const added = await api().addLine({ ...agreementRef(related), ...line })

    expect(agreementLine(added, 10)).toMatchObject({ objectId, objectName: 'Press 1' })
    await expect(api().addObjectRelation({ ...agreementRef(added), objectId })).rejects.toMatchObject({
      code: 'ALREADY_RELATED',
    })
  })

  it('R-02.08: a relation that a line uses is IN_USE, and the line is named', async () => {
    const { objectId, taskId } = branch
    const line = agreementHours(branch, { objectId, taskId })
    const agreement = await agreementOf(app.owner, branch, {
      ...{ objectRelations: [{ objectId }], taskRelations: [{ taskId }], lines: [line] },
    })
    const [object] = agreement.objectRelations
    const [task] = agreement.taskRelations
    const { expectedVersion } = agreementRef(agreement)
    const dependants = [{ entity: 'agreementLine', id: line.id, lineNo: 10 }]

    await expect(
      api().removeObjectRelation({ relationId: object!.id, expectedVersion }),
    ).rejects.toMatchObject({ code: 'IN_USE', data: { dependants } })
    await expect(api().removeTaskRelation({ relationId: task!.id, expectedVersion })).rejects.toMatchObject({
      code: 'IN_USE',
      data: { dependants },
    })
    const bare = await api().deleteLine({ ...agreementRef(agreement), lineId: line.id! })
    const freed = await api().removeObjectRelation({ relationId: object!.id, expectedVersion: bare.version })
    expect(freed.objectRelations).toEqual([])
  })

  it('02 §2.2: dates inside the agreement, quantities of the unit, fields of the type; the anchor follows', async () => {
    const agreement = await agreementOf(app.owner, branch, {
      endDate: '2026-12-31',
      lines: [agreementHours(branch)],
    })
    const lineId = agreement.lines[0]!.id
    const patch = (patch: Parameters<ReturnType<typeof api>['updateLine']>[0]['patch']) =>
      api().updateLine({ ...agreementRef(agreement), lineId, patch })

    await expect(patch({ startDate: '2027-01-01' })).rejects.toMatchObject({
      code: 'LINE_PERIOD_OUTSIDE_AGREEMENT',
    })
    await expect(patch({ endDate: '2026-02-01' })).rejects.toMatchObject({ code: 'PERIOD_INVALID' })
    await expect(patch({ itemSetup: 'itemConsumption' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(patch({ intervalId: newId() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(agreementLine(await patch({ startDate: '2026-05-01' }), 10)).toMatchObject({
      ...{ startDate: '2026-05-01', seriesAnchor: '2026-05-01' },
    })
  })

  it('R02-03: a line is stopped with date and reason, and restarted', async () => {
    const agreement = await agreementOf(app.owner, branch, { lines: [agreementHours(branch)] })
    const { id: lineId } = agreementLine(agreement, 10)

    await expect(
      api().stopLine({ lineId, expectedVersion: 1, date: '2026-03-02', reason: '' }),
    ).rejects.toMatchObject({ code: 'REASON_REQUIRED' })
    const stopped = await api().stopLine({ lineId, expectedVersion: 1, date: '2026-03-02', reason: 'Sold' })
    expect(agreementLine(stopped, 10)).toMatchObject({
      ...{ stopped: true, stoppedFrom: '2026-03-02', stopReason: 'Sold', nextDates: [] },
    })
    const again = await api().restartLine({ lineId, expectedVersion: 2, reason: 'Back' })
    expect(agreementLine(again, 10).stopped).toBe(false)
    expect(agreementLine(again, 10).stoppedFrom).toBeUndefined()
  })

  it('R-02.35: a category that the account does not allow is refused where the check is mandatory', async () => {
    const { categoryId, customerId } = branch
    const travel = await api().createCategory({ id: newId(), code: 'TRAVEL', name: 'Travel', type: 'hour' })
    const { id: billingAccountId } = await api().createBillingAccount({
      ...{
        id: newId(),
        name: 'Inspections',
        customerId,
        type: 'fixedPrice',
        allowedCategoryIds: [categoryId],
      },
    })
    const fields = { billingAccountId, lines: [agreementHours({ categoryId: travel.id })] }
    const set = (value: string) =>
      app.owner.settings.setSetting({ key: 'validateAccountCategory', scope: 'company', value })

    await set('mandatory')
    await expect(agreementOf(app.owner, branch, fields)).rejects.toMatchObject({
      code: 'COMBINATION_NOT_ALLOWED',
      data: { field: 'categoryId' },
    })
    for (const value of ['lookup', 'none']) {
      await set(value)
      const { lines } = await agreementOf(app.owner, branch, {
        ...fields,
        lines: [agreementHours({ categoryId: travel.id })],
      })
      expect(lines).toHaveLength(1)
    }
  })

  it('R02-32: an inactive category stays on a line that has it, and is refused on a new one', async () => {
    const agreement = await agreementOf(app.owner, branch, { lines: [agreementHours(branch)] })
    await api().deactivateCategory({ categoryId: branch.categoryId, expectedVersion: 1 })

    const { id: lineId } = agreementLine(agreement, 10)
    const kept = await api().updateLine({ ...agreementRef(agreement), lineId, patch: { quantity: 60 } })
    expect(agreementLine(kept, 10).quantity).toBe(60)
    await expect(api().addLine({ ...agreementRef(kept), ...agreementHours(branch) })).rejects.toMatchObject({
      code: 'CATEGORY_INACTIVE',
    })
  })
})

describe('states', () => {
  it('R-02.04: activating names everything that is missing', async () => {
    const { id: customerId } = await app.owner.customers.createCustomer({
      id: newId(),
      name: 'New',
      currency: 'NOK',
    })
    const draft = await agreementOf(app.owner, { customerId })

    await expect(api().activate(agreementRef(draft))).rejects.toMatchObject({
      code: 'AGREEMENT_INCOMPLETE',
      data: {
        failures: [
          { code: 'AGREEMENT_INCOMPLETE', field: 'billingAccountId' },
          { code: 'AGREEMENT_INCOMPLETE', field: 'groupId' },
          { code: 'AGREEMENT_INCOMPLETE', field: 'lines' },
        ],
      },
    })
  })

  it('R-02.06: one stopped line of three is the one that is stopped after suspend and resume', async () => {
    const agreement = await activeOf({ lines: [1, 2, 3].map(() => agreementHours(branch)) })
    const { id: lineId } = agreementLine(agreement, 20)
    const stopped = await api().stopLine({
      ...{ lineId, expectedVersion: agreement.version, date: '2026-03-02', reason: 'Away' },
    })
    const suspended = await api().suspend({ ...agreementRef(stopped), reason: 'Not paid' })
    expect(suspended).toMatchObject({
      status: 'suspended',
      suspendReason: 'Not paid',
      suspendedFrom: '2026-03-02',
    })
    expect(suspended.lines.flatMap(({ nextDates }) => nextDates)).toEqual([])

    const resumed = await api().resume(agreementRef(suspended))

    expect(resumed.status).toBe('active')
    expect(resumed.lines.map((line) => line.stopped)).toEqual([false, true, false])
    await expect(api().suspend({ ...agreementRef(resumed), reason: '' })).rejects.toMatchObject({
      code: 'REASON_REQUIRED',
    })
  })

  it('02 §3.1: an agreement is closed when it is over, and reopened while its period covers today', async () => {
    const agreement = await activeOf({ endDate: '2026-03-31' })

    await expect(api().close(agreementRef(agreement))).rejects.toMatchObject({ code: 'INVALID_TRANSITION' })
    app.clock.now = Date.UTC(2026, 3, 2)
    const closed = await api().close(agreementRef(agreement))
    expect(closed).toMatchObject({ status: 'closed', phase: 'expired' })
    await expect(api().reopen({ ...agreementRef(closed), reason: 'Again' })).rejects.toMatchObject({
      code: 'INVALID_TRANSITION',
    })
    app.clock.now = Date.UTC(2026, 2, 20)
    expect(await api().reopen({ ...agreementRef(closed), reason: 'Again' })).toMatchObject({
      status: 'active',
    })
  })

  it('R02-09: a template needs a group and no customer, and is never active', async () => {
    const groupId = (await api().createTemplateGroup({ id: newId(), code: 'T', description: 'Templates' })).id
    await expect(
      api().createAgreement({ id: newId(), description: 'Yearly', isTemplate: true }),
    ).rejects.toMatchObject({ code: 'TEMPLATE_GROUP_REQUIRED' })
    const template = await api().createAgreement({
      ...{ id: newId(), description: 'Yearly', isTemplate: true, templateGroupId: groupId },
      lines: [agreementHours(branch)],
    })
    await expect(api().activate(agreementRef(template))).rejects.toMatchObject({ code: 'INVALID_TRANSITION' })

    const draft = await agreementOf(app.owner, branch)
    await expect(api().setTemplate(agreementRef(draft))).rejects.toMatchObject({
      code: 'TEMPLATE_GROUP_REQUIRED',
    })
    await api().setTemplate({ ...agreementRef(draft), templateGroupId: groupId })
    const listed = async (filter: object) =>
      (await api().listAgreements({ filter })).items.map(({ id }) => id)
    expect(await listed({})).toEqual([])
    expect((await listed({ isTemplate: true })).sort()).toEqual([template.id, draft.id].sort())
  })

  it('R-02.09: an agreement with an order cannot become a template', async () => {
    const agreement = await activeOf()
    await orderFrom(agreement.id, Date.UTC(2026, 8, 10, 8))
    const { id: templateGroupId } = await api().createTemplateGroup({
      id: newId(),
      code: 'T',
      description: 'T',
    })

    await expect(api().setTemplate({ ...agreementRef(agreement), templateGroupId })).rejects.toMatchObject({
      code: 'HAS_ORDERS',
    })
  })

  it('02 §2.1: the office can be another one of the own until there are orders', async () => {
    const riga = await app.owner.people.createOffice({
      ...{ id: newId(), code: 'RIX', name: 'Riga', country: 'LV', zone: 'Europe/Riga' },
    })
    const agreement = await activeOf()
    const { officeId } = agreement

    const moved = await api().updateAgreement({
      ...agreementRef(agreement),
      patch: { officeId: riga.id },
    })
    expect(moved).toMatchObject({ officeId: riga.id, officeCode: 'RIX', number: agreement.number })
    await orderFrom(agreement.id, Date.UTC(2026, 8, 10, 8))
    await expect(
      api().updateAgreement({ ...agreementRef(moved), patch: { officeId } }),
    ).rejects.toMatchObject({ code: 'FIELD_FROZEN', data: { field: 'officeId' } })
    await expect(
      api().updateAgreement({ ...agreementRef(moved), patch: { officeId: newId() } }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('02 §2.2: a line becomes one of another type until something was made from it', async () => {
    const travel = await api().createCategory({
      id: newId(),
      code: 'TRAVEL',
      name: 'Travel',
      type: 'expense',
    })
    const agreement = await activeOf({
      lines: [agreementHours(branch, { workerId: branch.workerId, costOverride: 1 })],
    })
    const lineId = agreement.lines[0]!.id
    const retype = (held: typeof agreement, patch: object) =>
      api().updateLine({ ...agreementRef(held), lineId, patch })

    const expense = await retype(agreement, { type: 'expense', categoryId: travel.id })
    expect(expense.lines).toMatchObject([
      { type: 'expense', categoryCode: 'TRAVEL', unit: 'PCS', quantity: 1000, workerId: branch.workerId },
    ])
    await expect(retype(expense, { type: 'item' })).rejects.toMatchObject({ code: 'REQUIRED' })
    await expect(retype(expense, { type: 'fee', itemId: newId() })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
    const hours = await retype(expense, { type: 'hour', categoryId: branch.categoryId, minutes: 90 })
    expect(hours.lines).toMatchObject([{ type: 'hour', unit: 'MIN', quantity: 90 }])

    const { customerId } = branch
    await app.owner.orders.createOrder({
      ...{ id: newId(), customerId, agreementId: agreement.id, preferredServiceAt: Date.UTC(2026, 8, 10, 8) },
      lines: [{ type: 'hour', agreementLineId: lineId }],
    })
    await expect(retype(hours, { type: 'expense', categoryId: travel.id })).rejects.toMatchObject({
      code: 'FIELD_FROZEN',
      data: { field: 'type' },
    })
  })

  it('R-02.33: the end before an order is ORDERS_OUTSIDE_PERIOD with the order', async () => {
    const agreement = await activeOf({ startDate: '2026-03-01' })
    const order = await orderFrom(agreement.id, Date.UTC(2026, 8, 10, 8))

    await expect(
      api().updateAgreement({ ...agreementRef(agreement), patch: { endDate: '2026-08-31' } }),
    ).rejects.toMatchObject({
      code: 'ORDERS_OUTSIDE_PERIOD',
      data: {
        field: 'endDate',
        ids: [order.id],
        orders: [{ number: order.number, serviceDate: '2026-09-10' }],
      },
    })
    await expect(
      api().updateAgreement({ ...agreementRef(agreement), patch: { currency: 'EUR' } }),
    ).rejects.toMatchObject({ code: 'FIELD_FROZEN' })
    const shorter = await api().updateAgreement({
      ...agreementRef(agreement),
      patch: { endDate: '2026-09-10' },
    })
    expect(shorter.endDate).toBe('2026-09-10')
    await expect(api().close(agreementRef(shorter))).rejects.toMatchObject({ code: 'OPEN_ORDERS' })
  })
})

describe('groups', () => {
  it('R-02.30: a template group cannot lie under its own branch, nor deeper than six levels', async () => {
    const make = (code: string, parentId?: string) =>
      api().createTemplateGroup({ id: newId(), code, description: code, parentId: parentId as never })
    const b = await make('B')
    const a = await make('A', b.id)

    await expect(
      api().updateTemplateGroup({ templateGroupId: b.id, expectedVersion: 1, patch: { parentId: a.id } }),
    ).rejects.toMatchObject({ code: 'GROUP_CYCLE' })
    let last = a
    for (const code of ['C', 'D', 'E', 'F']) last = await make(code, last.id)
    await expect(make('G', last.id)).rejects.toMatchObject({ code: 'GROUP_TOO_DEEP' })
    const other = await make('O')
    await expect(
      api().updateTemplateGroup({ templateGroupId: b.id, expectedVersion: 1, patch: { parentId: other.id } }),
    ).rejects.toMatchObject({ code: 'GROUP_TOO_DEEP' })
    await expect(make('a')).rejects.toMatchObject({ code: 'CODE_TAKEN' })
  })
})

describe('who', () => {
  it('R-02.32: a dispatcher reads an agreement without its cost and cannot change it', async () => {
    const agreement = await agreementOf(app.owner, branch, {
      lines: [agreementHours(branch, { costOverride: 4_000_000 })],
    })
    const dispatcher = await app.as('dispatcher')

    await expect(
      dispatcher.agreements.updateAgreement({ ...agreementRef(agreement), patch: { description: 'Mine' } }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const read = await dispatcher.agreements.getAgreement({ agreementId: agreement.id })
    expect(read.lines[0]).not.toHaveProperty('costOverride')
    expect(read.lines[0]).not.toHaveProperty('costAmount')
    expect(read.lines[0]?.price).not.toHaveProperty('unitCost')
    expect((await api().getAgreement({ agreementId: agreement.id })).lines[0]).toMatchObject({
      costAmount: { minor: 80_000 },
    })
  })

  it('02 §4: back office edits, and only a manager activates and prices', async () => {
    const office = await app.as('backOffice')
    const agreement = await agreementOf(office, branch, {
      groupId: await groupOf(),
      lines: [agreementHours(branch)],
    })

    await expect(office.agreements.activate(agreementRef(agreement))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    const lineId = agreementLine(agreement, 10).id
    await expect(
      office.agreements.updateLine({ ...agreementRef(agreement), lineId, patch: { priceOverride: 0 } }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const manager = await app.as('serviceManager')
    const active = await manager.agreements.activate(agreementRef(agreement))
    const free = await manager.agreements.updateLine({
      ...agreementRef(active),
      lineId,
      patch: { priceOverride: 0 },
    })
    expect(agreementLine(free, 10)).toMatchObject({ price: { source: 'agreementLine', unitPrice: 0 } })
  })
})
