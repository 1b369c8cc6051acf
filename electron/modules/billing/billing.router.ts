import type { Caller } from '../../db/act'
import type { Condition } from '../../db/listQuery'
import { implementer } from '../../rpc/implementer'
import type { BillingRepository } from './billing.repository'
import { setPeriod } from './setPeriod'

const { billing } = implementer

export function createBillingRouter(repository: BillingRepository) {
  return billing.router({
    listTransactions: billing.listTransactions.handler(({ context, input }) =>
      repository.transactionList.page(input, ofOffices(context.caller)),
    ),
    closePeriod: billing.closePeriod.handler(({ context, input }) =>
      context.write('billing.closePeriod', input, () => setPeriod(repository, input, true)),
    ),
    openPeriod: billing.openPeriod.handler(({ context, input }) =>
      context.write('billing.openPeriod', input, () => setPeriod(repository, input, false)),
    ),
  })
}

/** Only the records of the user's offices are listed or counted (conventions §7). */
function ofOffices({ officeIds }: Caller): Condition {
  return {
    sql: "t.office_id IN (SELECT unhex(value, '-') FROM json_each(:officeIds))",
    params: { officeIds: JSON.stringify(officeIds) },
  }
}
