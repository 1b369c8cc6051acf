import type { AgreementLine } from '@contract/serviceAgreements'
import { proxyRefs, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSubmit } from '@/composables/useSubmit'
import { useToastsStore } from '@/stores/toasts.store'
import type { AgreementPage } from './agreements.sources'
import { deleteLine, restartLine, stopLine } from './lines'
import type { LineEditing } from './useLineEditing'

export type LineAct = 'edit' | 'copy' | 'stop' | 'restart' | 'delete'
/** What asks first: for a day, a reason, or whether it is meant. */
export type AskedLineAct = 'stop' | 'restart' | 'delete'

/** What can be done to one line of an agreement (02 §4). */
export function useLineActions(page: () => AgreementPage, editing: () => LineEditing) {
  const { t } = useI18n()
  const toasts = useToastsStore()
  const asked = shallowRef<{ readonly act: AskedLineAct; readonly line: AgreementLine }>()

  const { run, isRunning, refusal, clear } = useSubmit(async (reason: string | undefined, date: string) => {
    if (!asked.value) return
    const { act: wanted, line } = asked.value
    if (wanted === 'stop') await stopLine(page(), line, date, reason ?? '')
    else if (wanted === 'restart') await restartLine(page(), line, reason ?? '')
    else await deleteLine(page(), line, reason)
    toasts.show(t(`serviceAgreements.lines.done.${wanted}`, { no: line.lineNo }))
    asked.value = undefined
  })

  function act(wanted: LineAct, line: AgreementLine): void {
    if (wanted === 'edit') editing().edit(line.id)
    else if (wanted === 'copy') editing().startNew(line)
    else {
      clear()
      asked.value = { act: wanted, line }
    }
  }

  function close(): void {
    asked.value = undefined
  }

  return proxyRefs({ act, asked, run, close, isRunning, refusal })
}
