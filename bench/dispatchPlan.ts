import type { Db } from '../electron/db/database'
import { createChance, type Chance } from './chance'
import { createIdMint, createInserter } from './rows'

/** A full week of the plan over the branch's orders, and what waits. */
export interface PlanSpec {
  /** Monday 00:00 UTC of the week that is full. */
  readonly monday: number
  readonly activities: number
  readonly waiting: number
  /** The technicians who are free in the week after. */
  readonly crewOf: number
}
export interface FilledPlan {
  /** A team of free technicians. */
  readonly teamId: Buffer
  readonly waitingIds: readonly Buffer[]
}

const minuteMs = 60_000
const dayMs = 86_400_000
/** Around Oslo. */
const somewhere = (chance: Chance) => ({
  latitude: 59_600_000 + chance.below(500_000),
  longitude: 10_200_000 + chance.below(900_000),
})

/** Teams, profiles, and activities on orders that lie around Oslo: each technician has the same number a working day. */
export function fillPlan(db: Db, { activities, crewOf, monday, waiting }: PlanSpec): FilledPlan {
  const chance = createChance(7)
  const mint = createIdMint()
  return db.transaction(() => {
    const workers = db.prepare<[], Buffer>('SELECT id FROM worker ORDER BY number').pluck().all()
    const orders = db
      .prepare<[number], { id: Buffer; office_id: Buffer }>(
        "SELECT id, office_id FROM service_order WHERE progress = 'inProcess' ORDER BY key DESC LIMIT ?",
      )
      .all(activities + waiting)
    const place = db.prepare('UPDATE service_order SET latitude = ?, longitude = ? WHERE id = ?')
    for (const { id } of orders) {
      const { latitude, longitude } = somewhere(chance)
      place.run(latitude, longitude, id)
    }
    const teams = fillTeams(db, chance, mint, workers, crewOf)
    const insert = createInserter(db, 'activity')
    const base = (index: number) => {
      const order = orders[index % orders.length]
      const priority = (['high', 'normal', 'low'] as const)[index % 3]
      return {
        ...{
          id: mint(monday),
          version: 1,
          number: `BEN-SA-${String(index)}`,
          subject: `Visit ${String(index)}`,
        },
        ...{ order_id: order?.id, office_id: order?.office_id, priority, skills: '[]' },
        ...{ is_locked: 0, is_canceled_with_order: 0, acknowledged: '[]', line_ids: '[]' },
      }
    }
    const aDay = Math.floor(activities / workers.length / 5)
    for (let index = 0; index < aDay * workers.length * 5; index += 1) {
      const who = index % workers.length
      const day = Math.floor(index / workers.length) % 5
      const turn = Math.floor(index / workers.length / 5)
      // One afternoon a week is free, so that the days of the week are searched in turn.
      const step = Math.floor((who % 5 === day ? 240 : 480) / aDay)
      const duration = step - 15 - (who % 5 === day ? -5 : 0)
      const start = monday + day * dayMs + (7 * 60 + turn * step) * minuteMs
      const slot = { worker_id: workers[who], start_at: start, end_at: start + duration * minuteMs }
      insert({ ...base(index), ...slot, duration, status: 'dispatched' })
    }
    const waitingIds = Array.from({ length: waiting }, (_, index) => {
      const row = base(activities + index)
      insert({ ...row, duration: 30 + 15 * chance.below(7), status: 'undispatched' })
      return row.id
    })
    return { teamId: teams.free, waitingIds }
  })()
}

function fillTeams(
  db: Db,
  chance: Chance,
  mint: ReturnType<typeof createIdMint>,
  workers: readonly Buffer[],
  crewOf: number,
): { readonly free: Buffer } {
  const office = db.prepare<[], Buffer>('SELECT id FROM office ORDER BY key').pluck().get()
  const insertTeam = createInserter(db, 'dispatch_team')
  const insertMember = createInserter(db, 'team_membership')
  const profile = db.prepare('UPDATE worker SET latitude = ?, longitude = ? WHERE id = ?')
  const ids = ['FREE', 'BUSY'].map((code) => {
    const id = mint(0)
    insertTeam({ id, version: 1, code, description: code, office_id: office, is_active: 1 })
    return id
  })
  const [free = Buffer.alloc(16), busy = Buffer.alloc(16)] = ids
  for (const [index, worker] of workers.entries()) {
    const { latitude, longitude } = somewhere(chance)
    profile.run(latitude, longitude, worker)
    const team_id = index < crewOf ? free : busy
    insertMember({ id: mint(0), version: 1, team_id, worker_id: worker, from_on: '2020-01-01' })
  }
  return { free }
}
