import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { UndoableAct } from './undo.store'

/** What can be done about an act that no undo takes back: its reversal. */
export interface Offer {
  readonly text: string
  readonly take: () => Promise<void>
}

export interface Toast {
  readonly id: number
  readonly text: string
  readonly kind: 'done' | 'problem'
  readonly at: number
  /** The act of this window that the toast tells of. */
  readonly actId?: string | undefined
  /** The same, where it can be taken back or why not. */
  readonly act?: UndoableAct | undefined
  /** What stands in the place of an undo. */
  readonly offer?: Offer | undefined
  /** The text is the command's own; words of the screen are better. */
  readonly isPlain?: boolean
}

const most = 3
const kept = 100
/** A screen's words come right after its act. */
const togetherMs = 1500

/** Short messages at the bottom left: three at most, eight seconds each; the history keeps them (ux §2). */
export const useToastsStore = defineStore('toasts', () => {
  const toasts = shallowRef<readonly Toast[]>([])
  const history = shallowRef<readonly Toast[]>([])
  let lastId = 0
  let lastAct: { readonly id: string; readonly at: number } | undefined

  function push(toast: Omit<Toast, 'id' | 'at'>): void {
    const made = { ...toast, id: ++lastId, at: Date.now() }
    toasts.value = [...toasts.value, made].slice(-most)
    history.value = [made, ...history.value].slice(0, kept)
  }

  function replace(id: number, change: Partial<Toast>): void {
    const changed = (toast: Toast) => (toast.id === id ? { ...toast, ...change } : toast)
    toasts.value = toasts.value.map(changed)
    history.value = history.value.map(changed)
  }

  function toastOf(actId: string | undefined): Toast | undefined {
    return actId === undefined ? undefined : history.value.find((toast) => toast.actId === actId)
  }

  /** An act went through: what a screen says next is about it, not about the one before. */
  function follow(actId: string): void {
    lastAct = { id: actId, at: Date.now() }
  }

  /** @param offer - what takes the place of an undo of the act that was just done */
  function show(text: string, kind: Toast['kind'] = 'done', offer?: Offer): void {
    const isTogether = kind === 'done' && lastAct && Date.now() - lastAct.at < togetherMs
    const actId = isTogether ? lastAct?.id : undefined
    const told = toastOf(actId)
    if (told?.isPlain === true) replace(told.id, { text, offer, isPlain: false })
    else push({ text, kind, offer, actId: told ? undefined : actId })
  }

  /** Tells of something that changed no data, so that the undo of an act never lands on it. */
  function mention(text: string): void {
    push({ text, kind: 'done' })
  }

  /** Tells of an act of this window, in the words of the screen where it had some. */
  function tell(actId: string, act: UndoableAct, text: string): void {
    const told = toastOf(actId)
    if (told) replace(told.id, { act })
    else push({ text, kind: 'done', act, actId, isPlain: true })
  }

  /** What stands in the place of an undo of an act; only of this run of the window. */
  function offerOf(act: UndoableAct): Offer | undefined {
    return history.value.find((toast) => toast.act === act)?.offer
  }

  function dismiss(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id)
  }

  function clear(): void {
    toasts.value = []
    history.value = []
  }

  return { toasts, history, follow, show, mention, tell, offerOf, dismiss, clear }
})
