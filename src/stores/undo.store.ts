import { EntryId } from '@contract/id'
import type { ActEntry } from '@contract/history'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { z } from 'zod'
import { refusalOf, refusalText, type Refusal } from '@/composables/refusal'
import { i18n } from '@/plugins/i18n'
import { client, onAct } from '@/rpc/client'
import { useSessionStore } from './session.store'
import { useToastsStore } from './toasts.store'

/** An act of this window: its entries, newest last. */
const Act = z.object({
  command: z.string(),
  entryIds: z.array(EntryId),
  at: z.number(),
  /** Why it cannot be undone: names a text under `undo.reversal`. */
  reversal: z.string().optional(),
})
export type UndoableAct = z.infer<typeof Act>
const Kept = z.object({ done: z.array(Act), undone: z.array(Act) })

const most = 50
const storageKey = (userId: string) => `aftercare.undo.${userId}`
/** Acts that only move a counter of the machine, or belong to signing in, are nobody's change of data. */
const silent = /^(session|files|drafts|jobs|history)\./

/** What this window has changed, to be taken back and done again (ux §2); survives a restart. */
export const useUndoStore = defineStore('undo', () => {
  const session = useSessionStore()
  const toasts = useToastsStore()
  const done = shallowRef<readonly UndoableAct[]>([])
  const undone = shallowRef<readonly UndoableAct[]>([])
  const isRunning = ref(false)
  /** The refusal of an undo that is shown in a dialog. */
  const conflict = shallowRef<{ act: UndoableAct; refusal: Refusal }>()

  const userId = computed(() => session.user?.id)

  function keep(): void {
    if (userId.value === undefined) return
    const text = JSON.stringify({ done: done.value, undone: undone.value })
    sessionStorage.setItem(storageKey(userId.value), text)
    localStorage.setItem(storageKey(userId.value), text)
  }

  /** Takes over what this window did before it was closed or reloaded. */
  function open(): void {
    const key = storageKey(userId.value ?? '')
    const text = sessionStorage.getItem(key) ?? localStorage.getItem(key)
    const kept = Kept.catch({ done: [], undone: [] }).parse(text === null ? {} : JSON.parse(text))
    done.value = kept.done
    undone.value = kept.undone
    conflict.value = undefined
    toasts.clear()
  }

  function put(act: UndoableAct): void {
    done.value = [...done.value, act].slice(-most)
    undone.value = []
    keep()
  }

  async function note(actId: EntryId, command: string): Promise<void> {
    if (silent.test(command)) return
    const { items } = await client.history.getAct({ actId })
    const act = actOf(items, command)
    if (!act) return
    put(act)
    toasts.tell(act, commandText(act.command))
  }

  /** Takes an act back; its entries in turn, the last first. */
  async function undo(act: UndoableAct): Promise<boolean> {
    if (isRunning.value) return false
    if (act.reversal !== undefined) {
      toasts.show(i18n.global.t(`undo.reversal.${act.reversal}`), 'problem')
      return false
    }
    isRunning.value = true
    try {
      const entryIds: EntryId[] = []
      for (const entryId of [...act.entryIds].reverse())
        entryIds.push((await client.history.undoEntry({ entryId })).entryId)
      const reverse = { command: act.command, entryIds, at: Date.now() }
      done.value = done.value.filter((other) => other !== act)
      undone.value = [...undone.value.filter((other) => other !== act), reverse].slice(-most)
      keep()
      toasts.mention(i18n.global.t('undo.undone', { command: commandText(act.command) }))
      return true
    } catch (error) {
      refuse(act, refusalOf(error))
      return false
    } finally {
      isRunning.value = false
    }
  }

  /** Does again what was undone last: it undoes the undo. */
  async function redo(): Promise<void> {
    const act = undone.value.at(-1)
    if (!act || isRunning.value) return
    const later = undone.value.slice(0, -1)
    if (!(await undo(act))) return
    const again = undone.value.at(-1)
    undone.value = later
    if (again) done.value = [...done.value, again].slice(-most)
    keep()
    toasts.mention(i18n.global.t('undo.redone', { command: commandText(act.command) }))
  }

  async function undoLast(): Promise<void> {
    const act = done.value.at(-1)
    if (act) await undo(act)
    else toasts.show(i18n.global.t('undo.nothing'), 'problem')
  }

  /** An entry of a record's history. */
  async function undoEntry(entryId: EntryId, command: string): Promise<boolean> {
    return undo({ command, entryIds: [entryId], at: Date.now() })
  }

  function refuse(act: UndoableAct, refusal: Refusal): void {
    if (refusal.code === 'UNDO_CONFLICT' || refusal.code === 'IN_USE') conflict.value = { act, refusal }
    else if (refusal.code === 'NOT_UNDOABLE')
      toasts.show(i18n.global.t(`undo.reversal.${String(refusal.data['reversal'])}`), 'problem')
    else toasts.show(refusalText(refusal.code, refusal.data), 'problem')
  }

  function closeConflict(): void {
    conflict.value = undefined
  }

  onAct((actId, command) => void note(actId, command).catch(() => undefined)) // without its answer there is no undo key, no more

  return { done, undone, isRunning, conflict, open, undo, undoLast, undoEntry, redo, closeConflict }
})

function actOf(items: readonly ActEntry[], command: string): UndoableAct | undefined {
  const [first] = items
  if (!first || first.undo.state === 'forbidden' || first.undo.state === 'undone') return undefined
  const { reversal } = first.undo
  return {
    command,
    entryIds: items.map(({ id }) => id),
    at: first.at,
    ...(reversal === undefined ? {} : { reversal }),
  }
}

/** What a command did, in words. */
export function commandText(command: string): string {
  const { t, te } = i18n.global
  const key = `command.${command}`
  return te(key) || te(key, 'en') ? t(key) : command
}
