import { afterEach, beforeEach, expect, it } from 'vitest'
import { setUp, type TestApp } from '../support/app'
import {
  april,
  exampleOne,
  generate,
  generationBranchOf,
  ordersOf,
  preview,
  visits,
  type GenerationBranch,
} from '../support/generation'

let app: TestApp
let branch: GenerationBranch
beforeEach(async () => {
  app = setUp()
  branch = await generationBranchOf(app)
})
afterEach(() => app.close())

it.each([
  ['object', 10],
  ['agreement', 5],
  ['task', 5],
  ['employee', 5],
  ['none', 13],
])('R-03.01: combined by %s, April 2007 gives %i orders with 13 lines', async (combine, orders) => {
  await exampleOne(app, branch, combine)

  const plan = await preview(app.owner, april)
  expect(plan.counts).toMatchObject({ agreements: 1, linesRead: 3, orders, lines: 13, skips: 0 })
  const run = await generate(app.owner, april)

  const made = await ordersOf(app.owner)
  expect(run).toMatchObject({
    number: 'MAIN-GEN-000001',
    status: 'committed',
    orderCount: orders,
    lineCount: 13,
  })
  expect(made).toHaveLength(orders)
  expect(made.flatMap(({ lines }) => lines)).toHaveLength(13)
  expect(visits(plan)).toEqual(
    made.map(({ lines, serviceDate }) => `${serviceDate} ×${String(lines.length)}`),
  )
})
