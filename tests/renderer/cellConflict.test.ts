import { ORPCError } from '@orpc/client'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import type { Column } from '@/composables/list'
import type { PagedList } from '@/composables/usePagedList'
import { useCellEdit } from '@/components/useCellEdit'
import { useDraftsStore } from '@/stores/drafts.store'

vi.mock('vue-i18n', async (original) => ({
  ...(await original<object>()),
  useI18n: () => ({
    locale: ref('en'),
    t: (key: string, named?: object) => key + JSON.stringify(named ?? ''),
  }),
}))
vi.mock('@/stores/session.store', () => ({ useSessionStore: () => ({ can: () => true, storeCount: 0 }) }))
vi.mock('@/stores/place.store', () => ({ usePlaceStore: () => ({ zone: 'UTC', currency: 'NOK' }) }))

interface Thing {
  readonly id: string
  readonly version: number
  readonly name?: string
  readonly city?: string
}
const id = 'a'
const columns: readonly Column<Thing>[] = [{ key: 'name', titleKey: 'x', kind: 'text' }]

/** A list of one record, which others change in the domain; the list hears of it when it is read again. */
function listOf(first: Thing) {
  let shown = first
  let stored = first
  const update = ({ version }: { version: number }, patch: Record<string, unknown>) => {
    if (version !== stored.version)
      return Promise.reject(new ORPCError('CONFLICT', { status: 409, data: {} }))
    stored = { ...stored, ...patch, version: stored.version + 1 }
    return Promise.resolve(stored)
  }
  const list = {
    entity: 'thing',
    total: 1,
    rowAt: () => shown,
    heldRows: () => [shown],
    putRow: () => (shown = stored),
    reload: () => Promise.resolve((shown = stored)),
    source: { edit: { permission: 'x', hasField: () => true, takes: () => true, update } },
  } as unknown as PagedList<Thing>
  const edit = useCellEdit(
    list,
    () => columns,
    () => undefined,
  )
  edit.begin({ row: 0, column: 0 })
  return {
    edit,
    stored: () => stored,
    change: (patch: Partial<Thing>) => (stored = { ...stored, ...patch, version: stored.version + 1 }),
    refresh: () => (shown = stored),
  }
}

beforeEach(() => setActivePinia(createPinia()))

describe('a cell that others change while it is typed in', () => {
  it('R01-04: what they did to another field merges by itself', async () => {
    const { change, edit, stored } = listOf({ id, version: 1, name: 'Harbour' })
    edit.typed.value = 'Pier'
    change({ city: 'Oslo' })

    await edit.commitAndGo('stay')

    expect(stored()).toMatchObject({ name: 'Pier', city: 'Oslo' })
    expect(edit.editing.value).toBeUndefined()
  })

  it.each(['unseen', 'shown'])('R01-04: the same field, %s: nothing is overwritten unasked', async (how) => {
    const { change, edit, refresh, stored } = listOf({ id, version: 1, name: 'Harbour' })
    edit.typed.value = 'Pier'
    change({ name: 'Quay' })
    if (how === 'shown') refresh()

    await edit.commitAndGo('stay')
    expect(stored().name).toBe('Quay')
    expect(edit.problem.value).toMatch(/views\.edit\.conflict.*Quay/)
    expect(useDraftsStore().get('thing:a')).toMatchObject({
      changed: { name: 'Pier' },
      before: { name: 'Harbour' },
    })

    await edit.commitAndGo('stay')
    expect(stored().name).toBe('Pier')
    expect(useDraftsStore().has('thing:a')).toBe(false)
  })

  it('R01-04: Esc leaves theirs, and a cell in which nothing was typed writes nothing', async () => {
    const { change, edit, refresh, stored } = listOf({ id, version: 1, name: 'Harbour' })
    change({ name: 'Quay' })
    refresh()
    await edit.commitAndGo('stay')
    expect(stored()).toMatchObject({ name: 'Quay', version: 2 })

    edit.begin({ row: 0, column: 0 })
    edit.typed.value = 'Pier'
    change({ name: 'Dock' })
    await edit.commitAndGo('stay')
    edit.cancel()
    expect(stored().name).toBe('Dock')
    expect(useDraftsStore().has('thing:a')).toBe(false)
  })
})
