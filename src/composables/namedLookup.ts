import type { Lookup } from './list'

type Named = readonly [id: string | undefined, name: string | undefined]

/**
 * A lookup that calls records which the user may not read, such as workers of another office, by the names that came
 * with the record that refers to them.
 */
export function namedBy(lookup: Lookup, names: () => readonly Named[]): Lookup {
  return {
    ...lookup,
    resolve: async (id) => {
      try {
        return await lookup.resolve(id)
      } catch (error) {
        const title = names().find(([named]) => named === id)?.[1]
        if (title === undefined) throw error
        return { id, title }
      }
    },
  }
}
