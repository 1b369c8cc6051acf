import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

export interface Toast {
  readonly id: number
  readonly text: string
  readonly kind: 'done' | 'problem'
}

/** Short messages at the bottom left: three at most, eight seconds each (ux §2). */
export const useToastsStore = defineStore('toasts', () => {
  const toasts = shallowRef<readonly Toast[]>([])
  let lastId = 0

  function show(text: string, kind: Toast['kind'] = 'done'): void {
    toasts.value = [...toasts.value, { id: ++lastId, text, kind }].slice(-3)
  }

  function dismiss(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id)
  }

  return { toasts, show, dismiss }
})
