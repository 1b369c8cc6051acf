import type { BomHistoryEntry, ServiceBom } from '@contract/bom'
import { i18n } from '@/plugins/i18n'
import { useToastsStore, type Offer } from '@/stores/toasts.store'
import { bomById, undoChange } from './bom.sources'

/** What stands in the place of an undo after a change of a list: the list's own, on the version of then (R09-20). */
export function undoOffer({
  bom,
  history,
}: {
  readonly bom: Pick<ServiceBom, 'id'>
  readonly history: readonly BomHistoryEntry[]
}): Offer | undefined {
  // What came with it goes with it.
  const change = history.find(({ actId }) => actId === undefined)
  if (!change) return undefined
  const { t } = i18n.global
  return {
    text: t('undo.action'),
    take: async () => {
      await undoChange(await bomById(bom.id), change.id)
      useToastsStore().show(t('bom.undo.done'))
    },
  }
}
