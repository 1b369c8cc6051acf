import type { ChangeEvent } from '../shared/contract/changes'

/**
 * What the reader and the jobs instance tell the writer, by way of whoever started them: a commit of theirs that the
 * change stream must catch up with, events of local records, a session that was used.
 */
export type RelayMessage =
  | { readonly type: 'committed' }
  | { readonly type: 'announce'; readonly events: readonly ChangeEvent[] }
  | { readonly type: 'touch'; readonly tokenHash: string }
