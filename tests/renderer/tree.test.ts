import { describe, expect, it, vi } from 'vitest'
import type { TreeNode } from '@/components/tree/tree.types'
import {
  ancestorsOf,
  openKeys,
  placeIn,
  seenRows,
  siblingsWithParts,
  treeIndex,
} from '@/components/tree/treeIndex'
import { hitsOf, nextHit, treeTexts } from '@/components/tree/treeSearch'
import { useTreeKeys } from '@/components/tree/useTreeKeys'
import { useTypeAhead } from '@/components/tree/useTypeAhead'
import { cpuTime } from '../support/cpuTime'

vi.mock('@/composables/keys', () => ({ isMod: ({ ctrlKey }: KeyboardEvent) => ctrlKey }))

const node = (key: string, depth: number): TreeNode => ({ key, depth })
/** Frame with tube (with plug) and fork; wheel; chain with link. */
const bike = [
  node('frame', 1),
  node('tube', 2),
  node('plug', 3),
  node('fork', 2),
  node('wheel', 1),
  node('chain', 1),
  node('link', 2),
]

describe('a tree given as a list', () => {
  it('knows parents, places and what is below', () => {
    const index = treeIndex(bike)
    expect(placeIn(index, 0)).toEqual({ position: 1, siblings: 3, children: 2, below: 3 })
    expect(placeIn(index, 3)).toEqual({ position: 2, siblings: 2, children: 0, below: 0 })
    expect(placeIn(index, 5)).toEqual({ position: 3, siblings: 3, children: 1, below: 1 })
    expect(ancestorsOf(index, 'plug')).toEqual(['tube', 'frame'])
    expect(siblingsWithParts(index, 4)).toEqual(['frame', 'chain'])
  })

  it('shows what is below open nodes alone', () => {
    const index = treeIndex(bike)
    const seen = (...open: string[]) =>
      seenRows(index, (key) => open.includes(key)).map((at) => bike[at]?.key)
    expect(seen()).toEqual(['frame', 'wheel', 'chain'])
    expect(seen('frame')).toEqual(['frame', 'tube', 'fork', 'wheel', 'chain'])
    expect(seen('tube')).toEqual(['frame', 'wheel', 'chain'])
    expect(openKeys(index)).toEqual(new Set(['frame', 'tube', 'chain']))
    expect(openKeys(index, 1)).toEqual(new Set(['frame', 'chain']))
    expect(seen(...openKeys(index))).toHaveLength(bike.length)
  })

  it('reads 10,000 nodes and what of them is seen in far less than a frame', () => {
    const nodes = Array.from({ length: 10_000 }, (_none, at) => node(String(at), (at % 5) + 1))
    const spent = cpuTime()
    const index = treeIndex(nodes)
    const open = openKeys(index)
    expect(seenRows(index, (key) => open.has(key))).toHaveLength(10_000)
    expect(spent()).toBeLessThan(100)
  })
})

/** The keys over the bike, without a page. */
function keysOver(options: { reserved?: string; hasPageKeys?: boolean } = {}) {
  const index = treeIndex(bike)
  const open = new Set<string>()
  const state = { active: 0, acted: '', previewed: '' }
  const rows = () => seenRows(index, (key) => open.has(key))
  const keyAt = (row: number) => bike[rows()[row] ?? -1]?.key ?? ''
  const moveTo = (row: number) => void (state.active = row)
  const setOpen = (key: string, isOpen: boolean) => {
    if (isOpen) open.add(key)
    else open.delete(key)
  }
  const press = useTreeKeys({
    ...{ count: () => rows().length, page: () => 3, active: () => state.active, moveTo },
    hasParts: (row) => placeIn(index, rows()[row] ?? -1).children > 0,
    isOpen: (row) => open.has(keyAt(row)),
    setOpen: (row, isOpen) => setOpen(keyAt(row), isOpen),
    openSiblings: (row) => {
      for (const key of siblingsWithParts(index, rows()[row] ?? -1)) setOpen(key, true)
    },
    parentRow: (row) => rows().indexOf(index.parents[rows()[row] ?? -1] ?? -1),
    act: (row) => void (state.acted = keyAt(row)),
    preview: (row) => void (state.previewed = keyAt(row)),
    hasPageKeys: () => options.hasPageKeys ?? true,
    typeAhead: useTypeAhead({
      rows: () => ({ length: rows().length, textsAt: (row) => [keyAt(row)] }),
      ...{ active: () => state.active, moveTo, reserved: () => options.reserved ?? '' },
    }),
  })
  let time = 0
  const key = (name: string, after = 5000) => {
    const preventDefault = vi.fn()
    time += after
    press({ key: name, timeStamp: time, preventDefault, stopPropagation: () => undefined, altKey: false, ctrlKey: false } as unknown as KeyboardEvent) // prettier-ignore
    return preventDefault.mock.calls.length > 0
  }
  return { key, state, at: () => keyAt(state.active), open }
}

describe('the keys of a tree', () => {
  it('walk, open and close by arrows', () => {
    const { at, key, open } = keysOver()
    key('ArrowRight')
    expect(open).toEqual(new Set(['frame']))
    key('ArrowRight')
    expect(at()).toBe('tube')
    key('ArrowDown')
    expect(at()).toBe('fork')
    key('ArrowLeft')
    expect(at(), 'a leaf goes to its parent').toBe('frame')
    key('ArrowLeft')
    expect(open.size).toBe(0)
    key('End')
    expect(at()).toBe('chain')
    key('Home')
    key('PageDown')
    expect(at()).toBe('chain')
  })

  it('* opens all siblings, Enter acts, Space previews', () => {
    const { key, open, state } = keysOver()
    key('*')
    expect(open).toEqual(new Set(['frame', 'chain']))
    key('Enter')
    key(' ')
    expect(state).toMatchObject({ acted: 'frame', previewed: 'frame' })
  })

  it('letters go to the row that begins with them; the same letter again to the next one', () => {
    const { at, key } = keysOver()
    key('*')
    key('f')
    expect(at()).toBe('fork')
    key('f')
    expect(at()).toBe('frame')
    key('c')
    key('h', 100)
    expect(at()).toBe('chain')
  })

  it('leaves page keys and letters to a page that wants them', () => {
    const { at, key } = keysOver({ reserved: 'fj', hasPageKeys: false })
    expect(key('PageDown')).toBe(false)
    expect(key('f')).toBe(false)
    expect(at()).toBe('frame')
    expect(key('w')).toBe(true)
    expect(at()).toBe('wheel')
  })
})

describe('a search in a tree', () => {
  const texts = treeTexts(bike, ({ key }) => `${key} Größe å1`)

  it('finds nodes that have all the words, without case and accents, in the order of the tree', () => {
    expect(hitsOf(texts, 'FR grosse')).toEqual(['frame'])
    expect(hitsOf(texts, 'a1 k')).toEqual(['fork', 'link'])
    expect(hitsOf(texts, 'tube wheel')).toEqual([])
    expect(hitsOf(texts, '  ')).toEqual([])
  })

  it('goes around from the last hit to the first', () => {
    expect(nextHit(['a', 'b'], undefined)).toBe('a')
    expect(nextHit(['a', 'b'], 'b')).toBe('a')
    expect(nextHit(['a', 'b'], 'a', -1)).toBe('b')
    expect(nextHit([], 'a')).toBeUndefined()
  })
})
