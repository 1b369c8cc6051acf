import type { Activity, Conflict, ConflictCode } from '@contract/dispatch'
import { Edit, type BoardActivity } from '@contract/dispatchBoard'
import { ActivityId } from '@contract/id'
import { z } from 'zod'
import type { BoardMove } from '@/components/board/board.types'

/** What an edit changes; which activity, at which version, and what is confirmed stand beside it. */
export const Change = Edit.omit({ activityId: true, expectedVersion: true, confirmed: true })
export type Change = z.infer<typeof Change>
export const BoardEdit = z.object({ activityId: ActivityId, change: Change })
export type BoardEdit = z.infer<typeof BoardEdit>

const minuteMs = 60_000

/** The activity with a change done, as the domain does it; a closed one stays closed. */
export function changed(activity: BoardActivity, change: Change): BoardActivity {
  const { slot, teamId, unassign } = change
  const workerId = unassign ? undefined : (change.workerId ?? activity.workerId)
  const start = unassign ? undefined : (slot?.start ?? activity.start)
  const slotMinutes = slot && Math.round((slot.end - slot.start) / minuteMs)
  const duration = slotMinutes ?? change.duration ?? activity.duration
  const isPlanned = workerId !== undefined && start !== undefined
  const isElsewhere = workerId !== activity.workerId || start !== activity.start
  return {
    ...activity,
    // The way there was another one; the domain says the new one.
    ...(isElsewhere ? { travelMinutes: undefined, isTravelAssumed: undefined } : {}),
    ...{ workerId, start, duration },
    teamId: teamId === undefined ? activity.teamId : (teamId ?? undefined),
    priority: change.priority ?? activity.priority,
    end: start === undefined ? undefined : start + duration * minuteMs,
    status: activity.status === 'closed' ? 'closed' : isPlanned ? 'dispatched' : 'undispatched',
  }
}

/** Moves in time take the whole crew along (07 §3.6). */
export function withCrew(
  edits: readonly BoardEdit[],
  all: ReadonlyMap<ActivityId, BoardActivity>,
): BoardEdit[] {
  const named = new Set(edits.map(({ activityId }) => activityId))
  return edits.flatMap((edit) => {
    const { slot, duration } = edit.change
    const crewId = all.get(edit.activityId)?.crewId
    if (crewId === undefined || (!slot && duration === undefined)) return [edit]
    const others = [...all.values()].filter((other) => other.crewId === crewId && !named.has(other.id))
    const time = slot ? { slot } : { duration }
    return [edit, ...others.map(({ id }) => ({ activityId: id, change: time }))]
  })
}

/**
 * What makes the one of the other, in this order. Worker and start are taken away together: what is to stay of them is
 * given again.
 */
export function changesBetween(before: BoardActivity, after: BoardActivity): Change[] {
  const isTaken =
    (before.workerId !== undefined && after.workerId === undefined) ||
    (before.start !== undefined && after.start === undefined)
  const rest = restBetween(isTaken ? changed(before, { unassign: true }) : before, after)
  return [...(isTaken ? [{ unassign: true }] : []), ...(Object.keys(rest).length > 0 ? [rest] : [])]
}

function restBetween(before: BoardActivity, after: BoardActivity): Change {
  const { duration, end, priority, start, teamId, workerId } = after
  const isMoved = start !== before.start || end !== before.end
  const slot = isMoved && start !== undefined && end !== undefined ? { start, end } : undefined
  return {
    ...(workerId === undefined || workerId === before.workerId ? {} : { workerId }),
    ...(teamId === before.teamId ? {} : { teamId: teamId ?? null }),
    ...(slot ? { slot } : {}),
    ...(slot || duration === before.duration ? {} : { duration }),
    ...(priority === before.priority ? {} : { priority }),
  }
}

/** The edit as the domain takes it. */
export function editOf(
  { activityId, change }: BoardEdit,
  version: number,
  confirmed: readonly ConflictCode[] = [],
): Edit {
  return { activityId, expectedVersion: version, ...change, confirmed: [...confirmed] }
}

/** Whether the plan stands as an edit wanted it: what became of a save whose answer got lost. */
export function isDone(activity: BoardActivity, { change }: BoardEdit): boolean {
  return changesBetween(activity, changed(activity, change)).length === 0
}

/** Codes that wait for a person's word. */
export function warningsOf(conflicts: readonly Conflict[]): ConflictCode[] {
  return [...new Set(conflicts.filter(({ level }) => level === 'warn').map(({ code }) => code))]
}

/** The deadline until its clock was measured: a promise that was kept, or missed for good, presses nobody any more. */
export function openDeadline({ clock, slaDeadline }: Activity): number | undefined {
  return clock?.outcome === 'met' || clock?.outcome === 'breached' ? undefined : slaDeadline
}

/** An activity of a list as a bar; of what only the board tells, what stood there before stays. */
export function asBarred(activity: Activity, before?: BoardActivity): BoardActivity {
  const { id, version, number, orderId, orderNumber, subject, status, workerId, teamId, start, end } =
    activity
  const { duration, priority, typeId, locked, crewId, customerId, customerName, siteCity, siteZone } =
    activity
  const { latitude, longitude, earliest, latest, clock } = activity
  const isThere = before !== undefined && before.workerId === workerId && before.start === start
  return {
    ...{ id, version, number, orderId, orderNumber, subject, status, workerId, teamId, start, end },
    ...{ duration, priority, typeId, locked, crewId, customerId, customerName, siteCity, siteZone },
    ...{ latitude, longitude, earliest, latest, slaDeadline: openDeadline(activity) },
    warnsAt: clock ? clock.warnsAt : before?.warnsAt,
    ...(isThere ? { travelMinutes: before.travelMinutes, isTravelAssumed: before.isTravelAssumed } : {}),
    pattern: before?.pattern ?? 'plain',
    conflicts: before?.conflicts ?? [],
    isChangedEstimate: activity.changedEstimate !== undefined,
  }
}

/** What a drag or its equivalent by keyboard changes (R07-32). */
export function changeOf(move: BoardMove): BoardEdit {
  const { activityId } = move
  switch (move.kind) {
    case 'move':
      return { activityId, change: { workerId: move.workerId, ...(move.slot ? { slot: move.slot } : {}) } }
    case 'resize':
      return { activityId, change: { slot: move.slot } }
    case 'team':
      return { activityId, change: { teamId: move.teamId ?? null } }
    case 'unassign':
      return { activityId, change: { unassign: true } }
  }
}
