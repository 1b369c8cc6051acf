import type { Act } from '../../db/act'
import { unchanged, type EntityChange, type Outcome } from '../../db/changeLog'
import { commonErrors, domainError, refuseAll } from '../../shared/contract/domainError'
import type { NewOrderLine, Order } from '../../shared/contract/orders'
import { reachOf } from './access'
import { reachedAgreement, withAgreementDefaults } from './agreementDefaults'
import { completeHeader, type CompletedHeader, type HeaderDraft } from './completeHeader'
import { completeLine, draftOf, type LineWork } from './completeLine'
import type { StoredLine } from './lines.repository'
import { copyTemplate, type CopiedLines, type CopyWork } from './copyAgreementLines'
import { demandsOf } from './demands'
import { holdsLine } from './holds'
import { createLookup } from './lookup'
import type { OrderDeps, OrdersInput } from './orderDeps'
import { newRelations, type OrderRelations } from './orderRelations'
import type { StoredOrder } from './orders.repository'
import type { StoredRelation } from './relations.repository'
import type { StoredTaskRelation } from './taskRelations.repository'
import { orderOf } from './orderView'
import { withDerived } from './saveOrder'
import { standardDescription } from './standardDescription'

/** Where an order comes from, for those that are not made by hand (04 §2.1). */
export interface OrderSource extends Pick<StoredOrder, 'origin' | 'intake'> {
  readonly externalKey?: string | undefined
  /** When the customer asked for it, where that was before now. */
  readonly receivedAt?: number | undefined
}

const byHand: OrderSource = { origin: 'manual', intake: 'none' }
const fromAgreement: OrderSource = { origin: 'agreement', intake: 'none' }
const fromTemplate: OrderSource = { origin: 'template', intake: 'none' }
const firstLineNo = 10

/**
 * Creates an order with its lines: defaults, root stage, number, prices (04 §3.3). The number is drawn last, so that a
 * refusal takes none.
 *
 * @throws CUSTOMER_REQUIRED, CUSTOMER_BLOCKED, AGREEMENT_REQUIRED and the other codes of 04 §4, all at once
 */
export function createOrder(
  deps: OrderDeps,
  act: Act,
  { reason: _reason, lines: givenLines = [], templateId, ...input }: OrdersInput<'createOrder'>,
  source: OrderSource = sourceOf({ ...input, templateId }),
): Outcome<Order> {
  if (isReplayed(deps, input, givenLines, templateId !== undefined))
    return unchanged(orderOf(deps, act.caller, input.id))
  assertLineIdsFree(deps, givenLines)
  const { order: head, failures } = newHead(deps, act, input, source)
  const relations = head && newRelations(deps, head)
  const completed = relations
    ? linesOf({ deps, act, order: head, relations }, givenLines, templateId)
    : { lines: [], failures: [] }
  const [first, ...rest] = [...failures, ...completed.failures]
  if (first) throw refuseAll([first, ...rest])
  if (!relations) throw new Error(`order ${input.id}: a head without a failure is complete`)
  assertOwn(act, head, completed.lines)
  return insertOrder(deps, act, head, completed.lines, relations.added())
}

/** Where an order that is made by hand comes from. */
function sourceOf({
  agreementId,
  templateId,
}: Pick<OrdersInput<'createOrder'>, 'agreementId' | 'templateId'>) {
  if (templateId !== undefined) return fromTemplate
  return agreementId === undefined ? byHand : fromAgreement
}

/** The head of a new order, with every rule it breaks; throws FORBIDDEN for an office of others. */
export function newHead(
  deps: OrderDeps,
  act: Act,
  given: Omit<OrdersInput<'createOrder'>, 'lines' | 'reason'>,
  source: OrderSource,
): CompletedHeader {
  const { agreementId } = given
  const agreement = agreementId === undefined ? undefined : reachedAgreement(deps, act, agreementId)
  const input = agreement ? withAgreementDefaults(deps, agreement, given) : given
  const officeId = input.officeId ?? act.caller.officeId
  if (!act.caller.officeIds.includes(officeId))
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'orders.write' })
  const draft: HeaderDraft = {
    ...input,
    ...source,
    officeId,
    version: 1,
    number: '',
    stageId: source.intake === 'awaiting' ? undefined : deps.stages.rootId(),
    responsibleId:
      (input.responsibleId === undefined ? act.caller.workerId : input.responsibleId) ?? undefined,
  }
  return completeHeader({ deps, at: act.at }, draft)
}

/** What a new order takes over from another one. */
export interface NewRelations {
  readonly objects: readonly StoredRelation[]
  readonly tasks: readonly StoredTaskRelation[]
}
const noRelations: NewRelations = { objects: [], tasks: [] }

/** Writes a complete head with new lines; draws the number. */
export function insertOrder(
  deps: OrderDeps,
  act: Act,
  head: StoredOrder,
  lines: readonly StoredLine[],
  relations: NewRelations = noRelations,
): Outcome<Order> {
  const write = (line: StoredLine, version: number) => deps.lines.insert(line, version)
  const changes = [
    ...writeOrder(deps, act, head, { lines, relations, write }),
    ...demandsOf(deps, head.id, lines),
  ] as const
  return { result: orderOf(deps, act.caller, head.id), changes }
}

/** Writes a complete head, what it takes over and its lines by `write`; draws the number. */
export function writeOrder(
  deps: OrderDeps,
  act: Act,
  head: StoredOrder,
  {
    lines,
    relations,
    write,
  }: {
    readonly lines: readonly StoredLine[]
    readonly relations: NewRelations
    readonly write: (line: StoredLine, version: number) => EntityChange
  },
): [EntityChange, ...EntityChange[]] {
  const { id, officeId } = head
  const description =
    head.description || lines[0]?.description || standardDescription(deps.people.company().language)
  const number = deps.drawNumber({ type: 'SO', officeId, entity: 'order', recordId: id, at: act.at })
  const order = withDerived(deps, createLookup(deps), { ...head, number, description }, lines)
  return [
    deps.orders.records.insert(order),
    ...relations.objects.map((relation) => deps.relations.insert(relation, order.version)),
    ...relations.tasks.map((relation) => deps.tasks.insert(relation, order.version)),
    ...lines.map((line) => write(line, order.version)),
    ...deps.activities.followed({ act, order, before: [], after: lines }),
    ...deps.stages.created(order, act),
    ...deps.clocks.created(order, act),
  ]
}

function linesOf(
  { act, deps, order, relations }: Pick<LineWork, 'deps' | 'act' | 'order'> & { relations: OrderRelations },
  given: readonly NewOrderLine[],
  templateId: string | undefined,
): CopiedLines {
  const relationIds = () => relations.objectIds()
  const work: CopyWork = { deps, lookup: createLookup(deps), act, order, relations, relationIds }
  const completed = given.map((line, index) =>
    completeLine(work, draftOf(work, line, firstLineNo * (index + 1))),
  )
  const own = {
    lines: completed.map(({ line }) => line),
    failures: completed.flatMap(({ failures, line }) =>
      failures.map((failure) => ({ ...failure, lineNo: line.lineNo })),
    ),
  }
  if (templateId === undefined) return own
  const copied = copyTemplate(work, templateId, firstLineNo * given.length)
  return { lines: [...own.lines, ...copied.lines], failures: [...own.failures, ...copied.failures] }
}

/** Throws ID_TAKEN for a line that exists, in whatever order, or is given twice. */
function assertLineIdsFree({ lines }: OrderDeps, given: readonly NewOrderLine[]): void {
  const ids = given.flatMap(({ id }) => (id === undefined ? [] : [id]))
  const taken = ids.find((id, index) => ids.indexOf(id) !== index) ?? lines.firstOf(ids)
  if (taken !== undefined) throw domainError(commonErrors, 'ID_TAKEN', { entity: 'orderLine', id: taken })
}

/** A caller who reaches own orders only makes only such. */
export function assertOwn({ caller }: Act, order: StoredOrder, lines: readonly StoredLine[]): void {
  if (reachOf(caller, 'orders.write') !== 'own') return
  const isOwn =
    caller.workerId !== undefined &&
    (order.preferredTechnicianId === caller.workerId ||
      lines.some(({ workerId }) => workerId === caller.workerId))
  if (!isOwn) throw domainError(commonErrors, 'FORBIDDEN', { permission: 'orders.write' })
}

/** Whether the same create has been done already; other content under the same id is ID_TAKEN (conventions §2). */
function isReplayed(
  deps: OrderDeps,
  input: { readonly id: string },
  givenLines: readonly NewOrderLine[],
  hasMore: boolean,
): boolean {
  const stored = deps.orders.records.replayed(input.id, input)
  if (!stored) return false
  const kept = deps.lines.ofOrder(input.id)
  const isSame =
    (hasMore ? kept.length > givenLines.length : kept.length === givenLines.length) &&
    givenLines.every((given, index) => {
      const line = kept[index]
      return line !== undefined && holdsLine(deps, line, given)
    })
  if (!isSame) throw domainError(commonErrors, 'ID_TAKEN', { entity: 'order', id: input.id })
  return true
}
