import { onScopeDispose, shallowReadonly, shallowRef, type Ref } from 'vue'

const tickMs = 1000
const now = shallowRef(Date.now())
let users = 0
let timer: ReturnType<typeof setInterval> | undefined

/** The time, to the second, for clocks that count on by themselves: one timer for all of them. */
export function useTicking(): Readonly<Ref<number>> {
  users += 1
  now.value = Date.now()
  timer ??= setInterval(() => (now.value = Date.now()), tickMs)
  onScopeDispose(() => {
    users -= 1
    if (users > 0) return
    clearInterval(timer)
    timer = undefined
  })
  return shallowReadonly(now)
}
