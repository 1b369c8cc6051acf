import type { Act, Caller } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { DomainError, domainError } from '../../shared/contract/domainError'
import type { BulkResult } from '../../shared/contract/crud'
import type { AgreementId } from '../../shared/contract/id'
import { termErrors } from '../../shared/contract/agreementTerms'
import { assertReachesAgreement, readAgreement } from './agreementAccess'
import type { AgreementInput, AgreementWorkDeps } from './agreementDeps'
import { agreementIdsOf } from './agreementView'
import { workerFailure } from './completeAgreement'
import { saveAgreement } from './saveAgreement'

type Input = AgreementInput<'setResponsible'>
/** Runs one use case as the caller, in its own transaction with its own log entry. */
type WriteOne = <Result>(
  command: string,
  input: { readonly reason?: string | undefined },
  useCase: (act: Act) => Outcome<Result>,
) => Result

/** What a command does before it answers. */
const mostAtOnce = 1000

/**
 * Puts several agreements under one responsible person, each with a result of its own; their orders in process follow if
 * that is ticked (R02-35).
 *
 * @throws NO_SELECTION, TOO_MANY, WORKER_INACTIVE
 */
export function setResponsible(
  deps: AgreementWorkDeps,
  caller: Caller,
  at: number,
  write: WriteOne,
  input: Input,
): { results: BulkResult[] } {
  const ids = selected(deps, caller, at, input)
  const [inactive] = workerFailure(deps, input.workerId, 'workerId')
  if (inactive) throw domainError(termErrors, 'WORKER_INACTIVE', inactive)
  return {
    results: ids.map((id) => {
      try {
        write('agreements.setResponsible', input, (act) => putUnder(deps, act, id, input))
        return { id, ok: true }
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        return { id, ok: false, codes: [error.code] }
      }
    }),
  }
}

function selected(
  deps: AgreementWorkDeps,
  caller: Caller,
  at: number,
  { agreementIds, filter }: Input,
): AgreementId[] {
  if ((agreementIds === undefined || agreementIds.length === 0) && filter === undefined)
    throw domainError(termErrors, 'NO_SELECTION', { field: 'agreementIds' })
  const ids = agreementIds ?? agreementIdsOf(deps, caller, at, filter, mostAtOnce + 1)
  if (ids.length === 0) throw domainError(termErrors, 'NO_SELECTION', { field: 'agreementIds' })
  if (ids.length > mostAtOnce)
    throw domainError(termErrors, 'TOO_MANY', { field: 'agreementIds', most: mostAtOnce })
  return ids
}

function putUnder(
  deps: AgreementWorkDeps,
  act: Act,
  agreementId: AgreementId,
  { openOrders = false, workerId }: Input,
): Outcome<undefined> {
  const loaded = readAgreement(deps, agreementId)
  assertReachesAgreement(deps, act.caller, 'agreements.write', loaded.agreement)
  const agreement = { ...loaded.agreement, responsibleId: workerId }
  const changes = saveAgreement(deps, loaded, { ...loaded, agreement })
  const orders = openOrders ? deps.orders.openAfter(agreementId) : []
  return outcome(undefined, [
    ...changes,
    ...orders.flatMap(({ id }) => deps.orderActs.setResponsible(act, id, workerId)),
  ])
}
