/** What an entry of a list's history says of its lines; without a state a line is there no more. */
export interface EntryStates<State> {
  readonly lineId: string
  readonly after: State | null
  /** Of a replacement: the line that came in. */
  readonly newLineId: string
  readonly afterNew: State | null
}

/** The state of every line after entries that stand, which come by when it was so, then by when it was said (R09-12). */
export function replay<State>(entries: Iterable<EntryStates<State>>): Map<string, State> {
  const states = new Map<string, State>()
  const put = (lineId: string, state: State | null) => {
    if (state === null) states.delete(lineId)
    else states.set(lineId, state)
  }
  for (const { after, afterNew, lineId, newLineId } of entries) {
    put(lineId, after)
    if (newLineId !== '') put(newLineId, afterNew)
  }
  return states
}

/** The states that lines had before changes that came later, in their order: the first one of a line counts. */
export function earliest<State>(
  changes: Iterable<readonly [lineId: string, before: State]>,
): Map<string, State> {
  const states = new Map<string, State>()
  for (const [lineId, before] of changes) if (!states.has(lineId)) states.set(lineId, before)
  return states
}
