import type { StageId } from '@contract/id'
import type { StageMove } from '@contract/stages'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { refusalText } from '@/composables/refusal'
import { i18n } from '@/plugins/i18n'
import { client } from '@/rpc/client'
import { useToastsStore } from '@/stores/toasts.store'
import { nextStagesOf } from './orderStage'
import { choiceInto } from './stageChoices'

/** A move that waits for its reason. */
interface AskedMove {
  readonly orderId: string
  readonly stageId: StageId
  readonly name: string
}

/** The move back that asks for a reason, in a dialog over whatever is shown. */
export const useMoveBackStore = defineStore('stages.moveBack', () => {
  const asked = shallowRef<AskedMove>()
  return { asked }
})

/**
 * Says that an order has moved. No undo takes a move back (its history stays), so the message offers the move to the
 * former stage (R05-22, R05-23).
 */
export function tellMoved(moved: StageMove): void {
  const { t } = i18n.global
  const { fromName, fromStageId } = moved.entry
  const offer =
    fromStageId === undefined
      ? undefined
      : {
          text: t('stages.menu.previous', { name: fromName ?? '' }),
          take: () => moveBack(moved, fromStageId),
        }
  useToastsStore().show(t('stages.menu.moved', { name: moved.stageName }), 'done', offer)
}

async function moveBack({ orderId, stageId: from }: StageMove, stageId: StageId): Promise<void> {
  const next = await nextStagesOf(orderId)
  const { codes, direction, name, needsReason } = choiceInto(next, stageId)
  const hasMovedOn = next.stage?.stageId !== from
  if (hasMovedOn || codes.length > 0) {
    const { t } = i18n.global
    const why = hasMovedOn ? [t('stages.menu.movedOn')] : codes.map((code) => refusalText(code))
    useToastsStore().show(why.join(' '), 'problem')
  } else if (needsReason) useMoveBackStore().asked = { orderId, stageId, name }
  else
    tellMoved(await client.stages.changeStage({ orderId, expectedVersion: next.version, direction, stageId }))
}
