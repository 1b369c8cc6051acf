import type { MessagePort } from 'node:worker_threads'
import type { ServiceRole } from '../shared/contract/index'
import type { RelayMessage } from './relay'
import type { Door } from './serve'

/** What a service is started with. */
export interface ServiceOptions {
  readonly folder: string
  readonly role: ServiceRole
  /** The session of the owner that the Node host prints (R01-33); the writer knows it. */
  readonly ownerToken?: string
  /** Start with the demo company (R01-32). */
  readonly demo?: boolean
  /** The wall of the start option, and the token by which its screen reads; the writer opens its session. */
  readonly wall?: { readonly name: string; readonly token: string }
}

/** What whoever started a service tells it; Electron's ports travel beside the message. */
export type ToService =
  | { readonly type: 'connect'; readonly door: Door; readonly port?: MessagePort }
  | { readonly type: 'relay'; readonly message: RelayMessage }
  | { readonly type: 'stop' }

/** What a service tells whoever started it. */
export type FromService =
  /** The writer's says who answers what: the host itself does not load the contract. */
  | { readonly type: 'ready'; readonly roles?: Readonly<Record<string, ServiceRole>> }
  /** The store cannot be opened; one line for people. */
  | { readonly type: 'refused'; readonly problem: string }
  | { readonly type: 'relay'; readonly message: RelayMessage }
  | {
      readonly type: 'log'
      readonly level: 'info' | 'warn' | 'error'
      readonly message: string
      readonly detail?: string
    }
