// Entry of a thread that does one task of a backup and ends.
import { constants, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { BackupError } from './db/backups/errors'
import { perform, type BackupTask } from './db/backups/tasks'
import type { FromTask } from './rpc/runInWorker'

const tell = (message: FromTask) => parentPort?.postMessage(message)
const tellEveryMs = 100
let toldAt = 0

function onShare(share: number): void {
  const now = performance.now()
  if (now - toldAt < tellEveryMs) return
  toldAt = now
  tell({ type: 'share', share })
}

/** `runInWorker` gives it; the two are built and shipped together. */
function isTask(given: unknown): given is BackupTask {
  return typeof given === 'object' && given !== null && 'type' in given
}

// On Linux this is the thread's own: whoever saves or lists meanwhile goes first. Elsewhere it would be the program's.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

try {
  const task: unknown = workerData
  if (!isTask(task)) throw new Error('the thread was started without its task')
  tell({ type: 'done', result: await perform(task, onShare) })
} catch (error) {
  if (!(error instanceof BackupError)) throw error
  tell({ type: 'refused', code: error.code, message: error.message })
}
