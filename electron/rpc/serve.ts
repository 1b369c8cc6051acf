import { StandardOpenAPIHandler } from '@orpc/openapi/standard'
import { StandardRPCSerializer } from '@orpc/client/standard'
import type { Router } from '@orpc/server'
import {
  StandardHandler,
  StandardRPCCodec,
  StandardRPCMatcher,
  type StandardHandlerOptions,
} from '@orpc/server/standard'
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer'
import { ServerPeer } from '@orpc/standard-server-peer'
import { inspect } from 'node:util'
import { Language } from '../shared/contract/session'
import { LeanSerializer } from './leanSerializer'
import type { Frame, Wire } from './wire'

/** `rpc`: our own screens. `api`: OpenAPI over HTTP, which the Node host brings in the same frames. */
export type Door = 'rpc' | 'api'
export type Log = (level: 'info' | 'warn' | 'error', message: string, detail?: unknown) => void

/** A log entry's detail as text: the stack of an error, anything else as it can be written. */
export function detailText(detail: unknown): string | undefined {
  if (detail === undefined || typeof detail === 'string') return detail
  if (detail instanceof Error) return detail.stack ?? detail.message
  return inspect(detail)
}

/** What a call brings from outside in its headers: the session token, the id of the act, the window's language. */
export interface CallStart {
  readonly token?: string
  readonly actId?: string
  readonly language?: Language
}
type Options = StandardHandlerOptions<CallStart>
type RootInterceptor = NonNullable<Options['rootInterceptors']>[number]

/** What is served: the router behind its fence. */
export interface Served {
  // oRPC's own name for "a router of any procedures"; its inputs are checked by each procedure's schema.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the parameter type of oRPC's handlers
  readonly router: Router<any, CallStart>
  readonly interceptors: NonNullable<Options['clientInterceptors']>
}

const maxTextFrame = 16 << 20

/** The handlers of both doors, with one fence. */
export function createHandlers({
  router,
  interceptors: clientInterceptors,
}: Served): Record<Door, StandardHandler<CallStart>> {
  const codec = new StandardRPCCodec(new StandardRPCSerializer(new LeanSerializer()))
  const rpc = { clientInterceptors, rootInterceptors: [takeToken] }
  return {
    rpc: new StandardHandler(router, new StandardRPCMatcher(), codec, rpc),
    api: new StandardOpenAPIHandler(router, { clientInterceptors, rootInterceptors: [takeToken, parseBody] }),
  }
}

const uuidv7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const takeToken: RootInterceptor = (call) => {
  const header = call.request.headers['authorization']
  const token = /^Bearer ([\w.~+/=-]+)$/.exec(typeof header === 'string' ? header : '')?.[1]
  const act = call.request.headers['x-act']
  const actId = typeof act === 'string' && uuidv7.test(act) ? act : undefined
  const language = Language.safeParse(call.request.headers['accept-language']).data
  const context = {
    ...(token === undefined ? {} : { token }),
    ...(actId === undefined ? {} : { actId }),
    ...(language === undefined ? {} : { language }),
  }
  return call.next({ ...call, context })
}

/** The host hands bodies over unread, because parsing a large one must not stop its event loop. */
const parseBody: RootInterceptor = async (call) => {
  const unread = await call.request.body()
  const text = unread instanceof Blob ? await unread.text() : ''
  let parsed: unknown = undefined
  try {
    if (text.trim() !== '') parsed = JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { matched: true, response: { status: 400, headers: {}, body: notJson } }
  }
  return call.next({ ...call, request: { ...call.request, body: () => Promise.resolve(parsed) } })
}

const notJson = {
  defined: true,
  code: 'INVALID_INPUT',
  status: 400,
  message: 'INVALID_INPUT',
  data: { issues: [{ path: [], message: 'json' }] },
}

/**
 * Ties a handler to a wire; a malformed frame is logged and closes that line only.
 *
 * @param onFrame - told of every frame that comes
 */
export function serve(
  handler: StandardHandler<CallStart>,
  wire: Wire,
  log: Log,
  onFrame: () => void = () => undefined,
): void {
  const peer = new ServerPeer((message) => wire.send(message as Frame)) // the peer encodes to text or bytes only
  const handle = createServerPeerHandleRequestFn(handler, { context: {} })

  function refuse(problem: string, detail?: unknown): void {
    log('warn', problem, detail)
    wire.close()
    peer.close()
  }

  wire.onFrame((frame) => {
    onFrame()
    if (!isFrame(frame)) {
      refuse('rpc: frame refused')
      return
    }
    peer.message(frame, handle).catch((error: unknown) => {
      if (error instanceof SyntaxError || error instanceof TypeError)
        refuse('rpc: malformed frame, closing its line', error)
      else log('warn', 'rpc: stream failed', error)
    })
  })
  wire.onClose(() => peer.close())
}

function isFrame(frame: unknown): frame is string | Uint8Array<ArrayBuffer> {
  return typeof frame === 'string' ? frame.length <= maxTextFrame : frame instanceof Uint8Array
}
