import { ORPCError } from '@orpc/client'
import type {
  Backup,
  BackupDetail,
  BackupList,
  BackupSettings,
  SetBackupSettingsInput,
} from '@contract/backups'
import type { Job } from '@contract/jobs'
import { computed, reactive, ref, shallowRef } from 'vue'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { refusalOfJob, useJob } from '@/composables/useJob'
import { useSubmit } from '@/composables/useSubmit'
import { client } from '@/rpc/client'

/** The backups of this machine: what is there, making one, how they are made. */
export function useBackups() {
  const list = shallowRef<BackupList>()
  const settings = shallowRef<BackupSettings>()
  const problem = shallowRef<Refusal>()
  const ended = shallowRef<Job>()

  async function load(): Promise<void> {
    try {
      const [nextList, nextSettings] = await Promise.all([
        client.backups.listBackups({}),
        client.backups.getBackupSettings({}),
      ])
      list.value = nextList
      settings.value = nextSettings
      problem.value = undefined
    } catch (error) {
      problem.value = refusalOf(error)
    }
  }

  const { job, isRunning, isCanceling, start, cancel } = useJob(
    () => 'backups.createBackup',
    (done) => {
      ended.value = done
      void load()
    },
  )
  const begin = useSubmit(async () => {
    ended.value = undefined
    await start(client.backups.createBackup({}))
  })
  /** What became of the last one that was made here: its refusal, or nothing. */
  const failed = computed(() => begin.refusal.value ?? (ended.value ? refusalOfJob(ended.value) : undefined))
  const isDone = computed(() => ended.value?.state === 'done')

  void load()
  return reactive({
    ...{ list, settings, problem, load, job, isRunning, isCanceling, cancel, failed, isDone },
    make: begin.run,
  })
}

export function saveSettings(input: SetBackupSettingsInput): Promise<BackupSettings> {
  return client.backups.setBackupSettings(input)
}

export function readBackup({ file }: Pick<Backup, 'file'>): Promise<BackupDetail> {
  return client.backups.getBackup({ file })
}

const lookEveryMs = 300
const looks = 200

/** The restored store answers once it no longer knows this session. */
async function waitForStore(): Promise<void> {
  for (let look = 0; look < looks; look++) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
    try {
      await client.session.getSession()
    } catch (error) {
      if (error instanceof ORPCError && error.status === 401) return
    }
  }
}

/** Restores one backup; `restored` is told when the store has been replaced and everybody has to sign in again. */
export function useRestore(file: string, restored: () => void) {
  const failed = shallowRef<Refusal>()
  const isReopening = ref(false)
  const { job, isRunning, isCanceling, start, cancel } = useJob(
    () => 'backups.restoreBackup',
    (done) => {
      isReopening.value = done.state === 'done'
      if (isReopening.value) void waitForStore().then(restored)
      else failed.value = refusalOfJob(done)
    },
  )
  const begin = useSubmit(async (given: { companyName: string; passphrase: string; reason: string }) => {
    failed.value = undefined
    const { companyName, passphrase, reason } = given
    await start(
      client.backups.restoreBackup({
        file,
        companyName,
        ...(passphrase === '' ? {} : { passphrase }),
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      }),
    )
  })
  return reactive({
    ...{ job, isCanceling, cancel, run: begin.run },
    isRunning: computed(() => isRunning.value || isReopening.value),
    refusal: computed(() => begin.refusal.value ?? failed.value),
  })
}
