import { CustomerId, OfficeId, StageId, WorkerId } from '@contract/id'
import { ReportRows, type Report, type ReportFormat, type ReportId } from '@contract/reportRuns'
import { Language } from '@contract/session'
import type { ComplianceGrouping } from '@contract/slaReport'
import { computed, proxyRefs, reactive, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { takeFile } from '@/composables/exportFile'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { refusalOfJob, useJob } from '@/composables/useJob'
import { useFormat } from '@/composables/useFormat'
import { todayIn } from '@/format/time'
import { client } from '@/rpc/client'
import { usePlaceStore } from '@/stores/place.store'
import { useToastsStore } from '@/stores/toasts.store'

type RunInput = Parameters<typeof client.reports.runReport>[0]

/** Which orders a report counts, as the form holds it. */
export interface ReportValues {
  from: string | null | undefined
  to: string | null | undefined
  officeId?: string | null | undefined
  customerId?: string | null | undefined
  technicianId?: string | null | undefined
  stageId?: string | null | undefined
  groupBy?: ComplianceGrouping | null | undefined
}

function thisMonth(zone: string): ReportValues {
  const today = todayIn(zone)
  const [year = 0, month = 0] = today.split('-').map(Number)
  const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
  return { from: `${today.slice(0, 8)}01`, to: last }
}

/** The reports the user may run, one of them with its figures, and its files (12 §5). */
export function useReport() {
  const { locale, t } = useI18n()
  const format = useFormat()
  const place = usePlaceStore()
  const toasts = useToastsStore()
  const reports = shallowRef<readonly Report[]>()
  const reportId = shallowRef<ReportId>()
  const values = reactive<ReportValues>(thisMonth(place.zone))
  const grouping = computed<ComplianceGrouping>(() => values.groupBy ?? 'sla')
  /** What the figures shown were asked for. */
  const asked = shallowRef<{ from: string; to: string; groupBy: ComplianceGrouping }>()
  const answer = shallowRef<ReportRows>()
  const refusal = shallowRef<Refusal>()
  const chosen = computed(() => reports.value?.find(({ id }) => id === reportId.value))
  const takes = (parameter: Report['parameters'][number]) =>
    chosen.value?.parameters.includes(parameter) === true

  const { cancel, isCanceling, isRunning, job, start } = useJob(
    () => 'report',
    (ended) => void onEnd(ended),
  )

  async function onEnd(ended: NonNullable<typeof job.value>): Promise<void> {
    refusal.value = refusalOfJob(ended)
    if (ended.state !== 'done') return
    const rows = ReportRows.safeParse(ended.result)
    if (rows.success) {
      answer.value = rows.data
      return
    }
    try {
      toasts.mention(t('reports.done', { name: await takeFile(ended.result) }))
    } catch (error) {
      refusal.value = refusalOf(error)
    }
  }

  async function load(): Promise<void> {
    try {
      reports.value = (await client.reports.listReports()).items
      reportId.value ??= reports.value[0]?.id
      refusal.value = undefined
    } catch (error) {
      refusal.value = refusalOf(error)
    }
  }

  /** The label of a date: service levels count by the day of their final stop, replaced parts by their replacement. */
  function dateLabel(which: 'from' | 'to'): string {
    if (reportId.value === 'slaCompliance')
      return t(which === 'from' ? 'reports.parameter.slaFrom' : 'reports.parameter.slaTo')
    if (reportId.value === 'bomReplacements')
      return t(which === 'from' ? 'reports.parameter.bomFrom' : 'reports.parameter.bomTo')
    return t(`reports.parameter.${which}`)
  }

  /** What was asked, in words, for files. */
  function about(from: string, to: string): { title: string; text: string }[] {
    const grouped = { title: t('reports.parameter.groupBy'), text: t(`reports.groupBy.${grouping.value}`) }
    return [
      { title: dateLabel('from'), text: format.date(from) },
      { title: dateLabel('to'), text: format.date(to) },
      ...(takes('groupBy') ? [grouped] : []),
    ]
  }

  async function run(as?: ReportFormat): Promise<void> {
    const report = chosen.value
    const { from, to } = values
    if (!report || !from || !to || isRunning.value) return
    const officeId = OfficeId.safeParse(values.officeId).data
    const customerId = CustomerId.safeParse(values.customerId).data
    const technicianId = WorkerId.safeParse(values.technicianId).data
    const stageId = StageId.safeParse(values.stageId).data
    const input: RunInput = {
      reportId: report.id,
      parameters: {
        ...{ from, to },
        ...(officeId ? { officeIds: [officeId] } : {}),
        ...(customerId ? { customerId } : {}),
        ...(stageId && takes('stageIds') ? { stageIds: [stageId] } : {}),
        ...(technicianId && takes('technicianId') ? { technicianId } : {}),
        ...(takes('groupBy') ? { groupBy: grouping.value } : {}),
      },
      ...(as ? { format: as } : {}),
      language: Language.catch('en').parse(locale.value),
      title: t(`reports.name.${report.id}`),
      titles: Object.fromEntries(report.columns.map(({ field }) => [field, t(`reports.column.${field}`)])),
      total: t('reports.total'),
      about: about(from, to),
    }
    refusal.value = undefined
    if (!as) asked.value = { from, to, groupBy: grouping.value }
    try {
      await start(client.reports.runReport(input))
    } catch (error) {
      refusal.value = refusalOf(error)
    }
  }

  watch(reportId, () => (answer.value = undefined))
  void load()
  return proxyRefs({
    ...{ reports, reportId, chosen, values, answer, refusal, job, isRunning, isCanceling },
    ...{ load, run, cancel, takes, dateLabel, grouping, asked },
  })
}
