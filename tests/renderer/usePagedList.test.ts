import type { ListRequest, Page } from '@contract/page'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, type EffectScope } from 'vue'
import type { Column } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'

interface Item {
  readonly id: string
  readonly version: number
  readonly name: string
}

const columns: readonly Column<Item>[] = [{ key: 'name', titleKey: 'x', kind: 'text' }]

/** A list of `length` rows by key, as the domain answers it; the key of a row is its id. */
function store(length: number) {
  const rows: Item[] = Array.from({ length }, (_, at) => ({
    id: `r${String(at)}`,
    version: 1,
    name: `Row ${String(at)}`,
  }))
  const requests: ListRequest[] = []
  function load(request: ListRequest): Promise<Page<Item>> {
    requests.push(request)
    const wanted =
      request.text === undefined ? rows : rows.filter(({ name }) => name.includes(request.text ?? ''))
    const at = (id: string | undefined) => wanted.findIndex((row) => row.id === id)
    const start =
      request.after !== undefined
        ? at(request.after) + 1
        : request.before !== undefined
          ? Math.max(0, at(request.before) - request.limit)
          : (request.offset ?? 0)
    const items = wanted.slice(start, start + request.limit)
    return Promise.resolve({
      items,
      ...(start + items.length < wanted.length ? { next: items.at(-1)?.id } : {}),
      ...(start > 0 ? { previous: items[0]?.id } : {}),
      ...(request.withCount ? { count: wanted.length } : {}),
    })
  }
  return { rows, requests, source: { load, canSort: () => true, canFilter: () => true } }
}

let scope: EffectScope
beforeEach(() => {
  setActivePinia(createPinia())
  vi.useFakeTimers()
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

const settle = () => vi.advanceTimersByTimeAsync(400)

function open(kept: ReturnType<typeof store>, key = 'things') {
  const list = scope.run(() =>
    usePagedList<Item>({
      key,
      entities: ['thing'],
      source: kept.source,
      columns,
      sort: [{ field: 'name', direction: 'asc' }],
    }),
  )
  if (!list) throw new Error('no list')
  return list
}
const pages = (requests: readonly ListRequest[]) => requests.filter(({ withCount }) => !withCount)

describe('usePagedList', () => {
  it('conventions §7: amounts are asked for in the minor unit, without the currency they were typed in', async () => {
    const kept = store(3)
    const list = scope.run(() =>
      usePagedList<Item>({
        key: 'amounts',
        entities: [],
        source: kept.source,
        columns: [{ key: 'amount', titleKey: 'x', kind: 'money' }],
        sort: [],
      }),
    )
    list?.setFilter('amount', { from: 1500, to: 2500, currency: 'JPY' })
    await settle()

    expect(kept.requests.at(-1)?.filter).toEqual({ amount: { from: 1500, to: 2500 } })
    expect(list?.filter).toEqual({ amount: { from: 1500, to: 2500, currency: 'JPY' } })
  })

  it('shows the first page and the exact count', async () => {
    const list = open(store(1_000_000))
    await settle()

    expect(list.total).toBe(1_000_000)
    expect(list.rowAt(99)?.name).toBe('Row 99')
    expect(list.rowAt(100)).toBeUndefined()
  })

  it('goes on by the key of the window before, and back by the key of the window behind', async () => {
    const kept = store(1000)
    const list = open(kept)
    await settle()

    list.ensure(90, 130)
    await settle()
    list.ensure(190, 230)
    await settle()
    expect(pages(kept.requests).slice(1)).toMatchObject([{ after: 'r99' }, { after: 'r199' }])
    expect(list.rowAt(230)?.name).toBe('Row 230')

    list.ensure(790, 830)
    await settle()
    list.ensure(650, 690)
    await settle()
    expect(pages(kept.requests).slice(3)).toMatchObject([
      { offset: 700 },
      { after: 'r799' },
      { before: 'r700' },
    ])
    expect(list.rowAt(655)?.name).toBe('Row 655')
  })

  it('asks a jump by place only once the thumb rests', async () => {
    const kept = store(100_000)
    const list = open(kept)
    await settle()

    for (const at of [10_000, 30_000, 50_000]) list.ensure(at, at + 40)
    await settle()

    expect(pages(kept.requests).flatMap(({ offset }) => offset ?? [])).toEqual([50_000])
  })

  it('holds about 300 rows, whatever was seen', async () => {
    const list = open(store(10_000))
    await settle()
    for (let at = 0; at < 3000; at += 40) {
      list.ensure(at, at + 40)
      await settle()
    }
    expect(list.heldRows().length).toBeLessThanOrEqual(400)
    expect(list.rowAt(2960)?.name).toBe('Row 2960')
  })

  it('reads again without a gap or a double row after a row was deleted', async () => {
    const kept = store(500)
    const list = open(kept)
    await settle()
    list.ensure(90, 130)
    await settle()

    kept.rows.splice(50, 1)
    await list.refresh()
    await settle()

    expect(list.rowAt(49)?.name).toBe('Row 49')
    expect(list.rowAt(50)?.name).toBe('Row 51')
    expect(list.rowAt(99)?.name).toBe('Row 100')
    expect(list.rowAt(100)?.name).toBe('Row 101')
    expect(list.total).toBe(499)
  })

  it('starts over with another search, and an answer that comes late changes nothing', async () => {
    const kept = store(500)
    const list = open(kept)
    await settle()
    list.goTo(300)
    list.toggle('r1')
    list.text = 'Row 12'
    await nextTick()
    list.text = 'Row 499'
    await settle()

    expect(list.total).toBe(1)
    expect(list.rowAt(0)?.name).toBe('Row 499')
    expect(list.selected.size).toBe(0)
    expect(list.top).toBe(0)
  })

  it('says what failed, keeps the rows, and comes back by Retry', async () => {
    const kept = store(300)
    const list = open(kept)
    await settle()
    const works = kept.source.load
    kept.source.load = () => Promise.reject(new Error('gone'))
    list.sortBy('name')
    await settle()
    expect(list.refusal?.code).toBe('UNEXPECTED')
    expect(list.rowAt(5)?.name).toBe('Row 5')

    kept.source.load = works
    await list.reload()
    expect(list.refusal).toBeUndefined()
  })

  it('is found again as it was left', async () => {
    const kept = store(5000)
    const list = open(kept)
    await settle()
    list.goTo(3000)
    list.toggle('r7')
    list.sortBy('name')
    await settle()
    list.goTo(2000)
    list.toggle('r2001')
    scope.stop()

    scope = effectScope()
    const again = open(kept)
    await settle()
    expect(again.sort).toEqual([{ field: 'name', direction: 'desc' }])
    expect([...again.selected]).toEqual(['r2001'])
    expect(again.top).toBe(64_000)
    expect(again.rowAt(2000)?.name).toBe('Row 2000')
  })
})
