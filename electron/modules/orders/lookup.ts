import { domainError } from '../../shared/contract/domainError'
import { ordersErrors } from '../../shared/contract/orders'
import type { FoundPrice } from '../../shared/contract/agreements'
import type { LinePropertyId, RepairLineId } from '../../shared/contract/id'
import type { PriceRequest } from '../agreements/index'
import type { CatalogReader } from '../catalog/index'
import type { OrderDeps, StageRights } from './orderDeps'
import type { StoredOrder } from './orders.repository'

/** An item with its unit, as a line sees it. */
export type LineItem = ReturnType<CatalogReader['item']> & {
  readonly unitCode: string
  /** 0…3. */
  readonly unitDecimals: number
}

function remembered<Value, Id extends string = string>(read: (id: Id) => Value): (id: Id) => Value {
  const known = new Map<string, Value>()
  return (id) => {
    const held = known.get(id)
    if (held !== undefined) return held
    const value = read(id)
    known.set(id, value)
    return value
  }
}

/** Reads each record that several lines of one act share only once; lives no longer than the act. */
export function createLookup(deps: OrderDeps) {
  const { agreements, catalog, people, serviceAgreements, settings } = deps
  let standardId: ReturnType<typeof agreements.standardProperty>['id'] | undefined
  let allowsInactive: boolean | undefined
  const prices = new Map<string, FoundPrice>()
  let combination: ReturnType<typeof readCombination> | undefined

  function readCombination() {
    return {
      validateWorkerAccount: settings.value('validateWorkerAccount'),
      validateAccountCategory: settings.value('validateAccountCategory'),
      validateWorkerCategory: settings.value('validateWorkerCategory'),
    }
  }

  function readItem(id: string): LineItem {
    const { code, decimals } = catalog.unitOf(id)
    return { ...catalog.item(id), unitCode: code, unitDecimals: decimals }
  }

  return {
    agreement: remembered((id) => serviceAgreements.get(id)),
    agreementLine: remembered((id) => serviceAgreements.line(id)),
    account: remembered((id) => agreements.accounts.get(id)),
    category: remembered((id) => agreements.categories.get(id)),
    property: remembered((id) => agreements.properties.get(id)),
    worker: remembered((id) => people.workers.get(id)),
    item: remembered(readItem),
    repair: remembered((id: RepairLineId) => deps.repairs.find(id)),
    /** The price search; lines that ask the same get the same answer. */
    price(request: PriceRequest): FoundPrice {
      const question = JSON.stringify(request)
      const held = prices.get(question)
      if (held) return held
      const found = deps.searchPrice(request)
      prices.set(question, found)
      return found
    },
    allowsInactiveCategories: () => (allowsInactive ??= settings.value('allowInactiveCategories')),
    /** The property CHARGEABLE. */
    standardPropertyId: () => (standardId ??= agreements.standardProperty().id),
    /** What covered repairs are done by; undefined without such a property (R08-11). */
    warrantyPropertyId: (): LinePropertyId | undefined => agreements.warrantyProperty()?.id,
    combinationSettings: () => (combination ??= readCombination()),
  }
}
export type Lookup = ReturnType<typeof createLookup>

const everything: StageRights = { allowModify: true, allowDelete: true, allowCancel: true, allowPost: true }

/** What the order's stage permits; without a stage everything (R05-20). */
export function stageRights(
  { stages }: Pick<OrderDeps, 'stages'>,
  { stageId }: Pick<StoredOrder, 'stageId'>,
): StageRights {
  return stageId === undefined ? everything : stages.rightsOf(stageId)
}

type StageCode = 'STAGE_FORBIDS_MODIFY' | 'STAGE_FORBIDS_DELETE' | 'STAGE_FORBIDS_CANCEL'
const flags = {
  STAGE_FORBIDS_MODIFY: 'allowModify',
  STAGE_FORBIDS_DELETE: 'allowDelete',
  STAGE_FORBIDS_CANCEL: 'allowCancel',
} as const satisfies Record<StageCode, keyof StageRights>

/** Throws the code when the stage the order stands in forbids it (area 05). */
export function assertStagePermits(
  deps: Pick<OrderDeps, 'stages'>,
  order: Pick<StoredOrder, 'stageId'>,
  code: StageCode,
): void {
  if (!stageRights(deps, order)[flags[code]]) throw domainError(ordersErrors, code, { field: 'stageId' })
}
