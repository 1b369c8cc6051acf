import type { Act, Caller } from '../../db/act'
import type { WhereUsedRow } from '../../shared/contract/bomStructure'
import type { StructureInput } from './getExplosion'
import { dayOf } from './itemSource'
import type { UseCounts, WhereUsedRepository } from './whereUsed.repository'

export interface WhereUsedDeps {
  readonly whereUsed: WhereUsedRepository
  /** Throws NOT_FOUND. */
  readonly item: (itemId: string) => unknown
  readonly officeDate: (officeId: string, at: number) => string
  /** The offices of which lists are answered; null for all. */
  readonly officesOf: (caller: Pick<Caller, 'officeIds'>) => string | null
  /** The last instant of a day in the office's zone. */
  readonly endOfDay: (officeId: string, date: string) => number
}

interface UsePage extends UseCounts {
  items: WhereUsedRow[]
  next?: string | undefined
}

/**
 * Where an item is used on a day (R09-14): of item BOMs every assembly above it, those that name it first; the templates,
 * or the lists of objects, that name it. Counts are exact.
 *
 * @throws NOT_FOUND
 */
export function listWhereUsed(
  deps: WhereUsedDeps,
  asked: Act,
  { scope, ...input }: StructureInput<'listWhereUsed'>,
): UsePage {
  deps.item(input.itemId)
  const date = dayOf(deps, input, asked)
  switch (scope) {
    case 'items':
      return pageOf(deps.whereUsed.assembliesAbove(input.itemId, date), input)
    case 'templates':
      return pageOf(deps.whereUsed.templatesWith(input.itemId, date), input)
    case 'services': {
      const today = deps.officeDate(asked.caller.officeId, asked.at)
      const instant = date === today ? undefined : deps.endOfDay(asked.caller.officeId, date)
      return services(deps, instant, { ...input, offices: deps.officesOf(asked.caller) })
    }
  }
}

type Paging = Pick<StructureInput<'listWhereUsed'>, 'itemId' | 'after' | 'limit'>

/** Assemblies and templates are as many as a company designs: they are read whole, and answered page by page. */
function pageOf(rows: readonly WhereUsedRow[], { after, limit }: Paging): UsePage {
  const from = after === undefined ? 0 : rows.findIndex(({ id }) => id === after) + 1
  const items = rows.slice(from, from + limit)
  const last = items.at(-1)
  return {
    items,
    ...(last && from + limit < rows.length ? { next: last.id } : {}),
    direct: rows.filter(({ relation }) => relation === 'direct').length,
    all: rows.length,
    roots: rows.filter(({ isRoot }) => isRoot).length,
  }
}

/** Each list names what is in it: all of them are direct, and each is its own top. */
function services(
  { whereUsed }: WhereUsedDeps,
  instant: number | undefined,
  { after = '', itemId, limit, offices }: Paging & { readonly offices: string | null },
): UsePage {
  const found = whereUsed.servicesWith(itemId, instant, { after, limit: limit + 1, offices })
  const items = found.slice(0, limit)
  const count = whereUsed.countServices(itemId, instant, offices)
  const last = items.at(-1)
  return {
    items,
    ...(last && found.length > limit ? { next: last.id } : {}),
    ...{ direct: count, all: count, roots: count },
  }
}
