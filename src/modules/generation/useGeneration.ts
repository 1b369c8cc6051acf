import { LineType } from '@contract/agreements'
import {
  GenerationInput,
  GenerationPreview,
  GenerationRun,
  type GenerationFilter,
} from '@contract/generationRuns'
import type { Job } from '@contract/jobs'
import { Temporal } from 'temporal-polyfill'
import { computed, proxyRefs, reactive, shallowRef, watch } from 'vue'
import { z } from 'zod'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { refusalOfJob, useJob } from '@/composables/useJob'
import { todayIn } from '@/format/time'
import { usePlaceStore } from '@/stores/place.store'
import { planDiff, type PlanChange } from './planDiff'
import { startCommit, startPreview } from './runs.sources'

type FilterName = keyof GenerationFilter
/** The parameters as the form holds them. */
export interface GenerationValues {
  from: string | null | undefined
  to: string | null | undefined
  filter: Partial<Record<FilterName, readonly string[]>>
  types: LineType[]
  continuous: boolean
  joinExisting: boolean
}

/** The next month, all kinds of lines. */
function firstValues(zone: string, filter: GenerationValues['filter']): GenerationValues {
  const month = Temporal.PlainDate.from(todayIn(zone)).with({ day: 1 }).add({ months: 1 })
  return {
    from: month.toString(),
    to: month.with({ day: month.daysInMonth }).toString(),
    filter,
    types: [...LineType.options],
    continuous: false,
    joinExisting: false,
  }
}

const StaleData = z.object({ preview: GenerationPreview })

/**
 * Parameters, plan, creation (03 §5): a plan holds for the parameters it was made with; any change clears it.
 *
 * @param filter - what the page was opened for: some agreements, a customer
 * @param created - told of the run that was written
 */
export function useGeneration(filter: GenerationValues['filter'], created: (run: GenerationRun) => void) {
  const place = usePlaceStore()
  const values = reactive<GenerationValues>(firstValues(place.zone, filter))
  const preview = shallowRef<GenerationPreview>()
  const refusal = shallowRef<Refusal>()
  /** What changed since the plan that was to be created; that plan was not written. */
  const changes = shallowRef<readonly PlanChange[]>()
  let asked: GenerationInput | undefined

  const previewJob = useJob(() => 'generation preview', onPreviewEnd)
  const commitJob = useJob(() => 'generation commit', onCommitEnd)
  const isPreviewing = computed(() => previewJob.isRunning.value)
  const isCreating = computed(() => commitJob.isRunning.value)
  const isBusy = computed(() => isPreviewing.value || isCreating.value)
  const job = computed(() => (isCreating.value ? commitJob.job.value : previewJob.job.value))

  const input = computed(() => {
    const filled = Object.entries(values.filter).filter(([, ids]) => ids.length > 0)
    return GenerationInput.safeParse({ ...values, filter: Object.fromEntries(filled) })
  })
  const canCreate = computed(() => (preview.value?.counts.orders ?? 0) > 0 && !isBusy.value)

  /** A plan that was asked for before the parameters changed is of no use any more. */
  watch(
    () => JSON.stringify(values),
    () => {
      preview.value = undefined
      changes.value = undefined
      refusal.value = undefined
      asked = undefined
    },
  )

  function onPreviewEnd(ended: Job): void {
    refusal.value = refusalOfJob(ended)
    if (ended.state === 'done' && asked !== undefined) preview.value = GenerationPreview.parse(ended.result)
  }

  function onCommitEnd(ended: Job): void {
    const refused = refusalOfJob(ended)
    const stale = refused?.code === 'PREVIEW_STALE' ? StaleData.safeParse(refused.data).data : undefined
    refusal.value = stale ? undefined : refused
    if (stale && preview.value) {
      changes.value = planDiff(preview.value, stale.preview)
      preview.value = stale.preview
    }
    if (ended.state === 'done') created(GenerationRun.parse(ended.result))
  }

  /** Starts long work; what is refused before it starts is shown like what is refused by it. */
  async function begin(work: () => Promise<void>): Promise<void> {
    refusal.value = undefined
    changes.value = undefined
    try {
      await work()
    } catch (error) {
      refusal.value = refusalOf(error)
    }
  }

  async function makePlan(): Promise<void> {
    if (isBusy.value) return
    preview.value = undefined
    const { data } = input.value
    if (!data) return
    asked = data
    await begin(() => previewJob.start(startPreview(data)))
  }

  async function create(): Promise<void> {
    const plan = preview.value
    const given = asked
    if (!plan || !given || !canCreate.value) return
    await begin(() => commitJob.start(startCommit(given, plan.fingerprint)))
  }

  function cancel(): void {
    void (isCreating.value ? commitJob.cancel() : previewJob.cancel())
  }

  const isCanceling = computed(() => previewJob.isCanceling.value || commitJob.isCanceling.value)
  return proxyRefs({
    values, preview, refusal, changes, job, isPreviewing, isCreating, isBusy, isCanceling, canCreate, input,
    makePlan, create, cancel,
  }) // prettier-ignore
}
export type Generation = ReturnType<typeof useGeneration>
