import type { EntityChange } from '../../db/changeLog'
import type { WarrantyCheck } from '../../shared/contract/repairLines'
import { RepairLineId, type ItemId } from '../../shared/contract/id'
import { localDate, localDayOf } from '../calendars/index'
import { lastDay, warrantyUntil, type StoredObject } from '../objects/index'
import type { StoredOrder } from '../orders/index'
import type { LineDeps } from './lines.deps'
import type { StoredRepairLine } from './lines.repository'
import { judge, type WarrantyPromise } from './warranty.rules'

/** Where a repair is worked on, and by which office. */
export type OrderPlace = Pick<StoredOrder, 'officeId' | 'siteZone'>

/** What is asked about: an object, reported at an instant. */
export interface WarrantyQuestion {
  readonly object: StoredObject
  readonly reportedAt: number
  /** Of the order: its zone where the object stands at no site of its own, its office for what is set by office. */
  readonly place: OrderPlace
  readonly diagnosisAreaId?: string | undefined
  /** The line that asks: its parts count, and it is no earlier repair of its own. */
  readonly lineId?: string | undefined
  /** A line that is about to go: no earlier repair either. */
  readonly goneId?: string | undefined
  /** A part that is to be replaced. */
  readonly itemId?: ItemId | undefined
}

/** The zone in which the dates of an object's repairs are read: that of its site, else where the order takes place. */
export function zoneOf({ siteZone }: Pick<LineDeps, 'siteZone'>, object: StoredObject, place: OrderPlace) {
  return object.siteId === undefined ? place.siteZone : siteZone(object.siteId)
}

/** Every promise in its order, and the verdict on the local date of the report (R08-10). */
export function checkWarranty(deps: LineDeps, question: WarrantyQuestion): WarrantyCheck {
  const zone = zoneOf(deps, question.object, question.place)
  const on = localDate(zone, question.reportedAt)
  const promises = [
    productPromise(question.object),
    partPromise(deps, question, zone, on),
    repairPromise(deps, question, zone),
    agreementPromise(deps, question.object, on),
  ]
  return { on, zone, ...judge(promises, on) }
}

function productPromise(object: StoredObject): WarrantyPromise {
  const until = warrantyUntil(object)
  return {
    ...{ verdict: 'product', from: object.warrantyStart ?? object.installedDate, until },
    ...{ isEmpty: until === undefined, source: object.number, sourceId: object.id },
  }
}

/** The part that covers, else the first; a part has its own months from its installation. */
function partPromise(
  { parts }: LineDeps,
  { itemId, lineId, object, reportedAt }: WarrantyQuestion,
  zone: string,
  on: string,
): WarrantyPromise {
  const asked = [
    ...(lineId === undefined ? [] : parts.ofRepair(lineId)),
    ...(itemId === undefined ? [] : parts.inObject(object.id, itemId, reportedAt)),
  ]
  const promises = asked.map(({ description, installedAt, lineId: sourceId, months }) => {
    const from = localDate(zone, installedAt)
    const until = lastDay(from, months)
    return { from, until, isEmpty: until === undefined, source: description, sourceId }
  })
  const found =
    promises.find(({ from, isEmpty, until }) => !isEmpty && from <= on && on <= (until ?? '')) ?? promises[0]
  return { verdict: 'part', isEmpty: true, ...found }
}

/** The latest repair of the same kind of fault on the same object. */
function repairPromise(
  { repository, settings }: LineDeps,
  { diagnosisAreaId, goneId, lineId, object, place, reportedAt }: WarrantyQuestion,
  zone: string,
): WarrantyPromise {
  const none: WarrantyPromise = { verdict: 'repair', isEmpty: true }
  if (diagnosisAreaId === undefined) return none
  const earlier = repository
    .fixedBefore({ objectId: object.id, reportedAt, ownId: lineId, goneId })
    .find((repair) => repair.objectId === object.id && repair.diagnosisAreaId === diagnosisAreaId)
  if (!earlier) return none
  const from = localDate(zone, earlier.finishedAt)
  const months = object.repairWarrantyMonths ?? settings.value('repairWarrantyMonths', place)
  const until = lastDay(from, months)
  const source = { source: earlier.number, sourceId: earlier.id }
  return { verdict: 'repair', from, until, isEmpty: until === undefined, ...source }
}

function agreementPromise({ agreementCover }: LineDeps, { id }: StoredObject, on: string): WarrantyPromise {
  const cover = agreementCover(id, on)
  if (!cover) return { verdict: 'agreement', isEmpty: true }
  const { agreementId, from, lineNo, number, until } = cover
  return { verdict: 'agreement', from, until, source: `${number} / ${String(lineNo)}`, sourceId: agreementId }
}

/** The latest repair that a line repeats: fixed, of the same symptom area, within the window (R08-12). */
function previousOf(
  deps: LineDeps,
  line: StoredRepairLine,
  place: OrderPlace,
  goneId: string | undefined,
): RepairLineId | undefined {
  const { repository, settings } = deps
  const { id, objectId, reportedAt, symptomAreaId } = line
  if (symptomAreaId === undefined) return undefined
  const zone = zoneOf(deps, deps.objectOf(objectId), place)
  const day = localDayOf(zone, reportedAt)
  const window = settings.value('repeatWindowDays', place)
  const earlier = repository
    .fixedBefore({ objectId, reportedAt, ownId: id, goneId })
    .find(
      (repair) =>
        repair.symptomAreaId === symptomAreaId && day - localDayOf(zone, repair.finishedAt) <= window,
    )
  return earlier && RepairLineId.parse(earlier.id)
}

/** The line with its verdict, unless a manager gave one, and with the repair that it repeats (R08-10, R08-12). */
export function assessed(
  deps: LineDeps,
  place: OrderPlace,
  line: StoredRepairLine,
  goneId?: string,
): StoredRepairLine {
  const object = deps.objectOf(line.objectId)
  const { diagnosisAreaId, id: lineId, reportedAt } = line
  const previousLineId = previousOf(deps, line, place, goneId)
  if (line.verdictReason !== undefined) return { ...line, previousLineId }
  const { verdict } = checkWarranty(deps, {
    ...{ object, reportedAt, place, diagnosisAreaId, lineId, goneId },
  })
  return { ...line, previousLineId, warrantyVerdict: verdict }
}

/** What of a repair counts for later ones. */
const counting = [
  ...(['objectId', 'reportedAt', 'finishedAt', 'resolutionId'] as const),
  ...(['symptomAreaId', 'diagnosisAreaId'] as const),
]

/**
 * Lines of the same thing that were reported since, after a repair was signed off, reopened or described otherwise, or
 * before it is deleted: which repair they repeat, and, while they are open, their verdict.
 */
export function reassessLater(
  deps: LineDeps,
  before: StoredRepairLine,
  after: StoredRepairLine | undefined,
): EntityChange[] {
  if (after && counting.every((field) => after[field] === before[field])) return []
  const { lines, reportedFrom } = deps.repository
  const changed = after ? [before, after] : [before]
  const ids = new Set(changed.flatMap((line) => reportedFrom(line.objectId, line.reportedAt, line.id)))
  return [...ids].flatMap((id) => {
    const line = lines.get(id)
    const next = assessed(deps, deps.orders.placeOf(line.orderId), line, after ? undefined : before.id)
    const isOpen = line.finishedAt === undefined
    const warrantyVerdict = isOpen ? next.warrantyVerdict : line.warrantyVerdict
    return lines.update(line, { ...line, previousLineId: next.previousLineId, warrantyVerdict }).changes
  })
}

/** The line after parts were changed for it: one of them may have a warranty of its own (R08-10). */
export function reassess(deps: LineDeps, lineId: string): EntityChange[] {
  const { lines } = deps.repository
  const line = lines.find(lineId)
  return line ? lines.update(line, assessed(deps, deps.orders.placeOf(line.orderId), line)).changes : []
}
