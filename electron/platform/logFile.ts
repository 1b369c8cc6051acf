import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import type { Log } from '../rpc/serve'

const maxBytes = 5_000_000
const kept = 3
const linesBetweenLooks = 500

export interface LogFile {
  readonly log: Log
  readonly folder: string
}

/** Writes the log to `<folder>/logs/aftercare.log`; at 5 MB it becomes `aftercare.1.log`, three old ones are kept. */
export function openLogFile(folder: string): LogFile {
  const logs = join(folder, 'logs')
  mkdirSync(logs, { recursive: true })
  const current = join(logs, 'aftercare.log')
  const old = (number: number) => join(logs, `aftercare.${String(number)}.log`)
  const sizeOf = () => statSync(current, { throwIfNoEntry: false })?.size ?? 0

  function rotate(): void {
    rmSync(old(kept), { force: true })
    for (let number = kept - 1; number > 0; number--)
      if (statSync(old(number), { throwIfNoEntry: false })) renameSync(old(number), old(number + 1))
    renameSync(current, old(1))
  }

  if (sizeOf() > maxBytes) rotate()
  const destination = pino.destination({ dest: current, sync: true })
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination)
  let lines = 0
  return {
    folder: logs,
    log(level, message, detail) {
      logger[level](
        detail instanceof Error ? { err: detail } : detail === undefined ? {} : { detail },
        message,
      )
      lines += 1
      if (lines % linesBetweenLooks !== 0 || sizeOf() <= maxBytes) return
      rotate()
      destination.reopen()
    },
  }
}
