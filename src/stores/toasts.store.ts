import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { UndoableAct } from './undo.store'

export interface Toast {
  readonly id: number
  readonly text: string
  readonly kind: 'done' | 'problem'
  readonly at: number
  /** What the toast tells of, where it can be taken back or why not. */
  readonly act?: UndoableAct | undefined
  /** The text is the command's own; words of the screen are better. */
  readonly isPlain?: boolean
  /** It tells of no act: a file was saved, a number copied. */
  readonly isApart?: boolean
}

const most = 3
const kept = 100
/** An act and the words of its screen come one after the other. */
const togetherMs = 1500

/** Short messages at the bottom left: three at most, eight seconds each; the history keeps them (ux §2). */
export const useToastsStore = defineStore('toasts', () => {
  const toasts = shallowRef<readonly Toast[]>([])
  const history = shallowRef<readonly Toast[]>([])
  let lastId = 0

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

  function recent(matches: (toast: Toast) => boolean): Toast | undefined {
    return toasts.value.findLast((toast) => Date.now() - toast.at < togetherMs && matches(toast))
  }

  function show(text: string, kind: Toast['kind'] = 'done'): void {
    const plain = kind === 'done' ? recent(({ isPlain }) => isPlain === true) : undefined
    if (plain) replace(plain.id, { text, isPlain: false })
    else push({ text, kind })
  }

  /** Tells of something that changed no data, so that the undo of an act never lands on it. */
  function mention(text: string): void {
    push({ text, kind: 'done', isApart: true })
  }

  /** Tells of an act of this window, in the words of the screen where it had some. */
  function tell(act: UndoableAct, text: string): void {
    const told = recent(
      ({ kind, act: own, isApart }) => kind === 'done' && own === undefined && isApart !== true,
    )
    if (told) replace(told.id, { act })
    else push({ text, kind: 'done', act, isPlain: true })
  }

  function dismiss(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id)
  }

  function clear(): void {
    toasts.value = []
    history.value = []
  }

  return { toasts, history, show, mention, tell, dismiss, clear }
})
