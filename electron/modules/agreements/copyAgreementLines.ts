import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { notFound } from '../../db/version'
import { refuseAll, type Failure } from '../../shared/contract/domainError'
import { AgreementLineId, ObjectRelationId, TaskRelationId } from '../../shared/contract/id'
import { CopyNote, type CopiedLines } from '../../shared/contract/serviceAgreements'
import { assertReachesAgreement, loadAgreement, readAgreement, type LoadedAgreement } from './agreementAccess'
import type { AgreementInput, AgreementWorkDeps } from './agreementDeps'
import type { StoredAgreementLine } from './agreementParts.repository'
import { agreementOf } from './agreementView'
import { lastNo, lineWork } from './changeAgreementLine'
import {
  completeAgreementLine,
  type AgreementLineDraft,
  type AgreementLineWork,
} from './completeAgreementLine'
import { shiftedTerm } from './copy.rules'
import { lineStep, relatedTo } from './createAgreement'
import { objectFailures, taskFailures } from './relation.checks'
import { saveAgreement } from './saveAgreement'

interface Result {
  readonly copied: CopiedLines['copied']
  readonly emptied: CopyNote[]
  readonly leftOut: CopyNote[]
}

/**
 * Copies chosen lines of a template or an agreement (R02-10…R02-13): dates shift with the target's start, what may not
 * come along is left empty or left out and listed.
 *
 * @throws LINE_STOPPED, SOURCE_EMPTY, AGREEMENT_CLOSED, all at once; nothing is copied then
 */
export function copyAgreementLines(
  deps: AgreementWorkDeps,
  act: Act,
  { expectedVersion, lineIds, sourceId, targetId, withRelations = false }: AgreementInput<'copyLines'>,
): Outcome<CopiedLines> {
  assertReachesAgreement(deps, act.caller, 'agreements.read', deps.agreements.records.get(sourceId))
  const source = readAgreement(deps, sourceId)
  const target = loadAgreement(deps, act, { agreementId: targetId, expectedVersion }, 'agreements.write')
  const chosen = chosenLines(source, lineIds)
  const [first, ...rest] = [
    ...choiceFailures(source, chosen),
    ...(target.agreement.status === 'closed'
      ? [{ code: 'AGREEMENT_CLOSED', field: 'targetId', ids: [targetId] }]
      : []),
  ]
  if (first) throw refuseAll([first, ...rest])
  const result: Result = { copied: [], emptied: [], leftOut: [] }
  const brings = source.agreement.isTemplate || withRelations
  const related = brings ? withRelationsOf(deps, source, target, chosen) : target
  const work = lineWork(deps, act, related)
  const lines = chosen.flatMap((line) => copiedLine(work, source, related, line, result))
  const changes = saveAgreement(deps, target, { ...related, lines: [...target.lines, ...lines] })
  return outcome({ agreement: agreementOf(deps, act.caller, act.at, targetId), ...result }, changes)
}

/** The lines chosen; throws NOT_FOUND for one that the source does not have. */
function chosenLines({ lines }: LoadedAgreement, lineIds: readonly string[]): StoredAgreementLine[] {
  if (lines.length === 0) return []
  const wanted = new Set(lineIds)
  const missing = lineIds.find((id) => lines.every((line) => line.id !== id))
  if (missing !== undefined) throw notFound('agreementLine', missing)
  return lines.filter(({ id }) => wanted.has(id))
}

/** What speaks against the choice; a suspended agreement's lines count as stopped, whatever their own flag (R02-01, R02-03). */
function choiceFailures({ agreement }: LoadedAgreement, chosen: readonly StoredAgreementLine[]): Failure[] {
  const field = 'lineIds'
  if (chosen.length === 0) return [{ code: 'SOURCE_EMPTY', field }]
  const isSuspended = agreement.status === 'suspended'
  const stopped = chosen.filter((line) => isSuspended || line.stopped).map(({ id }) => id)
  return stopped.length > 0 ? [{ code: 'LINE_STOPPED', field, ids: stopped }] : []
}

/** The target with the relations that the lines use; what it has already stays as it is (R02-10). */
function withRelationsOf(
  deps: AgreementWorkDeps,
  source: LoadedAgreement,
  target: LoadedAgreement,
  chosen: readonly StoredAgreementLine[],
): LoadedAgreement {
  const agreementId = target.agreement.id
  const objectIds = new Set(chosen.map(({ objectId }) => objectId))
  const taskIds = new Set(chosen.map(({ taskId }) => taskId))
  const objects = source.objects
    .filter(({ objectId }) => objectIds.has(objectId))
    .filter((relation) => objectFailures(deps, target.agreement, target.objects, relation).length === 0)
    .map((relation) => ({ ...relation, agreementId, id: ObjectRelationId.parse(mintId()) }))
  const tasks = source.tasks
    .filter(({ taskId }) => taskIds.has(taskId))
    .filter((relation) => taskFailures(deps, target.tasks, relation).length === 0)
    .map((relation) => ({ ...relation, agreementId, id: TaskRelationId.parse(mintId()) }))
  return { ...target, objects: [...target.objects, ...objects], tasks: [...target.tasks, ...tasks] }
}

function copiedLine(
  work: AgreementLineWork,
  source: LoadedAgreement,
  target: LoadedAgreement,
  line: StoredAgreementLine,
  result: Result,
): StoredAgreementLine[] {
  const { agreement } = target
  const of = { sourceLineId: line.id, lineNo: line.lineNo }
  const term = shiftedTerm(line, source.agreement, agreement)
  if (!term) {
    result.leftOut.push({ ...of, code: 'LINE_PERIOD_OUTSIDE_AGREEMENT' })
    return []
  }
  const emptied: CopyNote[] = []
  const wanted: AgreementLineDraft = {
    ...emptiedLine(work.deps, source, target, line, (field, code) => emptied.push({ ...of, field, code })),
    ...term,
    ...{ id: AgreementLineId.parse(mintId()), agreementId: agreement.id, seriesAnchor: term.startDate },
    lineNo: lastNo(target) + lineStep * (result.copied.length + 1),
    linePropertyId: line.isPropertyManual ? line.linePropertyId : undefined,
    warehouseId: source.agreement.officeId === agreement.officeId ? line.warehouseId : undefined,
  }
  const completed = completeAgreementLine(work, wanted)
  const code = completed.failures.flatMap(
    (failure) => CopyNote.shape.code.safeParse(failure.code).data ?? [],
  )[0]
  if (code) {
    result.leftOut.push({ ...of, code })
    return []
  }
  result.emptied.push(...emptied)
  result.copied.push({ sourceLineId: line.id, lineId: completed.line.id, lineNo: completed.line.lineNo })
  return [completed.line]
}

/** The line without what the target may not have: each is noted (R02-11, R02-12). */
function emptiedLine(
  deps: AgreementWorkDeps,
  source: LoadedAgreement,
  target: LoadedAgreement,
  line: StoredAgreementLine,
  note: (field: string, code: CopyNote['code']) => void,
): StoredAgreementLine {
  const { objectIds, taskIds } = relatedTo(target)
  const kept = { ...line }
  const empty = (
    field: 'objectId' | 'taskId' | 'workerId' | 'priceOverride' | 'costOverride',
    code: CopyNote['code'],
  ) => {
    kept[field] = undefined
    note(field, code)
  }
  if (line.objectId !== undefined && !objectIds.has(line.objectId))
    empty('objectId', objectReason(deps, target, line.objectId))
  if (line.taskId !== undefined && !taskIds.has(line.taskId)) empty('taskId', 'TASK_NOT_RELATED')
  if (line.workerId !== undefined && !mayWork(deps, line.workerId)) empty('workerId', 'WORKER_INACTIVE')
  if (source.agreement.currency !== target.agreement.currency)
    for (const field of ['priceOverride', 'costOverride'] as const)
      if (line[field] !== undefined) empty(field, 'CURRENCY_MISMATCH')
  return kept
}

function objectReason(
  { objects }: AgreementWorkDeps,
  { agreement }: LoadedAgreement,
  objectId: string,
): CopyNote['code'] {
  const { customerId, status } = objects.get(objectId)
  if (customerId !== undefined && customerId !== agreement.customerId) return 'OBJECT_OTHER_CUSTOMER'
  return status === 'scrapped' ? 'OBJECT_SCRAPPED' : 'OBJECT_NOT_RELATED'
}

function mayWork({ people, settings }: AgreementWorkDeps, workerId: string): boolean {
  return people.workers.get(workerId).active || settings.value('allowInactiveWorkers')
}
