import type { ChangeEvent } from '../shared/contract/changes'
import type { ServiceRole } from '../shared/contract/index'
import type { Child, Services } from './supervise'

/**
 * What the instances tell one another, by way of whoever started them. To the writer: a commit that the change stream
 * must catch up with, events of local records, a session that was used. To the jobs instance: a backup is due. To whoever
 * started them: the store is to be closed and opened again, because a restore is prepared or damage was found.
 */
export type RelayMessage =
  | { readonly type: 'committed' }
  | { readonly type: 'announce'; readonly events: readonly ChangeEvent[] }
  | { readonly type: 'touch'; readonly tokenHash: string }
  | { readonly type: 'backUp' }
  | { readonly type: 'reopen' }

interface Told extends Child {
  relay(message: RelayMessage): void
}

/** Hands on what an instance has to say; called by whoever started the instances. */
export function passOn(services: Services<Told>, from: ServiceRole, message: RelayMessage): void {
  if (message.type === 'reopen') void services.reopen()
  else if (message.type === 'backUp') void services.demand('jobs').then((jobs) => jobs?.relay(message))
  else if (from !== 'writer') services.child('writer')?.relay(message)
}
