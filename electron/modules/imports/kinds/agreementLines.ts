import { mintId } from '../../../db/ids'
import { ObjectId, ObjectRelationId, ServiceTaskId, TaskRelationId } from '../../../shared/contract/id'
import type {
  AgreementLinesToWrite,
  LoadedAgreement,
  StoredAgreementLine,
  StoredAgreementObject,
  StoredAgreementTask,
} from '../../agreements/index'
import { judged, reportFailures, type References } from '../references'
import type { RowReader } from '../rowReader'
import { agreementLineColumns, targetsOf } from '../sheets/columns'
import { newAgreementLineOf, patchOfAgreementLine, readAgreementLine } from './agreementCells'
import {
  agreementReads,
  byEntity,
  changesOf,
  draftOf,
  draftsOf,
  isRefused,
  type AgreementsKindDeps,
} from './agreements'
import type { CheckContext, Effect, KindSpec, StagedRecord, Verdict } from './kind'

const drafts = {
  line: 'draftAgreementLine',
  object: 'draftAgreementObject',
  task: 'draftAgreementTask',
} as const

type Staged<Record> = Record & { readonly beforeVersion: number }

/** The lines of agreements, by the agreement's number and their own (R01-26). */
export function agreementLinesKind(deps: AgreementsKindDeps): KindSpec {
  return {
    targets: targetsOf(agreementLineColumns, 'number', 'lineNo'),
    keyTarget: 'number',
    reads: agreementReads,
    drafts: Object.values(drafts),
    open(context) {
      const refs = deps.references()
      const agreements = new Map<string, LoadedAgreement | undefined>()
      return {
        key: (row) => `${row.text('number') ?? ''}/${String(Number(row.text('lineNo') ?? '0'))}`,
        check(row) {
          if (!context.act.caller.permissions.has('agreements.write')) row.fail('FORBIDDEN')
          const number = row.text('number') ?? ''
          if (!agreements.has(number)) agreements.set(number, deps.exchange.find(number))
          const loaded = agreements.get(number)
          if (!loaded) row.fail('UNKNOWN_REFERENCE', 'number')
          if (!loaded || isRefused(row)) return undefined
          const checked = checkLine(deps, context, refs, row, loaded)
          if (checked) agreements.set(number, checked.loaded)
          return checked?.verdict
        },
      }
    },
    creations: (_act, { staged }) =>
      byEntity(linesOf(staged).flatMap((lines) => deps.exchange.writeLines(lines))),
  }
}

/** What the rows have staged, by agreement. */
function linesOf(staged: (entity: string) => Iterable<StagedRecord>): AgreementLinesToWrite[] {
  const found = new Map<string, AgreementLinesToWrite>()
  const of = (agreementId: string, beforeVersion: number): AgreementLinesToWrite =>
    found.get(agreementId) ?? { agreementId, beforeVersion, lines: [], objects: [], tasks: [] }
  for (const { beforeVersion, ...line } of draftsOf<Staged<StoredAgreementLine>>(staged, drafts.line)) {
    const held = of(line.agreementId, beforeVersion)
    found.set(line.agreementId, { ...held, lines: [...held.lines, line] })
  }
  for (const { beforeVersion, ...relation } of draftsOf<Staged<StoredAgreementObject>>(
    staged,
    drafts.object,
  )) {
    const held = of(relation.agreementId, beforeVersion)
    found.set(relation.agreementId, { ...held, objects: [...held.objects, relation] })
  }
  for (const { beforeVersion, ...relation } of draftsOf<Staged<StoredAgreementTask>>(staged, drafts.task)) {
    const held = of(relation.agreementId, beforeVersion)
    found.set(relation.agreementId, { ...held, tasks: [...held.tasks, relation] })
  }
  return [...found.values()]
}

interface CheckedLine {
  readonly verdict: Verdict
  readonly loaded: LoadedAgreement
}

function checkLine(
  { exchange }: AgreementsKindDeps,
  { act, emptyClears }: CheckContext,
  refs: References,
  row: RowReader,
  found: LoadedAgreement,
): CheckedLine | undefined {
  const lineNo = row.decimal('lineNo', 0) ?? 0
  if (lineNo < 1 || lineNo > 1_000_000_000) row.fail('INVALID_INPUT', 'lineNo')
  const held = found.lines.find((line) => line.lineNo === lineNo)
  const cells = readAgreementLine(row, refs, held)
  if (isRefused(row)) return undefined
  const { effects, loaded } = related(exchange, row, found, cells)
  const { version } = loaded.agreement
  const staged = (line: StoredAgreementLine): Effect =>
    draftOf(drafts.line, { ...line, beforeVersion: version })
  if (!held) {
    const input = newAgreementLineOf(row, cells)
    if (!input || isRefused(row)) return undefined
    const made = judged(row, false, () => exchange.newLine(act, loaded, input, lineNo))
    reportFailures(row, made?.failures ?? [], false)
    if (!made || isRefused(row)) return undefined
    const verdict: Verdict = {
      ...{ action: 'new', recordId: made.record.id },
      effects: [...effects, staged(made.record)],
    }
    return { verdict, loaded }
  }
  const patch = patchOfAgreementLine(row, held, cells, emptyClears)
  if (!patch || isRefused(row)) return undefined
  const same: CheckedLine = { verdict: { action: 'same', recordId: held.id }, loaded: found }
  if (Object.keys(patch).length === 0) return same
  const made = judged(row, false, () => exchange.changedLine(act, loaded, held, patch))
  reportFailures(row, made?.failures ?? [], false)
  if (!made || isRefused(row)) return undefined
  const changes = changesOf(held, made.record)
  if (changes.length === 0) return same
  const verdict: Verdict = {
    ...{ action: 'update', recordId: held.id, changes },
    effects: [...effects, staged(made.record)],
  }
  return { verdict, loaded }
}

/** The relations that a line of a draft names come along; others have to be there (R02-07). */
function related(
  exchange: AgreementsKindDeps['exchange'],
  row: RowReader,
  loaded: LoadedAgreement,
  { objectId, taskId }: Readonly<Record<string, unknown>>,
): { effects: Effect[]; loaded: LoadedAgreement } {
  const { agreement, objects, tasks } = loaded
  if (agreement.status !== 'draft') return { effects: [], loaded }
  const of = { agreementId: agreement.id, beforeVersion: agreement.version }
  const effects: Effect[] = []
  let next = loaded
  const object = objects.find((relation) => relation.objectId === objectId)
  if (objectId !== undefined && !object) {
    const relation = newObject(agreement.id, objectId)
    reportFailures(row, exchange.objectFailures(loaded, relation), false)
    effects.push(draftOf(drafts.object, { ...relation, ...of }))
    next = { ...next, objects: [...objects, relation] }
  }
  const task = tasks.find((relation) => relation.taskId === taskId)
  if (taskId !== undefined && !task) {
    const relation = newTask(agreement.id, taskId)
    reportFailures(row, exchange.taskFailures(loaded, relation), false)
    effects.push(draftOf(drafts.task, { ...relation, ...of }))
    next = { ...next, tasks: [...tasks, relation] }
  }
  return { effects, loaded: next }
}

function newObject(
  agreementId: StoredAgreementObject['agreementId'],
  objectId: unknown,
): StoredAgreementObject {
  return { id: ObjectRelationId.parse(mintId()), agreementId, objectId: ObjectId.parse(objectId) }
}
function newTask(agreementId: StoredAgreementTask['agreementId'], taskId: unknown): StoredAgreementTask {
  return { id: TaskRelationId.parse(mintId()), agreementId, taskId: ServiceTaskId.parse(taskId) }
}
