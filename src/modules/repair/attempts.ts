import type { RepairLineId } from '@contract/id'
import type { Attempt } from '@contract/repairLines'
import { computed, shallowRef, watch } from 'vue'
import { useSubmit } from '@/composables/useSubmit'
import { onChange } from '@/rpc/changes'
import { attemptsOf } from './lines.commands'

const second = 1000
const two = (figure: number) => String(figure).padStart(2, '0')

/** How long an attempt took, or has been going on: hours, minutes and seconds. */
export function elapsedText(from: number, until: number): string {
  const seconds = Math.max(0, Math.floor((until - from) / second))
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** The attempts at a repair, kept up to date; one of them may be running (08 §2.3). */
export function useAttempts(lineId: () => RepairLineId) {
  const attempts = shallowRef<readonly Attempt[]>([])
  const isRead = shallowRef(false)
  const { run, isRunning, refusal } = useSubmit(async () => {
    attempts.value = await attemptsOf(lineId())
    isRead.value = true
  })
  const running = computed(() => attempts.value.find(({ endedAt }) => endedAt === undefined))
  onChange('attempt', () => void run())
  watch(lineId, () => void run(), { immediate: true })
  return { attempts, isRead, running, isRunning, refusal, reload: run }
}
