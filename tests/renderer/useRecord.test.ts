import { ORPCError } from '@orpc/client'
import { contract } from '@contract/index'
import { CustomerGroupId } from '@contract/id'
import type { CustomerGroup } from '@contract/customers'
import { createPinia, setActivePinia } from 'pinia'
import { v7 } from 'uuid'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'
import { fieldsOf } from '@/composables/contract'
import { useRecord } from '@/composables/useRecord'
import { useDraftsStore } from '@/stores/drafts.store'

const memory = new Map<string, string>()
beforeEach(() => {
  memory.clear()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => void memory.set(key, value),
  })
  setActivePinia(createPinia())
})

/** One group as the domain keeps it, with versions. */
function domain() {
  const id = CustomerGroupId.parse(v7())
  let stored: CustomerGroup = { id, version: 1, code: 'HOTEL', name: 'Hotels' }
  const patches: object[] = []
  return {
    id,
    patches,
    change: (patch: Partial<CustomerGroup>) =>
      (stored = { ...stored, ...patch, version: stored.version + 1 }),
    source: {
      entity: 'customerGroup',
      id: CustomerGroupId,
      schema: fieldsOf(contract.customers.createCustomerGroup),
      labels: 'customers.group',
      get: () => Promise.resolve(stored),
      update: (held: CustomerGroup, patch: object) => {
        if (held.version !== stored.version)
          return Promise.reject(
            new ORPCError('CONFLICT', { status: 409, data: { currentVersion: stored.version } }),
          )
        patches.push(patch)
        stored = { ...stored, ...patch, version: stored.version + 1 }
        return Promise.resolve(stored)
      },
    },
  }
}

async function open(of: ReturnType<typeof domain>) {
  const scope = effectScope()
  const page = scope.run(() => useRecord(of.source, { id: () => of.id }))
  if (!page) throw new Error('no page')
  await new Promise((resolve) => setTimeout(resolve))
  return { page, leave: () => scope.stop() }
}

describe('useRecord', () => {
  it('saves only what was changed', async () => {
    const of = domain()
    const { page } = await open(of)
    page.values.name = 'Hotels and inns'

    await page.save()

    expect(of.patches).toEqual([{ name: 'Hotels and inns' }])
    expect(page.record).toMatchObject({ version: 2, name: 'Hotels and inns' })
    expect(page.isDirty).toBe(false)
  })

  it('R01-04: merges by itself what only one side has changed', async () => {
    const of = domain()
    const { page } = await open(of)
    page.values.name = 'Mine'
    of.change({ code: 'THEIRS' })

    await page.save()

    expect(page.record).toMatchObject({ code: 'THEIRS', name: 'Mine', version: 3 })
    expect(page.isComparing).toBe(false)
  })

  it('R-01.39: CONFLICT shows both values per field, keeps what was typed, and saves the choice on the new version', async () => {
    const of = domain()
    const { page } = await open(of)
    page.values.name = 'Mine'
    of.change({ name: 'Theirs' })

    await page.save()

    expect(page.isComparing).toBe(true)
    expect(page.conflicts).toEqual([{ field: 'name', before: 'Hotels', mine: 'Mine', theirs: 'Theirs' }])
    expect(page.values.name).toBe('Mine')
    expect(of.patches).toEqual([])

    await page.resolve({ name: 'Theirs and mine' })

    expect(page.record).toMatchObject({ name: 'Theirs and mine', version: 3 })
  })

  it('what was typed and not saved is there again after leaving and coming back', async () => {
    const of = domain()
    const first = await open(of)
    first.page.values.name = 'Typed'
    await nextTick()
    first.leave()
    of.change({ code: 'NEW' })

    const { page } = await open(of)

    expect(page.values).toMatchObject({ name: 'Typed', code: 'NEW' })
    expect(page.isDirty).toBe(true)
    expect(useDraftsStore().has(`customerGroup:${of.id}`)).toBe(true)
    page.discard()
    await nextTick()
    expect(useDraftsStore().has(`customerGroup:${of.id}`)).toBe(false)
  })
})
