import { createHash } from 'node:crypto'
import { mintId } from '../../db/ids'
import type { FoundPrice } from '../../shared/contract/agreements'
import {
  PlanDay,
  type GenerationCounts,
  type PlanNote,
  type PlanStep,
} from '../../shared/contract/generationRuns'
import {
  ObjectRelationId,
  OccurrenceId,
  OrderId,
  OrderLineId,
  TaskRelationId,
  WorkerId,
} from '../../shared/contract/id'
import type { Language } from '../../shared/contract/session'
import { costAmount, salesAmount, type SearchPrice } from '../agreements/index'
import { dayOf, offsetAt, serviceInstant } from '../calendars/index'
import { serviceCalendarOf } from '../settings/index'
import type { RunDeps } from './generation.deps'
import { createLoads } from './loads'
import { firstLine, traceOf, windowOf, type Draft, type Skip } from './planLine'
import type { PlannedOrder } from './planning.rules'
import type { StoredPlanRow } from './plans.repository'
import type { SelectedLine } from './selection.repository'
import { windowNote } from './window.rules'

interface WriterOptions {
  readonly planId: string
  readonly from: string
  readonly language: Language
  /** Where a worker's week is read who has no office. */
  readonly officeId: string
  /** The caller's. */
  readonly officeIds: readonly string[]
}
const dayMs = 86_400_000
const minuteMs = 60_000

/**
 * Writes the rows of a plan in its order and says in one hash what they hold: two plans of the same have the same
 * fingerprint, whoever made them.
 */
export function createPlanWriter(
  deps: RunDeps,
  { from, language, officeId, officeIds, planId }: WriterOptions,
) {
  const rows = deps.plans.openRows()
  const hash = createFingerprint()
  const loads = createLoads()
  const days = new Map<string, { orders: number; lines: number }>()
  const counts = { orders: 0, lines: 0, skips: 0, minutes: 0 }
  const skipped: GenerationCounts['skipped'] = {}
  const noted: GenerationCounts['notes'] = {}
  const places = createPlaces(deps)
  const allowsInactiveWorkers = deps.settings.value('allowInactiveWorkers')

  /** What is minted anew for every plan has no part in the fingerprint. */
  function write(row: StoredPlanRow, ...said: readonly unknown[]): void {
    hash.add(JSON.stringify(said))
    rows.insert(row)
  }

  function order(planned: PlannedOrder<Draft>, searchPrice: SearchPrice): void {
    const { date, occurrences: drafts } = planned
    const line = firstLine(planned)
    const place = places(line, date)
    const id = mintId()
    const relations = createRelations()
    const lines = drafts.map((draft) => lineRow({ draft, planned, orderRowId: id, relations, searchPrice }))
    const notes = [...new Set(lines.flatMap((row) => row.notes ?? []))]
    const minutes = drafts.reduce((sum, one) => sum + minutesOf(one.line), 0)
    const row: StoredPlanRow = {
      ...{ id, version: 1, planId, part: 'orders', position: counts.orders + 1, serviceDate: date },
      ...headOf(drafts),
      ...place,
      groupName: groupNameOf(line, language),
      lineCount: lines.length,
      minutes,
      currency: line.currency,
      salesAmount: lines.reduce((sum, { salesAmount = 0 }) => sum + salesAmount, 0),
      costAmount: lines.reduce((sum, { costAmount: cost = 0 }) => sum + cost, 0),
      notes: notes.length > 0 ? notes : undefined,
      trace: orderTrace(line, drafts.length, planned.orderId !== undefined),
      ...(planned.orderId !== undefined && { existingOrderId: OrderId.parse(planned.orderId) }),
    }
    const { agreementNumber, existingOrderId, preferredServiceAt, siteId, siteZone } = row
    write(row, 'order', date, agreementNumber, siteId, siteZone, preferredServiceAt, existingOrderId)
    counts.orders += 1
    counts.minutes += minutes
    const day = days.get(date) ?? { orders: 0, lines: 0 }
    days.set(date, { orders: day.orders + 1, lines: day.lines + lines.length })
    for (const one of lines) writeLine(one, drafts)
    for (const draft of drafts) loads.add(draft.line, date, counts.orders)
  }

  function writeLine(row: StoredPlanRow, drafts: readonly Draft[]): void {
    counts.lines += 1
    for (const note of row.notes ?? []) noted[note] = (noted[note] ?? 0) + 1
    const line = drafts.find((draft) => draft.line.id === row.agreementLineId)?.line
    const { calculatedDate, costPrice, notes, occurrenceId, priceRuleId, salesPrice, salesPriceSource } = row
    write(
      { ...row, position: counts.lines },
      ...['line', row.agreementLineId, line?.version, calculatedDate, row.serviceDate, notes, occurrenceId],
      ...[
        salesPrice,
        salesPriceSource,
        priceRuleId,
        costPrice,
        row.salesAmount,
        row.workerId,
        row.objectName,
      ],
    )
  }

  function lineRow({ draft, orderRowId, planned, relations, searchPrice }: LineWork): StoredPlanRow {
    const { calculatedDate, line, occurrenceId } = draft
    const { date: serviceDate, orderId } = planned
    const found = priceOf(line, serviceDate, searchPrice)
    const notes = notesOf(draft, serviceDate, found, orderId !== undefined, allowsInactiveWorkers)
    const { agreementId, agreementNumber, currency, lineNo, objectId, quantity, type, workerId } = line
    const priced = { type, quantity, currency }
    return {
      ...{ id: OrderLineId.parse(mintId()), version: 1, planId, part: 'lines', position: 0, orderRowId },
      ...{ serviceDate, calculatedDate, agreementId, agreementNumber, agreementLineId: line.id, lineNo },
      ...{ officeId: line.officeId, customerId: line.customerId, customerName: line.customerName },
      ...{ siteId: line.siteId, siteName: line.siteName, lineType: type, description: line.description },
      ...{ objectId, objectName: line.objectName, taskName: taskNameOf(line, language) },
      ...{ workerId, workerName: line.workerName, quantity, unit: line.unit, currency },
      minutes: type === 'hour' ? quantity : undefined,
      salesPrice: found.unitPrice,
      salesPriceSource: found.source,
      priceStep: found.unitPrice === undefined ? undefined : found.step,
      priceRuleId: found.ruleId ?? found.itemPriceId,
      costPrice: found.unitCost,
      salesAmount: salesAmount(
        { ...priced, unitPrice: found.unitPrice, discount: line.discount },
        { chargeable: line.isChargeable, ...line },
      ),
      costAmount: costAmount(
        { ...priced, unitCost: found.unitCost },
        { chargeable: line.isChargeable, ...line },
      ),
      notes: notes.length > 0 ? notes : undefined,
      trace: traceOf(draft, { date: serviceDate, orderId, drafts: planned.occurrences }, from),
      occurrenceId: occurrenceId === undefined ? undefined : OccurrenceId.parse(occurrenceId),
      ...(objectId !== undefined && { objectRelationId: ObjectRelationId.parse(relations(objectId)) }),
      ...(line.taskId !== undefined && { taskRelationId: TaskRelationId.parse(relations(line.taskId)) }),
      isRequirement: isRequirement(line),
    }
  }

  return {
    order,
    skip({ calculatedDate, code, earlierLineId, line, trace }: Skip): void {
      counts.skips += 1
      skipped[code] = (skipped[code] ?? 0) + 1
      // Of another office's agreement only the reason is said.
      const isHidden = !officeIds.includes(line.officeId)
      const row: StoredPlanRow = {
        ...{ id: mintId(), version: 1, planId, part: 'skips', position: counts.skips },
        ...{ calculatedDate, agreementNumber: line.agreementNumber, agreementLineId: line.id },
        ...{ lineNo: line.lineNo, lineType: line.type, skipCode: code, trace: isHidden ? [] : trace },
        ...(!isHidden && {
          ...{ agreementId: line.agreementId, officeId: line.officeId, description: line.description },
          ...{ customerId: line.customerId, customerName: line.customerName },
        }),
        earlierLineId: earlierLineId === undefined || isHidden ? undefined : OrderLineId.parse(earlierLineId),
      }
      write(row, 'skip', line.id, line.version, calculatedDate, code)
    },
    /** Writes the loads; nothing follows. */
    finish() {
      let position = 0
      for (const { minutes, visits, week, workerId, workerName } of loads.rows()) {
        position += 1
        rows.insert({
          ...{ id: mintId(), version: 1, planId, part: 'loads', position, serviceDate: week },
          ...(workerId !== undefined && { workerId: WorkerId.parse(workerId) }),
          ...{ workerName, minutes, lineCount: visits },
          capacityMinutes: workerId === undefined ? undefined : places.capacity(workerId, week, officeId),
        })
      }
      rows.flush()
      return {
        counts: { ...counts, skipped, notes: noted },
        days: [...days]
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([date, day]) => PlanDay.parse({ date, ...day })),
        fingerprint: hash.digest(),
      }
    },
  }
}

const hashedAtOnce = 16_384

/** The hash of what very many rows say, in pieces of some size. */
function createFingerprint() {
  const hash = createHash('sha256')
  let pending = ''
  return {
    add(said: string): void {
      pending += said
      if (pending.length < hashedAtOnce) return
      hash.update(pending)
      pending = ''
    },
    digest: () => hash.update(pending).digest('hex'),
  }
}

interface LineWork {
  readonly draft: Draft
  readonly planned: PlannedOrder<Draft>
  readonly orderRowId: string
  readonly relations: (id: string) => string
  readonly searchPrice: SearchPrice
}

/** One relation an object or task and order. */
function createRelations(): (id: string) => string {
  const ids = new Map<string, string>()
  return (id) => {
    const held = ids.get(id) ?? mintId()
    ids.set(id, held)
    return held
  }
}

function minutesOf({ quantity, type }: SelectedLine): number {
  return type === 'hour' ? quantity : 0
}

/** Quantity 0 and what is not kept in stock give no requirement (R02-30). */
function isRequirement({ itemKind, itemSetup, quantity, type }: SelectedLine): boolean | undefined {
  return (
    (type === 'item' && itemSetup === 'itemRequirement' && itemKind === 'stock' && quantity > 0) || undefined
  )
}

/** Who an order is for; several agreements meet only with combine `customer`. */
function headOf(drafts: readonly Draft[]): Partial<StoredPlanRow> {
  const [first] = drafts
  if (!first) return {}
  const { agreementId, customerId, customerName, officeId } = first.line
  const numbers = [...new Set(drafts.map(({ line }) => line.agreementNumber))]
  const agreementNumber = numbers.slice(0, 3).join(', ') + (numbers.length > 3 ? ', …' : '')
  return { agreementId, agreementNumber, customerId, customerName, officeId }
}

function groupNameOf(line: SelectedLine, language: Language): string | undefined {
  switch (line.combine) {
    case 'task':
      return taskNameOf(line, language)
    case 'employee':
      return line.workerName
    case 'object':
      return line.objectName
    case 'none':
      return line.description
    case 'agreement':
    case 'customer':
      return undefined
  }
}

function taskNameOf({ taskDescription }: SelectedLine, language: Language): string | undefined {
  return taskDescription && (taskDescription[language] ?? Object.values(taskDescription).find(Boolean))
}

function orderTrace({ combine }: SelectedLine, number: number, isJoined: boolean): PlanStep[] {
  return [
    { code: 'GROUP_KEY', text: combine },
    ...(number > 1 ? [{ code: 'LINES_TOGETHER' as const, number }] : []),
    ...(isJoined ? [{ code: 'EXISTING_ORDER' as const }] : []),
  ]
}

function priceOf(line: SelectedLine, date: string, searchPrice: SearchPrice): FoundPrice {
  const { agreementId, billingAccountId, categoryId, costOverride, currency, customerId, itemId } = line
  return searchPrice({
    ...{ type: line.type, agreementLine: { priceOverride: line.priceOverride, costOverride }, agreementId },
    ...{ billingAccountId, customerId, workerId: line.workerId, categoryId, itemId, currency, date },
  })
}

/** What is to be said of a line, in the order of 03 §3.5. */
function notesOf(
  { calculatedDate, line, note }: Draft,
  date: string,
  { unitPrice }: FoundPrice,
  isJoined: boolean,
  allowsInactiveWorkers: boolean,
): PlanNote[] {
  const moved = windowNote(windowOf(line), calculatedDate, date)
  return [
    ...(moved ? [moved] : []),
    ...(note ? [note] : []),
    ...(unitPrice === undefined && line.isChargeable ? (['PRICE_MISSING'] as const) : []),
    ...(line.isWorkerActive === false && !allowsInactiveWorkers ? (['WORKER_INACTIVE'] as const) : []),
    ...(isJoined ? (['JOINED_EXISTING'] as const) : []),
  ]
}

/** Where and when an order takes place (R03-21), and what a worker's week holds. */
function createPlaces({ calendars, people, settings }: RunDeps) {
  const offices = new Map<string, { zone: string; start: number; calendarId: string | undefined }>()
  const instants = new Map<string, number>()
  const conflicts = new Map<string, boolean>()
  const company = people.company().calendarId

  function officeOf(officeId: string) {
    const held = offices.get(officeId) ?? {
      zone: people.offices.get(officeId).zone,
      start: settings.value('defaultStartTime', { officeId }),
      calendarId: serviceCalendarOf(settings, company, { officeId }),
    }
    offices.set(officeId, held)
    return held
  }

  function instantOf(zone: string, date: string, minute: number): number {
    const key = `${zone}/${date}/${String(minute)}`
    const held =
      instants.get(key) ??
      serviceInstant(dayOf(date) * dayMs + minute * minuteMs, (instant) => offsetAt(zone, instant))
    instants.set(key, held)
    return held
  }

  /** The company's calendar says of an order whether it is on a closed day, as when it is edited later. */
  function isClosed(calendarId: string | undefined, zone: string, date: string): boolean {
    if (calendarId === undefined) return false
    const key = `${calendarId}/${zone}/${date}`
    const held = conflicts.get(key) ?? !calendars.isOpenDay(calendarId, zone, date)
    conflicts.set(key, held)
    return held
  }

  function place(line: SelectedLine, date: string) {
    const office = officeOf(line.officeId)
    const siteZone = line.siteZone ?? office.zone
    return {
      ...{ siteId: line.siteId, siteName: line.siteName, siteZone },
      preferredServiceAt: instantOf(siteZone, date, line.defaultStartTime ?? office.start),
      hasConflict: isClosed(office.calendarId, siteZone, date),
    }
  }
  return Object.assign(place, {
    capacity(workerId: string, monday: string, otherOfficeId: string): number | undefined {
      const { calendarId, officeId } = people.workers.get(workerId)
      const office = people.offices.get(officeId ?? otherOfficeId)
      const calendar = calendarId ?? office.calendarId ?? company
      if (calendar === undefined) return undefined
      let minutes = 0
      for (let day = 0; day < 7; day += 1)
        minutes += calendars.day(calendar, office.zone, dateAfter(monday, day)).minutes
      return minutes
    },
  })
}

function dateAfter(date: string, days: number): string {
  return new Date(dayOf(date) * dayMs + days * dayMs).toISOString().slice(0, 10)
}
