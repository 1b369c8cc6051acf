import { expect, it } from 'vitest'
import { createChance } from '../../bench/chance'
import { toBytes } from '../../electron/db/ids'
import type { Activity, Conflict, ConflictCode } from '../../electron/shared/contract/dispatch'
import type { Edit } from '../../electron/shared/contract/dispatchBoard'
import type { CalendarId, SiteId, TeamId, WorkerId } from '../../electron/shared/contract/id'
import type { Week } from '../../electron/shared/contract/calendars'
import { newId, setUp } from '../support/app'
import {
  oracleConflicts,
  wallClock,
  type OracleActivity,
  type OracleCalendar,
  type OracleConflict,
  type OracleWorker,
} from '../support/dispatchOracle'
import { places } from '../support/dispatchPlaces'
import { branchOf, hours, orderOf, refOf } from '../support/orders'
import { slaOf } from '../support/sla'

/** 1,000 moves in `npm test`, ten times as many in the soak (issue 6). */
const moves = Number(process.env['AFTERCARE_MOVES'] ?? 1000)
const seed = Number(process.env['AFTERCARE_FUZZ_SEED'] ?? 1)
const minuteMs = 60_000
const dayMs = 86_400_000
const today = Date.UTC(2026, 2, 20, 6)
/** Two weeks around the clock change of 29 March, with room on both sides. */
const first = Date.UTC(2026, 2, 20)
const days = 14
const zones = ['Europe/Oslo', 'Europe/Helsinki'] as const

type Shifts = [number, number][]
const sevenDays = (shifts: Shifts) => ({
  ...{ mon: shifts, tue: shifts, wed: shifts, thu: shifts, fri: shifts, sat: shifts, sun: shifts },
})
const calendars: OracleCalendar[] = [
  {
    week: { ...sevenDays([[480, 960]]), sat: [], sun: [] },
    exceptions: {
      '2026-03-25': { name: 'Lady Day', shifts: [] },
      '2026-03-27': { shifts: [] },
      '2026-03-28': { name: 'Stocktaking', shifts: [[600, 840]] },
    },
  },
  {
    week: { ...sevenDays([[450, 720], [765, 990]]), sat: [[540, 780]], sun: [] },
    exceptions: { '2026-04-02': { name: 'Maundy Thursday', shifts: [] } },
  },
  { week: sevenDays([[0, 360], [1320, 1440]]), exceptions: { '2026-03-24': { name: 'Rest', shifts: [] } } },
  { week: sevenDays([[0, 1440]]), exceptions: {} },
] // prettier-ignore

type Model = { -readonly [K in keyof OracleActivity]: OracleActivity[K] } & {
  version: number
  status: string
  acknowledged: string[]
  duration: number
}

/** Conflicts by what they say, whatever their order. */
const told = (conflicts: readonly (Conflict | OracleConflict)[]) =>
  conflicts.map((one) => JSON.stringify(Object.entries(one).sort())).sort()

it(
  `issue 6: ${String(moves)} random moves have the conflicts of an independent oracle`,
  { timeout: 60_000 + moves * 200 },
  async () => {
    const app = setUp({ now: today })
    const { owner } = app
    const chance = createChance(seed)
    const set = (sql: string, ...values: unknown[]) => app.db.prepare(sql).run(...values)
    const branch = await branchOf(app)
    const offices = await Promise.all(
      zones.map(async (zone, at) => {
        const id = newId<Parameters<typeof owner.people.createOffice>[0]['id']>()
        await owner.people.createOffice({ id, code: `OF${'AB'[at] ?? ''}`, name: zone, zone })
        return id
      }),
    )
    const calendarIds = await Promise.all(
      calendars.map(async ({ exceptions, week }, at): Promise<CalendarId> => {
        const toShifts = (shifts: readonly (readonly [number, number])[]) =>
          shifts.map(([startMinute, endMinute]) => ({ startMinute, endMinute }))
        const { id } = await owner.calendars.createCalendar({
          ...{ id: newId(), code: `CAL${String(at)}`, name: 'C', zone: 'SITE' },
          week: Object.fromEntries(
            Object.entries(week).map(([day, shifts]) => [day, toShifts(shifts)]),
          ) as Week,
          exceptions: Object.entries(exceptions).map(([date, { name, shifts }]) => ({
            ...{ date, text: name },
            ...(shifts.length === 0
              ? { kind: 'closed' as const }
              : { kind: 'otherHours' as const, shifts: toShifts(shifts) }),
          })),
        })
        return id
      }),
    )
    for (const code of ['ELEV', 'DOOR', 'GAS'])
      await owner.dispatch.createSkill({ id: newId(), code, description: code })
    const teams = await Promise.all(
      ['T1', 'T2'].map(
        async (code): Promise<TeamId> =>
          (await owner.dispatch.createTeam({ id: newId(), code, description: code })).id,
      ),
    )
    const team = (at: number) => teams[at] ?? newId<TeamId>()

    const workers: OracleWorker[] = []
    for (let at = 0; at < 8; at += 1) {
      const skills = [
        ...(at % 2 === 0 ? [{ skill: 'ELEV', level: 1 + (at % 5) }] : []),
        ...(at % 3 === 0 ? [{ skill: 'DOOR', level: 3, validTo: '2026-03-26' }] : []),
      ]
      const endDate = at === 6 ? '2026-03-27' : undefined
      const maxMinutes = at % 4 === 1 ? 480 : undefined
      const { id } = await owner.people.createWorker({
        ...{ id: newId<WorkerId>(), displayName: `Worker ${String(at)}`, skills, endDate },
        ...{ officeId: offices[at % 2], calendarId: calendarIds[at % 4] },
      })
      set(
        'UPDATE worker SET max_minutes_per_day = ?, is_active = ? WHERE id = ?',
        maxMinutes ?? null,
        at === 7 ? 0 : 1,
        toBytes(id),
      )
      const memberships =
        at % 3 === 2
          ? []
          : [
              { id: team(at % 2), from: '2026-01-01', to: '2026-03-26' },
              { id: team((at + 1) % 2), from: '2026-03-27' },
            ]
      for (const { from, id: teamId, ...rest } of memberships)
        set(
          'INSERT INTO team_membership (id, version, team_id, worker_id, from_on, to_on) VALUES (?, 1, ?, ?, ?, ?)',
          ...[toBytes(newId()), toBytes(teamId), toBytes(id), from, rest.to ?? null],
        )
      const absences = Array.from({ length: 4 }, () => {
        const from = first + chance.below(days * 24) * 3_600_000 + chance.below(60) * minuteMs
        const kind = chance.pick(['holiday', 'sick', 'training', 'other'])
        return { from, to: from + (30 + chance.below(600)) * minuteMs, kind }
      })
      for (const { from, kind, to } of absences)
        set(
          'INSERT INTO absence (id, version, worker_id, from_at, to_at, kind, is_all_day) VALUES (?, 1, ?, ?, ?, ?, 0)',
          ...[toBytes(newId()), toBytes(id), from, to, kind],
        )
      workers.push({
        ...{ id, zone: zones[at % 2] ?? '', calendar: calendars[at % 4] ?? { week: {}, exceptions: {} } },
        ...{ skills, absences, teams: memberships, isActive: at !== 7 },
        ...(endDate === undefined ? {} : { endDate }),
        ...(maxMinutes === undefined ? {} : { maxMinutes }),
      })
    }

    const known: { id: SiteId; place?: OracleActivity['place'] }[] = []
    for (const place of [...Object.values(places), undefined, undefined]) {
      const { id } = await owner.customers.createSite({
        ...{
          id: newId(),
          customerId: branch.customerId,
          name: 'S',
          city: 'Oslo',
          country: 'NO',
          zone: 'Europe/Oslo',
        },
        ...(place ?? {}),
      })
      known.push({ id, ...(place ? { place } : {}) })
    }
    const slaId = (await slaOf(owner)).id
    const splittable = await owner.dispatch.createActivityType({
      ...{ id: newId(), code: 'SPLIT', description: 'Long', splittable: true },
    })
    const locker = (await owner.people.listUsers({ filter: { login: 'owner' } })).items[0]?.id ?? ''
    const models: Model[] = []
    for (let at = 0; at < 24; at += 1) {
      const site = at % 6 === 5 ? undefined : chance.pick(known)
      const earliest = first + chance.below(10) * dayMs + 7 * 3_600_000
      const latest = chance.below(3) === 0 ? earliest + (1 + chance.below(5)) * dayMs : undefined
      const preferred = chance.below(3) === 0 ? chance.pick(workers) : undefined
      const order = await orderOf(owner, branch, {
        ...{ siteId: site?.id, preferredServiceAt: earliest, preferredUntil: latest },
        preferredTechnicianId: preferred?.isActive === true ? (preferred.id as WorkerId) : undefined,
        ...(site ? {} : { siteZone: 'Europe/Oslo' }),
        lines: [60, 30 + chance.below(200)].map((minutes) =>
          hours(branch, { workerId: undefined, actualQty: undefined, estimatedQty: minutes }),
        ),
      })
      const deadline = chance.below(3) === 0 ? earliest + chance.below(8) * dayMs : undefined
      if (deadline !== undefined) {
        await owner.sla.setOrderSla({ ...refOf(order), slaId, reason: 'Agreed' })
        set('UPDATE order_sla SET latest_completion = ? WHERE order_id = ?', deadline, toBytes(order.id))
      }
      const parts = partsOf(order.id, order.number, order.lines[0]?.id ?? '')
      const isOrderCanceled = at === 20
      if (isOrderCanceled)
        set("UPDATE service_order SET progress = 'canceled' WHERE id = ?", toBytes(order.id))
      const { items } = await owner.dispatch.listActivities({ orderId: order.id })
      for (const activity of items) models.push(modelOf(activity))

      /** An order without a site may have taken its customer's. */
      function whereOf(orderId: string): Pick<Model, 'siteId' | 'place'> {
        const found = app.db
          .prepare<[Buffer], { site: string | null; latitude: number | null; longitude: number | null }>(
            'SELECT hex(site_id) AS site, latitude, longitude FROM service_order WHERE id = ?',
          )
          .get(toBytes(orderId))
        const { latitude, longitude, site: siteId } = found ?? { latitude: null, longitude: null, site: null }
        return {
          ...(latitude !== null && longitude !== null ? { place: { latitude, longitude } } : {}),
          ...(siteId ? { siteId } : {}),
        }
      }

      function modelOf(activity: Activity): Model {
        const skills =
          chance.below(3) === 0
            ? [{ skill: chance.pick(['ELEV', 'DOOR', 'GAS']), level: 1 + chance.below(4) }]
            : []
        const isSplittable = chance.below(4) === 0
        const isLockedByOther = chance.below(12) === 0
        const isClosed = at === 21
        const teamId = chance.below(2) === 0 ? chance.pick(teams) : undefined
        set(
          `UPDATE activity SET worker_id = NULL, skills = ?, type_id = ?, team_id = ?, is_locked = ?, locked_by_id = ?, status = ?,
           closed_outcome = ? WHERE id = ?`,
          ...[
            JSON.stringify(skills),
            isSplittable ? toBytes(splittable.id) : null,
            teamId ? toBytes(teamId) : null,
          ],
          ...[isLockedByOther ? 1 : 0, isLockedByOther ? toBytes(locker) : null],
          ...[isClosed ? 'closed' : 'undispatched', isClosed ? 'canceled' : null, toBytes(activity.id)],
        )
        const name = preferred?.isActive === true ? `Worker ${String(workers.indexOf(preferred))}` : ''
        return {
          ...{
            id: activity.id,
            orderId: order.id,
            orderNumber: order.number,
            earliest,
            parts,
            skills,
            isSplittable,
          },
          ...{ isLockedByOther, isClosed, isOrderCanceled, version: activity.version },
          ...{ status: isClosed ? 'closed' : 'undispatched', acknowledged: [], duration: activity.duration },
          ...whereOf(order.id),
          ...(latest === undefined ? {} : { latest }),
          ...(deadline === undefined ? {} : { deadline }),
          ...(preferred?.isActive === true ? { preferred: { id: preferred.id, name } } : {}),
          ...(teamId ? { teamId } : {}),
        }
      }
    }

    function partsOf(orderId: string, orderNumber: string, lineId: string): OracleActivity['parts'] {
      if (chance.below(4) > 0) return []
      const statuses = ['open', 'reserved', 'partlyDelivered', 'delivered', 'canceled']
      return [chance.pick(statuses), chance.pick(statuses)].map((status, index) => {
        const neededBy = first + chance.below(days) * dayMs
        const itemId = newId()
        const item = `Part ${String(index)}`
        app.db.pragma('foreign_keys = OFF')
        set(
          `INSERT INTO item_requirement (id, version, order_id, order_number, line_id, item_id, warehouse_id, unit,
           required_qty, reserved_qty, delivered_qty, needed_by, supply, status)
         SELECT ?, 1, ?, ?, ?, ?, (SELECT id FROM warehouse), 'pcs', 1, 0, 0, ?, 'stock', ?`,
          ...[
            toBytes(newId()),
            toBytes(orderId),
            orderNumber,
            toBytes(lineId),
            toBytes(itemId),
            neededBy,
            status,
          ],
        )
        itemRow(itemId, item)
        app.db.pragma('foreign_keys = ON')
        return { item, neededBy, status }
      })
    }

    function itemRow(id: string, name: string): void {
      const columns = app.db
        .prepare<[], { name: string; notnull: number; type: string }>(
          'SELECT name, "notnull", type FROM pragma_table_info(\'item\')',
        )
        .all()
        .filter((column) => column.notnull === 1 && column.name !== 'key')
      const values = columns.map((column) => {
        if (column.name === 'id') return toBytes(id)
        if (column.name === 'name') return name
        if (column.name === 'number') return `I-${id}`
        return column.type === 'INTEGER' ? 0 : column.type === 'BLOB' ? toBytes(id) : ''
      })
      const sql = `INSERT INTO item (${columns.map((one) => one.name).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
      app.db.pragma('ignore_check_constraints = ON')
      set(sql, ...values)
      app.db.pragma('ignore_check_constraints = OFF')
    }

    const dispatcher = await app.as('dispatcher')
    const clocks = new Map(
      zones.map((zone) => [zone, wallClock(zone, first - 5 * dayMs, first + (days + 6) * dayMs)]),
    )
    const workerOf = (id: string | undefined) => workers.find((worker) => worker.id === id)
    const clockOf = (worker: OracleWorker | undefined) => {
      const clock = clocks.get(worker?.zone === zones[1] ? zones[1] : zones[0])
      if (!clock) throw new Error('each zone has its clock')
      return clock
    }

    function randomEdit(model: Model): Omit<Edit, 'confirmed'> {
      const ref = { activityId: model.id as Edit['activityId'], expectedVersion: model.version }
      const worker = chance.pick(workers).id as WorkerId
      const kind = chance.below(20)
      if (kind === 0) return { ...ref, unassign: true }
      if (kind === 1) return { ...ref, workerId: worker }
      if (kind === 2) return { ...ref, duration: 5 + chance.below(600) }
      if (kind === 3) return { ...ref, teamId: chance.pick([...teams, null]) }
      if (kind === 4) return { ...ref, priority: chance.pick(['high', 'normal', 'low'] as const) }
      const minutes =
        chance.below(3) === 0 ? 5 + chance.below(chance.below(8) === 0 ? 1436 : 300) : model.duration
      const near = models.filter(({ end }) => end !== undefined)
      const other = near.length > 0 && chance.below(3) > 0 ? chance.pick(near) : undefined
      const free = first + chance.below(days * 288) * 5 * minuteMs
      const start =
        other?.end === undefined || other.start === undefined
          ? free
          : chance.pick([
              other.end,
              other.end + chance.below(40) * minuteMs,
              other.start - minutes * minuteMs,
              other.start - (minutes + chance.below(40)) * minuteMs,
            ])
      const workerId =
        chance.below(10) === 0
          ? undefined
          : chance.below(2) === 0 && other?.workerId
            ? (other.workerId as WorkerId)
            : worker
      const within = Math.max(first, Math.min(start, first + days * dayMs))
      return {
        ...ref,
        ...(workerId ? { workerId } : {}),
        slot: { start: within, end: within + minutes * minuteMs },
      }
    }

    /** The model as the edit leaves it. */
    function after(model: Model, edit: Omit<Edit, 'confirmed'>): Model {
      const next: Model = { ...model }
      if (edit.teamId !== undefined) next.teamId = edit.teamId ?? undefined
      if (edit.duration !== undefined) next.duration = edit.duration
      if (edit.slot) {
        next.start = edit.slot.start
        next.duration = (edit.slot.end - edit.slot.start) / minuteMs
      }
      if (edit.workerId !== undefined) next.workerId = edit.workerId
      if (edit.unassign === true) {
        next.workerId = undefined
        next.start = undefined
      }
      next.end = next.start === undefined ? undefined : next.start + next.duration * minuteMs
      next.status = next.workerId !== undefined && next.start !== undefined ? 'dispatched' : 'undispatched'
      const worker = workerOf(next.workerId)
      if (
        worker &&
        next.teamId === undefined &&
        edit.teamId === undefined &&
        next.workerId !== model.workerId
      ) {
        const { date } = clockOf(worker)(next.start ?? today)
        next.teamId = worker.teams.find(
          ({ from, to }) => from <= date && (to === undefined || date <= to),
        )?.id
      }
      return next
    }

    const seen = new Map<string, number>()
    for (let step = 0; step < moves; step += 1) {
      const model = chance.pick(models)
      const edit = randomEdit(model)
      const next = after(model, edit)
      const isElsewhere =
        next.workerId !== model.workerId || next.start !== model.start || next.end !== model.end
      const isMoving = isElsewhere || next.duration !== model.duration || next.teamId !== model.teamId
      const worker = workerOf(next.workerId)
      const expected = oracleConflicts({
        ...{ activity: next, isMoving, worker, clock: clockOf(worker), today },
        others: models.filter(({ id, status }) => id !== model.id && status !== 'closed'),
      })
      for (const { code } of expected) seen.set(code, (seen.get(code) ?? 0) + 1)
      const { checks } = await dispatcher.dispatch.checkEdits({ edits: [{ ...edit, confirmed: [] }] })
      expect(
        told(checks.flatMap(({ conflicts }) => conflicts)),
        `move ${String(step)} of seed ${String(seed)}`,
      ).toEqual(told(expected))
      const warnings = [...new Set(expected.filter(({ level }) => level === 'warn').map(({ code }) => code))]
      const blocked = expected.find(({ level }) => level === 'block')
      const forgets = chance.below(10) === 0
      const confirmed = (forgets ? [] : warnings) as ConflictCode[]
      const saving = dispatcher.dispatch.saveEdits({ edits: [{ ...edit, confirmed }] })
      if (blocked) await expect(saving).rejects.toMatchObject({ code: blocked.code })
      else if (isElsewhere && forgets && warnings.length > 0)
        await expect(saving).rejects.toMatchObject({ code: 'CONFIRM_REQUIRED' })
      else {
        const [saved] = (await saving).activities
        if (!saved) throw new Error('a save answers its activity')
        Object.assign(model, next, { version: saved.version })
        if (isElsewhere) model.acknowledged = warnings
        expect({
          ...{ start: saved.start, end: saved.end, duration: saved.duration, status: saved.status },
          ...{ workerId: saved.workerId, teamId: saved.teamId },
          codes: saved.acknowledged.map(({ code }) => code as string).sort(),
        }).toEqual({
          ...{ start: next.start, end: next.end, duration: next.duration, status: next.status },
          ...{ workerId: next.workerId, teamId: next.teamId },
          codes: [...model.acknowledged].sort(),
        })
      }
    }
    // Each conflict of the table was met, or the moves say nothing about it.
    expect([...seen.keys()].sort()).toEqual(
      [
        ...['LOCKED', 'ACTIVITY_CLOSED', 'ORDER_CANCELED', 'WORKER_INACTIVE', 'OVERLAP', 'ABSENT', 'HOLIDAY'],
        ...['OUTSIDE_HOURS', 'SKILL_MISSING', 'SKILL_LEVEL', 'SKILL_EXPIRED', 'TRAVEL', 'WINDOW', 'SLA_LATE'],
        ...['MAX_MINUTES', 'PARTS_MISSING', 'NOT_PREFERRED', 'OTHER_TEAM'],
      ].sort(),
    )
    app.close()
  },
)
