import type { UserId } from '@contract/id'
import { ref, watch } from 'vue'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'

/** How many alert rules a user owns; follows the changes. */
export function useRuleCount(userId: () => UserId) {
  const count = ref(0)
  async function load(): Promise<void> {
    const ask = { filter: { ownerId: [userId()] }, limit: 1, withCount: true }
    count.value = (await client.alerts.listAlertRules(ask).catch(() => undefined))?.count ?? 0
  }
  watch(userId, load, { immediate: true })
  onChange('alertRule', () => void load())
  return count
}

export const transferRules = client.alerts.transferRules
