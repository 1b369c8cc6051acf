import { toBytes } from '../../electron/db/ids'
import type { OfficeId, TeamId, WorkerId } from '../../electron/shared/contract/id'
import type { Client } from '../../electron/shared/contract/index'
import type { Wall } from '../../electron/shared/contract/wall'
import { newId, type TestApp } from './app'

export const wallPin = '482915'

type WallFields = Partial<Parameters<Client['wall']['createWall']>[0]>

/** A wall of the owner's office. */
export function wallOf({ owner }: Pick<TestApp, 'owner'>, fields: WallFields = {}): Promise<Wall> {
  return owner.wall.createWall({ id: newId(), name: 'Reception', pin: wallPin, ...fields })
}

export interface BoardScreen {
  readonly wall: Wall
  readonly token: string
  readonly client: Client
}
/** A wall with the client of its board device. */
export async function boardOf(app: TestApp, fields: WallFields = {}): Promise<BoardScreen> {
  const { id, version } = await wallOf(app, fields)
  const { token, wall } = await app.owner.wall.issueToken({ wallId: id, expectedVersion: version })
  return { wall, token, client: app.application.clientFor(token) }
}

interface VisitFields {
  readonly workerId: WorkerId
  readonly start: number
  readonly minutes?: number
  readonly begunAt?: number
  readonly isClosed?: boolean
}
/** Dispatches the activities of an order as a stored plan has them. */
export function dispatched(
  { db }: TestApp,
  orderId: string,
  { begunAt, isClosed = false, minutes = 60, start, workerId }: VisitFields,
): void {
  db.prepare(
    `UPDATE activity SET status = :status, worker_id = :worker, start_at = :start, end_at = :end, duration = :minutes,
      actual_start = :begun, closed_outcome = :outcome WHERE order_id = :order`,
  ).run({
    ...{ worker: toBytes(workerId), order: toBytes(orderId), start, minutes },
    ...{ end: start + minutes * 60_000, begun: begunAt ?? null },
    ...{ status: isClosed ? 'closed' : 'dispatched', outcome: isClosed ? 'done' : null },
  })
}

/** A team of an office with its members, from long ago on. */
export function teamOf(
  { db }: TestApp,
  officeId: OfficeId,
  workerIds: readonly WorkerId[],
  code = 'T1',
): TeamId {
  const id = newId<TeamId>()
  db.prepare(
    `INSERT INTO dispatch_team (id, version, code, description, description_sort, office_id, is_active)
     VALUES (?, 1, ?, ?, ?, ?, 1)`,
  ).run(toBytes(id), code, `Team ${code}`, code, toBytes(officeId))
  const insert = db.prepare(
    "INSERT INTO team_membership (id, version, team_id, worker_id, from_on) VALUES (?, 1, ?, ?, '2020-01-01')",
  )
  for (const workerId of workerIds) insert.run(toBytes(newId()), toBytes(id), toBytes(workerId))
  return id
}

/** Puts a worker away. */
export function absent({ db }: TestApp, workerId: WorkerId, from: number, to: number, kind = 'sick'): void {
  db.prepare(
    `INSERT INTO absence (id, version, worker_id, from_at, to_at, kind, is_all_day, note)
     VALUES (?, 1, ?, ?, ?, ?, 0, 'Back ache')`,
  ).run(toBytes(newId()), toBytes(workerId), from, to, kind)
}
