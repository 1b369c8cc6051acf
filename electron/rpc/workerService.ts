import { setFlagsFromString } from 'node:v8'
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import type { ServiceRole } from '../shared/contract/index'
import type { FromService, ServiceOptions, ToService } from './childMessages'
import type { Door, Log } from './serve'
import type { Child } from './supervise'
import type { RelayMessage } from './relay'

export interface WorkerService extends Child {
  /** A line of its own to the service. */
  connect(door: Door): MessagePort
  relay(message: RelayMessage): void
  /** Ends the thread at once, as a crash would. */
  crash(): Promise<number>
}

export interface WorkerEvents {
  readonly log: Log
  readonly refused: (problem: string) => void
  readonly relay: (message: RelayMessage) => void
  /** Which instance answers each procedure, by its path with dots. */
  readonly roles?: (roles: Readonly<Record<string, ServiceRole>>) => void
}

// Three instances share one process: collecting early and often keeps it small while an import runs.
setFlagsFromString('--heap-growing-percent=32')
/** Of new objects: who reads makes answers of tens of thousands of parts, which a small space copies again and again. */
const maxYoungGenerationSizeMb: Readonly<Record<ServiceRole, number>> = { writer: 6, reader: 24, jobs: 6 }

/** One instance of the data service as a worker thread. */
export function startWorkerService(
  entry: string,
  options: ServiceOptions,
  { log, refused, relay, roles }: WorkerEvents,
): WorkerService {
  // An own execArgv: the parent's could make the thread unable to start (`--input-type`).
  const resourceLimits = { maxYoungGenerationSizeMb: maxYoungGenerationSizeMb[options.role] }
  const worker = new Worker(entry, { workerData: options, execArgv: [], resourceLimits })
  const post = (message: ToService, transfer: MessagePort[] = []) => worker.postMessage(message, transfer)
  worker.on('error', (error) => log('error', `${options.role} crashed`, error))

  const ready = new Promise<void>((resolve) => {
    worker.on('message', (message: FromService) => {
      switch (message.type) {
        case 'ready':
          if (message.roles) roles?.(message.roles)
          resolve()
          return
        case 'refused':
          refused(message.problem)
          return
        case 'relay':
          relay(message.message)
          return
        case 'log':
          log(message.level, `${options.role}: ${message.message}`, message.detail)
      }
    })
  })

  return {
    ready,
    stop: () => post({ type: 'stop' }),
    onExit: (listener) => void worker.once('exit', listener),
    connect: (door) => {
      const { port1, port2 } = new MessageChannel()
      post({ type: 'connect', door, port: port2 }, [port2])
      return port1
    },
    relay: (message) => post({ type: 'relay', message }),
    crash: () => worker.terminate(),
  }
}
