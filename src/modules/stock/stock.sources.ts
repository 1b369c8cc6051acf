import { contract } from '@contract/index'
import type { Job } from '@contract/jobs'
import { WarehouseId, StockTransactionId } from '@contract/id'
import { fieldsOf, inputOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { recordSource } from '@/composables/useRecord'
import { client } from '@/rpc/client'
import { Recalculation, type StockWarning } from '@contract/stock'
import type { z } from 'zod'
import { mintId } from '@/composables/mintId'
import { officeLookup, workerLookup } from '@/modules/people'

const { stock } = contract
const ask = client.stock

export const warehouseList = listSource(stock.listWarehouses, (input) => ask.listWarehouses(input))
export const balanceList = listSource(stock.listBalances, (input) => ask.listBalances(input))
export const transactionList = listSource(stock.listTransactions, (input) => ask.listTransactions(input))
export const serialList = listSource(contract.catalog.listSerials, (input) =>
  client.catalog.listSerials(input),
)
export const warehouseRecord = recordSource({
  entity: 'warehouse',
  id: WarehouseId,
  schema: fieldsOf(stock.createWarehouse),
  labels: 'stock.warehouse',
  texts: { kind: 'stock.warehouseKind', officeId: officeLookup, workerId: workerLookup },
  get: (warehouseId) => ask.getWarehouse({ warehouseId }),
  create: (id, values) => ask.createWarehouse({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateWarehouse({ warehouseId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteWarehouse({ warehouseId: id, expectedVersion: version, reason }),
})

export const RecalculateInput = inputOf(stock.recalculateInventory).omit({ reason: true })

/** Starts to value issues again (R10-21). */
export function recalculate(input: z.output<typeof RecalculateInput>) {
  return ask.recalculateInventory(input)
}

/** How many adjustments a recalculation has written. */
export function adjustmentsOf({ result }: Job): number {
  return Recalculation.parse(result).adjustments.length
}

export type MovementKind = 'receive' | 'issue' | 'transfer'

/** What a movement takes; the target is of a transfer, the cost of a receipt. */
export function movementInput(kind: MovementKind) {
  const target = kind === 'transfer' ? WarehouseId : WarehouseId.optional()
  return inputOf(stock.receiveStock).omit({ id: true }).extend({ toWarehouseId: target })
}
type Movement = z.output<ReturnType<typeof movementInput>>

/** Books a movement; answers its warnings (R10-20, R10-22). */
export async function moveStock(kind: MovementKind, movement: Movement): Promise<readonly StockWarning[]> {
  const { toWarehouseId, unitCost, ...common } = { id: mintId(StockTransactionId), ...movement }
  if (kind === 'receive') return (await ask.receiveStock({ ...common, unitCost })).warnings
  if (kind === 'issue') await ask.issueStock(common)
  else await ask.transferStock({ ...common, toWarehouseId: WarehouseId.parse(toWarehouseId) })
  return []
}
