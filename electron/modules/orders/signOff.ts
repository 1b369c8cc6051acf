import type { Act, Caller } from '../../db/act'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { assertVersion, notFound } from '../../db/version'
import { commonErrors, domainError, type Failure } from '../../shared/contract/domainError'
import { SignOffId } from '../../shared/contract/id'
import {
  signatureField,
  signOffErrors,
  type ReportFile,
  type SignOff,
} from '../../shared/contract/orderSignOff'
import { assertReaches, reachOf } from './access'
import { assertNotCanceled } from './changeLine'
import type { StoredLine } from './lines.repository'
import { loadOrder, type LoadedOrder } from './loadOrder'
import { refuseIfAny } from './loadRequirement'
import { assertStagePermits, createLookup } from './lookup'
import type { OrderDeps, OrdersInput, ReportContent } from './orderDeps'
import { saveOrder } from './saveOrder'
import { sha256Of, signedContent } from './signedContent'
import { isEmptyDrawing, isLocked } from './signOff.rules'
import type { StoredSignOff } from './signOffs.repository'

type Input = OrdersInput<'signOff'>

/** A sign-off that no rule speaks against, with all that its report says. */
export interface PreparedSignOff {
  readonly input: Input
  readonly signer: string
  readonly at: number
  readonly report: ReportContent
}

/**
 * Checks a sign-off and puts together what its report says (R04-41); the report is rendered of that alone.
 *
 * @throws STAGE_FORBIDS_MODIFY, ORDER_CANCELED; LINE_STATUS_INVALID, LINE_SIGNED, ACTUAL_MISSING, SIGNER_REQUIRED,
 * SIGNATURE_EMPTY, REASON_REQUIRED (also of a clock that has passed, R06-12), REASON_NOT_ALLOWED all at once
 */
export function prepareSignOff(deps: OrderDeps, act: Act, input: Input): PreparedSignOff {
  const { at, caller } = act
  const loaded = loadSigned(deps, act, input)
  const lines = chosenLines(loaded, input.lineIds)
  refuseIfAny([
    ...lineFailures(lines),
    ...signatureFailures(deps, loaded, input),
    ...clockFailures(deps, loaded, input, at),
  ])
  const { signer = '', strokes } = input
  const absentReason = isAbsent(input) ? input.absentReason : undefined
  const role = input.role === '' ? undefined : input.role
  const technician = caller.workerId === undefined ? undefined : deps.people.workers.get(caller.workerId)
  const report = deps.reports.compose(caller, input.orderId, input.lineIds, {
    ...{ signer, role, at, absentReason, technician: technician?.displayName ?? caller.displayName },
    drawing: strokes && { ...signatureField, strokes },
  })
  return { input, signer, at, report }
}

/**
 * Freezes a sign-off with its report: the lines are locked from here on (R04-42). One that completes the order stops its
 * clock for good (R06-40).
 *
 * @throws CONFLICT when the order was changed since it was prepared; REASON_REQUIRED when its clock has passed since
 */
export function signOff(
  deps: OrderDeps,
  act: Act,
  { at, input, report, signer }: PreparedSignOff,
  pdf: Uint8Array,
): Outcome<SignOff> {
  const loaded = loadSigned(deps, act, input)
  const lines = chosenLines(loaded, input.lineIds)
  refuseIfAny(clockFailures(deps, loaded, input, act.at))
  const content = signedContent(loaded.order, lines)
  const reportSha256 = sha256Of(pdf)
  const signed: StoredSignOff = {
    id: SignOffId.parse(mintId()),
    version: 1,
    orderId: loaded.order.id,
    ...{ signer, at, role: input.role === '' ? undefined : input.role },
    ...(isAbsent(input) ? { absentReason: input.absentReason } : { strokes: input.strokes }),
    technicianId: act.caller.workerId,
    signedById: act.caller.userId,
    lineIds: lines.map(({ id }) => id),
    lines: content,
    linesSha256: sha256Of(content),
    report: report.content,
    language: report.language,
    reportSha256,
    reportSize: pdf.byteLength,
  }
  deps.signOffs.keepReport(reportSha256, pdf)
  const change = deps.signOffs.records.insert(signed)
  const changes = withSignature(deps, act, loaded, signed.lineIds, signed.id)
  if (completes(loaded, input.lineIds))
    changes.push(...deps.clocks.signedOff(loaded.order, act, input.slaReasonId))
  return outcome(signOffOf(deps, signed.id), [change, ...changes])
}

/**
 * Takes a sign-off back: its lines are open again, its report is kept and void (R04-42).
 *
 * @throws REASON_REQUIRED, STAGE_FORBIDS_MODIFY, SIGN_OFF_POSTED once one of its lines is posted
 */
export function revokeSignOff(
  deps: OrderDeps,
  act: Act,
  { signOffId, expectedVersion, reason }: OrdersInput<'revokeSignOff'>,
): Outcome<SignOff> {
  const held = deps.signOffs.records.get(signOffId)
  const order = deps.orders.records.get(held.orderId)
  assertReaches(deps, act.caller, 'orders.revokeSignOff', order)
  assertVersion('signOff', held, expectedVersion)
  if (held.revokedAt !== undefined) return unchanged(signOffOf(deps, signOffId))
  if (!reason?.trim()) throw domainError(commonErrors, 'REASON_REQUIRED', { field: 'reason' })
  assertStagePermits(deps, order, 'STAGE_FORBIDS_MODIFY')
  const loaded = { order, lines: deps.lines.ofOrder(order.id) }
  const own = loaded.lines.filter((line) => line.signOffId === signOffId)
  const posted = own.filter(({ status }) => status === 'posted').map(({ id }) => id)
  if (posted.length > 0) throw domainError(signOffErrors, 'SIGN_OFF_POSTED', { ids: posted })
  const revoked = {
    ...held,
    revokedAt: act.at,
    revokedById: act.caller.userId,
    revokeReason: reason.trim(),
  }
  const { changes } = deps.signOffs.records.update(held, revoked)
  const opened = withSignature(
    deps,
    act,
    loaded,
    own.map(({ id }) => id),
    undefined,
  )
  const clock = deps.clocks.signOffRevoked(order, act)
  return outcome(signOffOf(deps, signOffId), [...changes, ...opened, ...clock])
}

/** Every sign-off of an order, oldest first; throws NOT_FOUND and FORBIDDEN. */
export function listSignOffs(deps: OrderDeps, caller: Caller, orderId: string): { items: SignOff[] } {
  assertMayRead(deps, caller, orderId)
  return { items: deps.signOffs.ofOrder(orderId) }
}

/**
 * The frozen report as a file of the caller: the bytes that were signed; of a revoked sign-off the same, marked void on
 * every page. What was signed is kept as it was (R04-42).
 */
export async function reportFile(
  deps: OrderDeps,
  { at, caller }: Act,
  signOffId: string,
): Promise<ReportFile> {
  const { language, orderId, report, reportSha256, revokedAt } = deps.signOffs.records.get(signOffId)
  assertMayRead(deps, caller, orderId)
  const signed = deps.signOffs.report(reportSha256)
  const bytes =
    revokedAt === undefined ? signed : await deps.reports.render({ content: report, language }, true)
  if (!bytes) throw new Error(`the report of sign-off ${signOffId} was not kept`)
  const { number } = deps.orders.records.get(orderId)
  const name = deps.reports.fileName(number, language)
  return deps.reports.keepFile({ userId: caller.userId, name, bytes, at })
}

/** A wall board shows fields of orders only. */
function assertMayRead(deps: OrderDeps, caller: Caller, orderId: string): void {
  if (reachOf(caller, 'orders.read') === 'board')
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'orders.read' })
  assertReaches(deps, caller, 'orders.read', deps.orders.records.get(orderId))
}

function signOffOf({ signOffs }: OrderDeps, id: string): SignOff {
  const found = signOffs.find(id)
  if (!found) throw notFound('signOff', id)
  return found
}

function loadSigned(deps: OrderDeps, act: Act, input: Input): LoadedOrder {
  const loaded = loadOrder(deps, act, input, 'orders.signOff')
  assertStagePermits(deps, loaded.order, 'STAGE_FORBIDS_MODIFY')
  assertNotCanceled(loaded)
  return loaded
}

function chosenLines({ lines }: LoadedOrder, lineIds: readonly string[]): readonly StoredLine[] {
  const wanted = new Set(lineIds)
  for (const lineId of wanted) if (!lines.some(({ id }) => id === lineId)) throw notFound('orderLine', lineId)
  return lines.filter(({ id }) => wanted.has(id))
}

function lineFailures(lines: readonly StoredLine[]): Failure[] {
  const failing = (code: string, isWrong: (line: StoredLine) => boolean): Failure[] => {
    const ids = lines.filter(isWrong).map(({ id }) => id)
    return ids.length > 0 ? [{ code, field: 'lineIds', ids }] : []
  }
  return [
    ...failing('LINE_STATUS_INVALID', ({ status }) => status !== 'created'),
    ...failing('LINE_SIGNED', isLocked),
    ...failing('ACTUAL_MISSING', ({ actualQty }) => actualQty === undefined),
  ]
}

/** A name, and strokes or, where the company permits it, why the customer is absent. */
function signatureFailures(deps: OrderDeps, { order }: LoadedOrder, input: Input): Failure[] {
  const { absentReason, signer, strokes } = input
  const failures: Failure[] = signer ? [] : [{ code: 'SIGNER_REQUIRED', field: 'signer' }]
  if (isAbsent(input) && deps.settings.value('customerAbsentAllowed', order)) {
    if (absentReason === '') failures.push({ code: 'REASON_REQUIRED', field: 'absentReason' })
  } else if (isEmptyDrawing(strokes ?? [])) failures.push({ code: 'SIGNATURE_EMPTY', field: 'strokes' })
  return failures
}

/** Whether nothing that was not canceled is left to be signed. */
function completes({ lines }: LoadedOrder, lineIds: readonly string[]): boolean {
  const signed = new Set(lineIds)
  return lines.every((line) => line.status !== 'created' || isLocked(line) || signed.has(line.id))
}

/** A clock that this sign-off would stop beyond its allowance asks for a reason (R06-12). */
function clockFailures(
  { clocks }: OrderDeps,
  loaded: LoadedOrder,
  { lineIds, slaReasonId }: Input,
  at: number,
): readonly Failure[] {
  if (!completes(loaded, lineIds)) return []
  return clocks.stopFailures(loaded.order, at, slaReasonId)
}

/** What was drawn counts; a reason stands for a signature only where there is none. */
function isAbsent({ absentReason, strokes }: Input): boolean {
  return strokes === undefined && absentReason !== undefined
}

function withSignature(
  deps: OrderDeps,
  act: Act,
  loaded: LoadedOrder,
  lineIds: readonly string[],
  signOffId: SignOffId | undefined,
) {
  const wanted = new Set(lineIds)
  const lines = loaded.lines.map((line) => (wanted.has(line.id) ? { ...line, signOffId } : line))
  return saveOrder(deps, act, createLookup(deps), loaded, { ...loaded, lines })
}
