import type { ClientContext } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import type { ServiceRole } from '@contract/index'
import { packedRows } from '@contract/packedRows'
import { shallowRef } from 'vue'
import { Line, type Link } from './line'
import { readToken } from './token'

declare global {
  /** Set by the preload script; absent in a plain browser. */
  interface Window {
    readonly aftercare?: {
      readonly shell: 'electron'
      /** Asks for the ports to the data service; they arrive as window messages. */
      connect(): void
    }
  }
}

const sockets: Readonly<Record<ServiceRole, string>> = {
  writer: '/rpc',
  reader: '/rpc/read',
  jobs: '/rpc/jobs',
}
const roles: readonly ServiceRole[] = ['writer', 'reader', 'jobs']

/** One line to each instance of the data service. */
export const lines: Readonly<Record<ServiceRole, Line>> = {
  writer: new Line(20_000),
  reader: new Line(20_000),
  jobs: new Line(120_000),
}

/** Whether the writer answers; the jobs instance starts on demand, a reader on its way back only delays queries. */
export const isOnline = shallowRef(false)
/** Set once a connection has been there and broke. */
export const isLost = shallowRef(false)

const headers = ({ context }: { readonly context?: ClientContext }): Record<string, string> => {
  const token = readToken()
  const act: unknown = context?.['actId']
  return {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(typeof act === 'string' ? { 'x-act': act } : {}),
    // Names that are kept in several languages come in the one this window shows.
    'accept-language': document.documentElement.lang,
  }
}

const options = { headers, customJsonSerializers: [packedRows] }

function up(role: ServiceRole, link: Link): void {
  lines[role].up(link)
  if (role !== 'writer') return
  isOnline.value = true
  isLost.value = false
}

function down(role: ServiceRole): void {
  lines[role].down()
  if (role !== 'writer') return
  isOnline.value = false
  isLost.value = true
}

/** Connects to the data service and comes back whenever the connection breaks. */
export function connect(): void {
  if (window.aftercare) connectPorts(window.aftercare.connect)
  else for (const role of roles) openSocket(role, 250)
}

interface PortMessage {
  readonly aftercare: 'port' | 'gone'
  readonly role: ServiceRole
}

function isPortMessage(value: unknown): value is PortMessage {
  return typeof value === 'object' && value !== null && 'aftercare' in value && 'role' in value
}

function connectPorts(ask: () => void): void {
  const current = new Map<ServiceRole, MessagePort>()
  window.addEventListener('message', ({ source, data, ports }: MessageEvent<unknown>) => {
    if (source !== window || !isPortMessage(data)) return
    const { role } = data
    if (data.aftercare === 'gone') {
      current.delete(role)
      down(role)
      return
    }
    const [port] = ports
    if (!port) return
    current.set(role, port)
    port.addEventListener('close', () => {
      if (current.get(role) === port) down(role) // not the port before
    })
    up(role, new PortLink({ port, ...options }))
    port.start()
  })
  ask()
}

function openSocket(role: ServiceRole, waitMs: number): void {
  const websocket = new WebSocket(`${location.origin.replace('http', 'ws')}${sockets[role]}`)
  let wasOpen = false
  websocket.onopen = () => {
    wasOpen = true
    up(role, new SocketLink({ websocket, ...options }))
  }
  websocket.onclose = () => {
    if (wasOpen) down(role)
    setTimeout(() => openSocket(role, wasOpen ? 250 : Math.min(waitMs * 2, 5000)), waitMs)
  }
}
