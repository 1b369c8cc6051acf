import { expect } from '@playwright/test'
import { newId, type TestHost } from './host'

interface Kept {
  readonly id: string
  readonly version: number
}
interface Job {
  readonly state: string
  readonly result?: { readonly version: number; readonly fingerprint: string }
}
const day = 86_400_000

/** A new store with a machine of ten B, each with the ten C, each with the 99 D: 10,010 parts. */
export async function fillLargeBom({ call }: TestHost): Promise<{ readonly bomId: string }> {
  async function ask<Result>(path: string, input: unknown): Promise<Result> {
    const { body, status } = await call(path, input)
    expect(status, `${path}: ${JSON.stringify(body)}`).toBe(200)
    return body as Result // the contract answers for the shape
  }
  const create = (path: string, fields: object) => ask<Kept>(path, { id: newId(), ...fields })
  async function ended(started: { jobId: string }): Promise<Job> {
    for (;;) {
      const job = await ask<Job>('jobs/getJob', started)
      if (job.state !== 'running' && job.state !== 'queued') return job
      await new Promise((done) => setTimeout(done, 50))
    }
  }

  await ask('session/setUp', {
    ...{ language: 'en', company: { name: 'Fjord Service', country: 'NO', currency: 'NOK' } },
    office: { name: 'Oslo', code: 'OSL', zone: 'Europe/Oslo' },
    user: { displayName: 'Nina Berg', login: 'nina', password: 'Correct-Horse-9' },
  })
  const { id: unitId } = await create('catalog/createUnit', { code: 'EA', name: 'Each', decimals: 0 })
  const item = (number: string, name: string) =>
    create('catalog/createItem', { number, name, unitId, kind: 'nonStock', madeInHouse: true })
  const { id: itemId } = await item('ROOT', 'Large machine')
  for (const [letter, count] of [
    ['B', 10],
    ['C', 10],
    ['D', 99],
  ] as const)
    // prettier-ignore
    for (let at = 0; at < count; at += 1) await item(`${letter}${String(at)}`, `Part ${letter}${String(at)}`)

  const rows: string[] = []
  const add = (assembly: string, letter: string, count: number, level: number) => {
    for (let at = 0; at < count; at += 1)
      rows.push(
        `${String(rows.length + 1)},${assembly},${letter}${String(at)},2020-01-01,,EA,${String(level)},1.00`,
      )
  }
  add('ROOT', 'B', 10, 1)
  for (let at = 0; at < 10; at += 1) add(`B${String(at)}`, 'C', 10, 2)
  for (let at = 0; at < 10; at += 1) add(`C${String(at)}`, 'D', 99, 3)
  const head =
    'bom_id,assembly_item_number,component_item_number,valid_from,valid_to,unit,bom_level,quantity_per_assembly'
  const content = Buffer.from(`${[head, ...rows].join('\n')}\n`).toString('base64')
  const { id: importId } = await create('imports/uploadFile', { kind: 'boms', fileName: 'boms.csv', content })
  const { result } = await ended(await ask('imports/checkImport', { importId }))
  const said = { expectedVersion: result?.version, fingerprint: result?.fingerprint, acceptWarnings: true }
  expect((await ended(await ask('imports/commitImport', { importId, ...said }))).state).toBe('done')

  const { id: templateId } = await create('bom/createTemplate', { source: 'itemBom', itemId })
  const { id: customerId } = await create('customers/createCustomer', { name: 'Harbour Hotel' })
  const { id: objectId } = await create('objects/createObject', {
    ...{ description: 'Large machine', customerId, itemId, serialNumber: 'M1' },
  })
  const order = await create('orders/createOrder', { customerId, description: 'Overhaul' })
  const { objectRelations } = await ask<{ objectRelations: Kept[] }>('orders/addObjectRelation', {
    ...{ id: newId(), orderId: order.id, expectedVersion: order.version, objectId },
  })
  const { bom } = await ask<{ bom: Kept }>('bom/attachTemplate', {
    ...{ id: newId(), relationId: objectRelations[0]?.id, templateId, at: Date.now() - 400 * day },
  })
  return { bomId: bom.id }
}
