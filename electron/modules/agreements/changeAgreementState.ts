import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import { agreementStateErrors, type Agreement } from '../../shared/contract/serviceAgreements'
import { checkLinePeriod, phaseOn, statusAfter, type Transition } from './agreement.rules'
import { loadAgreement, type LoadedAgreement } from './agreementAccess'
import type { AgreementInput, AgreementWorkDeps } from './agreementDeps'
import { agreementOf } from './agreementView'
import { assertReason } from './changeAgreementLine'
import { relatedTo } from './createAgreement'
import { checkAccount } from './line.rules'
import { saveAgreement } from './saveAgreement'
import type { StoredAgreement } from './serviceAgreements.repository'

interface StepInput {
  readonly agreementId: string
  readonly expectedVersion: number
}

/** A draft becomes active once it has all that R02-02 asks for. @throws INVALID_TRANSITION, AGREEMENT_INCOMPLETE */
export function activateAgreement(deps: AgreementWorkDeps, act: Act, input: StepInput): Outcome<Agreement> {
  return moved(deps, act, input, 'activate', (loaded) => {
    const [first, ...rest] = missingFor(deps, loaded)
    if (first) throw refuseAll([first, ...rest])
    return {}
  })
}

/** Stops all lines, whatever their own flags (R02-01). @throws INVALID_TRANSITION, REASON_REQUIRED */
export function suspendAgreement(
  deps: AgreementWorkDeps,
  act: Act,
  { reason, ...input }: AgreementInput<'suspend'>,
): Outcome<Agreement> {
  assertReason(reason)
  return moved(deps, act, input, 'suspend', ({ agreement }) => ({
    suspendReason: reason,
    suspendedFrom: deps.localDate(agreement.officeId, act.at),
  }))
}

/** Each line has its own flag again (R02-01). @throws INVALID_TRANSITION */
export function resumeAgreement(deps: AgreementWorkDeps, act: Act, input: StepInput): Outcome<Agreement> {
  return moved(deps, act, input, 'resume', () => notSuspended)
}

/** Only without orders in process, and expired, terminated or without lines. @throws INVALID_TRANSITION, OPEN_ORDERS */
export function closeAgreement(deps: AgreementWorkDeps, act: Act, input: StepInput): Outcome<Agreement> {
  return moved(deps, act, input, 'close', ({ agreement, lines }) => {
    const open = deps.orders.openAfter(agreement.id)
    if (open.length > 0)
      throw domainError(agreementStateErrors, 'OPEN_ORDERS', { ids: open.map(({ id }) => id), orders: open })
    const isOver =
      phaseOn(agreement, deps.localDate(agreement.officeId, act.at)) === 'expired' ||
      agreement.terminationDate !== undefined ||
      lines.length === 0
    if (!isOver) throw invalid('close', agreement)
    return notSuspended
  })
}

/** Only while the period covers today. @throws INVALID_TRANSITION, REASON_REQUIRED */
export function reopenAgreement(
  deps: AgreementWorkDeps,
  act: Act,
  { reason, ...input }: AgreementInput<'reopen'>,
): Outcome<Agreement> {
  assertReason(reason)
  return moved(deps, act, input, 'reopen', ({ agreement }) => {
    if (phaseOn(agreement, deps.localDate(agreement.officeId, act.at)) !== 'running')
      throw invalid('reopen', agreement)
    return {}
  })
}

/** An agreement without orders becomes a template, or moves to another group; it is never active (R02-09). */
export function setTemplate(
  deps: AgreementWorkDeps,
  act: Act,
  { templateGroupId, ...input }: AgreementInput<'setTemplate'>,
): Outcome<Agreement> {
  const loaded = loadAgreement(deps, act, input, 'agreements.write')
  const { agreement } = loaded
  const failures: Failure[] = []
  if (deps.orders.hasOrders(agreement.id)) failures.push({ code: 'HAS_ORDERS', ids: [agreement.id] })
  if (templateGroupId === undefined)
    failures.push({ code: 'TEMPLATE_GROUP_REQUIRED', field: 'templateGroupId' })
  else if (!deps.groups.templates.get(templateGroupId).active)
    failures.push({ code: 'CHOICE_INACTIVE', field: 'templateGroupId', ids: [templateGroupId] })
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
  return saved(deps, act, loaded, {
    ...{ isTemplate: true, templateGroupId, status: 'draft' as const },
    ...notSuspended,
  })
}

const notSuspended = { suspendReason: undefined, suspendedFrom: undefined }

function moved(
  deps: AgreementWorkDeps,
  act: Act,
  input: StepInput,
  step: Transition,
  change: (loaded: LoadedAgreement) => Partial<StoredAgreement>,
): Outcome<Agreement> {
  const loaded = loadAgreement(deps, act, input, 'agreements.manage')
  const { agreement } = loaded
  const status = agreement.isTemplate ? undefined : statusAfter(step, agreement.status)
  if (!status) throw invalid(step, agreement)
  return saved(deps, act, loaded, { ...change(loaded), status })
}

function saved(
  deps: AgreementWorkDeps,
  { at, caller }: Act,
  loaded: LoadedAgreement,
  change: Partial<StoredAgreement>,
): Outcome<Agreement> {
  const agreement = { ...loaded.agreement, ...change }
  const changes = saveAgreement(deps, loaded, { ...loaded, agreement })
  return outcome(agreementOf(deps, caller, at, agreement.id), changes)
}

function invalid(step: Transition, { id, isTemplate, status }: StoredAgreement): Error {
  return domainError(agreementStateErrors, 'INVALID_TRANSITION', {
    ...{ field: 'status', entity: 'agreement', id, step, status, isTemplate },
  })
}

/** What keeps a draft from being activated, each with the rule it breaks (R02-02). */
function missingFor(deps: AgreementWorkDeps, { agreement, lines, ...relations }: LoadedAgreement): Failure[] {
  const incomplete = (field: string, reason: string, ids?: readonly string[]): Failure => ({
    ...{ code: 'AGREEMENT_INCOMPLETE', field, reason },
    ...(ids ? { ids: [...ids] } : {}),
  })
  const { billingAccountId, customerId, groupId } = agreement
  const failures: Failure[] = []
  if (customerId === undefined) failures.push(incomplete('customerId', 'REQUIRED'))
  if (billingAccountId === undefined) failures.push(incomplete('billingAccountId', 'REQUIRED'))
  else
    failures.push(
      ...checkAccount(deps.repository.accounts.get(billingAccountId), {
        work: 'new',
        customerId: customerId ?? '',
      }).map(({ code }) => incomplete('billingAccountId', code, [billingAccountId])),
    )
  if (groupId === undefined) failures.push(incomplete('groupId', 'REQUIRED'))
  if (lines.length === 0) failures.push(incomplete('lines', 'REQUIRED'))
  const { objectIds, taskIds } = relatedTo(relations)
  const wrong = (reason: string, isWrong: (line: (typeof lines)[number]) => boolean) => {
    const ids = lines.filter(isWrong).map(({ id }) => id)
    if (ids.length > 0) failures.push(incomplete('lines', reason, ids))
  }
  wrong('OBJECT_NOT_RELATED', ({ objectId }) => objectId !== undefined && !objectIds.has(objectId))
  wrong('TASK_NOT_RELATED', ({ taskId }) => taskId !== undefined && !taskIds.has(taskId))
  wrong('LINE_PERIOD_OUTSIDE_AGREEMENT', (line) => checkLinePeriod(line, agreement).length > 0)
  return failures
}
