import type { RecalculationMethod } from '../../shared/contract/stock'
import { shareOf, type Holding } from './value.rules'

/** A movement as revaluation sees it: `amount` includes the adjustments made to it before. */
export interface Movement {
  readonly id: string
  readonly warehouseId: string
  /** Signed. */
  readonly quantity: number
  readonly amount: number
  /** What it is valued by: the issue of a return or a transfer, the receipt of a scrap issue. */
  readonly relatedId?: string | undefined
}

interface Layer {
  readonly movementId: string
  quantity: number
  amount: number
}
/** Where issues take their value from. */
interface Pool {
  add(movement: Movement, amount: number): void
  /** Takes a positive quantity; what the pool lacks is valued by `otherwise`. */
  take(quantity: number, otherwise: Holding, fromId: string | undefined): number
}

/**
 * Values the movements of one item again, oldest first (R10-21). Receipts keep their cost, returns and transfers follow
 * the issue they belong to, scrap issues the receipt (R10-23), other issues take it from the warehouse's layers (`fifo`)
 * or its average.
 *
 * @returns the new amount of every movement whose amount differs
 */
export function revalue(
  movements: readonly Movement[],
  method: RecalculationMethod,
): ReadonlyMap<string, number> {
  const pools = new Map<string, Pool>()
  const valued = new Map<string, Holding>()
  const returned = new Map<string, Holding>()
  const changed = new Map<string, number>()

  function poolOf(warehouseId: string): Pool {
    const known = pools.get(warehouseId)
    if (known) return known
    const pool = method === 'fifo' ? createLayers() : createAverage()
    pools.set(warehouseId, pool)
    return pool
  }

  /** The share of the related movement; the part that completes it takes the remainder. */
  function followed({ quantity, relatedId }: Movement): number | undefined {
    const origin = relatedId === undefined ? undefined : valued.get(relatedId)
    if (relatedId === undefined || !origin || origin.quantity === 0) return undefined
    const before = returned.get(relatedId) ?? { quantity: 0, amount: 0 }
    const total = before.quantity + quantity
    const amount = total === -origin.quantity ? -origin.amount - before.amount : -shareOf(origin, -quantity)
    returned.set(relatedId, { quantity: total, amount: before.amount + amount })
    return amount
  }

  function valueOf(movement: Movement): number {
    const pool = poolOf(movement.warehouseId)
    const following = followed(movement)
    if (movement.quantity > 0) {
      const amount = following ?? movement.amount
      pool.add(movement, amount)
      return amount
    }
    if (following === undefined)
      return -pool.take(
        -movement.quantity,
        { quantity: -movement.quantity, amount: -movement.amount },
        undefined,
      )
    pool.take(-movement.quantity, { quantity: -movement.quantity, amount: -following }, movement.relatedId)
    return following
  }

  for (const movement of movements) {
    const amount = valueOf(movement)
    valued.set(movement.id, { quantity: movement.quantity, amount })
    if (amount !== movement.amount) changed.set(movement.id, amount)
  }
  return changed
}

/** Layers are taken oldest first, or the named one first; the last piece takes a layer's remainder. */
function createLayers(): Pool {
  const layers: Layer[] = []
  let owed = 0
  return {
    add({ id, quantity }, amount) {
      const covered = Math.min(owed, quantity)
      owed -= covered
      const left = quantity - covered
      if (left > 0)
        layers.push({ movementId: id, quantity: left, amount: shareOf({ quantity, amount }, left) })
    },
    take(quantity, otherwise, fromId) {
      let wanted = quantity
      let taken = 0
      const named = layers.filter(({ movementId }) => movementId === fromId)
      for (const layer of new Set([...named, ...layers])) {
        const part = Math.min(wanted, layer.quantity)
        if (part === 0) continue
        const amount = shareOf(layer, part)
        layer.quantity -= part
        layer.amount -= amount
        taken += amount
        wanted -= part
      }
      while (layers[0]?.quantity === 0) layers.shift()
      owed += wanted
      return wanted === 0 ? taken : taken + shareOf(otherwise, wanted)
    },
  }
}

/** One running average; a named origin is taken out at its own value. */
function createAverage(): Pool {
  let held: Holding = { quantity: 0, amount: 0 }
  return {
    add({ quantity }, amount) {
      held = { quantity: held.quantity + quantity, amount: held.amount + amount }
    },
    take(quantity, otherwise, fromId) {
      const covered = Math.max(0, Math.min(quantity, held.quantity))
      const average = covered === 0 ? 0 : shareOf(held, covered)
      const lacking = quantity === covered ? 0 : shareOf(otherwise, quantity - covered)
      const amount = fromId === undefined ? average + lacking : otherwise.amount
      held = { quantity: held.quantity - quantity, amount: held.amount - amount }
      return amount
    },
  }
}
