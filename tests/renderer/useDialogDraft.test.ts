import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { z } from 'zod'
import { keptIn, useDialogDraft } from '@/composables/useDialogDraft'
import { useFormDialog } from '@/composables/useFormDialog'
import { useDraftsStore } from '@/stores/drafts.store'

const place = { key: 'orders.address:1', title: 'Change the address' }
beforeEach(() => setActivePinia(createPinia()))

/** A dialog that is opened, and closed as a component is: its scope ends. */
function open<Result>(dialog: () => Result): { shown: Result; close: () => void } {
  const scope = effectScope()
  const shown = scope.run(dialog)
  if (shown === undefined) throw new Error('no dialog')
  return { shown, close: () => scope.stop() }
}

function form(write: () => Promise<unknown> = () => Promise.resolve()) {
  const kind = ref<'site' | 'typed'>('site')
  const fields = { kind: keptIn(z.enum(['site', 'typed']), kind) }
  const schema = z.object({ name: z.string().min(1), note: z.string().optional() })
  const dialog = useFormDialog(
    schema,
    { name: 'Harbour' },
    { labels: 'test', write, draft: { ...place, fields } },
  )
  return { ...dialog, kind }
}

describe('drafts of dialogs', () => {
  it('ux §1: what is typed in a dialog is there again when it was closed without an answer', async () => {
    const first = open(form)
    first.shown.values.note = 'Gate 4'
    first.shown.kind.value = 'typed'
    await nextTick()
    first.close()

    const { shown } = open(form)

    expect(shown.values).toMatchObject({ name: 'Harbour', note: 'Gate 4' })
    expect(shown.kind.value).toBe('typed')
    expect(shown.draft?.isKept).toBe(true)
    expect(useDraftsStore().all).toMatchObject([{ title: 'Change the address' }])
  })

  it('ux §1: a refused write keeps the draft, a written dialog leaves none', async () => {
    let isRefused = true
    const write = () => (isRefused ? Promise.reject(new Error('refused')) : Promise.resolve())
    const { shown } = open(() => form(write))
    shown.values.note = 'Gate 4'
    await nextTick()

    await shown.save()
    expect(useDraftsStore().all).toHaveLength(1)

    isRefused = false
    expect(await shown.save()).toBe(true)
    expect(useDraftsStore().all).toHaveLength(0)
  })

  it('ux §1: a discarded draft puts back what stood in the fields', async () => {
    const { shown } = open(form)
    shown.values.name = 'Pier'
    await nextTick()

    shown.draft?.discard()
    await nextTick()

    expect(shown.values.name).toBe('Harbour')
    expect(shown.draft?.isKept).toBe(false)
  })

  it('a value that the field cannot hold is left out', () => {
    useDraftsStore().put('dialog:orders.address:1', { changed: { kind: 'elsewhere' }, before: {} })
    const kind = ref<'site' | 'typed'>('site')

    open(() => useDialogDraft(place, { kind: keptIn(z.enum(['site', 'typed']), kind) }))

    expect(kind.value).toBe('site')
  })
})
