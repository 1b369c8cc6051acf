import { z } from 'zod'
import type { Caller } from '../../db/act'
import type { SearchSource } from '../../db/searchIndex'
import { readQuestion } from '../../db/searchWords'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { ItemId } from '../../shared/contract/id'
import { SearchType, type SearchHit } from '../../shared/contract/search'
import { ranks, type FoundRow, type Rank, type SearchRepository } from './search.repository'

export interface SearchDeps {
  readonly repository: SearchRepository
  readonly sources: readonly SearchSource[]
}
interface Request {
  readonly text: string
  readonly types?: readonly SearchType[] | undefined
  readonly after?: string | undefined
  readonly limit: number
}
interface Found {
  readonly items: SearchHit[]
  readonly next?: string
}

/** Where a page ends: the rank, and of each type the key of its last hit. */
const Place = z.object({
  rank: z.enum(ranks),
  below: z.partialRecord(SearchType, z.int()),
})
type Place = z.infer<typeof Place>

interface Candidate extends FoundRow {
  readonly type: SearchType
}

/** A page of what the caller may read and the text finds, best first, newest first (R01-12). */
export function listRecords({ repository, sources }: SearchDeps, caller: Caller, request: Request): Found {
  const { after, limit, text, types } = request
  const start: Place = after === undefined ? { rank: 'exact', below: {} } : readPlace(after)
  const question = readQuestion(text)
  if (!question) return { items: [] }
  const searched = sources.filter(
    ({ permission, type }) =>
      (types?.includes(type) ?? true) && (caller.permissions.get(permission) ?? 'board') !== 'board',
  )
  const items: SearchHit[] = []
  for (const rank of ranks.slice(ranks.indexOf(start.rank))) {
    const below = rank === start.rank ? start.below : {}
    const wanted = limit - items.length
    const found = searched.map((source) =>
      repository
        .find(source, caller, question, rank, below[source.type] ?? Number.MAX_SAFE_INTEGER, wanted + 1)
        .map((row) => ({ ...row, type: source.type })),
    )
    const page = newestFirst(found, wanted)
    items.push(...page.map(hitOf))
    const hasMore = found.reduce((count, rows) => count + rows.length, 0) > page.length
    if (hasMore) return { items, next: placeAfter(rank, below, page) }
  }
  return { items }
}

/** Each type comes newest first already; between types the ids tell, which begin with the time they were made. */
function newestFirst(series: readonly (readonly Candidate[])[], limit: number): Candidate[] {
  const at = series.map(() => 0)
  const merged: Candidate[] = []
  while (merged.length < limit) {
    let best = -1
    let newest: Candidate | undefined
    for (const [index, rows] of series.entries()) {
      const row = rows[at[index] ?? 0]
      if (row && (!newest || row.id > newest.id)) [best, newest] = [index, row]
    }
    if (!newest) break
    at[best] = (at[best] ?? 0) + 1
    merged.push(newest)
  }
  return merged
}

function hitOf({ id, itemId, number, state, title, type }: Candidate): SearchHit {
  return {
    type,
    id,
    title,
    ...(number === null ? {} : { number }),
    ...(state === null ? {} : { state }),
    ...(itemId === null ? {} : { itemId: ItemId.parse(itemId) }),
  }
}

function placeAfter(rank: Rank, below: Place['below'], page: readonly Candidate[]): string {
  const place: Place = {
    rank,
    below: { ...below, ...Object.fromEntries(page.map(({ key, type }) => [type, key])) },
  }
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

function readPlace(after: string): Place {
  const known = Place.safeParse(parsed(Buffer.from(after, 'base64url').toString()))
  if (known.success) return known.data
  throw domainError(commonErrors, 'INVALID_INPUT', { issues: [{ path: ['after'], message: 'cursor' }] })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // not one of ours: the caller is told so
  }
}
