import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { BackupError } from '../db/backups/errors'
import type { RunTask, TaskResults } from '../db/backups/tasks'

/** What the thread of a task has to say. */
export type FromTask =
  | { readonly type: 'share'; readonly share: number }
  | { readonly type: 'done'; readonly result: TaskResults[keyof TaskResults] }
  | { readonly type: 'refused'; readonly code: BackupError['code']; readonly message: string }

/**
 * Runs a task of a backup on a thread of its own: reading a store through takes a minute, in which other jobs go on.
 *
 * @param folder - the folder of the built entries: bundled chunks must not guess it from their own place
 */
export function createRunInWorker(folder: string): RunTask {
  return (task, onShare, signal) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(join(folder, 'backup-worker.js'), { workerData: task, execArgv: [] })
      const abort = () => {
        reject(signal.reason as Error) // an AbortError, unless whoever aborts says otherwise
        void worker.terminate()
      }
      if (signal.aborted) abort()
      signal.addEventListener('abort', abort, { once: true })
      worker.on('message', (message: FromTask) => {
        if (message.type === 'share') onShare(message.share)
        else if (message.type === 'refused') reject(new BackupError(message.code, message.message))
        else resolve(message.result as TaskResults[(typeof task)['type']]) // the worker answers the task it was given
      })
      worker.once('error', reject)
      worker.once('exit', (code) => {
        signal.removeEventListener('abort', abort)
        reject(new Error(`a backup task ended with ${String(code)}`)) // after an answer this says nothing
      })
    })
}
