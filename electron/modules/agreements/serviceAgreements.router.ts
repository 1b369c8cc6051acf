import { implementer } from '../../rpc/implementer'
import type { AgreementWorkDeps } from './agreementDeps'
import { getAgreement, listAgreements } from './agreementView'
import { createAgreement } from './createAgreement'

const { agreements } = implementer

/** The procedures of agreements, their lines and relations; part of the router of the capability. */
export function serviceAgreementProcedures(deps: AgreementWorkDeps) {
  return {
    listAgreements: agreements.listAgreements.handler(({ context, input }) =>
      listAgreements(deps, context.caller, context.now(), input),
    ),
    getAgreement: agreements.getAgreement.handler(({ context, input }) =>
      getAgreement(deps, context.caller, context.now(), input.agreementId),
    ),
    createAgreement: agreements.createAgreement.handler(({ context, input }) =>
      context.write('agreements.createAgreement', input, (act) => createAgreement(deps, act, input)),
    ),
  }
}
