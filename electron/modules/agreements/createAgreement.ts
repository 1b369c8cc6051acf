import { isDeepStrictEqual } from 'node:util'
import type { Act } from '../../db/act'
import { unchanged, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { commonErrors, domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import { ObjectRelationId, TaskRelationId } from '../../shared/contract/id'
import type { Agreement } from '../../shared/contract/serviceAgreements'
import type { LoadedAgreement } from './agreementAccess'
import type { AgreementInput, AgreementWorkDeps } from './agreementDeps'
import type {
  StoredAgreementLine,
  StoredAgreementObject,
  StoredAgreementTask,
} from './agreementParts.repository'
import { agreementOf } from './agreementView'
import { completeAgreement } from './completeAgreement'
import {
  completeAgreementLine,
  newLineDraft,
  withQuantity,
  type AgreementLineWork,
} from './completeAgreementLine'
import { openLineLookup } from './lineLookup'
import { objectFailures, taskFailures } from './relation.checks'
import { insertAgreement } from './saveAgreement'
import type { StoredAgreement } from './serviceAgreements.repository'

type Input = AgreementInput<'createAgreement'>

/** How far apart line numbers are (02 §2.2). */
export const lineStep = 10

/**
 * Creates a draft agreement with its relations and lines. The number is drawn last, so that a refusal takes none.
 *
 * @throws the codes of 02 §4, all at once
 */
export function createAgreement(
  deps: AgreementWorkDeps,
  act: Act,
  { lines: givenLines = [], objectRelations = [], reason: _reason, taskRelations = [], ...input }: Input,
): Outcome<Agreement> {
  const replayed = deps.agreements.records.replayed(input.id, input)
  if (replayed) {
    assertSameLines(deps, input.id, givenLines.map(withQuantity))
    return unchanged(agreementOf(deps, act.caller, act.at, input.id))
  }
  const { agreement, failures } = newAgreement(deps, act, input)
  const objects = newObjects(agreement, objectRelations)
  const tasks = newTasks(agreement, taskRelations)
  failures.push(
    ...objects.flatMap((relation, index) =>
      objectFailures(deps, agreement, objects.slice(0, index), relation),
    ),
    ...tasks.flatMap((relation, index) => taskFailures(deps, tasks.slice(0, index), relation)),
  )
  const completed = newLines(
    { deps, lookup: openLineLookup(deps), act, agreement, ...relatedTo({ objects, tasks }) },
    givenLines,
  )
  const [first, ...rest] = [...failures, ...completed.failures]
  if (first) throw refuseAll([first, ...rest])
  assertIdsFree(deps, { lines: completed.lines, objects, tasks })
  const changes = insertAgreement(deps, {
    agreement: { ...agreement, number: numberOf(deps, act, agreement) },
    ...{ lines: completed.lines, objects, tasks },
  })
  return { result: agreementOf(deps, act.caller, act.at, agreement.id), changes }
}

/** The head of a new draft, with every rule it breaks; throws FORBIDDEN for an office of others. */
export function newAgreement(
  deps: AgreementWorkDeps,
  act: Act,
  input: Omit<Input, 'lines' | 'objectRelations' | 'taskRelations' | 'reason'>,
): { agreement: StoredAgreement; failures: Failure[] } {
  const officeId = input.officeId ?? act.caller.officeId
  if (!act.caller.officeIds.includes(officeId))
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'agreements.write' })
  return completeAgreement(
    { deps, at: act.at },
    {
      ...input,
      ...{ version: 1, number: '', officeId, status: 'draft', isTemplate: input.isTemplate ?? false },
      responsibleId:
        (input.responsibleId === undefined ? act.caller.workerId : input.responsibleId) ?? undefined,
    },
  )
}

/** The next number of the series AG (01 §2.7). */
export function numberOf(
  { drawNumber }: AgreementWorkDeps,
  { at }: Pick<Act, 'at'>,
  { id, officeId }: Pick<StoredAgreement, 'id' | 'officeId'>,
): string {
  return drawNumber({ type: 'AG', officeId, entity: 'agreement', recordId: id, at })
}

/** What lines may name (R02-07). */
export function relatedTo({ objects, tasks }: Pick<LoadedAgreement, 'objects' | 'tasks'>) {
  return {
    objectIds: new Set<string>(objects.map(({ objectId }) => objectId)),
    taskIds: new Set<string>(tasks.map(({ taskId }) => taskId)),
  }
}

/** New lines numbered after the last, with every rule they break. */
function newLines(
  work: AgreementLineWork,
  given: NonNullable<Input['lines']>,
  lastNo = 0,
): { lines: StoredAgreementLine[]; failures: Failure[] } {
  const completed = given.map((line, index) =>
    completeAgreementLine(work, newLineDraft(work, line, lastNo + lineStep * (index + 1))),
  )
  return {
    lines: completed.map(({ line }) => line),
    failures: completed.flatMap(({ failures, line }) =>
      failures.map((failure) => ({ ...failure, lineNo: line.lineNo })),
    ),
  }
}

const filled = (text: string | undefined) => (text === '' ? undefined : text)

export function newObjects(
  { id: agreementId }: Pick<StoredAgreement, 'id'>,
  given: NonNullable<Input['objectRelations']>,
): StoredAgreementObject[] {
  return given.map(({ id, note, objectId, referenceCode }) => ({
    id: id ?? ObjectRelationId.parse(mintId()),
    ...{ agreementId, objectId, referenceCode: filled(referenceCode), note: filled(note) },
  }))
}

export function newTasks(
  { id: agreementId }: Pick<StoredAgreement, 'id'>,
  given: NonNullable<Input['taskRelations']>,
): StoredAgreementTask[] {
  return given.map(({ externalNote, id, internalNote, taskId }) => ({
    id: id ?? TaskRelationId.parse(mintId()),
    ...{ agreementId, taskId, internalNote: filled(internalNote), externalNote: filled(externalNote) },
  }))
}

/** Throws ID_TAKEN for parts that exist, in whatever agreement, or are given twice. */
export function assertIdsFree(
  { parts }: Pick<AgreementWorkDeps, 'parts'>,
  { lines, objects, tasks }: Pick<LoadedAgreement, 'lines' | 'objects' | 'tasks'>,
): void {
  const check = (entity: string, ids: readonly string[], find: (id: string) => unknown) => {
    const taken = ids.find((id, index) => ids.indexOf(id) !== index || find(id) !== undefined)
    if (taken !== undefined) throw domainError(commonErrors, 'ID_TAKEN', { entity, id: taken })
  }
  const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id)
  check('agreementLine', idsOf(lines), (id) => parts.lines.find(id))
  check('agreementObjectRelation', idsOf(objects), (id) => parts.objects.find(id))
  check('agreementTaskRelation', idsOf(tasks), (id) => parts.tasks.find(id))
}

/** A repeated create has the same lines; other content under the same id is ID_TAKEN (conventions §2). */
function assertSameLines(
  { parts }: AgreementWorkDeps,
  agreementId: string,
  given: NonNullable<Input['lines']>,
): void {
  const kept = parts.linesOf(agreementId)
  const isSame = kept.length === given.length && kept.every((line, index) => holds(line, given[index] ?? {}))
  if (!isSame) throw domainError(commonErrors, 'ID_TAKEN', { entity: 'agreement', id: agreementId })
}

/** Whether a stored record has what was given; what was left out got its default. */
export function holds(stored: object, given: object): boolean {
  const held = new Map<string, unknown>(Object.entries(stored))
  return Object.entries(given)
    .filter(([, value]: [string, unknown]) => value !== undefined && value !== null && value !== '')
    .every(([name, value]: [string, unknown]) => isDeepStrictEqual(held.get(name), value))
}
