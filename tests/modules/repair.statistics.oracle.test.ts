import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toId } from '../../electron/db/ids'
import type { RepairFigure, RepairStatistics } from '../../electron/shared/contract/repair'
import { newId, setUp, type TestApp } from '../support/app'
import { orderAbout, workshopOf, type Workshop } from '../support/repair'
import { pastRepairs, type PastRepair } from '../support/repairRows'

const now = Date.UTC(2026, 5, 30, 12)
const begun = Date.UTC(2026, 0, 1)
const resolutions = [
  'FIXED',
  'FIXED',
  'FIXED',
  'REPAIRABLE',
  'END_OF_LIFE',
  'NO_FAULT',
  'CANCELED',
  'UNKNOWN',
]
const zones = ['Europe/Oslo', 'America/New_York', 'Pacific/Auckland']

/** A line as the oracle reads it, joined by hand. */
interface Line {
  readonly id: string
  readonly object: string
  readonly brand: string
  readonly technician: string
  readonly outcome: string | undefined
  readonly resolution: string | undefined
  readonly reportedAt: number
  readonly finishedAt: number | undefined
  readonly reportedOn: string
  readonly finishedOn: string | undefined
  readonly previousId: string | undefined
  readonly attempts: number
}

let app: TestApp
let lines: Line[]
beforeAll(async () => {
  app = setUp({ now })
  const shop = await workshopOf(app)
  const seed = randomOf(8)
  const pick = <Value>(values: readonly Value[]): Value => {
    const value = values[Math.floor(seed() * values.length)]
    if (value === undefined) throw new Error('nothing to pick from')
    return value
  }
  const orders: Workshop['order'][] = []
  for (const [index, brand] of ['ACME', 'Bosch', undefined, 'acme', 'Čeština', 'Bosch'].entries()) {
    const { id: siteId } = await app.owner.customers.createSite({
      ...{ id: newId(), customerId: shop.customerId, name: `Site ${String(index)}`, country: 'NO' },
      zone: pick(zones),
    })
    const { id } = await app.owner.objects.createObject({
      ...{ id: newId(), description: 'Saw', tangible: true, customerId: shop.customerId, siteId, brand },
    })
    orders.push(await orderAbout(app.owner, shop, [id], { siteId }))
  }
  const { id: other } = await app.owner.people.createWorker({ id: newId(), displayName: 'Ola' })
  const random = (): PastRepair => {
    const reportedAt = begun + Math.floor(seed() * 180 * 24 * 60) * 60_000
    const finishedAt = Math.min(now, reportedAt + Math.floor(seed() * seed() * 20 * 24 * 60) * 60_000)
    const isFinished = seed() < 0.9
    return {
      ...{
        order: pick(orders),
        reportedAt,
        technicianId: seed() < 0.3 ? undefined : pick([shop.workerId, other]),
      },
      ...{ finishedAt: isFinished ? finishedAt : undefined, attempts: Math.floor(seed() * 4) },
      resolution: isFinished && seed() < 0.95 ? pick(resolutions) : undefined,
    }
  }
  const ids = await pastRepairs(app, Array.from({ length: 300 }, random))
  await pastRepairs(
    app,
    Array.from({ length: 100 }, () => ({ ...random(), previousId: seed() < 0.3 ? pick(ids) : undefined })),
  )
  lines = readLines()
})
afterAll(() => app.close())

function randomOf(start: number): () => number {
  let state = start
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

function readLines(): Line[] {
  interface Row {
    readonly id: Buffer
    readonly object: Buffer
    readonly brand: string | null
    readonly technician: string | null
    readonly outcome: string | null
    readonly resolution: string | null
    readonly zone: string
    readonly reported_at: number
    readonly finished_at: number | null
    readonly previous_line_id: Buffer | null
    readonly attempts: number
  }
  const dateIn = (zone: string, at: number) => new Date(at).toLocaleDateString('sv-SE', { timeZone: zone })
  return app.db
    .prepare<[], Row>(
      `SELECT l.id, s.id AS object, s.brand, w.display_name AS technician, x.outcome, x.name AS resolution,
         o.site_zone AS zone, l.reported_at, l.finished_at, l.previous_line_id,
         (SELECT count(*) FROM repair_attempt a WHERE a.line_id = l.id) AS attempts
       FROM repair_line l JOIN service_order o ON o.id = l.order_id JOIN service_object s ON s.id = l.object_id
         LEFT JOIN worker w ON w.id = l.technician_id LEFT JOIN resolution x ON x.id = l.resolution_id`,
    )
    .all()
    .map((row) => ({
      ...{ id: toId(row.id), object: toId(row.object), reportedAt: row.reported_at, attempts: row.attempts },
      ...{ brand: (row.brand ?? '').toLowerCase(), technician: row.technician ?? '' },
      ...{ outcome: row.outcome ?? undefined, resolution: row.resolution ?? undefined },
      finishedAt: row.finished_at ?? undefined,
      reportedOn: dateIn(row.zone, row.reported_at),
      finishedOn: row.finished_at === null ? undefined : dateIn(row.zone, row.finished_at),
      previousId: row.previous_line_id === null ? undefined : toId(row.previous_line_id),
    }))
}

type Period = Readonly<Record<'from' | 'to', string>>
const periods: readonly (Period | undefined)[] = [
  undefined,
  { from: '2026-02-01', to: '2026-02-28' },
  { from: '2026-03-15', to: '2026-05-02' },
  { from: '2026-04-01', to: '2026-04-01' },
]
type Grouping = 'brand' | 'technician' | 'month'

function isIn(date: string | undefined, period: Period | undefined): boolean {
  return date !== undefined && (!period || (date >= period.from && date <= period.to))
}

function keyOf(line: Line, grouping: Grouping, date: string | undefined): string {
  return grouping === 'month' ? (date ?? '').slice(0, 7) : line[grouping].toLowerCase()
}

function groupsOf(found: readonly Line[], key: (line: Line) => string): ReadonlyMap<string, Line[]> {
  return found.reduce((groups, line) => {
    groups.set(key(line), [...(groups.get(key(line)) ?? []), line])
    return groups
  }, new Map<string, Line[]>())
}

/** Half away from zero by tenths, in whole numbers. */
function percent(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : Math.floor((part * 200_000 + whole * 10) / (whole * 20))
}

const tried = (line: Line) => ['fixed', 'repairable', 'endOfLife'].includes(line.outcome ?? '')
const isRepeated = (line: Line) => lines.some(({ previousId }) => previousId === line.id)

function fixRate(found: readonly Line[]) {
  const fixed = found.filter(({ outcome }) => outcome === 'fixed').length
  return { count: found.length, numerator: fixed, rate: percent(fixed, found.filter(tried).length) }
}

function firstTimeFix(found: readonly Line[]) {
  const population = found.filter(tried)
  const held = population.filter((line) => line.outcome === 'fixed' && line.attempts < 2 && !isRepeated(line))
  return { count: population.length, numerator: held.length, rate: percent(held.length, population.length) }
}

function repeatRate(found: readonly Line[]) {
  const repeats = found.filter(({ previousId }) => previousId !== undefined).length
  return { count: found.length, numerator: repeats, rate: percent(repeats, found.length) }
}

/** Minute by minute in spirit: spans are merged while any two of them touch. */
function mtbf(found: readonly Line[], end: number) {
  const uptimes: number[] = []
  const repairs: number[] = []
  let failures = 0
  for (const own of groupsOf(found, ({ object }) => object).values()) {
    let spans = own
      .filter(
        ({ outcome, reportedAt }) =>
          !['canceled', 'noFaultFound'].includes(outcome ?? '') && reportedAt <= end,
      )
      .map((line) => ({
        start: line.reportedAt,
        end: Math.min(line.finishedAt ?? end, end),
        isOver: line.finishedAt !== undefined && line.finishedAt <= end,
      }))
    for (let merged = true; merged;) {
      merged = false
      for (const one of spans) {
        const other = spans.find((span) => span !== one && span.start <= one.end && one.start <= span.end)
        if (!other) continue
        spans = spans.filter((span) => span !== one && span !== other)
        spans.push({
          start: Math.min(one.start, other.start),
          end: Math.max(one.end, other.end),
          isOver: one.isOver && other.isOver,
        })
        merged = true
        break
      }
    }
    spans.sort((a, b) => a.start - b.start)
    failures += spans.length
    spans.forEach((span, index) => {
      const next = spans[index + 1]
      if (next) uptimes.push((next.start - span.end) / 60_000)
      if (span.isOver) repairs.push((span.end - span.start) / 60_000)
    })
  }
  const mean = (minutes: readonly number[]) =>
    minutes.length === 0 ? undefined : Math.round(minutes.reduce((a, b) => a + b, 0) / minutes.length)
  return { failures, mtbf: mean(uptimes), mttr: mean(repairs) }
}

const figures = { fixRate, firstTimeFix, repeatRate }
const answer = (found: RepairFigure, of: object) =>
  Object.fromEntries(Object.keys(of).map((field) => [field, Reflect.get(found, field)]))
const labelOf = ({ label }: RepairFigure) => label.toLowerCase()

function expectSame(found: RepairStatistics, expected: ReadonlyMap<string, object>, what: string): void {
  const held = new Map(found.rows.map((row) => [labelOf(row), answer(row, expected.get(labelOf(row)) ?? {})]))
  expect([...held.keys()].sort(), what).toEqual([...expected.keys()].sort())
  expect(Object.fromEntries(held), what).toEqual(Object.fromEntries(expected))
}

/** The end of a day in the zone of the office. */
function endOfDay(date: string): number {
  const zone = app.db.prepare<[], string>('SELECT zone FROM office').pluck().get() ?? ''
  const isOver = (at: number) => new Date(at).toLocaleDateString('sv-SE', { timeZone: zone }) > date
  let at = Date.parse(date)
  while (!isOver(at)) at += 3_600_000
  return at
}

describe('400 random lines in three zones against a slow reckoning of their own', () => {
  it.each(['fixRate', 'firstTimeFix', 'repeatRate'] as const)(
    'R08-13…R08-15: %s by brand, technician and month, in four periods',
    async (measure) => {
      const dateOf = (line: Line) => (measure === 'repeatRate' ? line.reportedOn : line.finishedOn)
      for (const period of periods)
        for (const groupBy of ['brand', 'technician', 'month'] as const) {
          const found = await app.owner.repair.getStatistics({ measure, groupBy, ...period })
          const own = lines.filter((line) => isIn(dateOf(line), period))
          const what = `${measure} by ${groupBy} in ${period?.from ?? 'all'}`
          const total = figures[measure](own)
          expect(answer(found.total, total), what).toEqual(total)
          const groups = groupsOf(own, (line) => keyOf(line, groupBy, dateOf(line)))
          const counted = new Map([...groups].map(([key, group]) => [key, figures[measure](group)]))
          expectSame(found, new Map([...counted].filter(([, { count }]) => count > 0)), what)
        }
    },
  )

  it('R08-16, R08-17: failures, time between them and to repair, by brand', async () => {
    for (const period of periods) {
      const found = await app.owner.repair.getStatistics({ measure: 'mtbf', groupBy: 'brand', ...period })
      const own = lines.filter((line) => isIn(line.reportedOn, period))
      const at = period ? endOfDay(period.to) : now
      const what = period?.from ?? 'all'
      expect(answer(found.total, mtbf(own, at)), what).toEqual(mtbf(own, at))
      const groups = groupsOf(own, ({ brand }) => brand)
      expectSame(found, new Map([...groups].map(([key, group]) => [key, mtbf(group, at)])), what)
    }
  })

  it('R08-22: resolutions by technician', async () => {
    const { rows } = await app.owner.repair.getStatistics({ measure: 'resolutions', groupBy: 'technician' })
    const own = lines.filter(({ finishedOn }) => finishedOn !== undefined)
    const expected = [...groupsOf(own, ({ technician }) => technician)].flatMap(([technician, group]) =>
      [...groupsOf(group, ({ resolution }) => resolution ?? '')].map(([resolution, { length }]) => ({
        ...{ technician, resolution, count: length, share: percent(length, group.length) },
      })),
    )
    const told = rows.map(({ count, group, label, share }) => ({
      ...{ technician: group?.label ?? '', resolution: label, count, share },
    }))
    const byName = (a: { technician: string; resolution: string }, b: typeof a) =>
      `${a.technician} ${a.resolution}` < `${b.technician} ${b.resolution}` ? -1 : 1
    expect(told.sort(byName)).toEqual(expected.sort(byName))
  })
})
