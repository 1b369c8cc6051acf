import type { Act } from '../../db/act'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { applyPatch } from '../../db/records'
import { notFound } from '../../db/version'
import { commonErrors, domainError, refuseAll } from '../../shared/contract/domainError'
import type { LineType } from '../../shared/contract/agreements'
import type { Agreement, AgreementLinePatch } from '../../shared/contract/serviceAgreements'
import { assertReachesAgreement, loadAgreement, type LoadedAgreement } from './agreementAccess'
import type { AgreementInput, AgreementWorkDeps } from './agreementDeps'
import type { StoredAgreementLine } from './agreementParts.repository'
import { agreementOf } from './agreementView'
import {
  assertLineFieldsFit,
  assertMaySetLinePrices,
  completeAgreementLine,
  newLineDraft,
  withQuantity,
  type AgreementLineDraft,
  type AgreementLineWork,
} from './completeAgreementLine'
import { assertIdsFree, holds, lineStep, relatedTo } from './createAgreement'
import { openLineLookup } from './lineLookup'
import { saveAgreement } from './saveAgreement'

/** Adds a line after the last. @throws the codes of a line (02 §4), all at once */
export function addAgreementLine(
  deps: AgreementWorkDeps,
  act: Act,
  { agreementId, expectedVersion, reason: _reason, ...given }: AgreementInput<'addLine'>,
): Outcome<Agreement> {
  const stored = given.id === undefined ? undefined : deps.parts.lines.find(given.id)
  if (stored) {
    if (stored.agreementId !== agreementId || !holds(stored, withQuantity(given)))
      throw domainError(commonErrors, 'ID_TAKEN', { entity: 'agreementLine', id: stored.id })
    assertReachesAgreement(deps, act.caller, 'agreements.write', deps.agreements.records.get(agreementId))
    return unchanged(agreementOf(deps, act.caller, act.at, agreementId))
  }
  const loaded = loadAgreement(deps, act, { agreementId, expectedVersion }, 'agreements.write', given)
  const work = lineWork(deps, act, loaded)
  const line = accepted(completeAgreementLine(work, newLineDraft(work, given, lastNo(loaded) + lineStep)))
  assertIdsFree(deps, { lines: [line], objects: [], tasks: [] })
  return saved(deps, act, loaded, [...loaded.lines, line])
}

/** Changes a line; orders made already stay as they are (R02-08). @throws the codes of a line, all at once */
export function updateAgreementLine(
  deps: AgreementWorkDeps,
  act: Act,
  { agreementId, expectedVersion, lineId, patch }: AgreementInput<'updateLine'>,
): Outcome<Agreement> {
  const loaded = loadAgreement(deps, act, { agreementId, expectedVersion }, 'agreements.write', patch)
  const line = accepted(changedAgreementLine(lineWork(deps, act, loaded), lineIn(loaded, lineId), patch))
  return saved(
    deps,
    act,
    loaded,
    loaded.lines.map((other) => (other.id === lineId ? line : other)),
  )
}

/** A line as a patch wants it, with every rule it breaks. */
export function changedAgreementLine(
  work: AgreementLineWork,
  held: StoredAgreementLine,
  patch: AgreementLinePatch,
): ReturnType<typeof completeAgreementLine> {
  const type = patch.type ?? held.type
  assertLineFieldsFit(type, patch)
  assertMaySetLinePrices(work.act, patch, held.discount)
  if (type === held.type) return completeAgreementLine(work, patchedDraft(work.deps, held, patch), held)
  const { failures, line } = completeAgreementLine(work, patchedDraft(work.deps, retyped(held, type), patch))
  const isFrozen = work.deps.parts.lines.isUsed(held.id)
  return { line, failures: [...(isFrozen ? [{ code: 'FIELD_FROZEN', field: 'type' }] : []), ...failures] }
}

/** The line as one of another type, without what such lines do not have (02 §2.2). */
function retyped(held: StoredAgreementLine, type: LineType): AgreementLineDraft {
  const { costOverride, isPropertyManual, linePropertyId, quantity, workerId, ...line } = held
  const isSameMeasure = (type === 'hour') === (held.type === 'hour')
  return {
    ...line,
    ...{ type, isPropertyManual, categoryId: undefined, itemId: undefined, unit: undefined },
    ...{ itemSetup: undefined, warehouseId: undefined },
    costOverride: type === 'fee' ? undefined : costOverride,
    linePropertyId: isPropertyManual ? linePropertyId : undefined,
    quantity: isSameMeasure ? quantity : undefined,
    workerId: type === 'item' ? undefined : workerId,
  }
}

/** Deletes a line that nothing was made from; else it is stopped instead. @throws IN_USE */
export function deleteAgreementLine(
  deps: AgreementWorkDeps,
  act: Act,
  { agreementId, expectedVersion, lineId }: AgreementInput<'deleteLine'>,
): Outcome<Agreement> {
  const loaded = loadAgreement(deps, act, { agreementId, expectedVersion }, 'agreements.write')
  lineIn(loaded, lineId)
  deps.parts.lines.assertUnused(lineId)
  return saved(
    deps,
    act,
    loaded,
    loaded.lines.filter(({ id }) => id !== lineId),
  )
}

/** A stopped line yields no order (R02-03). @throws REASON_REQUIRED */
export function stopLine(
  deps: AgreementWorkDeps,
  act: Act,
  { date, expectedVersion, lineId, reason }: AgreementInput<'stopLine'>,
): Outcome<Agreement> {
  assertReason(reason)
  return changedLine(deps, act, { lineId, expectedVersion }, (line) => ({
    ...line,
    ...{ stopped: true, stoppedFrom: date, stopReason: reason },
  }))
}

/** @throws REASON_REQUIRED */
export function restartLine(
  deps: AgreementWorkDeps,
  act: Act,
  { expectedVersion, lineId, reason }: AgreementInput<'restartLine'>,
): Outcome<Agreement> {
  assertReason(reason)
  return changedLine(deps, act, { lineId, expectedVersion }, (line) => ({
    ...line,
    ...{ stopped: false, stoppedFrom: undefined, stopReason: undefined },
  }))
}

/** Throws REASON_REQUIRED. */
export function assertReason(reason: string | undefined): void {
  if (!reason) throw domainError(commonErrors, 'REASON_REQUIRED', { field: 'reason', fields: ['reason'] })
}

function changedLine(
  deps: AgreementWorkDeps,
  act: Act,
  { expectedVersion, lineId }: { readonly lineId: string; readonly expectedVersion: number },
  change: (line: StoredAgreementLine) => StoredAgreementLine,
): Outcome<Agreement> {
  const found = deps.parts.lines.find(lineId)
  if (!found) throw notFound('agreementLine', lineId)
  const loaded = loadAgreement(
    deps,
    act,
    { agreementId: found.agreementId, expectedVersion },
    'agreements.write',
  )
  return saved(
    deps,
    act,
    loaded,
    loaded.lines.map((line) => (line.id === lineId ? change(line) : line)),
  )
}

function saved(
  deps: AgreementWorkDeps,
  { at, caller }: Act,
  loaded: LoadedAgreement,
  lines: readonly StoredAgreementLine[],
): Outcome<Agreement> {
  const changes = saveAgreement(deps, loaded, { ...loaded, lines })
  return outcome(agreementOf(deps, caller, at, loaded.agreement.id), changes)
}

export function lineWork(deps: AgreementWorkDeps, act: Act, loaded: LoadedAgreement): AgreementLineWork {
  return { deps, lookup: openLineLookup(deps), act, agreement: loaded.agreement, ...relatedTo(loaded) }
}

/** The number of the last line; 0 without one. */
export function lastNo({ lines }: Pick<LoadedAgreement, 'lines'>): number {
  return Math.max(0, ...lines.map(({ lineNo }) => lineNo))
}

function lineIn({ lines }: LoadedAgreement, lineId: string): StoredAgreementLine {
  const line = lines.find(({ id }) => id === lineId)
  if (!line) throw notFound('agreementLine', lineId)
  return line
}

function accepted({ failures, line }: ReturnType<typeof completeAgreementLine>): StoredAgreementLine {
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
  return line
}

/** The line as wanted; the rhythm's first date follows the start while nothing was made from the line (02 §2.2). */
function patchedDraft(
  { parts }: AgreementWorkDeps,
  held: AgreementLineDraft,
  patch: AgreementLinePatch,
): AgreementLineDraft {
  const draft = applyPatch<AgreementLineDraft>(held, withQuantity(patch))
  const isRecategorized = patch.categoryId !== undefined && patch.categoryId !== held.categoryId
  const isOtherItem = patch.itemId !== undefined && patch.itemId !== held.itemId
  const isPropertyManual =
    patch.linePropertyId === undefined ? held.isPropertyManual : patch.linePropertyId !== null
  const isMoved = patch.startDate !== undefined && patch.startDate !== held.startDate
  const follows = isMoved && held.seriesAnchor === held.startDate && !parts.lines.isUsed(held.id)
  return {
    ...draft,
    isPropertyManual,
    linePropertyId: isRecategorized && !isPropertyManual ? undefined : draft.linePropertyId,
    unit: isOtherItem && patch.unit === undefined ? undefined : draft.unit || undefined,
    description: isOtherItem && patch.description === undefined ? undefined : draft.description || undefined,
    seriesAnchor: follows ? undefined : held.seriesAnchor,
  }
}
