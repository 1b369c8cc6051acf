import { ORPCError } from '@orpc/client'
import type { Activity } from '@contract/dispatch'
import type { Board, BoardActivity, Edit, EditCheck } from '@contract/dispatchBoard'
import { ActivityId, WorkerId } from '@contract/id'
import { createPinia, setActivePinia } from 'pinia'
import { v7 } from 'uuid'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import { activity } from '../support/board'

const service = vi.hoisted(() => ({
  listeners: new Map<string, Set<(event: object) => void>>(),
  asked: [] as { from: number; to: number }[],
  saved: [] as Edit[][],
  undone: [] as object[],
  updated: [] as object[],
  stored: new Map<string, BoardActivity>(),
  /** What the next save answers instead of being done. */
  refuse: [] as Error[],
  checks: [] as EditCheck[],
  isDraftMode: false,
  isLost: undefined as unknown as { value: boolean },
}))

function board({ from, to }: { from: number; to: number }): Board {
  return {
    ...{
      from,
      to,
      zone: 'Europe/Oslo',
      readAt: Date.now(),
      teams: [],
      workers: [],
      calendars: [],
      absences: [],
    },
    ...{ activities: [...service.stored.values()], loads: [], counts: { open: 0, risk: 0, late: 0 } },
  }
}
/** Does the edits as the domain does: all or nothing, each against its version. */
function save(edits: Edit[]): Activity[] {
  const refused = service.refuse.shift()
  if (refused !== undefined) throw refused
  service.saved.push(edits)
  for (const { activityId, expectedVersion } of edits) {
    const held = service.stored.get(activityId)
    if (held?.version !== expectedVersion)
      throw new ORPCError('CONFLICT', { status: 409, data: { entity: 'activity', id: activityId } })
  }
  return edits.map(({ activityId, slot, unassign, workerId }) => {
    const held = service.stored.get(activityId)!
    const next: BoardActivity = {
      ...held,
      version: held.version + 1,
      ...(workerId ? { workerId } : {}),
      ...(slot ? { start: slot.start, end: slot.end } : {}),
      ...(unassign ? { workerId: undefined, start: undefined, end: undefined } : {}),
      status: unassign ? 'undispatched' : 'dispatched',
    }
    service.stored.set(activityId, next)
    return next as unknown as Activity
  })
}

vi.mock('@/rpc/changes', () => ({
  onChange: (entity: string, listener: (event: object) => void) => {
    const held = service.listeners.get(entity) ?? new Set()
    service.listeners.set(entity, held.add(listener))
  },
}))
vi.mock('@/rpc/connect', () => {
  service.isLost = shallowRef(false)
  return { isLost: service.isLost, isOnline: shallowRef(true), lines: {} }
})
vi.mock('@/rpc/client', () => ({
  onAct: () => undefined,
  onSignInRequired: () => undefined,
  client: {
    dispatch: {
      getBoard: (input: { from: number; to: number }) => {
        service.asked.push(input)
        return Promise.resolve(board(input))
      },
      listUndispatched: () => Promise.resolve({ items: [] }),
      saveEdits: ({ edits }: { edits: Edit[] }) =>
        Promise.resolve().then(() => ({ activities: save(edits) })),
      checkEdits: () => Promise.resolve({ checks: service.checks, conflicts: [] }),
      updateActivity: (input: object) => {
        service.updated.push(input)
        return Promise.resolve([...service.stored.values()][0])
      },
      undoSaved: (input: object) => {
        service.undone.push(input)
        const refused = service.refuse.shift()
        return refused === undefined ? Promise.resolve({ activities: [] }) : Promise.reject(refused)
      },
      getActivity: ({ activityId }: { activityId: string }) =>
        Promise.resolve(service.stored.get(activityId)),
    },
    history: { listEntries: () => Promise.resolve({ items: [{ actorName: 'Jon', at: 5 }] }) },
    drafts: {
      saveDraft: () => Promise.resolve({ savedAt: 1 }),
      discardDraft: () => Promise.resolve({}),
      listDrafts: () => Promise.resolve({ items: [] }),
    },
  },
}))
vi.mock('@/stores/settings.store', () => ({
  useSettingsStore: () => ({
    get: (key: string) => key === 'boardDraftMode' && service.isDraftMode,
    set: () => Promise.resolve(),
  }),
}))
vi.mock('@/stores/place.store', () => ({ usePlaceStore: () => ({ zone: 'Europe/Oslo' }) }))
vi.mock('@/stores/session.store', () => ({ useSessionStore: () => ({ user: { id: 'u' }, can: () => true }) }))

const { useDispatchStore } = await import('@/modules/dispatch/dispatch.store')
const { createRowMaker } = await import('@/modules/dispatch/boardRows')
const { useDraftsStore } = await import('@/stores/drafts.store')
const { ConnectionError } = await import('@/rpc/line')

const w1 = WorkerId.parse(v7())
const w2 = WorkerId.parse(v7())
const at = (hour: number) => Date.UTC(2026, 2, 10, hour)
const slot = (hour: number) => ({ start: at(hour), end: at(hour + 1) })
const to = (id: ActivityId, workerId: WorkerId, hour: number) => ({
  activityId: id,
  change: { workerId, slot: slot(hour) },
})
const settle = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms))
const refusal = (code: string, data: object = {}) => new ORPCError(code, { status: 409, data })

let a: BoardActivity
let b: BoardActivity
async function open() {
  const store = useDispatchStore()
  store.view.toDate('2026-03-10')
  store.open()
  await settle()
  return store
}

beforeEach(() => {
  const memory = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => void memory.set(key, value),
  })
  setActivePinia(createPinia())
  const planned = (hour: number) => ({ workerId: w1, ...slot(hour), status: 'dispatched' as const })
  a = activity(planned(9))
  b = activity(planned(11))
  service.stored = new Map([a, b].map((one) => [one.id, one]))
  Object.assign(service, {
    asked: [],
    saved: [],
    undone: [],
    updated: [],
    refuse: [],
    checks: [],
    isDraftMode: false,
  })
  service.isLost.value = false
  service.listeners.clear()
})

describe('the data of the board', () => {
  it('issue 6: a change of view that keeps the range asks nothing', async () => {
    const store = await open()
    const asked = service.asked.length
    for (const zoom of ['hours', 'week', 'day'] as const) {
      store.view.setZoom(zoom)
      await nextTick()
    }
    store.view.step(1)
    await settle()
    expect(service.asked).toHaveLength(asked)
    store.view.setZoom('month')
    await settle()
    expect(service.asked).toHaveLength(asked + 1)
  })

  it('R07-34: what others change is read within a second and named; what stays the same stays the same object', async () => {
    const store = await open()
    const kept = store.activities.get(b.id)
    service.stored.set(a.id, { ...a, version: 4, ...slot(14) })
    for (const listener of service.listeners.get('activity') ?? []) listener({ entity: 'activity', id: a.id })
    await settle(400)
    expect(store.activities.get(a.id)).toMatchObject({ start: at(14) })
    expect(store.activities.get(b.id)).toBe(kept)
    expect(store.movedBy.get(a.id)).toBe('Jon')
  })
})

describe('saved at once', () => {
  it('R07-30: an edit is shown at once, sent with its version, and stands when it is saved', async () => {
    const store = await open()
    const done = store.act([to(a.id, w2, 13)])
    expect(store.current.get(a.id)).toMatchObject({ workerId: w2, start: at(13) })
    expect(await done).toBe(true)
    expect(service.saved).toEqual([
      [{ activityId: a.id, expectedVersion: 3, workerId: w2, slot: slot(13), confirmed: [] }],
    ])
    expect(store.shown.size).toBe(0)
    expect(store.current.get(a.id)).toMatchObject({ version: 4, workerId: w2 })
    await store.act([to(a.id, w2, 14)])
    expect(service.saved.at(-1)?.[0]?.expectedVersion).toBe(4)
  })

  it('R07-30: a refused edit goes back and says why', async () => {
    const store = await open()
    service.refuse.push(refusal('LOCKED'))
    expect(await store.act([to(a.id, w2, 13)])).toBe(false)
    expect(store.current.get(a.id)).toMatchObject({ workerId: w1, start: at(9) })
    expect(store.saving.questions).toMatchObject([
      { kind: 'refused', activityId: a.id, refusal: { code: 'LOCKED' } },
    ])
  })

  it('R-07.10: warnings wait at the bar; Enter sends their codes, Esc takes the edit back', async () => {
    const store = await open()
    const conflicts = [
      { code: 'OVERLAP', level: 'warn', minutes: 90 },
      { code: 'OTHER_TEAM', level: 'info' },
    ]
    const asks = () => refusal('CONFIRM_REQUIRED', { checks: [{ activityId: a.id, conflicts }] })
    service.refuse.push(asks())
    await store.act([to(a.id, w1, 11)])
    expect(store.saving.questions).toMatchObject([{ kind: 'confirm', activityId: a.id }])
    expect(store.shown.get(a.id)).toMatchObject({ isDraft: true, activity: { start: at(11) } })

    store.saving.takeBack(a.id)
    expect(store.current.get(a.id)).toMatchObject({ start: at(9), version: 3 })
    expect(service.saved).toEqual([])

    service.refuse.push(asks())
    await store.act([to(a.id, w1, 11)])
    await store.saving.confirm(a.id)
    expect(service.saved).toMatchObject([[{ activityId: a.id, confirmed: ['OVERLAP'] }]])
    expect(store.saving.questions).toEqual([])
  })

  it('ux 4.5: without a connection a drop goes back at once; the data stay', async () => {
    const store = await open()
    service.isLost.value = true
    expect(await store.act([to(a.id, w2, 13)])).toBe(false)
    expect(store.current.get(a.id)).toMatchObject({ workerId: w1 })
    expect(store.saving.questions[0]?.refusal?.data).toEqual({ isUnsent: true })
    expect(service.saved).toEqual([])
  })

  it.each([true, false])(
    'issue 6: after a killed host the screen says whether the move is there: %s',
    async (isThere) => {
      const store = await open()
      service.refuse.push(new ConnectionError('gone'))
      const done = store.act([to(a.id, w2, 13)])
      service.isLost.value = true
      expect(await done).toBe(false)
      expect(store.saving.questions).toMatchObject([{ kind: 'refused', refusal: { code: 'CONNECTION' } }])
      if (isThere) service.stored.set(a.id, { ...a, version: 4, workerId: w2, ...slot(13) })
      service.isLost.value = false
      await settle()
      expect(store.saving.questions).toEqual([])
      expect(store.news?.text).toContain(isThere ? 'was saved before' : 'was not saved')
      expect(store.current.get(a.id)?.workerId).toBe(isThere ? w2 : w1)
    },
  )

  it('R07-03: a new priority is the activity’s; the order is offered it', async () => {
    const store = await open()
    await store.setPriority(a.id, 'high')
    expect(service.saved).toEqual([
      [{ activityId: a.id, expectedVersion: 3, priority: 'high', confirmed: [] }],
    ])
    expect(store.priority.offer).toMatchObject({ orderNumber: a.orderNumber, priority: 'high' })
    await store.priority.take()
    expect(service.updated).toEqual([
      { activityId: a.id, expectedVersion: 4, patch: { priority: 'high' }, alsoOrder: true },
    ])
    expect(store.priority.offer).toBeUndefined()
  })

  it('R07-31: with the act that is taken back goes what was offered after it', async () => {
    const store = await open()
    await store.setPriority(a.id, 'high')
    await store.undo.undo()
    expect(store.priority.offer).toBeUndefined()
  })

  it('R07-31: an undo after a colleague’s change names it and offers the others', async () => {
    const store = await open()
    const changed = {
      ...{ activityId: a.id, number: a.number, orderNumber: a.orderNumber, subject: a.subject },
      ...{ userName: 'Jon', at: 5, fields: ['start'], isClosed: false },
    }
    service.refuse.push(refusal('UNDO_CONFLICT', { activities: [changed] }))
    await store.undo.undo()
    expect(store.undo.conflict).toMatchObject({ direction: 'undo', activities: [changed] })
    await store.undo.saved('undo', true)
    expect(service.undone).toEqual([{}, { skipConflicting: true }])
    expect(store.undo.conflict).toBeUndefined()
  })
})

describe('draft mode', () => {
  beforeEach(() => (service.isDraftMode = true))

  it('R07-35: edits are collected, stepped through and saved as one change set', async () => {
    const store = await open()
    await store.act([to(a.id, w2, 13)])
    await store.act([to(b.id, w2, 15)])
    expect(service.saved).toEqual([])
    expect(store.shown.get(a.id)?.isDraft).toBe(true)
    await store.undo.undo()
    expect(store.current.get(b.id)?.start).toBe(at(11))
    await store.undo.redo()
    expect(useDraftsStore().has('dispatch.board')).toBe(true)
    expect(await store.draft.save()).toBe(true)
    expect(service.saved).toHaveLength(1)
    expect(service.saved[0]).toHaveLength(2)
    expect(store.draft.isDirty).toBe(false)
    expect(useDraftsStore().has('dispatch.board')).toBe(false)
  })

  it('ux §1: unsaved edits are there again after a crash', async () => {
    const store = await open()
    await store.act([to(a.id, w2, 13)])
    const kept = useDraftsStore().get('dispatch.board')
    setActivePinia(createPinia())
    if (kept) useDraftsStore().put('dispatch.board', structuredClone(kept))
    const again = await open()
    await settle()
    expect(again.current.get(a.id)).toMatchObject({ workerId: w2, start: at(13) })
    expect(again.draft.edits).toHaveLength(1)
  })

  it('R-07.14: with one stale version nothing is saved until mine or theirs is chosen', async () => {
    const store = await open()
    await store.act([to(a.id, w2, 13)])
    await store.act([to(b.id, w2, 15)])
    service.stored.set(a.id, { ...a, version: 4, ...slot(16) })
    expect(await store.draft.save()).toBe(false)
    expect(service.stored.get(b.id)?.version).toBe(3)
    expect(store.draft.isResolving).toBe(true)
    expect(store.draft.theirs.get(a.id)).toMatchObject({ by: 'Jon', at: 5, activity: { start: at(16) } })

    expect(await store.draft.resolve(new Map([[a.id, 'mine' as const]]))).toBe(true)
    expect(service.stored.get(a.id)).toMatchObject({ version: 5, workerId: w2, start: at(13) })
    expect(service.stored.get(b.id)).toMatchObject({ version: 4, start: at(15) })
  })

  it('R07-34: a colleague’s change is in the way of what holds alone, not of what was undone', async () => {
    const store = await open()
    await store.act([to(a.id, w2, 13)])
    await store.undo.undo()
    service.stored.set(a.id, { ...a, version: 4, ...slot(16) })
    for (const listener of service.listeners.get('activity') ?? []) listener({ entity: 'activity', id: a.id })
    await settle(300)
    expect(store.draft.theirs.size).toBe(0)
    await store.undo.redo()
    await settle()
    expect(store.draft.theirs.get(a.id)).toMatchObject({ by: 'Jon' })
    await store.undo.undo()
    expect(store.draft.theirs.size).toBe(0)
  })

  it('R07-35: what could be done again is left with the draft mode', async () => {
    const store = await open()
    await store.act([to(a.id, w2, 13)])
    await store.undo.undo()
    expect(store.draft.canRedo).toBe(true)
    await store.setDraftMode(false)
    expect(store.draft.canRedo).toBe(false)
  })

  it('R07-11: an unsaved bar says the way of its check; the one after it none until that is saved', async () => {
    service.stored.set(a.id, { ...a, travelMinutes: 7 })
    service.stored.set(b.id, { ...b, travelMinutes: 9 })
    service.checks = [
      { activityId: a.id, conflicts: [], travel: { minutes: 11, isAssumed: false, isFromBase: true } },
    ]
    const store = await open()
    const waysOf = () => {
      const worker = { id: w1, number: 'W1', displayName: 'Ola', memberships: [], skills: [], active: true }
      const rows = createRowMaker()({
        board: { ...board({ from: at(0), to: at(24) }), workers: [worker] },
        ...{ activities: store.current, shown: store.shown, movedBy: new Map(), closedTeams: new Set() },
        texts: { noTeam: '', members: () => '', absence: () => '' },
      })
      const bars = rows.flatMap((row) => row.bars)
      return [a, b].map(({ id }) => bars.find((bar) => bar.id === id)?.travelMinutes)
    }
    expect(waysOf()).toEqual([7, 9])
    await store.act([to(a.id, w1, 8)])
    await settle()
    expect(waysOf()).toEqual([11, undefined])
    await store.undo.undo()
    await settle()
    expect(waysOf()[1]).toBe(9)
  })

  it('R07-34: theirs takes my edit of that activity away and saves the rest', async () => {
    const store = await open()
    await store.act([to(a.id, w2, 13)])
    await store.act([to(b.id, w2, 15)])
    service.stored.set(a.id, { ...a, version: 4, ...slot(16) })
    for (const listener of service.listeners.get('activity') ?? []) listener({ entity: 'activity', id: a.id })
    await settle(300)
    expect(store.draft.theirs.get(a.id)).toMatchObject({ by: 'Jon' })
    await store.draft.resolve(new Map([[a.id, 'theirs' as const]]))
    expect(service.stored.get(a.id)).toMatchObject({ version: 4, start: at(16) })
    expect(service.stored.get(b.id)).toMatchObject({ version: 4, start: at(15) })
  })
})
