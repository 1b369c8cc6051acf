import { ref, watch, type Ref } from 'vue'

/** A switch that this machine remembers. */
export function useLocalFlag(key: string, standard: boolean): Ref<boolean> {
  const kept = localStorage.getItem(key)
  const flag = ref(kept === null ? standard : kept === 'true')
  watch(flag, (now) => localStorage.setItem(key, String(now)))
  return flag
}
