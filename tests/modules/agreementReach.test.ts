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
import { orderOf } from '../support/orders'

let app: TestApp
let branch: AgreementBranch
beforeEach(async () => {
  app = setUp()
  branch = await agreementBranchOf(app)
})
afterEach(() => app.close())

const api = () => app.owner.agreements
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => (error as { code: string }).code,
  )
async function activeOf(fields: AgreementFields = {}) {
  const { id: groupId } = await api().createAgreementGroup({
    ...{ id: newId(), code: newId<string>().slice(-12), description: 'G' },
  })
  const draft = await agreementOf(app.owner, branch, { groupId, lines: [agreementHours(branch)], ...fields })
  return api().activate(agreementRef(draft))
}

describe('who sees which agreements', () => {
  it('conventions §8: a technician reads those behind the own orders, without cost, and no others', async () => {
    const { workerId } = branch
    await app.owner.people.createUser({
      ...{ id: newId(), login: 'kari', displayName: 'Kari', roles: ['technician'], workerId },
      password: 'a long enough password',
    })
    const { token } = await app.stranger.session.signIn({ login: 'kari', password: 'a long enough password' })
    const kari = app.application.clientFor(token)
    const own = await activeOf({ lines: [agreementHours(branch, { costOverride: 1 })] })
    const other = await activeOf()
    await orderOf(app.owner, branch, { agreementId: own.id, preferredTechnicianId: workerId })
    await orderOf(app.owner, branch, { agreementId: other.id })

    const { items, count } = await kari.agreements.listAgreements({ withCount: true })
    expect([items.map(({ id }) => id), count]).toEqual([[own.id], 1])
    const read = await kari.agreements.getAgreement({ agreementId: own.id })
    expect(read.lines[0]).not.toHaveProperty('costOverride')
    expect(await codeOf(kari.agreements.getAgreement({ agreementId: other.id }))).toBe('FORBIDDEN')
    expect(
      await codeOf(
        kari.agreements.getForecast({ agreementId: other.id, from: '2026-01-01', to: '2026-12-31' }),
      ),
    ).toBe('FORBIDDEN')
    const found = await kari.search.listRecords({ text: 'Care', types: ['agreement'] })
    expect(found.items.map(({ id }) => id)).toEqual([own.id])
  })

  it('conventions §7: agreements of other offices are neither listed, found, read nor changed', async () => {
    const agreement = await activeOf()
    const { id: officeId } = await app.owner.people.createOffice({
      ...{ id: newId(), code: 'BGO', name: 'Bergen', zone: 'Europe/Oslo' },
    })
    await app.owner.people.createUser({
      ...{ id: newId(), login: 'bergen', displayName: 'B', roles: ['serviceManager'], officeIds: [officeId] },
      password: 'a long enough password',
    })
    const { token } = await app.stranger.session.signIn({
      login: 'bergen',
      password: 'a long enough password',
    })
    const bergen = app.application.clientFor(token)

    expect((await bergen.agreements.listAgreements({ withCount: true })).count).toBe(0)
    expect((await bergen.search.listRecords({ text: 'Care', types: ['agreement'] })).items).toEqual([])
    expect(await codeOf(bergen.agreements.getAgreement({ agreementId: agreement.id }))).toBe('FORBIDDEN')
    expect(await codeOf(bergen.agreements.suspend({ ...agreementRef(agreement), reason: 'Mine' }))).toBe(
      'FORBIDDEN',
    )
    expect(
      await codeOf(
        bergen.history.getRecordAt({ entity: 'agreement', recordId: agreement.id, at: app.clock.now + 1 }),
      ),
    ).toBe('NOT_FOUND')
    const rule = { kind: 'sales', type: 'hour', currency: 'NOK', validFrom: '2026-01-01', value: 1 } as const
    expect(
      await codeOf(bergen.agreements.createPriceRule({ id: newId(), ...rule, agreementId: agreement.id })),
    ).toBe('FORBIDDEN')
    expect(
      await codeOf(
        bergen.agreements.previewPrice({
          agreementId: agreement.id,
          type: 'hour',
          currency: 'NOK',
          date: '2026-03-02',
        }),
      ),
    ).toBe('FORBIDDEN')
  })
})

describe('finding', () => {
  it('R01-12: agreements are found by number, text, customer, lines and notes', async () => {
    const agreement = await agreementOf(app.owner, branch, {
      ...{
        description: 'Yearly round',
        lines: [agreementHours(branch, { description: 'Torque of all bolts' })],
      },
      objectRelations: [{ objectId: branch.objectId, referenceCode: 'GATE-7' }],
    })
    await app.owner.attachments.addNote({
      ...{
        id: newId(),
        entity: 'agreement',
        recordId: agreement.id,
        text: 'Ring the bell',
        visibility: 'internal',
      },
    })
    const found = async (text: string) =>
      (await app.owner.search.listRecords({ text, types: ['agreement'] })).items.map(({ number }) => number)
    const listed = async (text: string) => (await api().listAgreements({ text, withCount: true })).count

    for (const text of [agreement.number, 'yearly', 'løkke', 'torque', 'gate-7', 'bell']) {
      expect(await found(text), text).toEqual([agreement.number])
      expect(await listed(text), text).toBe(1)
    }
    expect(await found('nothing')).toEqual([])
  })
})

describe('what belongs together', () => {
  it('R-02.38: an account’s agreements and orders are listed by it; an agreement made there has both', async () => {
    const { accountId: billingAccountId, customerId } = branch
    const made = await api().createAgreement({
      id: newId(),
      description: 'From the account',
      billingAccountId,
    })
    await agreementOf(app.owner, branch)
    for (let count = 0; count < 3; count += 1) await orderOf(app.owner, branch, { billingAccountId })
    const filter = { billingAccountId: [billingAccountId] }

    expect(made).toMatchObject({ billingAccountId, customerId })
    expect((await api().listAgreements({ filter, withCount: true })).count).toBe(2)
    expect((await app.owner.orders.listOrders({ filter, withCount: true })).count).toBe(3)
  })

  it('R12-27: a contact that an agreement names is needed until the agreement is closed or gone', async () => {
    const { id: contactId } = await app.owner.customers.createContact({
      ...{ id: newId(), customerId: branch.customerId, name: 'Ola' },
    })
    const agreement = await agreementOf(app.owner, branch, { contactId })
    await app.owner.customers.deactivateContact({ contactId, expectedVersion: 1 })
    const ask = { class: 'contact', before: '2026-03-02', contactId } as const

    expect(await codeOf(app.owner.history.previewPurge(ask))).toBe('RETENTION')
    await api().updateAgreement({ ...agreementRef(agreement), patch: { contactId: null } })
    expect(await codeOf(app.owner.history.previewPurge(ask))).toBe('none')
  })

  it('01 §4: agreements follow a customer that is merged into another', async () => {
    const agreement = await agreementOf(app.owner, branch)
    const target = await app.owner.customers.createCustomer({ id: newId(), name: 'T', currency: 'NOK' })
    await app.owner.customers.mergeCustomers({
      ...{ sourceId: branch.customerId, targetId: target.id, expectedVersion: target.version },
    })

    expect(await api().getAgreement({ agreementId: agreement.id })).toMatchObject({
      customerId: target.id,
      version: 2,
    })
  })

  it('R-02.28: a manual order has the agreement’s SLA, else the group’s; a later change leaves it', async () => {
    const { owner } = app
    const { customerId } = branch
    const [calendar] = (await owner.calendars.listCalendars({})).items
    const level = async (code: string, allowance: number) =>
      (
        await owner.sla.createSla({
          id: newId(),
          code,
          description: { en: code },
          allowance,
          calendarId: calendar!.id,
        })
      ).id
    const [gold, bronze, silver] = [
      await level('GOLD', 240),
      await level('BRONZE', 1440),
      await level('SILVER', 480),
    ]
    const group = await api().createAgreementGroup({
      id: newId(),
      code: 'G',
      description: 'G',
      slaId: bronze,
    })
    const [withOwn, without] = [
      await activeOf({ groupId: group.id, slaId: gold }),
      await activeOf({ groupId: group.id }),
    ]
    const slaOf = async (orderId: Parameters<typeof owner.sla.getOrderSla>[0]['orderId']) =>
      (await owner.sla.getOrderSla({ orderId })).slaCode
    const order = (agreementId: typeof withOwn.id) => orderOf(owner, { customerId }, { agreementId })

    expect(await slaOf((await order(withOwn.id)).id)).toBe('GOLD')
    const byGroup = await order(without.id)
    expect(await slaOf(byGroup.id)).toBe('BRONZE')
    await api().updateAgreementGroup({
      agreementGroupId: group.id,
      expectedVersion: 1,
      patch: { slaId: silver },
    })
    expect(await slaOf(byGroup.id)).toBe('BRONZE')
  })
})

describe('what is refused', () => {
  it('02 §4: accounts, objects, tasks, items and choices that may not be chosen', async () => {
    const { owner } = app
    const { accountId, customerId, objectId, taskId } = branch
    const agreement = await agreementOf(owner, branch)
    const add = (line: object) =>
      codeOf(api().addLine({ ...agreementRef(agreement), id: newId(), type: 'item', ...line }))
    const { id: unitId } = await owner.catalog.createUnit({
      id: newId(),
      code: 'PCS',
      name: 'Pieces',
      decimals: 0,
    })
    const { id: itemId } = await owner.catalog.createItem({
      id: newId(),
      number: 'I',
      name: 'I',
      unitId,
      blocked: true,
    })
    const { id: free } = await owner.catalog.createItem({ id: newId(), number: 'F', name: 'F', unitId })
    expect([
      await add({ itemId }),
      await add({ itemId: free, unit: 'KG' }),
      await add({ itemId: free, quantity: 1500 }),
      await add({}),
      await add({ type: 'hour', categoryId: branch.categoryId, quantity: -1 }),
    ]).toEqual(['ITEM_BLOCKED', 'UNIT_NOT_CONVERTIBLE', 'UNIT_DECIMALS', 'REQUIRED', 'INVALID_INPUT'])

    const { id: otherId } = await owner.customers.createCustomer({ id: newId(), name: 'O', currency: 'NOK' })
    const theirs = await owner.objects.createObject({ id: newId(), description: 'P', customerId: otherId })
    await owner.objects.setObjectStatus({ objectId, expectedVersion: 1, status: 'scrapped' })
    await api().deactivateServiceTask({ serviceTaskId: taskId, expectedVersion: 1 })
    const object = (id: typeof objectId) =>
      codeOf(api().addObjectRelation({ ...agreementRef(agreement), objectId: id }))
    expect([
      await object(theirs.id),
      await object(objectId),
      await codeOf(api().addTaskRelation({ ...agreementRef(agreement), taskId })),
    ]).toEqual(['OBJECT_OTHER_CUSTOMER', 'OBJECT_SCRAPPED', 'TASK_INACTIVE'])

    const make = (fields: AgreementFields) => codeOf(agreementOf(owner, { customerId }, fields))
    const interval = await owner.generation.createInterval({ id: newId(), code: 'X', range: 'month' })
    await owner.generation.deactivateInterval({ intervalId: interval.id, expectedVersion: 1 })
    expect(await add({ type: 'hour', categoryId: branch.categoryId, intervalId: interval.id })).toBe(
      'CHOICE_INACTIVE',
    )
    await owner.people.deactivateWorker({ workerId: branch.workerId, expectedVersion: 1 })
    expect(await make({ preferredTechnicianId: branch.workerId })).toBe('WORKER_INACTIVE')
    expect(await codeOf(agreementOf(owner, { customerId: otherId }, { billingAccountId: accountId }))).toBe(
      'BILLING_ACCOUNT_OTHER_CUSTOMER',
    )
    await api().updateBillingAccount({
      billingAccountId: accountId,
      expectedVersion: 1,
      patch: { status: 'blocked' },
    })
    expect(await make({ billingAccountId: accountId })).toBe('BILLING_ACCOUNT_CLOSED')
    expect(
      await codeOf(api().updateAgreement({ ...agreementRef(agreement), patch: { noticeDays: 10 } })),
    ).toBe('none')
  })

  it('R02-07: a relation on an order in process is IN_USE; deleting a line that orders came from too', async () => {
    const { objectId } = branch
    const agreement = await activeOf({
      ...{ objectRelations: [{ objectId }], lines: [agreementHours(branch), agreementHours(branch)] },
    })
    const order = await orderOf(app.owner, branch, {
      agreementId: agreement.id,
      lines: [
        {
          id: newId(),
          type: 'hour',
          categoryId: branch.categoryId,
          agreementLineId: agreementLine(agreement, 10).id,
        },
      ],
    })
    await app.owner.orders
      .addObjectRelation({ orderId: order.id, expectedVersion: order.version, objectId })
      .catch(() => undefined)
    const remove = (lineNo: number) =>
      codeOf(api().deleteLine({ ...agreementRef(agreement), lineId: agreementLine(agreement, lineNo).id }))

    expect(await remove(10)).toBe('IN_USE')
    const { objectRelations, version } = agreement
    await expect(
      api().removeObjectRelation({ relationId: objectRelations[0]!.id, expectedVersion: version }),
    ).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { order: 1 } } })
    expect(await remove(20)).toBe('none')
  })

  it('conventions §6: an undo writes nothing that the agreement’s own rules refuse', async () => {
    const { owner } = app
    const lastEntry = async () => (await owner.history.listEntries({ limit: 1 })).items[0]!.id
    const agreement = await activeOf({ endDate: '2026-12-31' })
    const open = await api().updateAgreement({ ...agreementRef(agreement), patch: { endDate: null } })
    const longer = await lastEntry()
    const added = await api().addLine({ ...agreementRef(open), ...agreementHours(branch) })
    const line = await lastEntry()
    await orderOf(owner, branch, {
      ...{ agreementId: agreement.id, preferredServiceAt: Date.UTC(2027, 0, 11, 8) },
      lines: [
        {
          id: newId(),
          type: 'hour',
          categoryId: branch.categoryId,
          agreementLineId: agreementLine(added, 20).id,
        },
      ],
    })

    expect(await codeOf(owner.history.undoEntry({ entryId: longer }))).toBe('ORDERS_OUTSIDE_PERIOD')
    expect(await codeOf(owner.history.undoEntry({ entryId: line }))).toBe('IN_USE')
    const { endDate, lines } = await api().getAgreement({ agreementId: agreement.id })
    expect([endDate, lines.length]).toEqual([undefined, 2])
  })
})
