import type { Client } from '../../electron/shared/contract/index'
import type { Order } from '../../electron/shared/contract/orders'
import { newId, type TestApp } from './app'

type Input<Name extends keyof Client['orders']> = Parameters<Client['orders'][Name]>[0]
export type LineInput = NonNullable<Input<'createOrder'>['lines']>[number]

/** What orders are written with: a customer in Oslo who pays in kroner, a technician, a category with a base price. */
export interface Branch {
  readonly customerId: Awaited<ReturnType<Client['customers']['createCustomer']>>['id']
  readonly siteId: Awaited<ReturnType<Client['customers']['createSite']>>['id']
  readonly workerId: Awaited<ReturnType<Client['people']['createWorker']>>['id']
  readonly categoryId: Awaited<ReturnType<Client['agreements']['createCategory']>>['id']
}

const longAgo = '2020-01-01'

/** Sets up a branch; hours of INSPECT cost NOK 900.00 by base price. */
export async function branchOf({ owner }: TestApp): Promise<Branch> {
  const { id: customerId } = await owner.customers.createCustomer({
    id: newId(),
    name: 'Løkke Verksted',
    currency: 'NOK',
  })
  const { id: siteId } = await owner.customers.createSite({
    id: newId(),
    customerId,
    name: 'Hall 1',
    addressLine1: 'Storgata 1',
    city: 'Oslo',
    country: 'NO',
    zone: 'Europe/Oslo',
  })
  const { id: workerId } = await owner.people.createWorker({ id: newId(), displayName: 'Kari' })
  const { id: categoryId } = await owner.agreements.createCategory({
    id: newId(),
    code: 'INSPECT',
    name: 'Inspection',
    type: 'hour',
  })
  await owner.agreements.createPriceRule({
    id: newId(),
    kind: 'sales',
    type: 'hour',
    categoryId,
    currency: 'NOK',
    validFrom: longAgo,
    value: 9_000_000,
  })
  return { customerId, siteId, workerId, categoryId }
}

/** An order of the branch's customer. */
export async function orderOf(
  client: Client,
  { customerId }: Pick<Branch, 'customerId'>,
  fields: Partial<Input<'createOrder'>> = {},
): Promise<Order> {
  return client.orders.createOrder({ id: newId(), customerId, ...fields })
}

/** An hour line of the branch's category: two hours, registered. */
export function hours({ categoryId, workerId }: Branch, fields: Partial<LineInput> = {}): LineInput {
  return { id: newId(), type: 'hour', categoryId, workerId, actualQty: 120, ...fields }
}

/** How a command names the order it changes. */
export function refOf({ id, version }: Pick<Order, 'id' | 'version'>): {
  orderId: Order['id']
  expectedVersion: number
} {
  return { orderId: id, expectedVersion: version }
}

/** The line of a number; the test fails when there is none. */
export function lineOf({ lines }: Order, lineNo: number): Order['lines'][number] {
  const line = lines.find((other) => other.lineNo === lineNo)
  if (!line) throw new Error(`the order has no line ${String(lineNo)}`)
  return line
}

/** The result of a job, once it has ended well. */
export async function resultOf(client: Client, jobId: Parameters<Client['jobs']['getJob']>[0]['jobId']) {
  for (;;) {
    const { error, result, state } = await client.jobs.getJob({ jobId })
    if (state === 'done') return result
    if (state === 'failed' || state === 'canceled')
      throw new Error(`the job ended ${state}`, { cause: error })
    await new Promise((resolve) => setImmediate(resolve))
  }
}
