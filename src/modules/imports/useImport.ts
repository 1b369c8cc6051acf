import { ImportId } from '@contract/id'
import type { ImportConstants, ImportDetail, ImportMapping } from '@contract/imports'
import type { Job } from '@contract/jobs'
import { computed, proxyRefs, ref, shallowRef } from 'vue'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { refusalOfJob, useJob } from '@/composables/useJob'
import { useSubmit } from '@/composables/useSubmit'
import { client } from '@/rpc/client'

/** The steps after the file has been taken (01 §5). */
export type ImportStep = 'mapping' | 'check' | 'confirm' | 'result'

export interface MappingChoice {
  readonly mapping: ImportMapping
  readonly constants: ImportConstants
  readonly emptyClears: boolean
  readonly keepRepairableOpen: boolean
}

const stepOf: Readonly<Record<ImportDetail['state'], ImportStep>> = {
  uploaded: 'mapping',
  mapped: 'mapping',
  checked: 'check',
  committed: 'result',
  undone: 'result',
  discarded: 'result',
}

/** One import on its way through the wizard; its jobs are followed over page changes (R01-16…R01-19). */
export function useImport(id: string) {
  const importId = ImportId.parse(id)
  const record = shallowRef<ImportDetail>()
  const step = ref<ImportStep>('mapping')
  const failure = shallowRef<Refusal>()
  /** Why the last job has ended without its result. */
  const jobRefusal = shallowRef<Refusal>()
  const isCanceled = ref(false)

  const { job, isRunning, isCanceling, start, cancel } = useJob(
    () => importId,
    (ended) => void onEnded(ended),
  )

  async function load(goesOn = true): Promise<void> {
    try {
      record.value = await client.imports.getImport({ importId })
      failure.value = undefined
      if (goesOn) step.value = stepOf[record.value.state]
    } catch (error) {
      failure.value = refusalOf(error)
    }
  }

  async function onEnded(ended: Job): Promise<void> {
    isCanceled.value = ended.state === 'canceled'
    jobRefusal.value = refusalOfJob(ended)
    await load()
  }

  async function begin(job: Promise<{ jobId: Job['id'] }>): Promise<void> {
    isCanceled.value = false
    jobRefusal.value = undefined
    await start(job)
  }

  function current(): ImportDetail {
    if (!record.value) throw new Error('the import is not there yet')
    return record.value
  }

  /** Stores the mapping, then checks the file. */
  const check = useSubmit(async (choice: MappingChoice) => {
    const { version } = current()
    record.value = await client.imports.mapColumns({ importId, expectedVersion: version, ...choice })
    await begin(client.imports.checkImport({ importId }))
  })
  const commit = useSubmit(async (acceptWarnings: boolean, reason: string | undefined) => {
    const { version, fingerprint = '' } = current()
    const asked = { importId, expectedVersion: version, fingerprint, acceptWarnings, reason }
    await begin(client.imports.commitImport(asked))
  })
  const undo = useSubmit(async (reason: string | undefined) => {
    await begin(client.imports.undoImport({ importId, expectedVersion: current().version, reason }))
  })
  const discard = useSubmit(async () => {
    record.value = await client.imports.discardImport({ importId, expectedVersion: current().version })
    step.value = 'result'
  })

  /** A stale preview has been made anew: it must be looked at again (R01-18). */
  const isStale = computed(() => jobRefusal.value?.code === 'PREVIEW_STALE')
  void load()

  return proxyRefs({
    importId, record, step, failure, jobRefusal, isStale, isCanceled, job, isRunning, isCanceling,
    load, cancel,
    check: proxyRefs(check), commit: proxyRefs(commit), undo: proxyRefs(undo), discard: proxyRefs(discard),
  }) // prettier-ignore
}
export type ImportPage = ReturnType<typeof useImport>
