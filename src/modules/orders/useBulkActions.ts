import type { Permission } from '@contract/permission'
import { mdiCancel, mdiCheckAll, mdiDeleteOutline, mdiRestore, mdiStairsUp } from '@mdi/js'
import { useI18n } from 'vue-i18n'
import { useActions } from '@/composables/useActions'
import { useFormat } from '@/composables/useFormat'
import type { PaletteAction } from '@/stores/actions.store'
import { useSessionStore } from '@/stores/session.store'
import type { OrderListing } from './orders.lists'
import type { Bulk } from './useBulk'

const acts = [
  { act: 'post', icon: mdiCheckAll, permission: 'orders.post' },
  { act: 'cancel', icon: mdiCancel, permission: 'orders.cancel' },
  { act: 'revoke', icon: mdiRestore, permission: 'orders.cancel' },
  { act: 'delete', icon: mdiDeleteOutline, permission: 'orders.delete' },
] as const

/** Puts what can be done to the ticked orders into the command palette (ux §2). */
export function useBulkActions(list: OrderListing, bulk: Bulk): void {
  const { t } = useI18n()
  const { number } = useFormat()
  const session = useSessionStore()

  function actionOf(key: string, icon: string, permission: Permission, run: () => unknown): PaletteAction {
    const n = list.isAllMatching ? list.total : list.selected.size
    return {
      key: `orders.${key}`,
      title: t(`orders.bulk.${key}`, { n: number(n) }, n),
      icon,
      isOfSelection: true,
      why: session.can(permission) ? undefined : t('error.FORBIDDEN'),
      run,
    }
  }

  useActions(() => {
    if (!list.isAllMatching && list.selected.size === 0) return []
    return [
      {
        ...actionOf('stageOf', mdiStairsUp, 'stages.change', () => bulk.openStages()),
        keys: t('orders.bulk.stageKey'),
      },
      ...acts.map(({ act, icon, permission }) =>
        actionOf(`${act}.run`, icon, permission, () => bulk.open(act)),
      ),
    ]
  })
}
