import { closeDatabase, openDatabase } from '../electron/db/database'
import { toId } from '../electron/db/ids'
import { storeFile } from '../electron/db/storeLock'
import { DayPlan } from '../electron/shared/contract/dispatchPlans'
import { ActivityId, TeamId } from '../electron/shared/contract/id'
import type { JobStarted } from '../electron/shared/contract/jobs'
import type { Client } from '../electron/shared/contract/index'
import { copyOf } from './copy'
import { fillPlan } from './dispatchPlan'
import { repeated, round, summary, type Figure } from './measure'
import type { Scene } from './scenarios'
import { connectService } from './service'

const dayMs = 86_400_000
const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10)

/** Suggestions over a full week, and days that are planned one after the other (R07-40, R07-45). */
export async function plans({ folder, say }: Scene): Promise<Figure[]> {
  const copy = copyOf(folder)
  const today = Math.floor(Date.now() / dayMs)
  // 1970-01-05 was a Monday.
  const monday = (Math.ceil((today + 1 - 4) / 7) * 7 + 4) * dayMs
  const db = openDatabase(storeFile(copy.folder))
  const filled = fillPlan(db, { monday, activities: 10_000, waiting: 500, crewOf: 50 })
  db.pragma('wal_checkpoint(TRUNCATE)')
  closeDatabase(db)
  const service = await connectService(copy.folder)
  try {
    say('plans: suggestions')
    const ids = filled.waitingIds.map((id) => ActivityId.parse(toId(id)))
    const first = await suggested(service.client, ids, monday)
    say('plans: five days')
    const team = TeamId.parse(toId(filled.teamId))
    const nextMonday = monday + 7 * dayMs
    const days = await planned(service.client, ids, { team, monday: nextMonday, improve: false })
    const improved = await planned(service.client, ids, { team, monday: nextMonday, improve: true })
    return [first, days, improved]
  } finally {
    await service.close()
    copy.remove()
  }
}

async function suggested(client: Client, ids: readonly ActivityId[], monday: number): Promise<Figure> {
  let offered = 0
  const times = await repeated(20, async (run) => {
    const activityId = ids[(run + 2) % ids.length]
    if (!activityId) throw new Error('nothing waits')
    const range = { from: dateOf(monday), to: dateOf(monday + 4 * dayMs) }
    const { excluded, suggestions } = await client.dispatch.listSuggestions({ activityId, ...range })
    offered += suggestions.length
    if (suggestions.length + excluded.length !== 200) throw new Error('200 technicians are asked')
  })
  const { max, p50, p95 } = summary(times)
  const note = `p50 ${String(round(p50))} ms, worst ${String(round(max))} ms, ${String(Math.round(offered / 22))} offered`
  const name = 'suggestions for one job, 200 technicians × 5 days × 10,000 activities, p95'
  return { name, value: round(p95), unit: 'ms', limit: 100, note }
}

interface Week {
  readonly team: TeamId
  readonly monday: number
  readonly improve: boolean
}

/** Five plans of a day; what is left of one goes on to the next. */
async function planned(client: Client, ids: readonly ActivityId[], week: Week): Promise<Figure> {
  let left = [...ids]
  const begun = performance.now()
  const counts: number[] = []
  for (let day = 0; day < 5 && left.length > 0; day += 1) {
    const date = dateOf(week.monday + day * dayMs)
    const started = await client.dispatch.previewPlan({
      ...{ date, teamIds: [week.team], activityIds: left, improve: week.improve },
    })
    const plan = DayPlan.parse(await resultOf(client, started))
    counts.push(plan.edits.length)
    left = plan.unplanned.map(({ activityId }) => activityId)
  }
  const seconds = round((performance.now() - begun) / 1000)
  const how = week.improve ? ', improved' : ''
  const note = `${counts.join(' + ')} planned, ${String(left.length)} left`
  return {
    name: `auto-plan of 500 jobs for 50 technicians over five days${how}`,
    ...{ value: seconds, unit: 's', limit: 30, note },
  }
}

async function resultOf(client: Client, { jobId }: JobStarted): Promise<unknown> {
  for (;;) {
    const { error, result, state } = await client.jobs.getJob({ jobId })
    if (state === 'done') return result
    if (state !== 'running' && state !== 'queued') throw new Error(`the job ended ${state}`, { cause: error })
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
