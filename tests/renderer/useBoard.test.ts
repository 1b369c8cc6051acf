import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useBoard } from '@/modules/orders/useBoard'

interface Listed {
  readonly id: string
  readonly stageId?: string
}
const service = vi.hoisted(() => ({ orders: [] as Listed[], asked: [] as (string | undefined)[] }))
vi.mock('@/modules/stages', () => ({
  choiceInto: () => undefined,
  nextStagesOf: () => undefined,
  useStagesStore: () => ({
    isLoaded: true,
    refusal: undefined,
    stages: [{ id: 'plan', name: 'Planned', active: true }],
  }),
}))
vi.mock('@/rpc/changes', () => ({ onChange: () => undefined }))
vi.mock('@/rpc/client', () => ({
  onAct: () => undefined,
  onSignInRequired: () => undefined,
  client: {
    orders: {
      listOrders: ({
        after = '0',
        filter,
        limit,
        sort,
      }: {
        after?: string
        filter: { stageId?: string[] }
        limit: number
        sort: { field: string }[]
      }) => {
        service.asked.push(sort[0]?.field)
        const wanted = filter.stageId?.[0]
        const all = service.orders.filter(({ stageId }) => wanted === undefined || stageId === wanted)
        const items = all.slice(Number(after), Number(after) + limit)
        const end = Number(after) + items.length
        const next = end < all.length ? { next: String(end) } : {}
        return Promise.resolve({ items, count: all.length, ...next })
      },
    },
  },
}))

const settle = () => new Promise((resolve) => setTimeout(resolve))
const orders = (many: number, stageId?: string): Listed[] =>
  Array.from({ length: many }, (_none, at) => ({
    id: `${stageId ?? 'none'}-${String(at)}`,
    ...(stageId === undefined ? {} : { stageId }),
  }))
async function open() {
  const board = effectScope().run(() => useBoard())
  await settle()
  if (!board) throw new Error('no board')
  return board
}

beforeEach(() => {
  setActivePinia(createPinia())
  service.asked = []
})

describe('the stage board', () => {
  it('05: orders without a stage have a column of their own, read on by pages', async () => {
    service.orders = [...orders(40), ...orders(5, 'plan')]
    const board = await open()

    expect(board.columns.map(({ count, items, stage }) => [stage?.name, count, items.length])).toEqual([
      [undefined, 40, 30],
      ['Planned', 5, 5],
    ])
    await board.more(undefined)
    expect(board.columns[0]).toMatchObject({ count: 40, next: undefined })
    expect(board.columns[0]?.items).toHaveLength(40)
  })

  it('05: without such orders there is no such column, and the list is not read for it', async () => {
    service.orders = orders(5, 'plan')
    const board = await open()

    expect(board.columns.map(({ stage }) => stage?.name)).toEqual(['Planned'])
    expect(service.asked).not.toContain('stageCode')
  })
})
