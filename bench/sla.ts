import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeDatabase, openDatabase, type Db } from '../electron/db/database'
import { mintId } from '../electron/db/ids'
import { storeFile } from '../electron/db/storeLock'
import { offsetAt } from '../electron/modules/calendars/localTime.rules'
import { alwaysOpen, openTimeOf, type OpenTime } from '../electron/modules/calendars/openTime.rules'
import { prepareCalendar } from '../electron/modules/calendars/working.rules'
import { crossingOf, stretchesOf, type EntryFacts } from '../electron/modules/sla/clock.rules'
import { crossingsOf } from '../electron/modules/sla/steps.rules'
import { traceOf } from '../electron/modules/sla/trace.rules'
import type { Week } from '../electron/shared/contract/calendars'
import { CalendarId, CustomerId, OrderId, SlaGroupId, SlaId } from '../electron/shared/contract/id'
import { standardSteps } from '../electron/shared/contract/sla'
import { createChance } from './chance'
import { round, summary, type Figure } from './measure'
import type { Scene } from './scenarios'
import { connectService } from './service'

const clocks = 10_000
const openClocks = 50_000
const zone = 'Europe/Oslo'
const minuteMs = 60_000

/** Clocks with their explanations, and open ones that follow a changed calendar. */
export async function sla({ say }: Scene): Promise<Figure[]> {
  return [...traced(), await recomputed(say)]
}

const shift = (startMinute: number, endMinute: number) => ({ startMinute, endMinute })
const everyDay = (shifts: Week['mon']): Week => ({
  ...{ mon: shifts, tue: shifts, wed: shifts, thu: shifts, fri: shifts, sat: shifts, sun: shifts },
})

/** A standard week, one with lunch breaks, nights, and every minute; each in the site's zone. */
function calendars(): OpenTime[] {
  const weeks: Week[] = [
    { ...everyDay([shift(480, 960)]), sat: [], sun: [] },
    { ...everyDay([shift(450, 720), shift(765, 990)]), sat: [], sun: [] },
    everyDay([shift(0, 360), shift(1320, 1440)]),
  ]
  const views = weeks.map((week) => prepareCalendar({ week, exceptions: [] }, [], undefined))
  return [...views.map((view) => openTimeOf(view, zone)), alwaysOpen(zone)]
}

/** Random clocks of a year with up to six pauses, each with deadline, steps and explanation. */
function traced(): Figure[] {
  const chance = createChance(1)
  const opens = calendars()
  const year = Date.UTC(2026, 0, 1)
  const given = Array.from({ length: clocks }, () => {
    const entries: EntryFacts[] = []
    let at = year + chance.below(500_000) * minuteMs
    for (let count = 1 + chance.below(13); count > 0; count -= 1) {
      entries.push({ id: String(entries.length), kind: entries.length % 2 === 0 ? 'start' : 'stop', at })
      at += (1 + chance.below(1200)) * minuteMs
    }
    const open = opens[chance.below(opens.length)] ?? alwaysOpen(zone)
    return { entries, open, allowanceMs: (60 + chance.below(2400)) * minuteMs, now: at }
  })
  const times: number[] = []
  const begun = performance.now()
  for (const { allowanceMs, entries, now, open } of given) {
    const started = performance.now()
    const stretches = stretchesOf(entries)
    crossingsOf(open, { stretches, allowanceMs, changedAt: 0, steps: standardSteps })
    traceOf({
      ...{ entries, open, now, said: () => ({}), sla: {} },
      deadline: crossingOf(open, stretches, allowanceMs),
      offset: (instant) => offsetAt(zone, instant),
      priorities: [{ at: entries[0]?.at ?? now, priority: 'normal', allowanceMs }],
      status: entries.length % 2 === 0 ? 'stopped' : 'running',
    })
    times.push(performance.now() - started)
  }
  const total = performance.now() - begun
  const { max, p50, p95 } = summary(times)
  const note = `p50 ${String(round(p50))} ms, worst ${String(round(max))} ms`
  return [
    { name: '10,000 clocks with their explanations', value: round(total / 1000), unit: 's', limit: 1 },
    { name: 'one clock with its explanation, p95', value: round(p95), unit: 'ms', limit: 1, note },
  ]
}

/** From a change of their calendar until the last of 50,000 open clocks has followed. */
async function recomputed(say: Scene['say']): Promise<Figure> {
  const folder = mkdtempSync(join(process.env['AFTERCARE_BENCH_DATA'] ?? tmpdir(), 'aftercare-sla-'))
  const calendarId = await oneClock(folder)
  say(`sla: ${String(openClocks)} clocks`)
  copyClocks(folder)
  const service = await connectService(folder)
  try {
    const { calendars: hours, customers, jobs } = service.client
    // The first save indexes what was copied in.
    await customers.createCustomer({ id: CustomerId.parse(mintId()), name: 'Another' })
    const { version } = await hours.getCalendar({ calendarId })
    const date = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
    const begun = performance.now()
    await hours.updateCalendar({
      ...{ calendarId, expectedVersion: version },
      patch: { exceptions: [{ date, kind: 'closed' }] },
    })
    const acted = performance.now() - begun
    const [job] = (await jobs.listJobs({ limit: 1 })).items
    if (!job) throw new Error('no job recomputes the clocks')
    const seen = new Set<number>()
    for (;;) {
      const { done, state } = await jobs.getJob({ jobId: job.id })
      seen.add(done)
      if (state === 'done') break
      if (state !== 'running' && state !== 'queued') throw new Error(`the job ended ${state}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const seconds = round((performance.now() - begun) / 1000)
    const note = `the act ${String(round(acted))} ms, ${String(seen.size)} states of progress`
    const name = '50,000 open clocks after a change of their calendar'
    return { name, value: seconds, unit: 's', limit: 5, note }
  } finally {
    await service.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A new store with one order whose clock runs by the standard calendar. */
async function oneClock(folder: string): Promise<CalendarId> {
  const service = await connectService(folder)
  try {
    const { calendars: hours, customers, orders, sla: levels } = service.client
    const [calendar] = (await hours.listCalendars({ filter: { code: 'STD' } })).items
    if (!calendar) throw new Error('a store has a standard calendar')
    const slaId = SlaId.parse(mintId())
    await levels.createSla({
      ...{ id: slaId, code: 'S40', description: { en: 'Forty hours' }, allowance: 2400 },
      calendarId: calendar.id,
    })
    const slaGroupId = SlaGroupId.parse(mintId())
    await levels.createSlaGroup({ id: slaGroupId, code: 'GOLD', description: 'Gold', slaId })
    const customerId = CustomerId.parse(mintId())
    await customers.createCustomer({ id: customerId, name: 'Bench', slaGroupId })
    await orders.createOrder({ id: OrderId.parse(mintId()), customerId, siteZone: zone })
    return CalendarId.parse(calendar.id)
  } finally {
    await service.close()
  }
}

/** Copies that order with its clock; each copy began a few minutes earlier than the one before. */
function copyClocks(folder: string): void {
  const db = openDatabase(storeFile(folder))
  const uuid = (salt: string) => `unhex(printf('01950000000070008000${salt}%010x', i))`
  db.transaction(() => {
    copyRow(db, 'service_order', { id: uuid('aa'), number: "number || '-' || i" })
    copyRow(db, 'order_sla', { id: uuid('bb'), order_id: uuid('aa') })
    const at = 'at - (i % 9000) * 60000'
    copyRow(db, 'sla_entry', { id: uuid('cc'), order_id: uuid('aa'), at })
  })()
  db.pragma('wal_checkpoint(TRUNCATE)')
  closeDatabase(db)
}

function copyRow(db: Db, table: string, changed: Readonly<Record<string, string>>): void {
  const columns = db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table)
  const names = columns.filter((name) => name !== 'key')
  const values = names.map((name) => changed[name] ?? name)
  db.exec(`INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')}
    FROM (SELECT * FROM ${table} LIMIT 1), (
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${String(openClocks)}) SELECT i FROM n)`)
}
