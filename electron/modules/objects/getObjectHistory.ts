import type { Caller } from '../../db/act'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { ObjectEvent, ObjectHistory, ObjectReliability } from '../../shared/contract/objects'
import type { ObjectsDeps } from './objects.deps'
import type { TimeLinePlace } from './objectHistory.repository'

interface Asked {
  readonly objectId: string
  readonly after?: string | undefined
  readonly limit: number
}

/** What happened to an object, newest first, and how reliable it is (08 §5); the caller sees it already. */
export function getObjectHistory(
  { history, reliability }: Pick<ObjectsDeps, 'history' | 'reliability'>,
  { language, officeIds }: Caller,
  at: number,
  { after, limit, objectId }: Asked,
): ObjectHistory {
  const place = after === undefined ? undefined : placeOf(after)
  const found = history.events({ objectId, officeIds, language, after: place, limit: limit + 1 })
  const last = found.length > limit ? found[limit - 1] : undefined
  const spans = history.spans(objectId, officeIds)
  const items = found.slice(0, limit).map(({ event }) => event)
  const repeats = spans.filter(({ isRepeat }) => isRepeat).length
  const figures = { ...reliability(spans, at), repeats }
  return {
    items,
    ...(last ? { next: cursorOf(last.place) } : {}),
    repairs: items.filter((event) => event.kind === 'repair'),
    partChanges: items.filter((event) => event.kind === 'part'),
    returns: [],
    orders: items.filter((event) => event.kind === 'order'),
    reliability: figures,
    mtbf: figures.mtbfMinutes,
    repeats,
  }
}

/** Events on a printed time line at most. */
const mostPrinted = 2000

/** The whole time line, for paper. */
export function wholeHistory(
  deps: Pick<ObjectsDeps, 'history' | 'reliability'>,
  caller: Caller,
  at: number,
  objectId: string,
): { readonly items: readonly ObjectEvent[]; readonly reliability: ObjectReliability } {
  return getObjectHistory(deps, caller, at, { objectId, limit: mostPrinted })
}

function cursorOf({ at, key, rank }: TimeLinePlace): string {
  return [at, rank, key].join('.')
}

/** Throws INVALID_INPUT for what is no place of a time line. */
function placeOf(cursor: string): TimeLinePlace {
  const [, at, rank, key] = /^(-?\d{1,15})\.([1-3])\.(\d{1,15})$/.exec(cursor) ?? []
  if (at === undefined)
    throw domainError(commonErrors, 'INVALID_INPUT', { issues: [{ path: ['after'], message: 'cursor' }] })
  return { at: Number(at), rank: Number(rank), key: Number(key) }
}
