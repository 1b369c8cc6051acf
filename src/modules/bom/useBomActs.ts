import type { BomHistoryEntry } from '@contract/bom'
import { computed, proxyRefs, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSubmit } from '@/composables/useSubmit'
import { localOf, todayIn } from '@/format/time'
import { useSessionStore } from '@/stores/session.store'
import { useToastsStore } from '@/stores/toasts.store'
import { undoChange } from './bom.sources'
import type { PartNode } from './partNodes'
import type { BomBrowser } from './useBomBrowser'

export type BomAct = 'add' | 'edit' | 'replace' | 'delete' | 'attach' | 'toTemplate' | 'move' | 'deleteBom'

/** What can be done in the browser, which of it is being done, and why the rest is not possible. */
export function useBomActs(browser: BomBrowser) {
  const { t } = useI18n()
  const session = useSessionStore()
  const toasts = useToastsStore()
  const act = shallowRef<BomAct>()
  /** The part that a dialog is about: what is chosen meanwhile does not matter to it. */
  const node = shallowRef<PartNode>()

  /** Why a manager's act on the whole list is not possible. */
  function whyNotWhole(wanted: BomAct): string | undefined {
    if (!session.can('bom.manage')) return t('error.FORBIDDEN')
    if (wanted === 'move') return browser.bom?.isReadOnly ? t('bom.readOnly.kept') : undefined
    const isKept = wanted === 'deleteBom' && (browser.bom?.changeCount ?? 0) > 0
    return isKept ? t('bom.why.hasHistory') : undefined
  }

  function why(wanted: BomAct): string | undefined {
    if (wanted === 'toTemplate' || wanted === 'move' || wanted === 'deleteBom') return whyNotWhole(wanted)
    if (browser.readOnly !== undefined) return t(`bom.readOnly.${browser.readOnly}`)
    return wanted === 'add' || browser.node ? undefined : t('bom.why.noPart')
  }

  function begin(wanted: BomAct): void {
    const reason = why(wanted)
    if (reason !== undefined) return toasts.show(reason, 'problem')
    node.value = browser.node
    act.value = wanted
  }
  function close(): void {
    act.value = undefined
  }

  const { run, refusal, isRunning } = useSubmit(async (entry: BomHistoryEntry) => {
    if (!browser.bom) return
    await undoChange(browser.bom, entry.id)
    toasts.show(t('bom.undo.done'))
    await browser.reload()
  })
  /** By its author on the same day at the site, or by a manager (09 §4). */
  function mayUndo({ recordedAt, userId }: BomHistoryEntry): boolean {
    const isToday = localOf(recordedAt, browser.zone).date === todayIn(browser.zone)
    return session.can('bom.manage') || (userId === session.user?.id && isToday)
  }
  /** Only the newest change of a place can be taken back, and no copied state (R09-20). */
  function canUndo(entry: BomHistoryEntry): boolean {
    const newest = browser.history.find(
      ({ lineId, newLineId }) => lineId === entry.lineId || newLineId === entry.lineId,
    )
    const isOpen = entry.action !== 'copied' && !entry.isUndone && entry.undoesId === undefined
    return (
      isOpen &&
      mayUndo(entry) &&
      entry.actId === undefined &&
      newest?.id === entry.id &&
      browser.readOnly === undefined
    )
  }

  /** The part of the order line from which the browser was opened: its serial first, else its item. */
  function nodeOfLine(): string | undefined {
    const line = browser.order?.lines.find(({ id }) => id === browser.entrance.orderLineId)
    if (!line || line.itemId === undefined) return undefined
    const ofItem = browser.nodes.filter(({ itemId }) => itemId === line.itemId)
    return (ofItem.find(({ serialNumber }) => serialNumber === line.serialNumber) ?? ofItem[0])?.key
  }

  return proxyRefs({
    ...{ act, node, begin, close, why, canUndo, undo: run, isUndoing: isRunning, refusal, nodeOfLine },
    more: computed(() =>
      (['toTemplate', 'move', 'deleteBom'] as const).map((entry) => ({ act: entry, why: why(entry) })),
    ),
  })
}
export type BomActs = ReturnType<typeof useBomActs>
