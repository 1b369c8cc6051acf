import type { Permission } from '@contract/permission'
import type { RouteLocationRaw } from 'vue-router'
import { client } from '@/rpc/client'

interface FirstStep {
  readonly key: string
  readonly permission: Permission
  readonly to: RouteLocationRaw
  readonly isDone: () => Promise<boolean>
}

const one = { limit: 1 } as const

/** What a new company does first, each with the proof that it is done (ux §4.16). */
const firstSteps: readonly FirstStep[] = [
  {
    key: 'import',
    permission: 'imports.run',
    to: { name: 'newImport' },
    isDone: async () => (await client.imports.listImports(one)).items.length > 0,
  },
  {
    key: 'customer',
    permission: 'customers.write',
    to: { name: 'customer', params: { id: 'new' } },
    isDone: async () => (await client.customers.listCustomers(one)).items.length > 0,
  },
  {
    key: 'worker',
    permission: 'people.write',
    to: { name: 'worker', params: { id: 'new' } },
    isDone: async () => (await client.people.listWorkers(one)).items.length > 0,
  },
  {
    key: 'order',
    permission: 'orders.write',
    to: { name: 'order', params: { id: 'new' } },
    isDone: async () => (await client.orders.listOrders(one)).items.length > 0,
  },
]

export interface CheckedStep extends FirstStep {
  readonly done: boolean
}

/** The steps that the caller may take, with whether each is done. */
export async function checkFirstSteps(
  can: (permission: Permission) => boolean,
): Promise<readonly CheckedStep[]> {
  const mine = firstSteps.filter(({ permission }) => can(permission))
  return Promise.all(mine.map(async (step) => ({ ...step, done: await step.isDone() })))
}
