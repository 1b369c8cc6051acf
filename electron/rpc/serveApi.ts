// The API door: HTTP in, the service's own frames out. It parses no body and keeps no data.
import { ORPCError } from '@orpc/client'
import { sendStandardResponse, toAbortSignal } from '@orpc/standard-server-node'
import { ClientPeer } from '@orpc/standard-server-peer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { MessagePort } from 'node:worker_threads'
import type { ServiceRole } from '../shared/contract/index'
import type { Log } from './serve'

const maxBody = 64 << 20

export interface ApiDoorOptions {
  /** Our own address, known once the server listens. */
  readonly origin: () => string
  /** Which instance answers a procedure, by its path with dots. */
  readonly roleOf: (path: string) => ServiceRole | undefined
  /** A line to whoever answers calls of the role; undefined while nobody does. */
  readonly connect: (role: ServiceRole) => Promise<MessagePort | undefined>
  readonly log: Log
}

export interface ApiDoor {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Fails the calls in flight at an instance that has gone. */
  down(role: ServiceRole): void
}

/** Answers `/api`: the OpenAPI document, and every procedure as a POST. */
export function createApiDoor({ origin, roleOf, connect, log }: ApiDoorOptions): ApiDoor {
  const peers = new Map<ServiceRole, ClientPeer>()

  async function peerOf(role: ServiceRole): Promise<ClientPeer> {
    const known = peers.get(role)
    if (known) return known
    const port = await connect(role)
    if (!port) throw refusal('SERVICE_UNAVAILABLE', 503)
    const racing = peers.get(role)
    if (racing) {
      port.close()
      return racing
    }
    const peer = new ClientPeer((frame) => port.postMessage(frame))
    port.on('message', (frame: string | Uint8Array<ArrayBuffer>) => void peer.message(frame))
    peers.set(role, peer)
    return peer
  }

  async function call(path: readonly string[], role: ServiceRole, request: ApiRequest) {
    const peer = await peerOf(role)
    return peer.request({
      method: 'POST',
      url: new URL(`/${path.join('/')}`, origin()),
      headers: request.authorization === undefined ? {} : { authorization: request.authorization },
      body: request.body,
      signal: request.signal,
    })
  }

  async function answer(request: IncomingMessage, signal: AbortSignal) {
    const { authorization, origin: from } = request.headers
    if (from !== undefined && from !== origin()) throw refusal('FORBIDDEN', 403, {})
    const path = pathOf(request.url ?? '', origin())
    if (path.join('/') === 'openapi.json') {
      assertMethod(request, 'GET')
      const session = await call(['session', 'getSession'], 'reader', {
        authorization,
        body: undefined,
        signal,
      })
      if (session.status !== 200) return session
      const { openApi } = await import('./openApi')
      return { status: 200, headers: {}, body: await openApi(`${origin()}/api`) }
    }
    const role = path.length === 2 ? roleOf(path.join('.')) : undefined
    if (!role) throw refusal('NOT_FOUND', 404, { entity: 'procedure', id: path.join('.') })
    assertMethod(request, 'POST')
    const type = request.headers['content-type'] ?? 'application/json'
    if (!/^application\/json\s*(;|$)/i.test(type)) throw refusal('UNSUPPORTED_MEDIA_TYPE', 415)
    const body = new Blob(await read(request), { type: 'application/json' })
    return call(path, role, { authorization, body, signal })
  }

  return {
    async handle(request, response) {
      const signal = toAbortSignal(response)
      try {
        await sendStandardResponse(response, await answer(request, signal))
      } catch (error) {
        if (signal.aborted) return
        if (!(error instanceof ORPCError)) log('error', 'api', error)
        const known = error instanceof ORPCError ? error : refusal('INTERNAL_SERVER_ERROR', 500)
        await sendStandardResponse(response, { status: known.status, headers: {}, body: known.toJSON() })
      }
    },
    down(role) {
      peers.get(role)?.close({ reason: refusal('SERVICE_UNAVAILABLE', 503) })
      peers.delete(role)
    },
  }
}

interface ApiRequest {
  readonly authorization: string | undefined
  readonly body: Blob | undefined
  readonly signal: AbortSignal
}

function refusal(code: string, status: number, data?: unknown) {
  return new ORPCError(code, { defined: status < 500 || status === 503, status, message: code, data })
}

/** The parts after `/api`; nothing for what is no path. */
function pathOf(url: string, origin: string): string[] {
  const parsed = URL.parse(url, origin)
  return parsed ? parsed.pathname.split('/').slice(2) : []
}

function assertMethod(request: IncomingMessage, method: string): void {
  if (request.method !== method) throw refusal('METHOD_NOT_SUPPORTED', 405)
}

async function read(request: IncomingMessage): Promise<Buffer<ArrayBuffer>[]> {
  const chunks: Buffer<ArrayBuffer>[] = []
  let size = Number(request.headers['content-length'] ?? 0)
  if (size > maxBody) throw refusal('PAYLOAD_TOO_LARGE', 413)
  size = 0
  // Without `destroyOnReturn: false` the socket would be gone before the refusal is sent.
  const parts: AsyncIterable<Buffer<ArrayBuffer>> = request.iterator({ destroyOnReturn: false })
  for await (const part of parts) {
    size += part.length
    if (size > maxBody) throw refusal('PAYLOAD_TOO_LARGE', 413)
    chunks.push(part)
  }
  return chunks
}
