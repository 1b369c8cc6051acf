import { implementer } from '../../rpc/implementer'
import type { AgreementWorkDeps } from './agreementDeps'
import { applyToOpenOrders, previewApply } from './applyToOrders'
import { getForecast } from './forecast'
import { renewAgreement } from './renewAgreement'
import { previewRenewals, renewalDay, runRenewals } from './runRenewals'
import { setResponsible } from './setResponsible'
import { terminateAgreement, withdrawTermination } from './terminateAgreement'

const { agreements } = implementer

/** The procedures of terms, renewal and termination; part of the router of agreements. */
export function agreementTermProcedures(deps: AgreementWorkDeps) {
  return {
    renewAgreement: agreements.renewAgreement.handler(({ context, input }) =>
      context.write('agreements.renewAgreement', input, (act) => renewAgreement(deps, act, input)),
    ),
    previewRenewals: agreements.previewRenewals.handler(({ context, input }) =>
      previewRenewals(deps, ...renewalDay(deps, context.caller, context.now(), input.date)),
    ),
    runRenewals: agreements.runRenewals.handler(({ context, input }) =>
      runRenewals(
        deps,
        ...renewalDay(deps, context.caller, context.now(), input.date),
        (_officeId, useCase) => context.write('agreements.runRenewals', input, useCase),
      ),
    ),
    terminate: agreements.terminate.handler(({ context, input }) =>
      context.write('agreements.terminate', input, (act) => terminateAgreement(deps, act, input)),
    ),
    withdrawTermination: agreements.withdrawTermination.handler(({ context, input }) =>
      context.write('agreements.withdrawTermination', input, (act) => withdrawTermination(deps, act, input)),
    ),
    getForecast: agreements.getForecast.handler(({ context, input }) =>
      getForecast(deps, context.caller, input),
    ),
    previewApply: agreements.previewApply.handler(({ context, input }) =>
      previewApply(deps, context.caller, input),
    ),
    applyToOpenOrders: agreements.applyToOpenOrders.handler(({ context, input }) =>
      context.write('agreements.applyToOpenOrders', input, (act) => applyToOpenOrders(deps, act, input)),
    ),
    setResponsible: agreements.setResponsible.handler(({ context, input }) =>
      setResponsible(deps, context.caller, context.now(), (...one) => context.write(...one), input),
    ),
  }
}
