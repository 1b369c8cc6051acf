import type { BoardActivity } from '@contract/dispatchBoard'
import { ActivityId, CrewId, TeamId, WorkerId } from '@contract/id'
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import {
  draftedOf,
  emptyDraft,
  netEdits,
  rebased,
  stepped,
  without,
  withStep,
} from '@/modules/dispatch/boardDraft'
import { changed, changesBetween, withCrew } from '@/modules/dispatch/boardEdits'
import { readPeriod, shownPeriod, stepped as steppedDate, stretchOf } from '@/modules/dispatch/boardRange'
import { activity } from '../support/board'

const w1 = WorkerId.parse(v7())
const w2 = WorkerId.parse(v7())
const minute = 60_000
const at = (hour: number) => Date.UTC(2026, 2, 10, hour)
const slot = (hour: number, minutes = 60) => ({ start: at(hour), end: at(hour) + minutes * minute })

describe('edits of the board', () => {
  it('R07-01: an edit with worker and start dispatches, without one of them it does not', () => {
    const open = activity()
    expect(changed(open, { workerId: w1 })).toMatchObject({ status: 'undispatched', workerId: w1 })
    const placed = changed(open, { workerId: w1, slot: slot(9) })
    expect(placed).toMatchObject({ status: 'dispatched', start: at(9), end: at(10), duration: 60 })
    expect(changed(placed, { unassign: true })).toMatchObject({
      ...{ status: 'undispatched', workerId: undefined, start: undefined, end: undefined },
    })
  })

  it('R07-32: the other edge gives the duration; a new duration keeps the start', () => {
    const placed = changed(activity(), { workerId: w1, slot: slot(9) })
    expect(changed(placed, { slot: slot(9, 90) })).toMatchObject({ duration: 90, end: at(9) + 90 * minute })
    expect(changed(placed, { duration: 30 })).toMatchObject({ start: at(9), end: at(9) + 30 * minute })
  })

  it('R07-35: what lies between two plans leads from the one to the other', () => {
    const team = TeamId.parse(v7())
    const placed = changed(activity(), { workerId: w1, slot: slot(9) })
    const others: BoardActivity[] = [
      activity(placed),
      changed(placed, { workerId: w2, slot: slot(11, 45) }),
      changed(placed, { unassign: true }),
      changed(changed(placed, { unassign: true }), { workerId: w2 }),
      changed(changed(placed, { unassign: true }), { workerId: w1, duration: 75, teamId: team }),
      changed(placed, { teamId: team, priority: 'high' }),
      changed(changed(placed, { teamId: team }), { teamId: null }),
    ]
    for (const from of others)
      for (const to of others) {
        const reached = changesBetween(from, to).reduce(changed, from)
        expect(reached).toEqual(to)
      }
    expect(changesBetween(placed, placed)).toEqual([])
  })

  it('07 §3.6: a move in time takes the crew along, a change of worker does not', () => {
    const crewId = CrewId.parse(v7())
    const [one, two] = [activity({ crewId }), activity({ crewId })]
    const all = new Map([one, two].map((each) => [each.id, each]))
    const moved = withCrew([{ activityId: one.id, change: { workerId: w1, slot: slot(9) } }], all)
    expect(moved).toEqual([
      { activityId: one.id, change: { workerId: w1, slot: slot(9) } },
      { activityId: two.id, change: { slot: slot(9) } },
    ])
    expect(withCrew([{ activityId: one.id, change: { workerId: w2 } }], all)).toHaveLength(1)
  })
})

describe('the unsaved edits of draft mode', () => {
  const [a, b] = [activity(), activity()]
  const loaded = (id: ActivityId) => [a, b].find((one) => one.id === id)
  const e1 = [{ activityId: a.id, change: { workerId: w1, slot: slot(8) } }]
  const e2 = [{ activityId: a.id, change: { workerId: w2, slot: slot(9) } }]
  const e3 = [{ activityId: b.id, change: { workerId: w1, slot: slot(10) } }]
  const all = [e1, e2, e3].reduce((draft, step) => withStep(draft, step, loaded), emptyDraft)

  it('R-07.12: B6 in draft mode: two undo steps leave A at W1 and B as loaded; redo until the next edit', () => {
    const twice = stepped(stepped(all, -1), -1)
    expect(draftedOf(twice).get(a.id)).toMatchObject({ workerId: w1, start: at(8) })
    expect(draftedOf(twice).has(b.id)).toBe(false)
    expect(draftedOf(stepped(stepped(twice, 1), 1))).toEqual(draftedOf(all))
    const next = withStep(twice, e3, loaded)
    expect(stepped(next, 1)).toEqual(next)
  })

  it('R07-35: what is saved is one edit an activity against what was loaded, with its version', () => {
    expect(netEdits(all)).toEqual([
      { edit: { activityId: a.id, change: { workerId: w2, slot: slot(9) } }, version: 3 },
      { edit: { activityId: b.id, change: { workerId: w1, slot: slot(10) } }, version: 3 },
    ])
    expect(netEdits(stepped(stepped(stepped(all, -1), -1), -1))).toEqual([])
  })

  it('R07-34: mine stays on what the colleague made of it; theirs takes my edits of it away', () => {
    const theirs = { ...changed(a, { workerId: w1, slot: slot(14) }), version: 4 }
    expect(netEdits(rebased(all, theirs))[0]).toMatchObject({ version: 4 })
    const left = without(all, a.id)
    expect(netEdits(left).map(({ edit }) => edit.activityId)).toEqual([b.id])
    expect(left.done).toBe(1)
  })
})

describe('the days of the board', () => {
  it('07 §3.10: a day comes with its week, so that hours, day and week ask once', () => {
    for (const zoom of ['hours', 'day', 'week'] as const)
      expect(readPeriod(zoom, '2026-03-10')).toEqual({ from: '2026-03-09', to: '2026-03-15' })
    expect(shownPeriod('day', '2026-03-10')).toEqual({ from: '2026-03-10', to: '2026-03-10' })
    expect(shownPeriod('month', '2026-02-10')).toEqual({ from: '2026-02-01', to: '2026-02-28' })
    expect(steppedDate('month', '2026-01-31', 1)).toBe('2026-02-28')
  })

  it('07 B7: the day of a clock change has 23 hours', () => {
    const { from, to } = stretchOf({ from: '2026-03-29', to: '2026-03-29' }, 'Europe/Oslo')
    expect((to - from) / 3_600_000).toBe(23)
  })
})
