import type { ReportFormat } from '@contract/reportRuns'
import type { RepairFigure, RepairStatistics } from '@contract/repairStatistics'
import { Language } from '@contract/session'
import { proxyRefs, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { takeFile } from '@/composables/exportFile'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { refusalOfJob, useJob } from '@/composables/useJob'
import { client } from '@/rpc/client'
import { useToastsStore } from '@/stores/toasts.store'
import type { Asked } from './statistics'
import { useFigureTexts } from './useFigureTexts'

/** What the screen shows, to be taken along as it is. */
export interface ShownStatistics {
  readonly asked: Asked
  readonly answer: RepairStatistics
  readonly title: string
  /** The filters in words. */
  readonly about: readonly { readonly title: string; readonly text: string }[]
}

/** Statistics of repairs as a file, of all groups: what is asked for, and the figures as the screen has them (08 §5). */
export function useStatisticsFile() {
  const { locale, t } = useI18n()
  const toasts = useToastsStore()
  const texts = useFigureTexts()
  const refusal = shallowRef<Refusal>()
  const { cancel, isCanceling, isRunning, job, start } = useJob(
    () => 'repairStatistics',
    (ended) => void onEnd(ended),
  )

  async function onEnd(ended: NonNullable<typeof job.value>): Promise<void> {
    refusal.value = refusalOfJob(ended)
    if (ended.state !== 'done') return
    try {
      toasts.mention(t('reports.done', { name: await takeFile(ended.result) }))
    } catch (error) {
      refusal.value = refusalOf(error)
    }
  }

  function titlesOf({ groupBy, measure }: Asked): Record<string, string> {
    const group = t(`repair.statistics.groupBy.${groupBy}`)
    const columns = texts.columns[measure].map(({ key }): [string, string] => [
      key,
      t(`repair.statistics.column.${key}`),
    ])
    const names =
      measure === 'resolutions'
        ? { groupName: group, rowName: t('repair.statistics.groupBy.resolution') }
        : { rowName: group }
    return { ...Object.fromEntries(columns), ...names }
  }

  /** The figure of all lines, as it stands above the table. */
  function totalOf(measure: Asked['measure'], total: RepairFigure): string {
    if (measure === 'mtbf') return texts.hours(total.mtbf)
    const isRate = measure === 'fixRate' || measure === 'firstTimeFix' || measure === 'repeatRate'
    return isRate ? texts.rateInFull(total) : texts.number(total.count)
  }

  async function take({ about, answer, asked, title }: ShownStatistics, format: ReportFormat): Promise<void> {
    const { measure } = asked
    const figure = measure === 'pareto' || measure === 'resolutions' ? 'column.count' : `measure.${measure}`
    refusal.value = undefined
    try {
      await start(
        client.reports.exportRepairStatistics({
          ...{ measure, groupBy: asked.groupBy, filter: asked.filter, format, title },
          ...(asked.from === undefined ? {} : { from: asked.from }),
          ...(asked.to === undefined ? {} : { to: asked.to }),
          language: Language.catch('en').parse(locale.value),
          titles: titlesOf(asked),
          total: t('reports.total'),
          about: [
            ...about,
            { title: t(`repair.statistics.${figure}`), text: totalOf(measure, answer.total) },
          ],
          words: {
            without: t('repair.statistics.without'),
            noData: t('repair.statistics.noData'),
            tooFew: t('repair.statistics.tooFew', { n: '{n}' }),
            notEnough: t('repair.statistics.notEnough'),
          },
        }),
      )
    } catch (error) {
      refusal.value = refusalOf(error)
    }
  }

  return proxyRefs({ job, isRunning, isCanceling, refusal, cancel, take })
}
