import { utilityProcess, type MessagePortMain } from 'electron'
import type { FromService, ServiceOptions, ToService } from '../rpc/childMessages'
import type { RelayMessage } from '../rpc/relay'
import type { Log } from '../rpc/serve'
import type { Child } from '../rpc/supervise'

export interface UtilityService extends Child {
  /** Gives the service a line to a window. */
  connect(port: MessagePortMain): void
  relay(message: RelayMessage): void
}

export interface UtilityEvents {
  readonly log: Log
  readonly refused: (problem: string) => void
  readonly relay: (message: RelayMessage) => void
}

/** One instance of the data service as a utility process. */
export function startUtilityService(
  entry: string,
  options: ServiceOptions,
  { log, refused, relay }: UtilityEvents,
): UtilityService {
  const child = utilityProcess.fork(entry, [JSON.stringify(options)], {
    serviceName: `Aftercare ${options.role}`,
  })
  const post = (message: ToService, ports: MessagePortMain[] = []) => child.postMessage(message, ports)

  const ready = new Promise<void>((resolve) => {
    child.on('message', (message: FromService) => {
      switch (message.type) {
        case 'ready':
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
    onExit: (listener) => void child.once('exit', listener),
    connect: (port) => post({ type: 'connect', door: 'rpc' }, [port]),
    relay: (message) => post({ type: 'relay', message }),
  }
}
