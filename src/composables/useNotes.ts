import type { Note, NotedEntity, Visibility } from '@contract/attachments'
import { NoteId } from '@contract/id'
import { computed, onBeforeUnmount, proxyRefs, ref, shallowRef, watch } from 'vue'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'
import { useDraftsStore } from '@/stores/drafts.store'
import { mintId } from './mintId'
import { refusalOf, type Refusal } from './refusal'
import { useSubmit } from './useSubmit'

export interface NotedRecord {
  readonly entity: NotedEntity
  readonly recordId: string
}

/** What hangs on a record: newest first, by pages; follows what others do to it. */
export function useAttached<Item extends { readonly id: string }>(
  entity: 'note' | 'attachment',
  record: () => NotedRecord,
  ask: (
    record: NotedRecord,
    after?: Item['id'],
  ) => Promise<{ items: Item[]; next?: Item['id'] | undefined; isWritable: boolean }>,
) {
  const items = shallowRef<readonly Item[]>([])
  const next = shallowRef<Item['id']>()
  const isWritable = ref(false)
  const isLoading = ref(true)
  const refusal = shallowRef<Refusal>()
  let asked = 0

  async function load(after?: Item['id']): Promise<void> {
    const mine = ++asked
    isLoading.value = true
    try {
      const page = await ask(record(), after)
      if (mine !== asked) return
      items.value = after === undefined ? page.items : [...items.value, ...page.items]
      next.value = page.next
      isWritable.value = page.isWritable
      refusal.value = undefined
    } catch (error) {
      if (mine === asked) refusal.value = refusalOf(error)
    } finally {
      if (mine === asked) isLoading.value = false
    }
  }

  watch(() => record().recordId, () => void load(), { immediate: true }) // prettier-ignore
  onChange(entity, () => void load())
  return {
    ...{ items, isWritable, isLoading, refusal },
    hasMore: computed(() => next.value !== undefined),
    loadMore: () => load(next.value),
    reload: () => load(),
  }
}

const empty = { text: '', visibility: 'internal' } as const

/** The notes of a record and the one that is being written; what is typed is kept as a draft (ux §1). */
export function useNotes(record: () => NotedRecord) {
  const drafts = useDraftsStore()
  const list = useAttached<Note>('note', record, (of, after) =>
    client.attachments.listNotes({ ...of, ...(after === undefined ? {} : { after }) }),
  )
  const text = ref('')
  const visibility = ref<Visibility>('internal')
  const draftKey = computed(() => `note:${record().recordId}`)
  let id = mintId(NoteId)

  function open(): void {
    const { text: typed, visibility: seen } = drafts.get(draftKey.value)?.changed ?? {}
    text.value = typeof typed === 'string' ? typed : ''
    visibility.value = seen === 'external' ? 'external' : 'internal'
  }

  function keep(): void {
    const title = text.value.trim().slice(0, 60)
    if (title === '') drafts.drop(draftKey.value)
    else
      drafts.put(draftKey.value, {
        ...{ id, title, before: { ...empty } },
        changed: { text: text.value, visibility: visibility.value },
      })
  }

  const { run, isRunning, refusal } = useSubmit(async () => {
    await client.attachments.addNote({ id, ...record(), text: text.value, visibility: visibility.value })
    drafts.drop(draftKey.value)
    text.value = ''
    id = mintId(NoteId)
    await list.reload()
  })

  /** Saves what is typed, unless it is nothing. */
  async function add(): Promise<void> {
    if (text.value.trim() !== '') await run()
  }

  const edit = useSubmit(async (note: Note, changed: string) => {
    await client.attachments.updateNote({ noteId: note.id, expectedVersion: note.version, text: changed })
    await list.reload()
  })

  watch(draftKey, open, { immediate: true })
  onBeforeUnmount(keep)
  return proxyRefs({
    ...list,
    ...{ text, visibility, keep, add, isAdding: isRunning, addRefusal: refusal },
    ...{ edit: edit.run, isEditing: edit.isRunning, editRefusal: edit.refusal, clearEdit: edit.clear },
  })
}
export type Notes = ReturnType<typeof useNotes>
