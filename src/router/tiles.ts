import type { Permission } from '@contract/permission'
import type { RouteLocationRaw } from 'vue-router'

/** A tile of the home page: a count that opens its list. */
export interface HomeTile {
  readonly key: string
  readonly titleKey: string
  readonly permission: Permission
  readonly order: number
  /** `age`: the number is an instant, and the tile says how long ago it was; 0 is never. Default: a count. */
  readonly kind?: 'age'
  readonly to: RouteLocationRaw
  readonly count: () => Promise<number | undefined>
  /** Entities whose changes it follows. */
  readonly entities: readonly string[]
}

const modules = import.meta.glob<{ tiles: readonly HomeTile[] }>('../modules/*/*.tiles.ts', { eager: true })

/** The tiles of every capability, each in its own `<capability>.tiles.ts`. */
export const homeTiles: readonly HomeTile[] = Object.values(modules)
  .flatMap(({ tiles }) => tiles)
  .sort((left, right) => left.order - right.order)
