import { expect, test } from '@playwright/test'
import Database from 'better-sqlite3'
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { newFolder, newId, startHost, type TestHost } from '../support/host'

/** Three in `npm test`, thirty in the soak (issue 7). */
const kills = Math.min(Number(process.env['AFTERCARE_KILLS'] ?? 3), 30)
const hour = 3_600_000

async function answered<Body>(host: TestHost, path: string, input: unknown): Promise<Body> {
  const { body, status } = await host.call(path, input)
  expect(status, JSON.stringify(body)).toBe(200)
  return body as Body
}

interface Named {
  readonly id: string
  readonly version: number
}
interface Bike {
  readonly bomId: string
  readonly orderId: string
  readonly reasonId: string
  /** Two wheels that take each other's place. */
  readonly wheels: readonly string[]
}

/** A bike with a wheel, on an order. */
async function fill(host: TestHost): Promise<Bike> {
  const create = async (path: string, input: object) =>
    (await answered<Named>(host, path, { id: newId(), ...input })).id
  const customerId = await create('customers/createCustomer', { name: 'K' })
  const unitId = await create('catalog/createUnit', { code: 'EA', name: 'Each', decimals: 0 })
  const item = (number: string) =>
    create('catalog/createItem', { number, name: number, unitId, kind: 'nonStock', madeInHouse: true })
  const itemId = await item('BIKE')
  const wheels = [await item('W1'), await item('W2')]
  const objectId = await create('objects/createObject', {
    description: 'Bike',
    customerId,
    itemId,
    serialNumber: 'S1',
  })
  const orderId = await create('orders/createOrder', { customerId })
  const { objectRelations } = await answered<{ objectRelations: Named[] }>(host, 'orders/addObjectRelation', {
    ...{ id: newId(), orderId, objectId, expectedVersion: 1 },
  })
  const template = await answered<Named>(host, 'bom/createTemplate', {
    id: newId(),
    source: 'manual',
    itemId,
  })
  await answered(host, 'bom/addTemplateLine', {
    ...{ id: newId(), templateId: template.id, expectedVersion: template.version, itemId: wheels[0] },
  })
  const { items } = await answered<{ items: Named[] }>(host, 'stages/listReasonCodes', {
    filter: { code: 'WEAR' },
  })
  const { bom } = await answered<{ bom: Named }>(host, 'bom/attachTemplate', {
    ...{
      id: newId(),
      relationId: objectRelations[0]?.id,
      templateId: template.id,
      at: Date.now() - 1000 * hour,
    },
  })
  return { bomId: bom.id, orderId, reasonId: items[0]?.id ?? '', wheels }
}

/** How many replacements the store holds; throws when it holds a part of one. */
function replaced(folder: string): number {
  const db = new Database(join(folder, 'aftercare.db'), { readonly: true })
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    const counts = db
      .prepare<
        [],
        { entries: number; lines: number; parts: number; gone: number; logged: number; live: number }
      >(
        `SELECT (SELECT count(*) FROM bom_history WHERE action = 'replaced') AS entries,
           (SELECT count(*) FROM service_order_line) AS lines,
           (SELECT count(*) FROM removed_part) AS parts,
           (SELECT count(*) FROM service_bom_line WHERE removed_at IS NOT NULL) AS gone,
           (SELECT count(*) FROM change_log WHERE command = 'bom.replaceComponent') AS logged,
           (SELECT count(*) FROM service_bom_line WHERE removed_at IS NULL) AS live`,
      )
      .get()
    if (!counts) throw new Error('a count is an answer')
    const { entries, live, ...others } = counts
    expect(others).toEqual({ lines: entries, parts: entries, gone: entries, logged: entries })
    expect(live).toBe(1)
    return entries
  } finally {
    db.close()
  }
}

test(`durability: after ${String(kills)} × kill -9 a replaced part is there whole or not at all (issue 7)`, async () => {
  test.setTimeout(120_000 + kills * 20_000)
  const folder = newFolder()
  const first = await startHost({ folder })
  const { bomId, orderId, reasonId, wheels } = await fill(first)

  /** Replaces the wheel by the other one, with its order line and what becomes of the old one. */
  async function replace(host: TestHost): Promise<void> {
    const { version } = await answered<Named>(host, 'bom/getServiceBom', { bomId })
    const { nodes } = await answered<{ nodes: { lineId: string; itemId: string }[] }>(
      host,
      'bom/getStructure',
      {
        bomId,
      },
    )
    const [wheel] = nodes
    await answered(host, 'bom/replaceComponent', {
      ...{ bomId, expectedVersion: version, lineId: wheel?.lineId, reasonId, at: Date.now() - hour, orderId },
      ...{ itemId: wheels.find((id) => id !== wheel?.itemId), createOrderLine: true },
      ...{ orderLine: { salesPrice: 5_000_000 }, removedPart: { disposition: 'scrap' } },
    })
  }

  const begun = performance.now()
  for (let count = 0; count < 5; count += 1) await replace(first)
  const oneTakes = (performance.now() - begun) / 5
  await first.close()
  const seen = { whole: 0, absent: 0 }
  for (let round = 0; round < kills; round += 1) {
    const host = await startHost({ folder })
    // What the screen was told of is in the store, whatever comes after it.
    const told = { count: replaced(folder) }
    const work = (async () => {
      for (;;) {
        await replace(host)
        told.count += 1
      }
    })().catch(() => undefined)
    await new Promise((done) => setTimeout(done, oneTakes * (1 + Math.random() * 5)))
    await host.kill()
    await work
    const after = replaced(folder)
    expect(after - told.count).toBeGreaterThanOrEqual(0)
    expect(after - told.count).toBeLessThanOrEqual(1)
    seen[after === told.count ? 'absent' : 'whole'] += 1
  }
  const host = await startHost({ folder })
  await replace(host)
  expect(await host.close()).toBe(0)
  console.log(
    `of ${String(kills)} replacements ${String(seen.whole)} were whole, ${String(seen.absent)} absent`,
  )
  const verdict = spawnSync(
    process.execPath,
    [resolve('out/main/cli.js'), 'verify', '--data', folder, '--json'],
    { encoding: 'utf8' },
  )
  expect(verdict.status, verdict.stdout + verdict.stderr).toBe(0)
})
