import type { Act } from '../../db/act'
import type { TeamId } from '../../shared/contract/id'
import type { RunActivities } from '../generation/index'
import type { DrawMany } from '../numbers/index'
import { durationOf } from './activity.rules'
import { newActivity, type ActivityLifeDeps } from './orderActivities'

interface Deps extends Pick<ActivityLifeDeps, 'activities' | 'teamOf' | 'officeZone'> {
  readonly drawMany: DrawMany
}

/** The activities of a run: numbers are drawn by block, teams looked up once a worker (03 §3.4, 07 §3.1). */
export function createRunActivities(deps: Deps): RunActivities {
  const { activities, drawMany, officeZone } = deps
  return {
    open(act, counts) {
      const numberOf = new Map(
        [...counts].map(([officeId, count]) => [officeId, drawn(drawMany, act, officeId, count)]),
      )
      const teams = new Map<string, TeamId | undefined>()
      const teamOf = (workerId: string, date: string) => {
        const key = `${workerId}/${date}`
        if (!teams.has(key)) teams.set(key, deps.teamOf(workerId, date))
        return teams.get(key)
      }
      const rows = activities.records.inserter()
      return {
        insert({ lineId, minutes, officeId, orderId, priority, subject, workerId }) {
          const duration = durationOf(minutes)
          if (duration === undefined) throw new Error(`order line ${lineId}: too long for an activity`)
          const order = { id: orderId, officeId, priority }
          const made = newActivity({ teamOf, officeZone }, act, order, {
            ...{ lineIds: [lineId], subject, duration, workerId },
          })
          return rows.insert({ ...made, number: numberOf.get(officeId)?.(made.id) ?? '' })
        },
        flush: () => rows.flush(),
      }
    },
    removed: (lineIds) =>
      activities
        .ofLines(lineIds)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map((activity) => activities.records.remove(activity)),
  }
}

function drawn(drawMany: DrawMany, { at }: Pick<Act, 'at'>, officeId: string, count: number) {
  return drawMany({ type: 'SA', officeId, entity: 'activity', at, count })
}
