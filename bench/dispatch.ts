import { createApplication } from '../electron/context'
import { createChangeLog } from '../electron/db/changeLog'
import { closeDatabase, openDatabase, type Db } from '../electron/db/database'
import { mintId, toBytes, toId } from '../electron/db/ids'
import { storeFile } from '../electron/db/storeLock'
import { createPlanRepository } from '../electron/modules/dispatch/plan.repository'
import { selectPlanRows } from '../electron/modules/dispatch/planRow.repository'
import { ActivityId, WorkerId } from '../electron/shared/contract/id'
import type { Client } from '../electron/shared/contract/index'
import { copyOf } from './copy'
import { fillPlan } from './dispatchPlan'
import { repeated, round, summary, type Figure } from './measure'
import { createInserter } from './rows'
import type { Scene } from './scenarios'
import { connectService, ownerToken } from './service'

const dayMs = 86_400_000
const minuteMs = 60_000
const runs = 200
/** The board of a week, checked moves and their undo, over 200 technicians with 10,000 activities (issue 6). */
export async function dispatch({ folder, say }: Scene): Promise<Figure[]> {
  const copy = copyOf(folder)
  try {
    // 1970-01-05 was a Monday.
    const monday = (Math.ceil((Math.floor(Date.now() / dayMs) + 1 - 4) / 7) * 7 + 4) * dayMs
    const db = openDatabase(storeFile(copy.folder))
    fillPlan(db, { monday, activities: 10_000, waiting: 500, crewOf: 50 })
    db.pragma('wal_checkpoint(TRUNCATE)')
    say('dispatch: board')
    const application = createApplication({
      ...{ db, role: 'all', folder: copy.folder, now: () => monday, ownerToken, checksOutput: false },
      log: (level, message, detail) => process.stderr.write(`${level} ${message} ${String(detail)}\n`),
      relay: () => undefined,
    })
    const client = application.clientFor(ownerToken)
    const figures = await readBoard(client, db, monday)
    say('dispatch: moves')
    figures.push(...(await movesOf(client, db, monday)))
    application.close()
    closeDatabase(db)
    return [...figures, await boardAtClient(copy.folder, monday)]
  } finally {
    copy.remove()
  }
}

const weekOf = (monday: number) => ({ from: monday, to: monday + 7 * dayMs })

async function readBoard(client: Client, db: Db, monday: number): Promise<Figure[]> {
  const week = weekOf(monday)
  const plan = createPlanRepository({ db, entities: new Map(), sortLanguage: () => 'en' })
  const bare = db.prepare(`${selectPlanRows} WHERE t.end_at > ? AND t.end_at < ? AND t.start_at < ?`).raw()
  const own = summary(await repeated(20, () => bare.all(week.from, week.to + dayMs, week.to)))
  let rows = 0
  const read = summary(await repeated(20, () => (rows = plan.placed(week.from, week.to).length)))
  let said = ''
  const whole = summary(
    await repeated(20, async () => {
      const { activities, workers } = await client.dispatch.getBoard(week)
      said = `${String(workers.length)} technicians, ${String(activities.length)} activities with their conflicts`
    }),
  )
  const ratio = `bare p50 ${String(round(own.p50))} ms, ratio ${String(round(read.p50 / own.p50))}`
  return [
    {
      name: 'rows of a week, read and mapped, p95',
      ...{ value: round(read.p95), unit: 'ms', limit: 100 },
      note: `${String(rows)} rows, p50 ${String(round(read.p50))} ms, ${ratio}`,
    },
    {
      name: 'board of a week in the program that has the store, p95',
      ...{ value: round(whole.p95), unit: 'ms' },
      note: `${said}, p50 ${String(round(whole.p50))} ms`,
    },
  ]
}

async function boardAtClient(folder: string, monday: number): Promise<Figure> {
  const service = await connectService(folder)
  try {
    const times = await repeated(20, () => service.client.dispatch.getBoard(weekOf(monday)))
    const { p50, p95 } = summary(times)
    const note = `p50 ${String(round(p50))} ms`
    return { name: 'board of a week at the client, p95', value: round(p95), unit: 'ms', limit: 250, note }
  } finally {
    await service.close()
  }
}

/** One activity after the other is moved by a quarter of an hour, and taken back. */
async function movesOf(client: Client, db: Db, monday: number): Promise<Figure[]> {
  const held = db
    .prepare<[number], { id: Buffer; worker: Buffer; start: number; end: number }>(
      `SELECT id, worker_id AS worker, start_at AS start, end_at AS "end" FROM activity
       WHERE status = 'dispatched' AND start_at >= ? ORDER BY random() LIMIT 300`,
    )
    .all(monday)
  const saves: number[] = []
  const undos: number[] = []
  const checks: number[] = []
  for (const [run, { end, id, start, worker }] of held.slice(0, runs + 2).entries()) {
    const activityId = ActivityId.parse(toId(id))
    const { version } = await client.dispatch.getActivity({ activityId })
    const slot = { start: start + 15 * minuteMs, end: end + 15 * minuteMs }
    const edit = { activityId, expectedVersion: version, workerId: WorkerId.parse(toId(worker)), slot }
    const asked = performance.now()
    const { checks: found } = await client.dispatch.checkEdits({ edits: [edit] })
    const checked = performance.now()
    const confirmed = found.flatMap(({ conflicts }) => conflicts.map(({ code }) => code))
    const begun = performance.now()
    await client.dispatch.saveEdits({ edits: [{ ...edit, confirmed }] })
    const saved = performance.now()
    await client.dispatch.undoSaved({})
    const undone = performance.now()
    if (run < 2) continue
    checks.push(checked - asked)
    saves.push(saved - begun)
    undos.push(undone - saved)
  }
  const bare = summary(await repeated(runs, bareMove(db, held.at(-1)?.id ?? Buffer.alloc(16))))
  const figure = (name: string, times: readonly number[], limit: number): Figure => {
    const { p50, p95 } = summary(times)
    const ratio = `bare p50 ${String(round(bare.p50))} ms, ratio ${String(round(p50 / bare.p50))}`
    return { name, value: round(p95), unit: 'ms', limit, note: `p50 ${String(round(p50))} ms, ${ratio}` }
  }
  return [
    figure('one checked move, saved, p95', saves, 20),
    figure('undo of a saved move, p95', undos, 20),
    figure('conflicts while dragging, p95', checks, 16),
  ]
}

/** The rows and the log entry that a move writes, and nothing else. */
function bareMove(db: Db, id: Buffer): () => void {
  const update = db.prepare(
    'UPDATE activity SET version = version + 1, start_at = start_at + 60000, end_at = end_at + 60000 WHERE id = ?',
  )
  const insert = createInserter(db, 'board_change_set')
  const userId = db.prepare<[], Buffer>('SELECT id FROM user').pluck().get()
  const changeLog = createChangeLog(db)
  const origin = { officeId: mintId(), deviceId: mintId(), actorId: mintId(), command: 'dispatch.saveEdits' }
  let version = 1
  const write = db.transaction(() => {
    version += 1
    update.run(id)
    const setId = mintId()
    const edits = JSON.stringify([
      { activityId: toId(id), before: { start: 0 }, after: { start: 1 }, version },
    ])
    insert({
      ...{ id: toBytes(setId), version: 1, user_id: userId, saved_at: version, kind: 'edit', edits },
    })
    const fields = { start: { before: 0, after: 1 }, end: { before: 0, after: 1 } }
    changeLog.append({ ...origin, entryId: mintId(), at: version, reason: null }, [
      { entity: 'activity', id: toId(id), op: 'update', version, fields },
      {
        entity: 'changeSet',
        id: setId,
        op: 'create',
        version: 1,
        fields: { kind: { before: null, after: 'edit' } },
      },
    ])
  })
  return () => {
    write.immediate()
  }
}
