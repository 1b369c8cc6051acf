import type { Alert } from '@contract/alerts'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'

/** The alerts of one record stand together. */
export interface AlertGroup {
  readonly key: string
  readonly first: Alert
  readonly alerts: readonly Alert[]
}

/** As many as anybody reads at once; the count says how many there are. */
const shown = 200

/** The newest first; of those raised together what is due first. */
function byUrgency(a: Alert, b: Alert): number {
  const dueOf = ({ dueAt, dueOn }: Alert) => (dueOn === undefined ? (dueAt ?? 0) : Date.parse(dueOn))
  const minuteOf = ({ at }: Alert) => Math.floor(at / 60_000)
  return minuteOf(b) - minuteOf(a) || dueOf(a) - dueOf(b)
}

/** What the user must act on; follows the change stream. */
export const useAlertsStore = defineStore('alerts', () => {
  const alerts = shallowRef<readonly Alert[]>([])
  const count = ref(0)
  const isLoaded = ref(false)
  const isDismissing = ref(false)
  const refusal = shallowRef<Refusal>()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    try {
      const page = await client.alerts.listAlerts({ limit: shown, withCount: true })
      alerts.value = page.items.toSorted(byUrgency)
      // What the user may not read any more is counted by the store and left out of the page.
      count.value = page.next === undefined ? page.items.length : (page.count ?? page.items.length)
      refusal.value = undefined
      isLoaded.value = true
    } catch (error) {
      refusal.value = refusalOf(error)
    }
  }
  for (const entity of ['alert', 'alertRule', 'user'])
    onChange(entity, () => {
      if (!isLoaded.value) return
      clearTimeout(timer)
      timer = setTimeout(() => void load(), 200)
    })

  const groups = computed<readonly AlertGroup[]>(() => {
    const byRecord = new Map<string, Alert[]>()
    for (const alert of alerts.value) {
      const key = `${alert.entity}:${alert.recordId}`
      byRecord.set(key, [...(byRecord.get(key) ?? []), alert])
    }
    return [...byRecord].flatMap(([key, found]) =>
      found[0] ? [{ key, first: found[0], alerts: found }] : [],
    )
  })

  /** Puts alerts away, one after the other; those of others' making are left. */
  async function dismiss(some: readonly Alert[]): Promise<void> {
    if (isDismissing.value) return
    isDismissing.value = true
    try {
      for (const { id, version } of some)
        await client.alerts.dismissAlert({ alertId: id, expectedVersion: version })
    } catch {
      // It was put away in another window, or is not true any more: the page says what is left.
    } finally {
      isDismissing.value = false
      await load()
    }
  }

  /** Nothing of one user is left for the next. */
  function clear(): void {
    alerts.value = []
    count.value = 0
    isLoaded.value = false
  }

  return { alerts, groups, count, isLoaded, isDismissing, refusal, load, dismiss, clear }
})
