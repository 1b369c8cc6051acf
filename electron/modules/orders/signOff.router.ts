import { implementer } from '../../rpc/implementer'
import type { OrderDeps } from './orderDeps'
import { listSignOffs, prepareSignOff, reportFile, revokeSignOff, signOff } from './signOff'

const { orders } = implementer

/** The part of the orders' router that speaks of sign-off (04 §3.5). */
export function createSignOffRoutes(deps: OrderDeps) {
  return {
    listSignOffs: orders.listSignOffs.handler(({ context, input }) =>
      listSignOffs(deps, context.caller, input.orderId),
    ),
    // The report is rendered before the transaction, which is short and keeps it with the sign-off or keeps neither.
    signOff: orders.signOff.handler(async ({ context, input }) => {
      const prepared = prepareSignOff(deps, { at: context.now(), caller: context.caller }, input)
      const pdf = await deps.reports.render(prepared.report)
      const signed = context.write('orders.signOff', input, (act) => signOff(deps, act, prepared, pdf))
      const report = await reportFile(deps, { at: context.now(), caller: context.caller }, signed.id)
      return { signOffId: signed.id, signOff: signed, report }
    }),
    getSignOffReport: orders.getSignOffReport.handler(({ context, input }) =>
      reportFile(deps, { at: context.now(), caller: context.caller }, input.signOffId),
    ),
    revokeSignOff: orders.revokeSignOff.handler(({ context, input }) =>
      context.write('orders.revokeSignOff', input, (act) => revokeSignOff(deps, act, input)),
    ),
  }
}
