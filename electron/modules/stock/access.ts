import type { Caller } from '../../db/act'
import { assertInOffices } from '../../db/inOffices'
import type { Permission } from '../../shared/contract/permission'
import type { StoredWarehouse } from './stock.repository'
import type { StockDeps } from './stockDeps'

/** A warehouse of the caller's offices; throws NOT_FOUND and FORBIDDEN (conventions §8). */
export function warehouseFor(
  { repository }: Pick<StockDeps, 'repository'>,
  caller: Caller,
  permission: Permission,
  warehouseId: string,
): StoredWarehouse {
  const warehouse = repository.warehouses.get(warehouseId)
  assertInOffices(caller, permission, warehouse.officeId)
  return warehouse
}
