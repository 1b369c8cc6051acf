import { ORPCError } from '@orpc/client'
import { computed, onBeforeUnmount, onMounted, ref } from 'vue'
import { useRouter } from 'vue-router'
import { forgetBoardToken, isBoardWindow } from '@/rpc/boardToken'
import { client } from '@/rpc/client'
import { dropToken } from '@/rpc/token'
import { useSessionStore } from '@/stores/session.store'
import type { WallState } from './useWall'

/** So long the pad stands open while nobody touches it. */
const openMs = 30_000

/** Leaving the wall: a key or a touch opens the pad in place, its PIN lets go (R07-60). */
export function useLeave({ content, now, problem }: Pick<WallState, 'content' | 'now' | 'problem'>) {
  const router = useRouter()
  const session = useSessionStore()
  const pin = ref('')
  const touchedAt = ref<number>()
  const problemOfPin = ref<'wrong' | 'failed'>()
  const retryAt = ref(0)
  const isAsking = ref(false)
  const isLeft = ref(false)
  const isOpen = computed(() => touchedAt.value !== undefined && now.value - touchedAt.value < openMs)
  /** Nobody's wall any more: there is no PIN to ask for. */
  const isFree = computed(
    () => problem.value === 'revoked' || (problem.value === 'missing' && content.value === undefined),
  )
  const secondsLeft = computed(() => Math.max(0, Math.ceil((retryAt.value - now.value) / 1000)))
  const refusal = computed(() =>
    problemOfPin.value === 'wrong' && secondsLeft.value > 0 ? 'wait' : problemOfPin.value,
  )

  function open(): void {
    if (!isOpen.value) {
      pin.value = ''
      problemOfPin.value = undefined
    }
    touchedAt.value = Date.now()
  }
  function close(): void {
    touchedAt.value = undefined
    pin.value = ''
  }

  async function press(digit: string): Promise<void> {
    touchedAt.value = Date.now()
    if (pin.value.length < 6) pin.value += digit
    if (pin.value.length === 6 && !isAsking.value) await ask()
  }
  function back(): void {
    touchedAt.value = Date.now()
    pin.value = pin.value.slice(0, -1)
  }

  async function ask(): Promise<void> {
    const wallId = content.value?.wall.id
    if (!wallId) return
    isAsking.value = true
    try {
      await client.wall.leaveWall({ wallId, pin: pin.value })
      await leave()
    } catch (error) {
      refused(error)
    } finally {
      pin.value = ''
      isAsking.value = false
    }
  }

  function refused(error: unknown): void {
    const data: unknown = error instanceof ORPCError && error.code === 'PIN_WRONG' ? error.data : undefined
    const at = typeof data === 'object' && data !== null ? Number(Reflect.get(data, 'retryAt')) : Number.NaN
    retryAt.value = at > Date.now() ? at : 0
    problemOfPin.value = data === undefined ? 'failed' : 'wrong'
  }

  /** A board's window goes to the sign-in page, somebody's own back to the set-up. */
  async function leave(): Promise<void> {
    close()
    isLeft.value = true
    if (document.fullscreenElement) await document.exitFullscreen().catch(() => undefined)
    const isOwn = session.phase === 'ready' && !isBoardWindow()
    if (!isOwn) {
      forgetBoardToken()
      dropToken()
    }
    await router.replace(isOwn ? { name: 'walls' } : { path: '/' })
  }

  function onKeydown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      if (isOpen.value) close()
      else open()
    } else if (isOpen.value && /^\d$/.test(event.key)) void press(event.key)
    else if (isOpen.value && event.key === 'Backspace') back()
  }
  const onPointer = () => {
    if (!isOpen.value) open()
  }
  onMounted(() => {
    window.addEventListener('keydown', onKeydown)
    window.addEventListener('pointerdown', onPointer)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('keydown', onKeydown)
    window.removeEventListener('pointerdown', onPointer)
  })

  return { pin, isOpen, isAsking, isFree, isLeft, refusal, secondsLeft, press, back, close, leave }
}
