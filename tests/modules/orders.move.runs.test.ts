import { afterEach, beforeEach, expect, it } from 'vitest'
import { toBytes } from '../../electron/db/ids'
import type { Order } from '../../electron/shared/contract/orders'
import { setUp, type TestApp } from '../support/app'
import {
  activeAgreement,
  generate,
  generationBranchOf,
  ordersOf,
  preview,
  rhythmLine,
  skipsOf,
  type GenerationBranch,
} from '../support/generation'
import { hours, lineOf, orderOf, refOf } from '../support/orders'

let app: TestApp
let branch: GenerationBranch
beforeEach(async () => {
  app = setUp()
  branch = await generationBranchOf(app)
})
afterEach(() => app.close())

const moveOf = (source: Order, target: Order, numbers: readonly number[]) => ({
  ...{ sourceId: source.id, expectedVersion: source.version },
  ...{ targetId: target.id, targetVersion: target.version },
  lineIds: numbers.map((lineNo) => lineOf(source, lineNo).id),
})

it('R-03.25: after the move of both lines a new run says ALREADY_GENERATED for both', async () => {
  const weeks = { from: '2026-05-01', to: '2026-05-14' }
  const agreementId = activeAgreement(app, branch)
  const rhythm = { interval_id: toBytes(branch.weekly) }
  for (const start of ['2026-05-04', '2026-05-04']) rhythmLine(app, branch, agreementId, start, rhythm)
  await generate(app.owner, weeks)
  const [source, target] = await ordersOf(app.owner)
  if (!source || !target) throw new Error('the run made no two orders')
  expect([source.lines.length, target.lines.length]).toEqual([2, 2])

  const moved = await app.owner.orders.moveLines({ ...moveOf(source, target, [10, 20]), deleteEmpty: true })

  expect(moved.deletedIds).toEqual([source.id])
  expect(moved.lines.map(({ agreementDueDate }) => agreementDueDate)).toEqual([
    '2026-05-11', '2026-05-11', '2026-05-04', '2026-05-04',
  ]) // prettier-ignore
  await expect(app.owner.orders.getOrder({ orderId: source.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const again = await preview(app.owner, weeks)
  expect(skipsOf(again)).toEqual(Array.from({ length: 4 }, () => 'ALREADY_GENERATED'))
  expect(again.orders).toEqual([])
})

it('R-03.24: one that was combined by customer gives and takes no lines, but is split', async () => {
  const rhythm = { interval_id: toBytes(branch.monthly) }
  const agreements = [1, 2].map(() => activeAgreement(app, branch, { combine: 'customer' }))
  for (const agreementId of agreements) rhythmLine(app, branch, agreementId, '2026-05-04', rhythm)
  await generate(app.owner, { from: '2026-05-01', to: '2026-05-31' })
  const [combined] = await ordersOf(app.owner)
  if (!combined) throw new Error('the run made no order')
  expect([combined.agreementId, combined.lines.length]).toEqual([undefined, 2])
  const other = await orderOf(app.owner, branch, {
    agreementId: agreements[0], preferredServiceAt: Date.UTC(2026, 4, 5, 8), lines: [hours(branch)],
  }) // prettier-ignore
  const entries = app.entries()

  for (const move of [moveOf(combined, other, [10]), moveOf(other, combined, [10])])
    await expect(app.owner.orders.moveLines(move)).rejects.toMatchObject({ code: 'DIFFERENT_AGREEMENT' })
  expect(app.entries()).toBe(entries)
  const left = await app.owner.orders.splitOrder({
    ...refOf(combined), lineIds: [lineOf(combined, 20).id], date: '2026-05-05',
  }) // prettier-ignore
  expect(left.lines).toHaveLength(1)
})
