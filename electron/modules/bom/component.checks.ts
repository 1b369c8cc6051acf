import { refuseAll, type Failure } from '../../shared/contract/domainError'
import type { UnitId } from '../../shared/contract/id'
import type { BomRepository } from './bom.repository'
import type { BomCatalog } from './templates.deps'

export interface ComponentAmount {
  readonly itemId: string
  readonly quantity: number
  readonly unitId: UnitId
}

export interface ComponentDeps {
  readonly repository: Pick<BomRepository, 'isUnitOf'>
  readonly catalog: BomCatalog
}

/**
 * Refuses a quantity of a part (09 §2.2): it is above 0 and has no more decimals than its unit, and the unit is the
 * item's own or one in which an item BOM takes the item already; the catalog knows no other conversion.
 *
 * @throws QTY_INVALID, UNIT_NOT_CONVERTIBLE, UNIT_DECIMALS
 */
export function assertAmount({ repository, catalog }: ComponentDeps, amount: ComponentAmount): void {
  const { itemId, quantity, unitId } = amount
  const { code: unit } = catalog.unit(unitId)
  const failures: Failure[] = []
  if (quantity <= 0) failures.push({ code: 'QTY_INVALID', field: 'quantity' })
  if (catalog.item(itemId).unitId !== unitId && !repository.isUnitOf(itemId, unitId))
    failures.push({ code: 'UNIT_NOT_CONVERTIBLE', field: 'unitId', unit })
  const tooFine = catalog.unitDecimalsFailure(unitId, quantity, 'quantity')
  if (tooFine) failures.push(tooFine)
  const [head, ...rest] = failures
  if (head) throw refuseAll([head, ...rest])
}
