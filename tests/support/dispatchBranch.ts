import { toBytes } from '../../electron/db/ids'
import type { Activity } from '../../electron/shared/contract/dispatch'
import type { ActivityId, SlaId, TeamId, WorkerId } from '../../electron/shared/contract/id'
import type { Order } from '../../electron/shared/contract/orders'
import type { Place } from '../../electron/modules/dispatch/travel.rules'
import { newId, type TestApp } from './app'
import { at, date, span } from './dispatchAgendas'
import { branchOf, hours, orderOf, refOf, type Branch } from './orders'
import { slaOf } from './sla'

export interface WorkerSpec {
  readonly team?: TeamId | undefined
  readonly base?: Place | undefined
  readonly skills?: Readonly<Record<string, number>>
  readonly shifts?: readonly string[]
  readonly maxMinutes?: number
}

export interface WorkSpec {
  readonly minutes: number
  readonly place?: Place | undefined
  readonly city?: string
  readonly earliest?: string
  readonly latest?: string
  readonly sla?: string
  readonly skills?: Readonly<Record<string, number>>
  readonly team?: TeamId | undefined
  readonly preferred?: WorkerId
  readonly priority?: 'high' | 'normal' | 'low'
  readonly crewSize?: number
}

/** An office in Oslo whose people and visits are those of 07 §6; all times are local ones of the Tuesday. */
export async function dispatchBranch(app: TestApp) {
  const { owner } = app
  const branch: Branch = await branchOf(app)
  const [office] = (await owner.people.listOffices({})).items
  if (!office) throw new Error('a new store has an office')
  await owner.people.updateOffice({
    ...{ officeId: office.id, expectedVersion: office.version, patch: { zone: 'Europe/Oslo' } },
  })
  for (const code of ['ELEV', 'DOOR'])
    await owner.dispatch.createSkill({ id: newId(), code, description: code })
  let slaId: SlaId | undefined
  const set = (sql: string, ...values: unknown[]) => app.db.prepare(sql).run(...values)

  async function team(code: string): Promise<TeamId> {
    return (await owner.dispatch.createTeam({ id: newId(), code, description: code })).id
  }

  async function calendarOf(shifts: readonly string[]) {
    const minute = (text: string) => (at(text) - at('00:00')) / 60_000
    const day = shifts.map((text) => {
      const [start = '', end = ''] = text.split('-')
      return { startMinute: minute(start), endMinute: minute(end) }
    })
    const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] }
    const code = `C${newId().slice(-8)}`
    return (await owner.calendars.createCalendar({ id: newId(), code, name: code, zone: 'SITE', week })).id
  }

  /** A worker of an office with a day of 08 to 16. */
  async function worker(number: string, spec: WorkerSpec = {}): Promise<WorkerId> {
    const calendarId = await calendarOf(spec.shifts ?? ['08:00-16:00'])
    const { id } = await owner.people.createWorker({
      ...{ id: newId(), number, displayName: `Name ${number}`, officeId: office?.id, calendarId },
      ...(spec.base ?? {}),
      skills: Object.entries(spec.skills ?? {}).map(([skill, level]) => ({ skill, level })),
    })
    if (spec.maxMinutes !== undefined)
      set('UPDATE worker SET max_minutes_per_day = ? WHERE id = ?', spec.maxMinutes, toBytes(id))
    if (spec.team !== undefined)
      await owner.dispatch.createMembership({
        ...{ id: newId(), teamId: spec.team, workerId: id, from: '2026-01-01' },
      })
    return id
  }

  function absent(workerId: WorkerId, times: string): void {
    const { end, start } = span(times)
    set(
      `INSERT INTO absence (id, version, worker_id, from_at, to_at, kind, is_all_day) VALUES (?, 1, ?, ?, ?, 'training', 0)`,
      ...[toBytes(newId()), toBytes(workerId), start, end],
    )
  }

  /** The activities of a new order, undispatched. */
  async function work({
    city = 'Oslo',
    crewSize = 1,
    place,
    priority,
    sla,
    ...spec
  }: WorkSpec): Promise<Activity[]> {
    const site = await owner.customers.createSite({
      ...{ id: newId(), customerId: branch.customerId, name: city, city, country: 'NO', zone: 'Europe/Oslo' },
      ...(place ?? {}),
    })
    const time = (text: string | undefined) => (text === undefined ? undefined : at(text))
    const order = await orderOf(owner, branch, {
      ...{
        siteId: site.id,
        preferredServiceAt: time(spec.earliest),
        preferredUntil: time(spec.latest),
        priority,
      },
      preferredTechnicianId: spec.preferred,
      lines: Array.from({ length: crewSize }, () =>
        hours(branch, { workerId: undefined, actualQty: undefined, estimatedQty: spec.minutes }),
      ),
    })
    const orderId = order.id
    if (crewSize > 1)
      set(
        'UPDATE activity SET crew_id = ?, crew_size = ? WHERE order_id = ?',
        toBytes(newId()),
        crewSize,
        toBytes(orderId),
      )
    if (sla !== undefined) await promised(order, at(sla))
    const skills = Object.entries(spec.skills ?? {}).map(([skill, level]) => ({ skill, level }))
    set('UPDATE activity SET skills = ? WHERE order_id = ?', JSON.stringify(skills), toBytes(orderId))
    if (spec.team !== undefined)
      set('UPDATE activity SET team_id = ? WHERE order_id = ?', toBytes(spec.team), toBytes(orderId))
    return (await owner.dispatch.listActivities({ orderId })).items
  }

  /** A clock whose deadline is moved to where it is wanted. */
  async function promised(order: Order, deadline: number): Promise<void> {
    slaId ??= (await slaOf(owner)).id
    await owner.sla.setOrderSla({ ...refOf(order), slaId, reason: 'Agreed' })
    set('UPDATE order_sla SET latest_completion = ? WHERE order_id = ?', deadline, toBytes(order.id))
  }

  async function one(spec: WorkSpec): Promise<Activity> {
    const [activity] = await work(spec)
    if (!activity) throw new Error('an hour line makes an activity')
    return activity
  }

  /** Puts an activity into a worker's plan as the board does. */
  function place(activityId: ActivityId, workerId: WorkerId, times: string): void {
    const { end, start } = span(times)
    set(
      `UPDATE activity SET version = version + 1, status = 'dispatched', worker_id = ?, start_at = ?, end_at = ?
       WHERE id = ?`,
      ...[toBytes(workerId), start, end, toBytes(activityId)],
    )
  }

  async function visit(workerId: WorkerId, times: string, where: Place, city: string): Promise<Activity> {
    const { end, start } = span(times)
    const activity = await one({ minutes: (end - start) / 60_000, place: where, city })
    place(activity.id, workerId, times)
    return activity
  }

  /** So many more undispatched activities like one, of its order. */
  function copy(activityId: ActivityId, count: number): void {
    const names = app.db.prepare<[], string>("SELECT name FROM pragma_table_info('activity')").pluck().all()
    const changed: Readonly<Record<string, string>> = {
      id: "unhex(printf('01950000000070008000aa%010x', i))",
      number: "number || '-' || i",
    }
    const columns = names.filter((name) => name !== 'key')
    set(
      `INSERT INTO activity (${columns.join(', ')}) SELECT ${columns.map((name) => changed[name] ?? name).join(', ')}
       FROM (SELECT * FROM activity WHERE id = ?), (
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n)`,
      ...[toBytes(activityId), count],
    )
  }

  return { branch, copy, officeId: office.id, team, worker, absent, work, one, place, visit, set, date }
}
export type DispatchBranch = Awaited<ReturnType<typeof dispatchBranch>>
