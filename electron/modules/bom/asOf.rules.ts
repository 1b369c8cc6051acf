import type { BomLineState } from '../../shared/contract/serviceBoms'

/** What the state of a list is replayed from: an entry with both its times and the states after it (R09-05). */
export interface ReplayedEntry {
  readonly id: string
  readonly number: number
  readonly lineId: string
  readonly newLineId?: string | undefined
  readonly effectiveAt: number
  readonly recordedAt: number
  readonly before?: BomLineState | undefined
  readonly after?: BomLineState | undefined
  readonly afterNew?: BomLineState | undefined
  readonly undoesId?: string | undefined
}

/**
 * The entries that stand by what was recorded up to an instant: one that was taken back by then counts no more, nor does
 * the one that took it back.
 */
export function standing<Entry extends ReplayedEntry>(
  entries: readonly Entry[],
  knownAt = Number.POSITIVE_INFINITY,
): Entry[] {
  const known = entries.filter(({ recordedAt }) => recordedAt <= knownAt)
  const undone = new Set(known.map(({ undoesId }) => undoesId))
  return known.filter(({ id, undoesId }) => undoesId === undefined && !undone.has(id))
}

/** By when it was so, then by when it was said. */
function inOrder<Entry extends ReplayedEntry>(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => a.effectiveAt - b.effectiveAt || a.number - b.number)
}

/** The state of every line at an instant as it was known then (R09-12). */
export function replay(
  entries: readonly ReplayedEntry[],
  at: number,
  knownAt?: number,
): Map<string, BomLineState> {
  const states = new Map<string, BomLineState>()
  const put = (lineId: string, state: BomLineState | undefined) => {
    if (state) states.set(lineId, state)
    else states.delete(lineId)
  }
  for (const entry of inOrder(standing(entries, knownAt))) {
    if (entry.effectiveAt > at) break
    put(entry.lineId, entry.after)
    if (entry.newLineId !== undefined) put(entry.newLineId, entry.afterNew)
  }
  return states
}

/**
 * The states that lines had at an instant and have no more: those of a later change that stands. Whether a line was
 * there at all its own times say.
 */
export function earlierStates(entries: readonly ReplayedEntry[], at: number): Map<string, BomLineState> {
  const states = new Map<string, BomLineState>()
  for (const { after, before, effectiveAt, lineId } of inOrder(standing(entries)))
    // Of the later ones the first says what was so before all of them.
    if (effectiveAt > at && before && after && !states.has(lineId)) states.set(lineId, before)
  return states
}
