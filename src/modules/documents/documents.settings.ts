import { contract } from '@contract/index'
import { DocumentKind, PrintDestination, type PrintSetting } from '@contract/documents'
import { CustomerId } from '@contract/id'
import { Language } from '@contract/session'
import { z } from 'zod'
import { listSource, type Column } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { i18n } from '@/plugins/i18n'
import { client } from '@/rpc/client'

const source = listSource(contract.documents.listPrintSettings, (input) =>
  client.documents.listPrintSettings(input),
)

/** How documents are printed: the company's settings and those of single customers (R12-31). */
export function usePrintSettings() {
  const company = ({ customerName, customerNumber }: PrintSetting) =>
    customerName === undefined
      ? i18n.global.t('documents.settings.company')
      : `${customerNumber ?? ''} ${customerName}`
  const columns: readonly Column<PrintSetting>[] = [
    { key: 'kind', titleKey: 'documents.setting.kind', kind: 'enum', grow: 1, options: DocumentKind.options, textKey: 'documents.kind' },
    { key: 'customerName', titleKey: 'documents.setting.customerName', kind: 'text', grow: 2, value: company },
    { key: 'copies', titleKey: 'documents.setting.copies', kind: 'number', width: 110 },
    { key: 'destination', titleKey: 'documents.setting.destination', kind: 'enum', grow: 1, options: PrintDestination.options, textKey: 'documents.destination' },
    { key: 'footers', titleKey: 'documents.setting.footers', kind: 'text', grow: 2, sortKey: null, filterKey: null, value: footerTexts },
  ] // prettier-ignore
  return usePagedList({
    key: 'printSettings',
    entities: ['printSetting'],
    source,
    columns,
    sort: [{ field: 'customerName', direction: 'asc' }],
  })
}

function footerTexts({ footers = {} }: PrintSetting): string {
  return Object.entries(footers)
    .map(([language, text]) => `${language}: ${text}`)
    .join(' · ')
}

const footer = z.string().trim().max(500).optional()
/** The dialog's form: a footer of each language is a field of its own. */
export const SettingForm = z.object({
  kind: DocumentKind,
  customerId: CustomerId.optional(),
  copies: z.int().min(1).max(20).optional(),
  destination: PrintDestination.optional(),
  en: footer,
  nb: footer,
  fi: footer,
  lv: footer,
  et: footer,
  de: footer,
})
type SettingForm = z.output<typeof SettingForm>

/** Writes a setting as the form says; what is empty takes the wider value. */
export function saveSetting(held: PrintSetting | undefined, form: SettingForm) {
  const footers = Object.fromEntries(
    Language.options.flatMap((language) => {
      const text = form[language]
      return text ? [[language, text] as const] : []
    }),
  )
  return client.documents.setPrintSettings({
    kind: form.kind,
    customerId: form.customerId,
    expectedVersion: held?.version,
    copies: form.copies ?? null,
    destination: form.destination ?? null,
    footers: Object.keys(footers).length === 0 ? null : footers,
  })
}

/** Takes a setting away: the wider one holds. */
export function removeSetting({ customerId, kind, version }: PrintSetting) {
  return client.documents.setPrintSettings({
    kind,
    customerId,
    expectedVersion: version,
    copies: null,
    destination: null,
    footers: null,
  })
}
