import { assertMay } from '../../db/act'
import { mintId } from '../../db/ids'
import { notFound } from '../../db/version'
import { commonErrors, domainError, type Failure } from '../../shared/contract/domainError'
import { OrderLineId } from '../../shared/contract/id'
import { restructureErrors } from '../../shared/contract/orderRestructure'
import type { AgreementLineTerms, AgreementTerms } from '../agreements/index'
import { reachOf } from './access'
import { checkRunning } from './agreement.rules'
import { reachedAgreement } from './agreementDefaults'
import { completeLine, type CompletedLine, type LineWork } from './completeLine'
import { assertAmong, termsOfLine } from './fromAgreementLine'
import type { StoredLine } from './lines.repository'
import type { OrderRelations } from './orderRelations'

/** Work whose lines may bring objects and tasks along. */
export interface CopyWork extends LineWork {
  readonly relations: OrderRelations
}

interface Choice {
  readonly lineIds: readonly string[]
  readonly keepPrices: boolean
  readonly dropObjects: boolean
  /** The number before the first copy's. */
  readonly lastNo: number
}

export interface CopiedLines {
  readonly lines: readonly StoredLine[]
  readonly failures: readonly Failure[]
}

const lineStep = 10

/** An agreement whose lines the caller may copy: with reach own, the order's only (conventions §8). */
export function sourceAgreement({ act, deps, order }: LineWork, agreementId: string): AgreementTerms {
  assertMay(act.caller, 'agreements.read')
  if (reachOf(act.caller, 'agreements.read') === 'own' && order.agreementId !== agreementId)
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'agreements.read' })
  return reachedAgreement(deps, act, agreementId)
}

/**
 * Lines of an order after those of an agreement or a template: without an interval, priced at the order's service date
 * (R02-13, R04-70). Those of the order's own agreement stay tied to it.
 *
 * @throws LINE_STOPPED, also for each line of a suspended agreement (R02-01); OBJECT_OTHER_CUSTOMER and OBJECT_SCRAPPED
 *   unless such objects are dropped
 */
export function copyAgreementLines(work: CopyWork, source: AgreementTerms, choice: Choice): CopiedLines {
  const all = work.deps.serviceAgreements.linesOf(source.id)
  assertAmong(all, choice.lineIds)
  const wanted = new Set(choice.lineIds)
  const chosen = all.filter(({ id }) => wanted.has(id))
  const stopped = chosen.filter((line) => checkRunning(line, source).length > 0)
  if (stopped.length > 0)
    throw domainError(restructureErrors, 'LINE_STOPPED', {
      field: 'lineIds',
      ids: stopped.map(({ id }) => id),
    })
  const dropped = droppedObjects(work, chosen, choice.dropObjects)
  const copies = chosen.map((line, index) =>
    copyOf(work, source, line, {
      lineNo: choice.lastNo + lineStep * (index + 1),
      keepPrices: choice.keepPrices,
      hasObject: !dropped.has(line.objectId),
    }),
  )
  return {
    lines: copies.map(({ line }) => line),
    failures: copies.flatMap(({ failures }, index) =>
      failures.map((failure) => ({ ...failure, lineNo: chosen[index]?.lineNo })),
    ),
  }
}

/**
 * The lines that a new order has of a template: all that are not stopped; objects of others are left out (R02-13).
 *
 * @throws NOT_FOUND for an agreement that is no template
 */
export function copyTemplate(work: CopyWork, templateId: string, lastNo: number): CopiedLines {
  const template = sourceAgreement(work, templateId)
  if (!template.isTemplate) throw notFound('agreement', templateId)
  const lines = work.deps.serviceAgreements.linesOf(templateId).filter(({ isStopped }) => !isStopped)
  const lineIds = lines.map(({ id }) => id)
  return copyAgreementLines(work, template, { lineIds, keepPrices: false, dropObjects: true, lastNo })
}

function copyOf(
  work: CopyWork,
  source: AgreementTerms,
  line: AgreementLineTerms,
  { hasObject, keepPrices, lineNo }: { lineNo: number; keepPrices: boolean; hasObject: boolean },
): CompletedLine {
  const { order, relations } = work
  const isTied = !source.isTemplate && source.id === order.agreementId
  const terms = termsOfLine(line)
  const takesWorker = line.type === 'hour' || line.type === 'expense'
  const { costOverride, objectId, priceOverride, taskId } = line
  return completeLine(work, {
    ...terms,
    id: OrderLineId.parse(mintId()),
    orderId: order.id,
    lineNo,
    status: 'created',
    isCanceledWithOrder: false,
    workerId: terms.workerId ?? (takesWorker ? order.preferredTechnicianId : undefined),
    objectRelationId: objectId !== undefined && hasObject ? relations.ofObject(objectId) : undefined,
    taskRelationId: taskId === undefined ? undefined : relations.ofTask(taskId),
    ...(isTied
      ? { agreementLineId: line.id, agreementDueDate: order.serviceDate }
      : { linePropertyId: line.isPropertyManual ? line.linePropertyId : undefined }),
    isPropertyManual: !isTied && line.isPropertyManual,
    ...(keepPrices && priceOverride !== undefined
      ? { salesPrice: priceOverride, salesPriceSource: 'manual' as const }
      : {}),
    ...(keepPrices && costOverride !== undefined ? { costPrice: costOverride, isCostManual: true } : {}),
  })
}

/** Objects that cannot come to the order: another customer's, and scrapped ones (02 §2.4). */
function droppedObjects(
  { deps, order }: CopyWork,
  lines: readonly AgreementLineTerms[],
  isDropped: boolean,
): ReadonlySet<string | undefined> {
  const objects = [...new Set(lines.flatMap(({ objectId }) => objectId ?? []))].map((id) =>
    deps.objects.get(id),
  )
  const foreign = objects.filter(
    ({ customerId }) => customerId !== undefined && customerId !== order.customerId,
  )
  const scrapped = objects.filter(({ status }) => status === 'scrapped')
  if (!isDropped && foreign.length > 0) throw refusedObjects('OBJECT_OTHER_CUSTOMER', foreign)
  if (!isDropped && scrapped.length > 0) throw refusedObjects('OBJECT_SCRAPPED', scrapped)
  return new Set([...foreign, ...scrapped].map(({ id }) => id))
}

function refusedObjects(
  code: 'OBJECT_OTHER_CUSTOMER' | 'OBJECT_SCRAPPED',
  objects: readonly { readonly id: string }[],
): Error {
  return domainError(restructureErrors, code, { field: 'dropObjects', ids: objects.map(({ id }) => id) })
}
