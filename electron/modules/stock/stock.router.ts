import type { Caller } from '../../db/act'
import { inOffices } from '../../db/inOffices'
import { deleteRecord } from '../../db/recordActs'
import { implementer } from '../../rpc/implementer'
import type { Money } from '../../shared/contract/money'
import type { Page } from '../../shared/contract/page'
import { warehouseFor } from './access'
import { issueStock, receiveStock, transferStock } from './moveStock'
import { assertRevaluable, recalculateInventory } from './recalculateInventory'
import { createWarehouse, updateWarehouse, warehouseOf } from './saveWarehouse'
import type { StockDeps } from './stockDeps'

const { stock } = implementer

export function createStockRouter(deps: StockDeps) {
  const { repository } = deps
  return stock.router({
    listWarehouses: stock.listWarehouses.handler(({ context, input }) =>
      repository.warehouseList.page(input, inOffices('t.office_id', context.caller)),
    ),
    getWarehouse: stock.getWarehouse.handler(({ context, input }) => {
      warehouseFor(deps, context.caller, 'stock.read', input.warehouseId)
      return warehouseOf(repository, input.warehouseId)
    }),
    createWarehouse: stock.createWarehouse.handler(({ context, input }) =>
      context.write('stock.createWarehouse', input, (act) => createWarehouse(deps, act, input)),
    ),
    updateWarehouse: stock.updateWarehouse.handler(({ context, input }) =>
      context.write('stock.updateWarehouse', input, (act) => updateWarehouse(deps, act, input)),
    ),
    deleteWarehouse: stock.deleteWarehouse.handler(({ context, input }) =>
      context.write('stock.deleteWarehouse', input, ({ caller }) => {
        warehouseFor(deps, caller, 'stock.write', input.warehouseId)
        return deleteRecord(repository.warehouses, input.warehouseId, input.expectedVersion)
      }),
    ),

    listBalances: stock.listBalances.handler(({ context, input }) =>
      permitted(context.caller, repository.balanceList.page(input, inOffices('w.office_id', context.caller))),
    ),
    listTransactions: stock.listTransactions.handler(({ context, input }) =>
      permitted(
        context.caller,
        repository.transactionList.page(input, inOffices('w.office_id', context.caller)),
      ),
    ),
    receiveStock: stock.receiveStock.handler(({ context, input }) =>
      context.write('stock.receiveStock', input, (act) => receiveStock(deps, act, input)),
    ),
    issueStock: stock.issueStock.handler(({ context, input }) =>
      context.write('stock.issueStock', input, (act) => issueStock(deps, act, input)),
    ),
    transferStock: stock.transferStock.handler(({ context, input }) =>
      context.write('stock.transferStock', input, (act) => transferStock(deps, act, input)),
    ),
    recalculateInventory: stock.recalculateInventory.handler(({ context, input }) => {
      assertRevaluable(deps, input.toDate)
      return context.startJob('stock.recalculateInventory', recalculateInventory(deps, input))
    }),
  })
}

/** Without the right to read cost, values are left out. */
function permitted<Row extends { amount?: Money | undefined }>(caller: Caller, page: Page<Row>): Page<Row> {
  if (caller.permissions.has('catalog.readCost')) return page
  return { ...page, items: page.items.map((row) => ({ ...row, amount: undefined })) }
}
