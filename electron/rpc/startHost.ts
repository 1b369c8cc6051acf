// The Node host: the services as worker threads behind loopback HTTP, without Electron.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { readDoorKey } from '../db/doorKey'
import { inUse } from '../db/storeLock'
import type { ServiceRole } from '../shared/contract/index'
import { passOn } from './relay'
import type { Log } from './serve'
import { wallHash } from './wallHash'
import { serveLoopback, type Loopback } from './serveLoopback'
import { STORE_IN_USE, superviseServices, WRITER_ALONE, type Services } from './supervise'
import { startWorkerService, type WorkerService } from './workerService'

export interface HostOptions {
  /** The build folder: bundled chunks must not guess it from their own place. */
  readonly out: string
  readonly folder: string
  readonly port?: number
  readonly demo?: boolean
  /** The wall that is opened, by its name (R07-60). */
  readonly wall?: string | undefined
  readonly log: Log
  /** Called when the services cannot go on after the start: one line for people. */
  readonly failed?: (problem: string) => void
}

export interface Host {
  /** Without path or query. */
  readonly url: string
  /** The owner's session (R01-33). */
  readonly token: string
  /** The browser's opening address, with the page's key. */
  readonly openingUrl: string
  readonly services: Services<WorkerService>
  close(): Promise<void>
}

const secret = () => randomBytes(32).toString('base64url')

/** Starts the services and serves them. Rejects with one line for people when the folder cannot be had. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { out, folder, port = 0, demo = false, wall, log, failed } = options
  const ownerToken = secret()
  const key = secret()
  const shown = wall === undefined ? undefined : { name: wall, token: secret() }
  let loopback: Loopback | undefined
  let problem: string | undefined
  let roles: ReadonlyMap<string, ServiceRole> = new Map()
  let resolveOpened: () => void = () => undefined
  let rejectOpened: (error: Error) => void = () => undefined
  const opened = new Promise<void>((resolve, reject) => {
    resolveOpened = resolve
    rejectOpened = reject
  })

  function spawn(role: ServiceRole): WorkerService {
    const writerOnly = role === 'writer' ? { ownerToken, demo, ...(shown ? { wall: shown } : {}) } : {}
    return startWorkerService(
      join(out, 'main/service.js'),
      { folder, role, ...writerOnly },
      {
        log,
        refused: (reason) => (problem = reason),
        relay: (message) => passOn(services, role, message),
        roles: (told) => (roles = new Map(Object.entries(told))),
      },
    )
  }

  const services = superviseServices(spawn, {
    up: (role) => {
      if (role === 'reader') resolveOpened()
    },
    down: (role, code, willRestart) => {
      loopback?.down(role)
      if (willRestart || code === WRITER_ALONE) return
      const reason = code === STORE_IN_USE ? inUse(folder) : (problem ?? `The ${role} keeps stopping.`)
      if (role !== 'writer') log('error', reason)
      else if (loopback) failed?.(reason)
      else rejectOpened(new HostError(reason))
    },
  })

  try {
    await opened
    loopback = await serveLoopback({
      root: join(out, 'renderer'),
      port,
      key,
      wallKey: () => readDoorKey(folder),
      roleOf: (path) => roles.get(path),
      log,
      connect: async (role, door) => (await services.demand(role))?.connect(door),
    })
  } catch (error) {
    await services.stop()
    throw error
  }
  const served = loopback
  return {
    url: served.origin,
    token: ownerToken,
    openingUrl: `${served.origin}/?key=${key}${shown ? wallHash(shown) : ''}`,
    services,
    async close() {
      served.close()
      await services.stop()
    },
  }
}

/** Why the host cannot start, in words for people. */
export class HostError extends Error {
  override readonly name = 'HostError'
}
