import type { ImportChange, ImportFinding, ImportRow } from '@contract/imports'
import { useI18n } from 'vue-i18n'
import { refusalText } from '@/composables/refusal'
import { useTargetName } from './targetName'

/** What the check says about a row, in words. */
export function useFindingText() {
  const { t, te } = useI18n()
  const nameOf = useTargetName()

  function textOf(code: string): string {
    const own = `imports.finding.${code}`
    if (te(own, 'en')) return t(own)
    return te(`error.${code}`, 'en') ? refusalText(code) : t('imports.finding.other', { code })
  }

  function finding({ code, column, field, value }: ImportFinding): string {
    const name = column ?? (field === undefined ? undefined : nameOf(field))
    if (name === undefined) return textOf(code)
    if (value === undefined || value === '') return t('imports.row.ofColumn', { name, text: textOf(code) })
    return t('imports.row.ofValue', { name, value, text: textOf(code) })
  }

  function change({ field, before, after }: ImportChange): string {
    return t('imports.row.change', { name: nameOf(field), before: shown(before), after: shown(after) })
  }

  function shown(value: unknown): string {
    if (value === undefined || value === null || value === '') return t('conflict.empty')
    return typeof value === 'string' ? value : JSON.stringify(value)
  }

  /** Everything about a row in one line. */
  function row({ findings, changes }: ImportRow): string {
    return [...findings.map(finding), ...changes.map(change)].join(' · ')
  }
  return { finding, row, shown }
}
