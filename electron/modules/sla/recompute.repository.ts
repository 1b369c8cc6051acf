import { toBytes, toId } from '../../db/ids'
import type { Store } from '../../db/records'
import { restored } from '../../db/restored'
import { OfficeId, SlaId } from '../../shared/contract/id'
import type { OrderPriority } from '../../shared/contract/orders'
import type { FrozenSla, SlaEntryKind, SlaStepKind } from '../../shared/contract/sla'
import type { EntryFacts } from './clock.rules'
import type { Condition, DerivedClock, StoredClock } from './clocks.repository'
import type { StepThreshold } from './steps.rules'

/** What of a clock decides what follows from the calendars. */
export type FollowingClock = Pick<
  StoredClock,
  | 'conditions'
  | 'frozen'
  | 'status'
  | 'finalStop'
  | 'finalElapsed'
  | 'finalAllowance'
  | 'firstResponse'
  | 'changedAt'
>

/** A marked clock with its entries and fired steps, read at once: a calendar may have tens of thousands. */
export interface MarkedClock {
  readonly key: number
  readonly clock: FollowingClock
  readonly officeId: string
  readonly entries: readonly EntryFacts[]
  readonly fired: readonly StepThreshold[]
  /** What was derived before. */
  readonly elapsed: number
  readonly latestCompletion: number | undefined
}

interface MarkedRow {
  readonly key: number
  readonly frozen: string
  readonly conditions: string
  readonly status: StoredClock['status']
  readonly first_response: number | null
  readonly changed_at: number
  readonly elapsed: number
  readonly latest_completion: number | null
  readonly office_id: Uint8Array
  readonly entries: string
  readonly fired: string
}

const open = `outcome = 'open' AND calendar_id IN (SELECT unhex(value, '-') FROM json_each(?))`

/** All SQL by which clocks and cases follow the calendars (R06-26). */
export function createRecomputeRepository({ db }: Store) {
  const count = (sql: string) => db.prepare<unknown[], number>(sql).pluck()
  const mark = db.prepare<[string]>(`UPDATE order_sla SET is_recomputing = 1 WHERE ${open}`)
  const countMarked = count('SELECT count(*) FROM order_sla WHERE is_recomputing = 1')
  const selectMarked = db.prepare<[number], MarkedRow>(
    `SELECT c.key, c.frozen, c.conditions, c.status, c.first_response, c.changed_at, c.elapsed, c.latest_completion,
       c.office_id,
       (SELECT json_group_array(json_array(e.kind, e.at, hex(e.id))) FROM sla_entry e WHERE e.order_id = c.order_id)
         AS entries,
       (SELECT json_group_array(json_array(s.kind, s.threshold, s.minutes_before)) FROM sla_step s
         WHERE s.order_id = c.order_id) AS fired
     FROM order_sla c WHERE c.is_recomputing = 1 ORDER BY c.key LIMIT ?`,
  )
  const update = db.prepare(
    `UPDATE order_sla SET outcome = ?, elapsed = ?, allowance = ?, latest_completion = ?, response_due = ?,
       response_outcome = ?, next_step_at = ?, is_calendar_empty = ?, is_recomputing = 0, measured_on = ?, changed_at = ?
     WHERE key = ?`,
  )
  /** Calendars that read one of these: based on it, with its holidays, or standing for one in a country. */
  const selectReading = db
    .prepare<[{ id: Buffer }], Buffer>(
      `WITH RECURSIVE reading (id) AS (
         SELECT id FROM calendar WHERE id = :id OR holiday_set_id = :id
         UNION SELECT c.id FROM reading JOIN calendar c ON c.base_calendar_id = reading.id
       )
       SELECT id FROM reading
       UNION SELECT m.calendar_id FROM country_calendar m JOIN reading ON reading.id = m.derived_calendar_id`,
    )
    .pluck()
  const selectCases = db.prepare<
    [string],
    { id: Uint8Array; sla_id: Uint8Array; priority: OrderPriority; office_id: Uint8Array; created_at: number }
  >(
    `SELECT c.id, c.sla_id, c.priority, c.office_id, c.created_at
     FROM service_level s JOIN service_case c ON c.sla_id = s.id
     WHERE s.calendar_id IN (SELECT unhex(value, '-') FROM json_each(?)) AND c.status <> 'closed'`,
  )
  const updateCase = db.prepare<[number | null, Buffer]>('UPDATE service_case SET due_at = ? WHERE id = ?')
  const readFrozen = keptJson((text) => restored<FrozenSla>(parsed(text)))
  const readConditions = keptJson((text) => restored<Condition[]>(parsed(text)))

  return {
    /** The calendars of service levels whose clocks read a calendar or a holiday set, also through a country's. */
    readingCalendars: (id: string): string[] => selectReading.all({ id: toBytes(id) }).map(toId),
    /** Marks the open clocks of these calendars as being recomputed; how many they are. */
    mark: (calendarIds: readonly string[]): number => mark.run(JSON.stringify(calendarIds)).changes,
    countMarked: (): number => countMarked.get() ?? 0,
    /** Marked clocks in the order in which they were made. */
    marked(limit: number): MarkedClock[] {
      return selectMarked.all(limit).map((row) => ({
        ...{ key: row.key, officeId: toId(row.office_id), elapsed: row.elapsed },
        latestCompletion: row.latest_completion ?? undefined,
        clock: {
          ...{ status: row.status, changedAt: row.changed_at },
          frozen: readFrozen(row.frozen),
          conditions: readConditions(row.conditions),
          firstResponse: row.first_response ?? undefined,
        },
        entries: rowsOf<[SlaEntryKind, number, string]>(row.entries).map(([kind, at, id]) => ({
          id,
          kind,
          at,
        })),
        fired: rowsOf<[SlaStepKind, number | null, number | null]>(row.fired).map(
          ([kind, threshold, minutesBefore]) => ({
            ...{ kind, threshold: threshold ?? undefined },
            minutesBefore: minutesBefore ?? undefined,
          }),
        ),
      }))
    },
    /** Writes what follows now; it has no part in the log and leaves the version. */
    settle(key: number, derived: DerivedClock, changedAt: number): void {
      const { allowance, elapsed, latestCompletion, measuredOn, nextStepAt, outcome, responseDue } = derived
      update.run(
        ...[outcome, elapsed, allowance, latestCompletion ?? null, responseDue ?? null],
        ...[derived.responseOutcome, nextStepAt ?? null, derived.isCalendarEmpty ? 1 : 0, measuredOn ?? null],
        ...[changedAt, key],
      )
    },
    /** Cases that are not closed, by the calendars of the service levels they name (R04-81). */
    openCases: (calendarIds: readonly string[]) =>
      selectCases.all(JSON.stringify(calendarIds)).map(({ created_at, id, office_id, priority, sla_id }) => ({
        ...{ id: toId(id), slaId: SlaId.parse(toId(sla_id)), officeId: OfficeId.parse(toId(office_id)) },
        ...{ priority, createdAt: created_at },
      })),
    setCaseDue: (id: string, dueAt: number | undefined): void =>
      void updateCase.run(dueAt ?? null, toBytes(id)),
  }
}
export type RecomputeRepository = ReturnType<typeof createRecomputeRepository>

/** Few texts stand in very many rows: those of the service levels in use. */
const keptTexts = 200

function keptJson<Value extends object>(read: (text: string) => Value): (text: string) => Value {
  const kept = new Map<string, Value>()
  return (text) => {
    const known = kept.get(text)
    if (known !== undefined) return known
    if (kept.size >= keptTexts) kept.clear()
    const value = read(text)
    kept.set(text, value)
    return value
  }
}

const rowsOf = <Row extends readonly unknown[]>(text: string): Row[] =>
  text === '[]' ? [] : restored<Row[]>(parsed(text))

function parsed(text: string): object {
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null) throw new Error('the column holds a list or a record')
  return value
}
