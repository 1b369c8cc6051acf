import type { Caller } from '../../db/act'
import { mintId } from '../../db/ids'
import type { GenerationCounts, GenerationInput } from '../../shared/contract/generationRuns'
import { serviceCalendarOf } from '../settings/index'
import { chooseDates, groupKey } from './choose.rules'
import { dateOf, rememberOpenDays } from './days.rules'
import type { RunDeps } from './generation.deps'
import { firstLine, planLine, type Draft, type LineDays, type PlanQuestion } from './planLine'
import type { IsOpenDay, JoinableOrder, PlannedOrder } from './planning.rules'
import { createPlanWriter } from './planRows'
import type { StoredPlan } from './plans.repository'
import type { SelectedLine, Selection } from './selection.repository'

/** What becomes of planning: rows written, lines read. */
export interface PlanWork {
  readonly caller: Caller
  readonly at: number
  /** Runs one short step of writing. */
  readonly step: (write: () => void) => void
  readonly progress: (done: number, total: number) => void
}

const pageLines = 1000
const pageOrders = 500
/** Before the first date there is. */
const always = '0000-01-01'

/**
 * Plans a run and keeps its rows (03 §3): reads the lines in pages by agreement, chooses dates agreement by agreement, and
 * writes orders, lines, skips and loads in the plan's order. Gives way after each step; what is not finished is taken away.
 */
export function* makePlan(
  deps: RunDeps,
  work: PlanWork,
  input: GenerationInput,
): Generator<void, StoredPlan> {
  const { plans } = deps
  const { at, caller } = work
  const draft: StoredPlan = {
    ...{ id: mintId(), version: 1, session: caller.tokenHash, userId: caller.userId, at, input },
    checkedSeq: plans.lastSeq(),
  }
  let isDone = false
  work.step(() => plans.plans.insert(draft))
  try {
    const { counts, days, fingerprint } = yield* planRows(deps, work, draft)
    const { record } = storePlan(deps, work, draft, { counts, days, fingerprint })
    isDone = true
    return record
  } finally {
    if (!isDone) work.step(() => dropPlan(deps, draft.id))
  }
}

function storePlan(
  { plans }: RunDeps,
  work: PlanWork,
  before: StoredPlan,
  found: Pick<StoredPlan, 'counts' | 'days' | 'fingerprint'>,
): { record: StoredPlan } {
  let record = before
  work.step(() => {
    ;({ record } = plans.plans.update(before, { ...before, ...found }))
  })
  return { record }
}

/** Takes a whole plan away at once. */
export function dropPlan({ plans }: Pick<RunDeps, 'plans'>, planId: string): void {
  while (plans.deleteNext(planId));
}

type Planned = PlannedOrder<Draft>

function* planRows(
  deps: RunDeps,
  work: PlanWork,
  plan: StoredPlan,
): Generator<void, Pick<StoredPlan, 'counts' | 'days' | 'fingerprint'>> {
  const { input } = plan
  const { caller } = work
  const selection: Selection = { filter: input.filter, officeIds: caller.officeIds }
  const question: PlanQuestion = {
    run: { from: input.from, to: input.to },
    types: input.types,
    continuous: input.continuous,
    officeIds: caller.officeIds,
  }
  const writer = createPlanWriter(deps, {
    ...{ planId: plan.id, from: input.from, language: caller.language },
    ...{ officeId: caller.officeId, officeIds: caller.officeIds },
  })
  const planned: Planned[] = []
  /** Agreements that combine by customer meet once all are read. */
  const together: Draft[] = []
  const read = { agreements: 0, linesRead: 0 }
  for (const batch of batches(deps, work, selection, input)) {
    read.agreements += batch.agreements
    read.linesRead += batch.lines.length
    const byAgreement = new Map<string, Draft[]>()
    const days = batch.days
    work.step(() => {
      for (const line of batch.lines) {
        const { drafts, skips } = planLine(question, line, () => days(line), batch.earlier.get(line.id))
        for (const skip of skips) writer.skip(skip)
        if (line.combine === 'customer') together.push(...drafts)
        else {
          const held = byAgreement.get(line.agreementId)
          if (held) held.push(...drafts)
          else byAgreement.set(line.agreementId, [...drafts])
        }
      }
    })
    for (const drafts of byAgreement.values())
      for (const order of chooseDates(drafts, joinable(deps, input, drafts))) planned.push(order)
    yield
  }
  for (const order of chooseDates(together)) planned.push(order)
  planned.sort(byPlace)
  const prices = deps.openPrices()
  // What is written is let go: a plan of 100,000 orders is large.
  planned.reverse()
  while (planned.length > 0) {
    work.step(() => {
      for (const order of planned.splice(-pageOrders).reverse()) writer.order(order, prices)
    })
    yield
  }
  let finished: ReturnType<typeof writer.finish> | undefined
  work.step(() => (finished = writer.finish()))
  if (!finished) throw new Error('a plan has an end')
  const counts: GenerationCounts = { ...read, ...finished.counts }
  return { counts, days: finished.days, fingerprint: finished.fingerprint }
}

/** By service date, agreement number, smallest line number (R03-22). */
function byPlace(a: Planned, b: Planned): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1
  const [first, second] = [firstLine(a), firstLine(b)]
  if (first.agreementNumber !== second.agreementNumber)
    return first.agreementNumber < second.agreementNumber ? -1 : 1
  return first.lineNo - second.lineNo
}

interface Batch {
  readonly lines: readonly SelectedLine[]
  readonly agreements: number
  readonly earlier: ReturnType<RunDeps['selection']['earlier']>
  readonly days: (line: SelectedLine) => LineDays
}

/** The selection in pages that end with an agreement. */
function* batches(
  deps: RunDeps,
  { progress }: PlanWork,
  selection: Selection,
  input: GenerationInput,
): Generator<Batch> {
  const { selection: repository } = deps
  const total = repository.count(selection)
  const days = createDays(deps)
  let done = 0
  let held: SelectedLine[] = []
  for (let last: SelectedLine | undefined; ;) {
    const page = repository.page(selection, last, pageLines)
    last = page.at(-1)
    const isEnd = page.length < pageLines
    const lines: SelectedLine[] = [...held, ...page]
    const open = isEnd ? lines.length : lines.findIndex((line) => line.agreementId === last?.agreementId)
    held = lines.slice(open)
    const whole = lines.slice(0, open)
    done += page.length
    progress(done, total)
    if (whole.length > 0)
      yield {
        lines: whole,
        agreements: new Set(whole.map(({ agreementId }) => agreementId)).size,
        earlier: repository.earlier(
          whole.map(({ id }) => id),
          input.continuous ? always : input.from,
          input.to,
        ),
        days,
      }
    if (isEnd) return
  }
}

/** Open days by calendar and zone, each day asked once; without a calendar every day is open (03 §2.3). */
function createDays({ calendars, people, settings }: RunDeps): (line: SelectedLine) => LineDays {
  const known = new Map<string, IsOpenDay>()
  const company = people.company().calendarId
  const offices = new Map<
    string,
    { calendarId: string | undefined; policy: LineDays['policy']; zone: string }
  >()
  const everyDay: IsOpenDay = () => true

  function officeOf(officeId: string) {
    const held = offices.get(officeId)
    if (held) return held
    const office = {
      calendarId: serviceCalendarOf(settings, company, { officeId }),
      policy: settings.value('closedDayPolicy', { officeId }),
      zone: people.offices.get(officeId).zone,
    }
    offices.set(officeId, office)
    return office
  }

  return (line) => {
    const office = officeOf(line.officeId)
    const calendarId = line.calendarId ?? office.calendarId
    const policy = line.closedDayPolicy ?? office.policy
    if (calendarId === undefined) return { isOpen: everyDay, policy }
    const zone = line.siteZone ?? office.zone
    const key = `${calendarId}/${zone}`
    const isOpen = known.get(key) ?? rememberOpenDays((date) => calendars.isOpenDay(calendarId, zone, date))
    known.set(key, isOpen)
    return { isOpen, policy }
  }
}

/** The agreement's open orders whose lines have one key in common (R03-17). */
function joinable(
  { selection }: RunDeps,
  { joinExisting }: GenerationInput,
  drafts: readonly Draft[],
): JoinableOrder[] {
  const line = drafts[0]?.line
  if (!joinExisting || !line || line.combine === 'none') return []
  const days = drafts.flatMap(({ allowed }) => [allowed[0] ?? 0, allowed.at(-1) ?? 0])
  const [from, to] = [Math.min(...days), Math.max(...days)]
  return selection.openOrders(line.agreementId, dateOf(from), dateOf(to)).flatMap((order) => {
    // Without a line yet, an order has the key of its agreement only.
    const held = order.facts.length === 0 && line.combine === 'agreement' ? [{}] : order.facts
    const keys = new Set(
      held.map((facts) => {
        const { agreementId, combine, currency } = line
        const place = { agreementId, combine, currency, siteId: order.siteId, lineId: '', calculatedDate: '' }
        return groupKey({ ...place, customerId: line.customerId ?? '', ...facts })
      }),
    )
    const [key] = keys
    return keys.size === 1 && key !== undefined
      ? [{ groupKey: key, date: order.serviceDate, orderId: order.orderId }]
      : []
  })
}
