import type { Act } from '../../db/act'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import { commonErrors, domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import type { Agreement } from '../../shared/contract/serviceAgreements'
import { loadAgreement, type LoadedAgreement } from './agreementAccess'
import type { AgreementInput, AgreementWorkDeps, OrderRef } from './agreementDeps'
import type { StoredAgreementLine } from './agreementParts.repository'
import { agreementOf } from './agreementView'
import { newObjects, newTasks } from './createAgreement'
import { objectFailures, taskFailures } from './relation.checks'
import { saveAgreement } from './saveAgreement'

/** Relates an object to the agreement (02 §2.5). @throws ALREADY_RELATED, OBJECT_SCRAPPED, OBJECT_OTHER_CUSTOMER */
export function addAgreementObject(
  deps: AgreementWorkDeps,
  act: Act,
  { agreementId, expectedVersion, reason: _reason, ...given }: AgreementInput<'addObjectRelation'>,
): Outcome<Agreement> {
  const done = given.id === undefined ? undefined : deps.parts.objects.find(given.id)
  if (done) return replayed(deps, act, agreementId, done, done.objectId === given.objectId)
  const loaded = loadAgreement(deps, act, { agreementId, expectedVersion }, 'agreements.write')
  const [relation] = newObjects(loaded.agreement, [given])
  if (!relation) throw new Error('nothing to relate')
  refuse(objectFailures(deps, loaded.agreement, loaded.objects, relation))
  return saved(deps, act, loaded, { ...loaded, objects: [...loaded.objects, relation] })
}

/** Relates a service task to the agreement (02 §2.5). @throws ALREADY_RELATED, TASK_INACTIVE */
export function addAgreementTask(
  deps: AgreementWorkDeps,
  act: Act,
  { agreementId, expectedVersion, reason: _reason, ...given }: AgreementInput<'addTaskRelation'>,
): Outcome<Agreement> {
  const done = given.id === undefined ? undefined : deps.parts.tasks.find(given.id)
  if (done) return replayed(deps, act, agreementId, done, done.taskId === given.taskId)
  const loaded = loadAgreement(deps, act, { agreementId, expectedVersion }, 'agreements.write')
  const [relation] = newTasks(loaded.agreement, [given])
  if (!relation) throw new Error('nothing to relate')
  refuse(taskFailures(deps, loaded.tasks, relation))
  return saved(deps, act, loaded, { ...loaded, tasks: [...loaded.tasks, relation] })
}

/** Takes an object from the agreement. @throws IN_USE while a line, an order in process or its BOM has it (R02-07) */
export function removeAgreementObject(
  deps: AgreementWorkDeps,
  act: Act,
  { expectedVersion, relationId }: AgreementInput<'removeObjectRelation'>,
): Outcome<Agreement> {
  const relation = deps.parts.objects.find(relationId)
  if (!relation) throw notFound('agreementObjectRelation', relationId)
  const { agreementId, objectId } = relation
  const loaded = loadAgreement(deps, act, { agreementId, expectedVersion }, 'agreements.write')
  assertUnused(
    'agreementObjectRelation',
    relationId,
    loaded.lines.filter((line) => line.objectId === objectId),
    deps.orders.openWithObject(agreementId, objectId),
  )
  deps.parts.objects.assertUnused(relationId)
  const objects = loaded.objects.filter(({ id }) => id !== relationId)
  return saved(deps, act, loaded, { ...loaded, objects })
}

/** Takes a task from the agreement. @throws IN_USE while a line or an order in process has it (R02-07) */
export function removeAgreementTask(
  deps: AgreementWorkDeps,
  act: Act,
  { expectedVersion, relationId }: AgreementInput<'removeTaskRelation'>,
): Outcome<Agreement> {
  const relation = deps.parts.tasks.find(relationId)
  if (!relation) throw notFound('agreementTaskRelation', relationId)
  const { agreementId, taskId } = relation
  const loaded = loadAgreement(deps, act, { agreementId, expectedVersion }, 'agreements.write')
  assertUnused(
    'agreementTaskRelation',
    relationId,
    loaded.lines.filter((line) => line.taskId === taskId),
    deps.orders.openWithTask(agreementId, taskId),
  )
  const tasks = loaded.tasks.filter(({ id }) => id !== relationId)
  return saved(deps, act, loaded, { ...loaded, tasks })
}

function refuse([first, ...rest]: readonly Failure[]): void {
  if (first) throw refuseAll([first, ...rest])
}

function saved(
  deps: AgreementWorkDeps,
  { at, caller }: Act,
  before: LoadedAgreement,
  after: LoadedAgreement,
): Outcome<Agreement> {
  const changes = saveAgreement(deps, before, after)
  return outcome(agreementOf(deps, caller, at, before.agreement.id), changes)
}

function replayed(
  deps: AgreementWorkDeps,
  { at, caller }: Act,
  agreementId: string,
  stored: { readonly id: string; readonly agreementId: string },
  isSame: boolean,
): Outcome<Agreement> {
  if (stored.agreementId !== agreementId || !isSame)
    throw domainError(commonErrors, 'ID_TAKEN', { entity: 'agreement', id: stored.id })
  return unchanged(agreementOf(deps, caller, at, agreementId))
}

function assertUnused(
  entity: string,
  id: string,
  lines: readonly StoredAgreementLine[],
  orders: readonly OrderRef[],
): void {
  if (lines.length + orders.length === 0) return
  const counts = {
    ...(lines.length > 0 ? { agreementLine: lines.length } : {}),
    ...(orders.length > 0 ? { order: orders.length } : {}),
  }
  const dependants = [
    ...lines.map((line) => ({ entity: 'agreementLine', id: line.id, lineNo: line.lineNo })),
    ...orders.map((order) => ({ entity: 'order', id: order.id, number: order.number })),
  ]
  throw domainError(commonErrors, 'IN_USE', { entity, id, counts, dependants: dependants.slice(0, 20) })
}
