import { createPinia, setActivePinia } from 'pinia'
import { v7 } from 'uuid'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import type { HeldLine, LineRecord } from '@/components/lines/lineRecord'
import { useEditedLine } from '@/components/lines/useEditedLine'
import { useDraftsStore } from '@/stores/drafts.store'

vi.mock('@/rpc/client', () => ({
  onAct: () => undefined,
  onSignInRequired: () => undefined,
  client: { drafts: { discardDraft: () => Promise.resolve({}) } },
}))

const line: HeldLine = { id: v7(), type: 'hour' }

function open(id: { value: string | undefined }) {
  const record: LineRecord<HeldLine> = {
    entity: 'orderLine',
    fieldNames: ['description'],
    id: () => id.value,
    version: () => 1,
    lines: () => [line],
    mayEdit: () => true,
    mintId: v7,
    copyOf: () => ({}),
    readAgain: () => Promise.resolve(),
    update: () => Promise.resolve(),
  }
  const editing = effectScope().run(() => useEditedLine(record))
  if (!editing) throw new Error('no scope')
  return editing
}

beforeEach(() => setActivePinia(createPinia()))

describe('the line that is being typed', () => {
  it('ux §1: closes when the address goes straight to another record', async () => {
    const id = ref<string | undefined>(v7())
    const editing = open(id)
    editing.edit(line.id)
    expect(editing.edited.value?.lineId).toBe(line.id)

    id.value = v7()
    await nextTick()

    expect(editing.edited.value).toBeUndefined()
  })

  it('ux §1: is found again by its draft when the record comes', async () => {
    useDraftsStore().put(`orderLine:${line.id}`, {
      id: line.id,
      changed: { description: 'Typed' },
      before: {},
    })
    const id = ref<string>()
    const editing = open(id)

    id.value = v7()
    await nextTick()

    expect(editing.edited.value?.lineId).toBe(line.id)
  })
})
