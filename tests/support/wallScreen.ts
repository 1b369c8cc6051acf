import { expect, type Page } from '@playwright/test'
import { newId, type TestHost } from './host'

export const wallPin = '482915'

interface Kept {
  readonly id: string
  readonly version: number
}

async function ask<Result>(host: TestHost, path: string, input: object): Promise<Result> {
  const { body, status } = await host.call(path, input)
  expect(status, `${path}: ${JSON.stringify(body)}`).toBe(200)
  return body as Result // the contract answers for the shape
}

/** A wall with the address of its browser, behind the host's own. */
export async function wallAddress(
  host: TestHost,
  fields: object = {},
): Promise<{ id: string; path: string }> {
  const wall = await ask<Kept>(host, 'wall/createWall', {
    ...{ id: newId(), name: `Wall ${newId().slice(-6)}`, pin: wallPin, rotateSeconds: 10 },
    ...fields,
  })
  const ref = { wallId: wall.id, expectedVersion: wall.version }
  const { path } = await ask<{ path: string }>(host, 'wall/issueToken', ref)
  return { id: wall.id, path }
}

const hour = 3_600_000

/** Gives the demo company a visit in each state that a wall tells apart (ux §9.5). */
export async function fillWall(host: TestHost): Promise<void> {
  const { officeId } = await ask<{ officeId: string }>(host, 'session/getSession', {})
  const workers = await ask<{ items: Kept[] }>(host, 'people/listWorkers', {
    limit: 12,
    filter: { officeId: [officeId] },
  })
  const team = await ask<Kept>(host, 'dispatch/createTeam', { id: newId(), code: 'T1', description: 'Lifts' })
  for (const { id: workerId } of workers.items)
    await ask(host, 'dispatch/createMembership', {
      id: newId(),
      teamId: team.id,
      workerId,
      from: '2020-01-01',
    })
  const open = await ask<{ items: Kept[] }>(host, 'dispatch/listUndispatched', { limit: 24 })
  const now = Date.now()
  const half = Math.floor(now / (hour / 2)) * (hour / 2)
  for (const [at, activity] of open.items.entries()) {
    const worker = workers.items[at % workers.items.length]
    const start = half + (Math.floor(at / workers.items.length) * 3 - 2) * hour + (at % 3) * (hour / 2)
    const dispatched = await ask<Kept>(host, 'dispatch/updateActivity', {
      ...{
        activityId: activity.id,
        expectedVersion: activity.version,
        patch: { workerId: worker?.id, start },
      },
      confirmed: warnings,
    })
    if (start < now && at % 2 === 0)
      await ask(host, 'dispatch/startActivity', {
        activityId: dispatched.id,
        expectedVersion: dispatched.version,
      })
  }
  const [away] = workers.items.slice(-1)
  await ask(host, 'dispatch/createAbsence', {
    ...{ id: newId(), workerId: away?.id, kind: 'sick', from: now + 6 * hour, to: now + 60 * hour },
  })
  await promiseAtRisk(host)
  await routes(host, workers.items)
}

const towns = [
  ['Oslo', 59.9139, 10.7522],
  ['Lysaker', 59.9127, 10.6408],
  ['Sandvika', 59.8906, 10.526],
  ['Asker', 59.8331, 10.4392],
  ['Drammen', 59.744, 10.2045],
  ['Lillestrøm', 59.956, 11.0504],
  ['Ski', 59.7195, 10.836],
] as const

/** Visits whose places are known, of three technicians. */
async function routes(host: TestHost, workers: readonly Kept[]): Promise<void> {
  const customer = await ask<Kept>(host, 'customers/createCustomer', { id: newId(), name: 'Harbour Hotel' })
  const { items } = await ask<{ items: Kept[] }>(host, 'agreements/listCategories', {
    filter: { type: ['hour'] },
  })
  const now = Date.now()
  for (const [at, [city, latitude, longitude]] of towns.entries()) {
    const site = await ask<Kept>(host, 'customers/createSite', {
      ...{ id: newId(), customerId: customer.id, name: city, city, country: 'NO', zone: 'Europe/Oslo' },
      ...{ latitude: Math.round(latitude * 1e6), longitude: Math.round(longitude * 1e6) },
    })
    const order = await ask<Kept>(host, 'orders/createOrder', {
      ...{ id: newId(), customerId: customer.id, siteId: site.id, description: 'Yearly check' },
      lines: [{ id: newId(), type: 'hour', categoryId: items[0]?.id, estimatedQty: 45 }],
    })
    const found = await ask<{ items: Kept[] }>(host, 'dispatch/listActivities', { orderId: order.id })
    const [activity] = found.items
    await ask(host, 'dispatch/updateActivity', {
      ...{ activityId: activity?.id, expectedVersion: activity?.version, confirmed: warnings },
      patch: { workerId: workers[at % 3]?.id, start: now + (at - 3) * (hour / 2) },
    })
  }
}

const warnings = [
  ...[
    'OVERLAP',
    'ABSENT',
    'HOLIDAY',
    'OUTSIDE_HOURS',
    'SKILL_MISSING',
    'SKILL_LEVEL',
    'SKILL_EXPIRED',
    'TRAVEL',
  ],
  ...['WINDOW', 'SLA_LATE', 'MAX_MINUTES', 'PARTS_MISSING'],
]

/** A called-in order whose first warning is passed a minute after its call. */
async function promiseAtRisk(host: TestHost): Promise<void> {
  const sla = await ask<Kept>(host, 'sla/createSla', {
    ...{ id: newId(), code: 'RISKY', description: { en: 'Four hours' }, allowance: 240 },
    steps: [
      {
        kind: 'warning',
        threshold: 1,
        roles: [],
        workerIds: [],
        toResponsible: false,
        raisesPriority: false,
      },
    ],
  })
  const customer = await ask<Kept>(host, 'customers/createCustomer', { id: newId(), name: 'Fjord Laundry' })
  const customerId = customer.id
  const group = await ask<Kept>(host, 'sla/createSlaGroup', {
    ...{ id: newId(), code: 'RISKY', description: 'Risky', slaId: sla.id, rank: 9 },
  })
  await ask(host, 'customers/updateCustomer', {
    ...{ customerId, expectedVersion: customer.version, patch: { slaGroupId: group.id } },
  })
  for (let count = 0; count < 2; count += 1)
    await ask(host, 'orders/createOrder', { id: newId(), customerId, description: 'Gearbox noise' })
}

/** The wall as its screen opens it, once it shows something. */
export async function openWall(page: Page, host: TestHost, path: string): Promise<void> {
  await page.goto(`${host.url}${path}`)
  await expect(page.locator('.ac-wall-head')).toBeVisible()
}
