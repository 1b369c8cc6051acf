import { ORPCError } from '@orpc/client'
import { createPinia, setActivePinia } from 'pinia'
import { v7 } from 'uuid'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'
import type { OrderPage } from '@/modules/orders/orders.sources'
import { useLineForm } from '@/modules/orders/orders.lines'
import { useDraftsStore } from '@/stores/drafts.store'

/** One order with a line, as the domain has it. */
const domain = vi.hoisted(() => ({ order: {} as { id: string; version: number; lines: object[] } }))
vi.mock('@/rpc/client', () => ({
  onAct: () => undefined,
  onSignInRequired: () => undefined,
  client: {
    drafts: { discardDraft: () => Promise.resolve({}) },
    orders: {
      getOrder: () => Promise.resolve(domain.order),
      updateLine: ({ expectedVersion, patch }: { expectedVersion: number; patch: object }) => {
        if (expectedVersion !== domain.order.version)
          return Promise.reject(new ORPCError('CONFLICT', { status: 409, data: {} }))
        change(patch)
        return Promise.resolve(domain.order)
      },
    },
  },
}))

const lineId = v7()
const categoryId = v7()
const draftKey = `orderLine:${lineId}`

function change(patch: object): void {
  const { lines, version } = domain.order
  domain.order = { ...domain.order, version: version + 1, lines: [{ ...lines[0], ...patch }] }
}

/** The line's editor over what a page shows. */
function open() {
  let record: unknown = domain.order
  const page = {
    get record() {
      return record
    },
    run: async (act: (held: unknown) => Promise<unknown>) => (record = await act(record)),
  } as unknown as OrderPage
  const scope = effectScope()
  const edited = { lineId, isNew: false, type: 'expense', initial: {} } as const
  const form = scope.run(() => useLineForm({ page, edited, draftKey, proposed: {} }))
  if (!form) throw new Error('no form')
  return { form, close: () => scope.stop() }
}

async function openClashing() {
  const opened = open()
  opened.form.values.description = 'Mine'
  opened.form.values.actualQty = 2000
  await nextTick()
  change({ description: 'Theirs', actualQty: 3000 })
  expect(await opened.form.save()).toBe(false)
  return opened
}

beforeEach(() => {
  setActivePinia(createPinia())
  const line = { id: lineId, type: 'expense', categoryId, description: 'Travel', actualQty: 1000 }
  domain.order = { id: v7(), version: 1, lines: [line] }
})

describe('a line that both sides changed', () => {
  it('R01-04: is chosen field by field, and nothing is written before', async () => {
    const { form } = await openClashing()
    expect(form.conflicts.value.map(({ field }) => field).sort()).toEqual(['actualQty', 'description'])
    expect(domain.order.lines[0]).toMatchObject({ description: 'Theirs', actualQty: 3000 })

    form.settle(new Map([['description', 'mine'], ['actualQty', 'theirs']])) // prettier-ignore
    expect(await form.save()).toBe(true)

    expect(domain.order.lines[0]).toMatchObject({ description: 'Mine', actualQty: 3000 })
    expect(useDraftsStore().has(draftKey)).toBe(false)
  })

  it('R01-04: what is not chosen yet stays in the draft, and is asked again', async () => {
    const { close } = await openClashing()
    await nextTick()
    close()

    const { form } = open()
    expect(form.values).toMatchObject({ description: 'Mine', actualQty: 2000 })
    expect(await form.save()).toBe(false)
    expect(form.conflicts.value).toMatchObject([
      { field: 'description', before: 'Travel', mine: 'Mine', theirs: 'Theirs' },
      { field: 'actualQty', before: 1000, mine: 2000, theirs: 3000 },
    ])
  })
})
