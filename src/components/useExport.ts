import type { ExportColumn, ExportFormat } from '@contract/reports'
import { computed, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Column, Row } from '@/composables/list'
import { startExport, takeFile } from '@/composables/exportFile'
import { refusalOf, refusalText } from '@/composables/refusal'
import { useFormat } from '@/composables/useFormat'
import { refusalOfJob, useJob } from '@/composables/useJob'
import type { PagedList } from '@/composables/usePagedList'
import { usePlaceStore } from '@/stores/place.store'
import { useSessionStore } from '@/stores/session.store'
import { useToastsStore } from '@/stores/toasts.store'
import { filterField, filterText } from './filters'

/** The columns shown, all of them, or those of the file that the list's import reads (R01-26). */
export type ExportWhich = 'visible' | 'all' | 'import' | 'importLines'

const importable: ReadonlySet<string> = new Set([
  'orders.listOrders',
  'objects.listObjects',
  'agreements.listAgreements',
])
/** Lists whose lines are a file of their own. */
const withLines: ReadonlySet<string> = new Set(['agreements.listAgreements'])

/** A list as a file: by a job of the domain, with the rows, the order and the words of the screen (12 §5). */
export function useExport<Item extends Row>(list: PagedList<Item>, title: () => string) {
  const { locale, t } = useI18n()
  const format = useFormat()
  const place = usePlaceStore()
  const session = useSessionStore()
  const toasts = useToastsStore()
  const problem = shallowRef<string>()
  const { procedure } = list.source
  const isPossible = computed(() => procedure !== undefined && session.can('reports.read'))

  const isImportable = procedure !== undefined && importable.has(procedure)
  const hasLines = procedure !== undefined && withLines.has(procedure)

  const { job, isRunning, isCanceling, start, cancel } = useJob(
    () => `export ${list.name}`,
    (ended) => void onEnd(ended),
  )

  async function onEnd(ended: NonNullable<typeof job.value>): Promise<void> {
    const refusal = refusalOfJob(ended)
    if (refusal) problem.value = textOf(refusal.code, refusal.data)
    if (ended.state !== 'done') return
    try {
      toasts.mention(t('reports.export.done', { name: await takeFile(ended.result) }))
    } catch (error) {
      const { code, data } = refusalOf(error)
      problem.value = textOf(code, data)
    }
  }

  /** Figures of a refusal as the language writes them. */
  function textOf(code: string, data: Readonly<Record<string, unknown>>): string {
    const shown: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(data))
      shown[name] = typeof value === 'number' ? format.number(value) : value
    return refusalText(code, shown)
  }

  async function begin(which: ExportWhich, as: ExportFormat): Promise<void> {
    if (procedure === undefined || isRunning.value) return
    problem.value = undefined
    // What is reckoned on the screen, such as an age, is no field of the record and no column of the file.
    const columns = (which === 'visible' ? list.shown : list.showable)
      .filter(({ key }) => list.source.holds?.(key) ?? true)
      .map(exportedColumn)
    try {
      await start(
        startExport({
          procedure,
          ...(list.source.of ? { of: list.source.of() } : {}),
          ...(list.query.filter ? { filter: { ...list.query.filter } } : {}),
          ...(list.query.text === undefined ? {} : { text: list.query.text }),
          ...(list.query.sort ? { sort: [...list.query.sort] } : {}),
          ...(which === 'import' || which === 'importLines' ? { asImport: true } : { columns }),
          ...(which === 'importLines' ? { importKind: 'agreementLines' } : {}),
          format: as,
          language: locale.value,
          fileName: title()
            .replaceAll(/[\\/:*?"<>|]/g, ' ')
            .slice(0, 100),
          sheets: { rows: title().slice(0, 31), about: t('reports.export.about').slice(0, 31) },
          about: asked(),
        }),
      )
    } catch (error) {
      const { code, data } = refusalOf(error)
      problem.value = textOf(code, data)
    }
  }

  function exportedColumn(column: Column<Item>): ExportColumn {
    const { exported, key: field, titleKey, zoneField } = column
    const { kind = kindOf(column), ...rest } = exported?.() ?? {}
    const name = t(titleKey)
    return {
      field,
      title: name,
      kind,
      ...(kind === 'money' ? { currencyTitle: t('reports.export.currency', { name }) } : {}),
      ...(zoneField === undefined ? {} : { zoneField }),
      ...(column.kind === 'enum' ? { texts: optionTexts(column) } : {}),
      ...rest,
    }
  }

  function optionTexts({ options = [], textKey }: Column<Item>): Record<string, string> {
    return Object.fromEntries(
      options.map((one) => [one, textKey === undefined ? one : t(`${textKey}.${one}`)]),
    )
  }

  /** The second sheet: what the screen was asked. */
  function asked(): { title: string; text: string }[] {
    const home = place.company?.currency ?? place.currency
    const view = list.saved?.name ?? list.views.find(({ key }) => key === list.view)?.titleKey
    const filters = list.columns.flatMap((column) => {
      const value = list.filter[filterField(column)]
      return value === undefined
        ? []
        : [{ title: t('list.addFilter'), text: filterText(column, value, format, t, home) }]
    })
    return [
      { title: t('reports.export.list'), text: title() },
      ...(view === undefined ? [] : [{ title: t('list.views'), text: list.saved ? view : t(view) }]),
      ...(list.text.trim() === '' ? [] : [{ title: t('list.search'), text: list.text.trim() }]),
      ...filters,
      { title: t('reports.export.at'), text: format.instant(Date.now()) },
    ]
  }

  return { isPossible, isImportable, hasLines, job, isRunning, isCanceling, problem, begin, cancel }
}
export type Exporting = ReturnType<typeof useExport>

function kindOf<Item extends Row>({ kind }: Column<Item>): NonNullable<ExportColumn['kind']> {
  return kind === 'enum' || kind === 'ref' ? 'text' : kind
}
