import type { Act } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { assertInOffices } from '../../db/inOffices'
import { notFound } from '../../db/version'
import { domainError } from '../../shared/contract/domainError'
import { OfficeId, WarehouseId } from '../../shared/contract/id'
import { stockErrors, type Warehouse } from '../../shared/contract/stock'
import { warehouseFor } from './access'
import type { StockRepository, StoredWarehouse } from './stock.repository'
import type { StockDeps, StockInput } from './stockDeps'

/** Creates a warehouse (R10-24). @throws CODE_TAKEN */
export function createWarehouse(
  { people, repository }: StockDeps,
  { caller }: Act,
  { reason: _reason, ...fields }: StockInput<'createWarehouse'>,
): Outcome<Warehouse> {
  const { warehouses } = repository
  people.offices.get(fields.officeId)
  assertInOffices(caller, 'stock.write', fields.officeId)
  const replayed = warehouses.replayed(fields.id, fields)
  if (replayed) return unchanged(warehouseOf(repository, replayed.id))
  const warehouse: StoredWarehouse = { ...fields, version: 1 }
  assertWarehouse({ people, repository }, warehouse)
  const change = warehouses.insert(warehouse)
  return { result: warehouseOf(repository, warehouse.id), changes: [change] }
}

export function updateWarehouse(
  { people, repository }: StockDeps,
  { caller }: Act,
  { warehouseId, expectedVersion, patch }: StockInput<'updateWarehouse'>,
): Outcome<Warehouse> {
  warehouseFor({ repository }, caller, 'stock.write', warehouseId)
  const { before, after } = repository.warehouses.patched(warehouseId, expectedVersion, patch)
  assertWarehouse({ people, repository }, after)
  assertInOffices(caller, 'stock.write', after.officeId)
  const { changes } = repository.warehouses.update(before, after)
  return outcome(warehouseOf(repository, warehouseId), changes)
}

function assertWarehouse(
  { people, repository }: Pick<StockDeps, 'people' | 'repository'>,
  { code, id, officeId, workerId }: StoredWarehouse,
): void {
  people.offices.get(officeId)
  if (workerId !== undefined) people.workers.get(workerId)
  if (repository.warehouses.isTaken('code', code, id))
    throw domainError(stockErrors, 'CODE_TAKEN', { field: 'code', code })
}

/** The warehouse as answered; throws NOT_FOUND. */
export function warehouseOf(repository: StockRepository, id: WarehouseId): Warehouse {
  const warehouse = repository.warehouseList.find(id)
  if (!warehouse) throw notFound('warehouse', id)
  return warehouse
}

/** The one warehouse of a new store (R01-30). */
export function seedStock(
  { warehouses }: StockRepository,
  { officeId }: { readonly officeId: string },
): EntityChange[] {
  const main: StoredWarehouse = {
    id: WarehouseId.parse(mintId()),
    version: 1,
    code: 'MAIN',
    name: 'Main warehouse',
    officeId: OfficeId.parse(officeId),
    kind: 'office',
  }
  return [warehouses.insert(main)]
}
