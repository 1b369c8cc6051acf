import type { ActivityId } from '@contract/id'
import { refusalOf, refusalText } from '@/composables/refusal'
import { i18n } from '@/plugins/i18n'
import { client } from '@/rpc/client'
import { useToastsStore } from '@/stores/toasts.store'
import type { DispatchStore } from './dispatch.store'

/** Locks an activity where it is, or unlocks it; saved at once, in draft mode too (07 §3.5). */
export async function lockOrUnlock(store: DispatchStore, id: ActivityId, reason?: string): Promise<boolean> {
  const held = store.stored(id)
  if (!held) return false
  const input = {
    ...{ activityId: id, expectedVersion: held.version },
    ...(reason === undefined ? {} : { reason }),
  }
  const { t } = i18n.global
  try {
    const saved = held.locked
      ? await client.dispatch.unlockActivity(input)
      : await client.dispatch.lockActivity(input)
    store.noteOther([saved])
    store.say(
      t(saved.locked ? 'dispatch.board.locked' : 'dispatch.board.unlocked', { number: held.orderNumber }),
    )
    return true
  } catch (error) {
    const { code, data } = refusalOf(error)
    useToastsStore().show(refusalText(code, data), 'problem')
    return false
  }
}
