// Loopback HTTP and WebSocket, without Electron: the page, its sockets and the API. Listens on 127.0.0.1 only.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { MessagePort } from 'node:worker_threads'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { ServiceRole } from '../shared/contract/index'
import type { Door, Log } from './serve'
import { createApiDoor } from './serveApi'
import { createPageDoor } from './servePage'

const sockets: Readonly<Record<string, ServiceRole>> = {
  '/rpc': 'writer',
  '/rpc/read': 'reader',
  '/rpc/jobs': 'jobs',
}
const maxFrame = 16 << 20
/** WebSocket's "service restart": the page comes again. */
const restarting = 1012

const misdirected = JSON.stringify({
  defined: true,
  code: 'MISDIRECTED_REQUEST',
  status: 421,
  message: 'MISDIRECTED_REQUEST',
})

export interface LoopbackOptions {
  /** The folder of the built renderer. */
  readonly root: string
  /** 0: a free one. */
  readonly port: number
  readonly key: string
  /** The key of the page that walls have, if there is one. */
  readonly wallKey: () => string | undefined
  /** Which instance answers a procedure, by its path with dots. */
  readonly roleOf: (path: string) => ServiceRole | undefined
  /** A line to whoever answers calls of the role, started if need be; undefined while nobody does. */
  readonly connect: (role: ServiceRole, door: Door) => Promise<MessagePort | undefined>
  readonly log: Log
}

export interface Loopback {
  /** Our own address, without path or query. */
  readonly origin: string
  /** Fails the calls in flight at an instance that has gone. */
  down(role: ServiceRole): void
  close(): void
}

export async function serveLoopback(options: LoopbackOptions): Promise<Loopback> {
  const { root, port, key, wallKey, roleOf, connect, log } = options
  let origin = ''
  const open: Readonly<Record<ServiceRole, Set<WebSocket>>> = {
    writer: new Set(),
    reader: new Set(),
    jobs: new Set(),
  }
  const page = createPageDoor({ root, origin: () => origin, key, wallKey })
  const api = createApiDoor({ origin: () => origin, roleOf, connect: (role) => connect(role, 'api'), log })
  // DNS rebinding: a foreign name that leads to 127.0.0.1 is not our host.
  const isOurs = (request: IncomingMessage) => request.headers.host === new URL(origin).host

  const http = createServer((request, response) => {
    if (!isOurs(request)) {
      response.writeHead(421, { 'content-type': 'application/json' }).end(misdirected)
      return
    }
    const door = /^\/api(\/|$)/.test(request.url ?? '') ? api : page
    door.handle(request, response).catch((error: unknown) => {
      log('error', 'http', error)
      response.destroy()
    })
  })

  const upgrades = new WebSocketServer({ noServer: true, maxPayload: maxFrame, perMessageDeflate: false })
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const role = sockets[request.url ?? '']
    if (!role || !isOurs(request) || request.headers.origin !== origin || !page.isOpenFor(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      return
    }
    upgrades.handleUpgrade(request, socket, head, (client) => {
      open[role].add(client)
      client.on('close', () => open[role].delete(client))
      client.on('error', () => client.terminate())
      relaySocket(client, () => connect(role, 'rpc'), role !== 'jobs')
    })
  })

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  origin = `http://127.0.0.1:${String(portOf(http.address()))}`

  return {
    origin,
    down(role) {
      api.down(role)
      for (const client of open[role]) client.close(restarting)
    },
    close() {
      for (const clients of Object.values(open)) for (const client of clients) client.terminate()
      http.close()
      http.closeAllConnections()
    },
  }
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}

/**
 * Carries frames between a socket and the service, unparsed. `atOnce`: connects when the socket opens; else with the
 * first frame, because connecting would start an instance that nobody has asked anything yet.
 */
function relaySocket(
  client: WebSocket,
  connect: () => Promise<MessagePort | undefined>,
  atOnce: boolean,
): void {
  let line: Promise<MessagePort | undefined> | undefined

  async function openLine(): Promise<MessagePort | undefined> {
    const port = await connect()
    if (!port || client.readyState !== client.OPEN) {
      port?.close()
      client.close(restarting)
      return undefined
    }
    port.on('message', (frame: string | Uint8Array) => client.send(frame))
    port.on('close', () => client.close(restarting))
    return port
  }

  if (atOnce) line = openLine()
  client.on('message', (data: RawData, isBinary: boolean) => {
    line ??= openLine()
    const frame = frameOf(data, isBinary)
    void line.then((port) => port?.postMessage(frame))
  })
  client.on('close', () => void line?.then((port) => port?.close()))
}

function frameOf(data: RawData, isBinary: boolean): string | Uint8Array {
  const bytes = Buffer.isBuffer(data)
    ? data
    : Buffer.concat(Array.isArray(data) ? data : [new Uint8Array(data)])
  return isBinary ? new Uint8Array(bytes) : bytes.toString()
}
