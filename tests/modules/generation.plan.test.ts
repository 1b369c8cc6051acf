import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { dateOf, dayOf } from '../../electron/modules/generation/days.rules'
import type { ClosedDayPolicy, Rhythm, WindowSpan } from '../../electron/modules/generation/planning.rules'
import type { PlanRow } from '../../electron/shared/contract/generationRuns'
import type { AgreementLineId } from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'
import {
  activeAgreement,
  bytes,
  commit,
  generationBranchOf,
  ordersOf,
  preview,
  rhythmLine,
  skipsOf,
  undo,
  type GenerationBranch,
} from '../support/generation'
import { oraclePlan, type OracleLine, type OracleRow } from '../support/planningOracle'

vi.setConfig({ testTimeout: 120_000 })

const plans = Math.min(Number(process.env['AFTERCARE_PLANS'] ?? 1000) / 40, 250)
const seed = Number(process.env['AFTERCARE_FUZZ_SEED'] ?? 1)

let app: TestApp
let branch: GenerationBranch
beforeEach(async () => {
  app = setUp()
  branch = await generationBranchOf(app)
})
afterEach(() => app.close())

const rhythms: readonly Rhythm[] = [
  { range: 'day', frequency: 9, monthEndRule: 'clamp' },
  { range: 'week', frequency: 1, monthEndRule: 'clamp' },
  { range: 'week', frequency: 3, monthEndRule: 'clamp' },
  { range: 'month', frequency: 1, monthEndRule: 'stick' },
  { range: 'month', frequency: 2, monthEndRule: 'clamp' },
  { range: 'quarter', frequency: 1, monthEndRule: 'clamp' },
]
const windows: readonly WindowSpan[] = [
  { method: 'week' },
  { method: 'month' },
  { method: 'manual', daysBefore: 5, daysAfter: 5 },
  { method: 'manual', daysBefore: 0, daysAfter: 20 },
]
const combines = ['agreement', 'object', 'none'] as const
const policies = ['keep', 'nextOpen', 'previousOpen', 'nextOpenSameMonth', 'skip'] as const

const anyLine = fc.record({
  start: fc.integer({ min: dayOf('2027-10-01'), max: dayOf('2028-03-31') }),
  lasts: fc.option(fc.integer({ min: 0, max: 200 }), { nil: undefined }),
  rhythm: fc.option(fc.nat(rhythms.length - 1), { nil: undefined, freq: 6 }),
  window: fc.option(fc.nat(windows.length - 1), { nil: undefined, freq: 1 }),
  object: fc.nat(1),
})
const anySetting = fc.record({
  agreements: fc.array(
    fc.record({
      start: fc.integer({ min: dayOf('2027-10-01'), max: dayOf('2028-02-01') }),
      lasts: fc.option(fc.integer({ min: 30, max: 300 }), { nil: undefined }),
      combine: fc.constantFrom(...combines),
      policy: fc.constantFrom(...policies),
      lines: fc.array(anyLine, { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  from: fc.integer({ min: dayOf('2028-01-20'), max: dayOf('2028-03-10') }),
  days: fc.integer({ min: 0, max: 70 }),
})
type Setting = typeof anySetting extends fc.Arbitrary<infer Value> ? Value : never

const isWeekday = (date: string): boolean => ![0, 6].includes(new Date(date).getUTCDay())

interface References {
  readonly intervals: readonly string[]
  readonly windows: readonly string[]
  readonly objects: readonly string[]
}

/** The intervals, windows and objects of every setting; Monday to Friday are open. */
async function makeReferences(): Promise<References> {
  app.db.prepare('UPDATE company SET calendar_id = (SELECT id FROM calendar ORDER BY key LIMIT 1)').run()
  const intervals = rhythms.map((rhythm, at) =>
    app.owner.generation.createInterval({ id: newId(), code: `I${String(at)}`, ...rhythm }),
  )
  const spans = windows.map((window, at) =>
    app.owner.generation.createTimeWindow({ id: newId(), code: `W${String(at)}`, ...window }),
  )
  const objects = ['One', 'Two'].map((description) =>
    app.owner.objects.createObject({ id: newId(), description, customerId: branch.customerId }),
  )
  const idsOf = async (made: readonly Promise<{ readonly id: string }>[]) =>
    (await Promise.all(made)).map(({ id }) => id)
  return {
    intervals: await idsOf(intervals),
    windows: await idsOf(spans),
    objects: await idsOf(objects),
  }
}

interface Made {
  readonly lineIds: readonly AgreementLineId[]
  readonly expected: readonly OracleRow[]
}

/** Puts the agreements of a setting into the store, and asks the oracle what a run makes of each. */
function make({ agreements, days, from }: Setting, references: References): Made[] {
  return agreements.map(({ combine, lasts, lines, policy, start }) => {
    const term = {
      startDate: dateOf(start),
      ...(lasts !== undefined && { endDate: dateOf(start + lasts) }),
    }
    const agreementId = activeAgreement(app, branch, {
      ...{ start_date: term.startDate, end_date: term.endDate ?? null, combine, closed_day_policy: policy },
    })
    const oracleLines: OracleLine[] = []
    const lineIds = lines.map((line, at) => {
      const dates = { startDate: dateOf(line.start), endDate: endOf(line) }
      oracleLines.push({
        ...{ lineNo: (at + 1) * 10, anchor: dates.startDate, ...dates },
        ...{ key: combine === 'object' ? String(line.object) : 'all', separate: combine === 'none' },
        rhythm: line.rhythm === undefined ? undefined : rhythms[line.rhythm],
        window: line.window === undefined ? undefined : windows[line.window],
      })
      return rhythmLine(app, branch, agreementId, dates.startDate, {
        ...{ end_date: dates.endDate ?? null, object_id: bytes(references.objects[line.object]) },
        interval_id: line.rhythm === undefined ? null : bytes(references.intervals[line.rhythm]),
        window_id: line.window === undefined ? null : bytes(references.windows[line.window]),
      })
    })
    const expected = oraclePlan({
      ...{ agreement: term, lines: oracleLines, from: dateOf(from), to: dateOf(from + days) },
      ...{ policy: policy satisfies ClosedDayPolicy, isOpen: isWeekday, joinable: [] },
    })
    return { lineIds, expected }
  })
}

function endOf({ lasts, start }: { readonly lasts?: number | undefined; readonly start: number }) {
  return lasts === undefined ? undefined : dateOf(start + lasts)
}

/** The rows of a plan for the lines of one agreement as the oracle writes them. */
function rowsOf(rows: readonly PlanRow[], lineIds: readonly AgreementLineId[]): OracleRow[] {
  return rows
    .filter(({ agreementLineId }) => agreementLineId !== undefined && lineIds.includes(agreementLineId))
    .filter(({ part, skipCode }) => part === 'lines' || skipCode === 'CLOSED_DAY_SKIPPED')
    .map(({ calculatedDate = '', lineNo = 0, notes, serviceDate = '', skipCode }) => ({
      ...{ lineNo, calculatedDate, serviceDate },
      note: skipCode ?? notes[0] ?? '',
    }))
    .sort((a, b) => a.lineNo - b.lineNo || (a.calculatedDate < b.calculatedDate ? -1 : 1))
}

it(`issue 5: ${String(plans)} random selections are planned, written and taken back as the text of the rules says`, async () => {
  const references = await makeReferences()
  await fc.assert(
    fc.asyncProperty(anySetting, async (setting) => {
      app.db.exec(
        'DELETE FROM occurrence; DELETE FROM service_order; DELETE FROM agreement_line; DELETE FROM agreement',
      )
      const made = make(setting, references)
      const run = { from: dateOf(setting.from), to: dateOf(setting.from + setting.days) }

      const plan = await preview(app.owner, run)
      for (const { expected, lineIds } of made)
        expect(rowsOf([...plan.lines, ...plan.skips], lineIds)).toEqual(expected)
      // Every line of the selection says something (03 §3.5).
      const said = new Set([...plan.lines, ...plan.skips].map(({ agreementLineId }) => agreementLineId))
      expect(made.flatMap(({ lineIds }) => lineIds).filter((id) => !said.has(id))).toEqual([])
      if (plan.counts.orders === 0) return

      const written = await commit(app.owner, run, plan.fingerprint)
      const orders = await ordersOf(app.owner)
      expect(orders.map((order) => [order.serviceDate, order.lines.length])).toEqual(
        plan.orders.map(({ lineCount, serviceDate }) => [serviceDate, lineCount]),
      )
      const again = await preview(app.owner, run)
      expect(again.counts.orders).toBe(0)
      expect(skipsOf(again).filter((code) => code === 'ALREADY_GENERATED')).toHaveLength(plan.counts.lines)
      expect(await undo(app.owner, written)).toMatchObject({ status: 'undone' })
      expect((await preview(app.owner, run)).fingerprint).toBe(plan.fingerprint)
    }),
    { numRuns: plans, seed },
  )
})

it('conventions §6: a preview that is canceled leaves nothing behind', async () => {
  app.db.transaction(() => {
    for (let index = 0; index < 3000; index += 1)
      rhythmLine(app, branch, activeAgreement(app, branch, { number: `AG-${String(index)}` }), '2026-01-05', {
        interval_id: bytes(branch.weekly),
      })
  })()
  const { jobId } = await app.owner.generation.previewGeneration({
    ...{ from: '2026-03-01', to: '2026-05-31', types: ['hour'] },
  })
  await app.owner.jobs.cancelJob({ jobId })
  await vi.waitFor(async () => expect((await app.owner.jobs.getJob({ jobId })).state).toBe('canceled'))

  const count = (table: string) => app.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  expect([count('local_plan'), count('local_plan_row')]).toEqual([0, 0])
})

it('conventions §7: the rows of a plan are filtered, sorted and searched like any list', async () => {
  const fields = { interval_id: bytes(branch.monthly) }
  const late = activeAgreement(app, branch, { number: 'AG-B', description: 'Late' })
  const early = activeAgreement(app, branch, { number: 'AG-A', description: 'Early' })
  rhythmLine(app, branch, late, '2026-01-20', { ...fields, description: 'Grease' })
  rhythmLine(app, branch, early, '2026-01-05', { ...fields, category_id: null, type: 'expense', unit: 'PCS' })
  const { planId } = await preview(app.owner, { from: '2026-03-01', to: '2026-04-30' })
  const list = async (input: object) => {
    const { items } = await app.owner.generation.listPlan({ planId, part: 'lines', ...input })
    return items.map(
      ({ agreementNumber, serviceDate }) => `${String(agreementNumber)} ${String(serviceDate)}`,
    )
  }

  expect(await list({ text: 'grea' })).toEqual(['AG-B 2026-03-20', 'AG-B 2026-04-20'])
  expect(await list({ filter: { hasNotes: true } })).toEqual(['AG-A 2026-03-05', 'AG-A 2026-04-05'])
  expect(await list({ filter: { serviceDate: { from: '2026-04-01' } } })).toEqual([
    'AG-A 2026-04-05',
    'AG-B 2026-04-20',
  ])
  const sort = [{ field: 'agreementNumber', direction: 'desc' }]
  expect(await list({ sort, limit: 3 })).toEqual(['AG-B 2026-04-20', 'AG-B 2026-03-20', 'AG-A 2026-04-05'])
})
