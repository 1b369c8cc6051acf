import { ORPCError } from '@orpc/client'
import { createPinia, setActivePinia } from 'pinia'
import { v7 } from 'uuid'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { EntryId } from '@contract/id'
import { ConnectionError } from '@/rpc/line'
import { useToastsStore } from '@/stores/toasts.store'
import { useUndoStore } from '@/stores/undo.store'

const service = vi.hoisted(() => ({
  refused: new Map<string, Error>(),
  undone: [] as string[],
  act: undefined as ((actId: string, command: string) => void) | undefined,
  items: [] as object[],
}))
vi.mock('@/rpc/client', () => ({
  onSignInRequired: () => undefined,
  onAct: (listener: typeof service.act) => (service.act = listener),
  client: {
    history: {
      getAct: ({ actId, withNames }: { actId: string; withNames?: boolean }) =>
        Promise.resolve({
          items: withNames ? [{ id: actId, entity: 'order', recordName: 'SO-7' }] : service.items,
        }),
      undoEntry: ({ entryId }: { entryId: string }) => {
        const refusal = service.refused.get(entryId)
        if (refusal) return Promise.reject(refusal)
        service.undone.push(entryId)
        return Promise.resolve({ entryId: v7() })
      },
    },
  },
}))

const newEntry = () => EntryId.parse(v7())
const ids = [newEntry(), newEntry(), newEntry()] as const

beforeEach(async () => {
  const store = { getItem: () => null, setItem: () => undefined }
  vi.stubGlobal('sessionStorage', store)
  vi.stubGlobal('localStorage', store)
  setActivePinia(createPinia())
  Object.assign(service, { refused: new Map(), undone: [] })
  service.items = ids.map((id) => ({ id, command: 'orders.setStage', at: 1, undo: { state: 'possible' } }))
  useUndoStore()
  service.act?.(ids[0], 'orders.setStage')
  await new Promise((resolve) => setTimeout(resolve))
})

describe('undo of a bulk act', () => {
  it('conventions §6: each record wholly or not at all, and a list says which were not and why', async () => {
    const undo = useUndoStore()
    service.refused.set(ids[1], new ORPCError('LINE_STATUS_INVALID', { status: 409 }))

    await undo.undoLast()

    expect(service.undone).toEqual([ids[2], ids[0]])
    expect(undo.conflict?.refusals).toMatchObject([
      { entryId: ids[1], refusal: { code: 'LINE_STATUS_INVALID' }, entity: 'order', recordName: 'SO-7' },
    ])
    expect(undo.done).toMatchObject([{ entryIds: [ids[1]] }])
    expect(undo.undone).toHaveLength(1)
    expect(undo.undone[0]?.entryIds).toHaveLength(2)
    expect(useToastsStore().toasts.at(-1)?.text).toMatch(/2 of 3/)
  })

  it('conventions §6: what was left can be taken back later, and all of it done again', async () => {
    const undo = useUndoStore()
    service.refused.set(ids[1], new ORPCError('LINE_STATUS_INVALID', { status: 409 }))
    await undo.undoLast()
    service.refused.clear()

    await undo.undoLast()
    expect(service.undone).toEqual([ids[2], ids[0], ids[1]])
    expect(undo.done).toEqual([])

    await undo.redo()
    await undo.redo()
    expect(undo.undone).toEqual([])
    expect(undo.done.flatMap(({ entryIds }) => entryIds)).toHaveLength(3)
  })

  it('a broken line is not tried again for each of the other records', async () => {
    const undo = useUndoStore()
    service.refused.set(ids[1], new ConnectionError('gone'))

    await undo.undoLast()

    expect(service.undone).toEqual([ids[2]])
    expect(undo.done).toMatchObject([{ entryIds: [ids[0], ids[1]] }])
  })
})

describe('an act that no undo takes back', () => {
  const settle = () => new Promise((resolve) => setTimeout(resolve))
  const move = (at: number) => {
    service.items = [
      {
        ...{ id: ids[at], command: 'stages.changeStage', at: 2 },
        undo: { state: 'never', reversal: 'moveStage' },
      },
    ]
    service.act?.(ids[at] ?? '', 'stages.changeStage')
  }

  it('ux §1: the words of a screen go to its own act, not to the one just before', async () => {
    const toasts = useToastsStore()
    move(1)
    toasts.show('Moved to Done')
    await settle()

    expect(toasts.toasts.map(({ act, text }) => [text, act?.command])).toEqual([
      [expect.any(String), 'orders.setStage'],
      ['Moved to Done', 'stages.changeStage'],
    ])
  })

  it('ux §1: its message offers the reversal; undo takes that, and redo the one back', async () => {
    const [undo, toasts] = [useUndoStore(), useToastsStore()]
    const back = vi.fn(() => {
      move(2)
      toasts.show('Moved to Open', 'done', { text: 'Back to Done', take: forth })
      return Promise.resolve()
    })
    const forth = vi.fn(() => {
      move(0)
      toasts.show('Moved to Done')
      return Promise.resolve()
    })
    move(1)
    toasts.show('Moved to Done', 'done', { text: 'Back to Open', take: back })
    await settle()

    await undo.undoLast()
    await settle()
    expect(back).toHaveBeenCalledOnce()
    expect(undo.done.map(({ command }) => command)).toEqual(['orders.setStage'])
    expect(undo.undone.map(({ entryIds }) => entryIds)).toEqual([[ids[2]]])

    await undo.redo()
    await settle()
    expect(forth).toHaveBeenCalledOnce()
    expect(undo.done.map(({ entryIds }) => entryIds)).toEqual([[...ids], [ids[0]]])
    expect(undo.undone).toEqual([])
  })

  it('ux §1: without such an offer Mod+Z says what to do instead, and nothing changes', async () => {
    const [undo, toasts] = [useUndoStore(), useToastsStore()]
    move(1)
    await settle()

    await undo.undoLast()

    expect(toasts.toasts.at(-1)).toMatchObject({ kind: 'problem' })
    expect(service.undone).toEqual([])
    expect(undo.done).toHaveLength(2)
  })
})
