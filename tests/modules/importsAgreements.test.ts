import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StoredFile } from '../../electron/shared/contract/files'
import {
  agreementBranchOf,
  agreementHours,
  agreementOf,
  agreementRef,
  type AgreementBranch,
} from '../support/agreements'
import { newId, setUp, type TestApp } from '../support/app'
import { checked, ended, imported } from '../support/imports'
import { orderOf, resultOf } from '../support/orders'

let app: TestApp
let branch: AgreementBranch
beforeEach(async () => {
  app = setUp()
  branch = await agreementBranchOf(app)
})
afterEach(() => app.close())

async function exported(lines: boolean): Promise<Buffer> {
  const { jobId } = await app.owner.reports.exportList({
    ...{ procedure: 'agreements.listAgreements', asImport: true, format: 'csv' },
    ...(lines ? { importKind: 'agreementLines' } : {}),
  })
  const { fileId } = (await resultOf(app.owner, jobId)) as StoredFile // the job's declared result
  const { content } = await app.owner.files.getChunk({ fileId, offset: 0 })
  return Buffer.from(content, 'base64')
}

/** Three agreements with seven lines, one of them active, with all that a file says. */
async function variousAgreements() {
  const { owner } = app
  const { customerId, objectId, taskId, workerId } = branch
  const { id: groupId } = await owner.agreements.createAgreementGroup({
    id: newId(),
    code: 'GOLD',
    description: 'G',
  })
  const { id: intervalId } = await owner.generation.createInterval({
    id: newId(),
    code: 'QUARTERLY',
    range: 'quarter',
  })
  const { id: windowId } = await owner.generation.createTimeWindow({
    id: newId(),
    code: 'MONTHLY',
    method: 'month',
  })
  const full = agreementHours(branch, {
    ...{ objectId, taskId, workerId, intervalId, windowId, endDate: '2026-11-30', discount: 1250 },
    ...{ priceOverride: 8_123_456, costOverride: 4_000_000, description: '=Check; "all"' },
  })
  const first = await agreementOf(owner, branch, {
    ...{ groupId, endDate: '2026-12-31', responsibleId: workerId, preferredTechnicianId: workerId },
    ...{
      renewal: 'auto',
      renewalIncrease: 350,
      alertDays: [60, 14],
      defaultStartTime: 450,
      combine: 'object',
    },
    ...{ closedDayPolicy: 'nextOpen', objectRelations: [{ objectId }], taskRelations: [{ taskId }] },
    lines: [full, agreementHours(branch), agreementHours(branch)],
  })
  await owner.agreements.activate(agreementRef(first))
  await agreementOf(owner, branch, { siteId: null, lines: [1, 2, 3].map(() => agreementHours(branch)) })
  await agreementOf(owner, { customerId }, { startDate: '2026-05-01', lines: [agreementHours(branch)] })
  return first
}

describe('agreements as files', () => {
  it('R-01.41: three agreements with seven lines are new drafts in a base without them, and the same again', async () => {
    const before = await variousAgreements()
    const [heads, lines] = [await exported(false), await exported(true)]
    expect((await imported(app.owner, 'agreements', heads)).counts).toMatchObject({
      rows: 3,
      same: 3,
      errors: 0,
    })
    expect((await imported(app.owner, 'agreementLines', lines)).counts).toMatchObject({
      rows: 7,
      same: 7,
      errors: 0,
    })

    app.db.prepare('DELETE FROM agreement').run()
    expect((await imported(app.owner, 'agreements', heads, { acceptAgain: true })).counts).toMatchObject({
      rows: 3,
      new: 3,
      errors: 0,
    })
    expect((await imported(app.owner, 'agreementLines', lines, { acceptAgain: true })).counts).toMatchObject({
      rows: 7,
      new: 7,
      errors: 0,
    })

    const { items } = await app.owner.agreements.listAgreements({
      sort: [{ field: 'number', direction: 'asc' }],
    })
    expect(items.map(({ lineCount, status }) => [status, lineCount]).sort()).toEqual([
      ...[
        ['draft', 1],
        ['draft', 3],
        ['draft', 3],
      ],
    ])
    const again = await app.owner.agreements.getAgreement({
      agreementId: items.find(({ externalKey }) => externalKey === before.number)!.id,
    })
    const kept = ({ lines: all, ...head }: typeof again) => ({
      ...{ combine: head.combine, alertDays: head.alertDays, renewalIncrease: head.renewalIncrease },
      ...{ defaultStartTime: head.defaultStartTime, endDate: head.endDate, groupCode: head.groupCode },
      ...{ objects: head.objectRelations.map(({ objectId }) => objectId), closed: head.closedDayPolicy },
      lines: all.map((line) => [
        line.description,
        line.quantity,
        line.priceOverride,
        line.discount,
        line.intervalCode,
        line.windowCode,
        line.objectNumber,
        line.taskCode,
        line.endDate,
      ]),
    })
    expect(kept(again)).toEqual(kept(before))
    const entries = app.entries()
    expect((await imported(app.owner, 'agreements', heads, { acceptAgain: true })).counts).toMatchObject({
      same: 3,
      new: 0,
      update: 0,
    })
    expect((await imported(app.owner, 'agreementLines', lines, { acceptAgain: true })).counts).toMatchObject({
      same: 7,
      new: 0,
      update: 0,
    })
    expect(app.entries()).toBe(entries)
  })

  it('R-01.41: an object that nobody knows is UNKNOWN_REFERENCE, and nothing is written', async () => {
    const { number } = await agreementOf(app.owner, branch)
    const entries = app.entries()
    const file = `number,lineNo,type,category,object\n${number},10,hour,INSPECT,\n${number},20,hour,INSPECT,OBJ-404\n`

    const { counts, id } = await checked(app.owner, 'agreementLines', file)

    expect(counts).toMatchObject({ errors: 1, codes: { UNKNOWN_REFERENCE: 1 } })
    const { items } = await app.owner.imports.listRows({ importId: id, filter: { severity: ['error'] } })
    expect(items[0]).toMatchObject({ line: 3, findings: [{ code: 'UNKNOWN_REFERENCE', field: 'object' }] })
    expect(app.entries()).toBe(entries)
  })

  it('R01-26: files change what they name; an undo of the import takes it back', async () => {
    const agreement = await agreementOf(app.owner, branch, { lines: [agreementHours(branch)] })
    const { number } = agreement
    const read = () => app.owner.agreements.getAgreement({ agreementId: agreement.id })

    const heads = await imported(
      app.owner,
      'agreements',
      `number,description,endDate\n${number},Other,2026-12-31\n`,
    )
    expect(heads.counts).toMatchObject({ update: 1, errors: 0 })
    expect(await read()).toMatchObject({ description: 'Other', endsOn: '2026-12-31' })
    const lines = await imported(
      app.owner,
      'agreementLines',
      `number,lineNo,type,category,quantity\n${number},10,hour,INSPECT,90\n${number},20,hour,INSPECT,30\n`,
    )
    expect(lines.counts).toMatchObject({ update: 1, new: 1, errors: 0 })
    expect((await read()).lines.map(({ quantity }) => quantity)).toEqual([90, 30])

    for (const { id } of [lines, heads]) {
      const { version } = await app.owner.imports.getImport({ importId: id })
      const job = await ended(
        app.owner,
        app.owner.imports.undoImport({ importId: id, expectedVersion: version }),
      )
      expect(job.error).toBeUndefined()
    }
    expect(await read()).toMatchObject({ description: 'Care', lines: [{ quantity: 120 }] })
    expect((await read()).endsOn).toBeUndefined()
  })
})

describe('what agreements hold on to', () => {
  it('R-01.31: an import of customers is not undone while a draft agreement uses one; without it, it is', async () => {
    const { id } = await imported(
      app.owner,
      'customers',
      'number,name,currency\nAW1,Bikes,NOK\nAW2,Wheels,NOK\n',
    )
    const { items } = await app.owner.customers.listCustomers({ filter: { number: 'AW1' } })
    const draft = await agreementOf(app.owner, { customerId: items[0]!.id })
    const undo = async () => {
      const { version } = await app.owner.imports.getImport({ importId: id })
      return ended(app.owner, app.owner.imports.undoImport({ importId: id, expectedVersion: version }))
    }

    const refused = await undo()
    expect(refused).toMatchObject({
      state: 'failed',
      error: { code: 'IMPORT_IN_USE', data: { dependants: [{ entity: 'agreement', id: draft.id }] } },
    })
    await app.owner.agreements.deleteAgreement(agreementRef(draft))
    expect(await undo()).toMatchObject({ state: 'done', result: { counts: { deleted: 2 } } })
  })

  it('R-01.37: a customer with an agreement and three orders is IN_USE, and both are counted', async () => {
    await agreementOf(app.owner, branch)
    for (let made = 0; made < 3; made += 1) await orderOf(app.owner, branch)
    const { customerId } = branch
    const { version } = await app.owner.customers.getCustomer({ customerId })

    await expect(
      app.owner.customers.deleteCustomer({ customerId, expectedVersion: version }),
    ).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { agreement: 1, order: 3 } } })
  })

  it('R01-05: workers, objects, tasks, categories and intervals that agreements name are IN_USE', async () => {
    const { objectId, taskId, workerId } = branch
    const { id: intervalId } = await app.owner.generation.createInterval({
      id: newId(),
      code: 'M',
      range: 'month',
    })
    const { id: categoryId } = await app.owner.agreements.createCategory({
      id: newId(),
      code: 'C',
      name: 'C',
      type: 'hour',
    })
    await agreementOf(app.owner, branch, {
      ...{ objectRelations: [{ objectId }], taskRelations: [{ taskId }] },
      lines: [agreementHours({ categoryId }, { workerId, intervalId })],
    })
    const codeOf = (work: Promise<unknown>) =>
      work.then(
        () => 'none',
        (error: unknown) => (error as { code: string }).code,
      )
    const { agreements, generation, objects, people } = app.owner

    expect([
      await codeOf(people.deleteWorker({ workerId, expectedVersion: 1 })),
      await codeOf(objects.deleteObject({ objectId, expectedVersion: 1 })),
      await codeOf(agreements.deleteServiceTask({ serviceTaskId: taskId, expectedVersion: 1 })),
      await codeOf(agreements.deleteCategory({ categoryId, expectedVersion: 1 })),
      await codeOf(generation.deleteInterval({ intervalId, expectedVersion: 1 })),
    ]).toEqual(['IN_USE', 'IN_USE', 'IN_USE', 'IN_USE', 'IN_USE'])
  })
})
