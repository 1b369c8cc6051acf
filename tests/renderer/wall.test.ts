import { ORPCError } from '@orpc/client'
import type { WallContent, WallPage } from '@contract/wall'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'
import { useWall } from '@/modules/wall/useWall'
import { wallColors, wallRoutes } from '@/modules/wall/wall.look'
import { amountText, momentText, spanText } from '@/modules/wall/wall.rows'
import {
  freshnessOf,
  hourlyShift,
  minutesOf,
  placeIn,
  retryMs,
  rotationOf,
  untilReload,
} from '@/modules/wall/wall.time'

const service = vi.hoisted(() => ({
  asked: [] as number[],
  answer: (): unknown => undefined,
  listeners: new Map<string, () => void>(),
}))
vi.mock('@/rpc/changes', () => ({
  followChanges: () => undefined,
  onChange: (entity: string, listener: () => void) => service.listeners.set(entity, listener),
}))
const online = vi.hoisted(() => ({ isOnline: undefined as unknown as { value: boolean } }))
vi.mock('@/rpc/connect', async () => {
  const { shallowRef } = await import('vue')
  online.isOnline = shallowRef(true)
  return { isOnline: online.isOnline }
})
vi.mock('@/plugins/i18n', () => ({ setLanguage: () => undefined }))
vi.mock('@/rpc/client', () => ({
  client: {
    wall: {
      getWall: () => {
        service.asked.push(Date.now())
        return Promise.resolve().then(() => service.answer())
      },
    },
  },
}))

const read = Date.UTC(2026, 2, 10, 12, 42)
const second = 1000
const minute = 60 * second

function pages(count: number, view = 0): WallPage[] {
  return Array.from({ length: count }, (_none, at) => ({
    kind: 'watchlist',
    view,
    page: at + 1,
    pages: count,
    rows: [],
  }))
}
function contentOf(fields: Partial<WallContent> = {}): WallContent {
  const wall = { rotateSeconds: 30, views: [] } as unknown as WallContent['wall'] // what the rotation asks for
  return {
    ...{ wall, office: 'Oslo', zone: 'Europe/Oslo', language: 'en', date: '2026-03-10', dataAt: read },
    ...{
      counts: { late: 0, risk: 0, working: 0, open: 0 },
      late: [],
      pages: pages(3),
      failed: [],
      ...fields,
    },
  }
}

const scopes: ReturnType<typeof effectScope>[] = []
async function open() {
  const scope = effectScope()
  scopes.push(scope)
  const wall = scope.run(() => useWall({}))
  if (!wall) throw new Error('no wall')
  await pass(0)
  return wall
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers({ now: read })
  service.asked = []
  service.answer = () => contentOf()
})
afterEach(() => {
  for (const scope of scopes.splice(0)) scope.stop()
  vi.useRealTimers()
})

describe('how old the data are', () => {
  it('R-07.24: last read 13:42:00: 13:43:59 none, 13:44:01 amber "2 min", 13:52:01 red', async () => {
    const wall = await open()
    service.answer = () => Promise.reject(new Error('gone'))

    await pass(minute + 59 * second)
    expect(wall.freshness.value).toBe('fresh')
    await pass(2 * second)
    expect([wall.freshness.value, minutesOf(wall.ageMs.value)]).toEqual(['old', 2])
    await pass(7 * minute + 58 * second)
    expect(wall.freshness.value).toBe('old')
    await pass(2 * second)
    expect(wall.freshness.value).toBe('stale')
    expect(wall.content.value?.pages).toHaveLength(3)
  })

  it('R07-63: to the second: older than two minutes, older than ten', () => {
    expect([2 * minute, 2 * minute + 1, 10 * minute, 10 * minute + 1].map(freshnessOf)).toEqual([
      'fresh',
      'old',
      'old',
      'stale',
    ])
  })
})

describe('how a wall goes on', () => {
  it('R-07.25: after failures it asks after 5, 10, 20, 40, 60, 60 s; an answer begins anew', async () => {
    const wall = await open()
    service.answer = () => Promise.reject(new Error('gone'))
    await pass(15 * second)
    service.asked = [Date.now()]
    for (const wait of [5, 10, 20, 40, 60, 60]) await pass(wait * second)
    const waits = service.asked.slice(1).map((at, index) => (at - (service.asked[index] ?? 0)) / second)
    expect(waits).toEqual([5, 10, 20, 40, 60, 60])
    expect(wall.problem.value).toBe('offline')

    service.answer = () => contentOf()
    await pass(60 * second)
    expect([wall.problem.value, wall.freshness.value]).toEqual([undefined, 'fresh'])
    expect([1, 2, 3, 4, 5, 6].map(retryMs)).toEqual([5, 10, 20, 40, 60, 60].map((wait) => wait * second))
  })

  it('R-07.25: a failing view is a notice in its place and is asked for again in the same steps', async () => {
    service.answer = () => contentOf({ pages: [...pages(1), ...pages(1, 2)], failed: [1] })
    const wall = await open()
    expect(wall.rotation.value.map(({ kind }) => kind)).toEqual(['page', 'failed', 'page'])
    for (const wait of [5, 10, 20, 40, 60]) await pass(wait * second)
    const waits = service.asked.slice(1).map((at, index) => (at - (service.asked[index] ?? 0)) / second)
    expect(waits).toEqual([5, 10, 20, 40, 60])
    expect(wall.freshness.value).toBe('fresh')
  })

  it('R07-64: a token that is over and a wall that is gone are told, and asked for on', async () => {
    service.answer = () => Promise.reject(new ORPCError('SIGN_IN_REQUIRED', { status: 401 }))
    const wall = await open()
    expect(wall.problem.value).toBe('revoked')
    service.answer = () => Promise.reject(new ORPCError('NOT_FOUND', { status: 404 }))
    await pass(5 * second)
    expect(wall.problem.value).toBe('missing')
    service.answer = () => contentOf()
    await pass(10 * second)
    expect(wall.content.value).toBeDefined()
  })

  it('R07-34: a change is read within a second, the line’s return at once', async () => {
    await open()
    service.asked = []
    service.listeners.get('activity')?.()
    await pass(second)
    expect(service.asked).toHaveLength(1)

    online.isOnline.value = false
    await nextTick()
    online.isOnline.value = true
    await pass(0)
    expect(service.asked).toHaveLength(2)
  })

  it('R07-61: pages change every 30 s and go on behind the one shown when others come', async () => {
    const wall = await open()
    expect(wall.place.value).toBe(0)
    await pass(30 * second)
    expect(wall.place.value).toBe(1)
    await pass(60 * second)
    expect(wall.place.value).toBe(0)

    const rotation = rotationOf({ pages: [...pages(2), ...pages(2, 3)], failed: [1] })
    expect(placeIn(rotation, rotation[4])).toBe(4)
    expect(placeIn(rotation.slice(0, 3), rotation[4])).toBe(0)
    expect(placeIn(rotation.slice(3), rotation[1])).toBe(0)
    expect(placeIn([], rotation[1])).toBe(0)
  })

  it('R07-64: at local midnight the date is another one and the day is read at once', async () => {
    vi.setSystemTime(Date.UTC(2026, 2, 10, 22, 59, 58))
    const wall = await open()
    expect(wall.today.value).toEqual({ date: '2026-03-10', time: '23:59' })
    service.asked = []
    await pass(3 * second)
    expect(wall.today.value).toEqual({ date: '2026-03-11', time: '00:00' })
    expect(service.asked).toHaveLength(1)
  })

  it('R07-64: the page of a browser begins anew at the next 03:00 of the machine', () => {
    const at = (hour: number) => new Date(2026, 2, 10, hour).getTime()
    expect(untilReload(at(2))).toBe(60 * minute)
    expect(untilReload(at(3))).toBe(24 * 60 * minute)
    expect(untilReload(at(4))).toBe(23 * 60 * minute)
  })
})

describe('how a wall looks', () => {
  it('ux §4.6: everything moves two pixels every hour and comes back', () => {
    const places = [0, 1, 2, 3, 4].map((hour) => hourlyShift(hour * 60 * minute))
    expect(places).toEqual([
      { x: 0, y: 0 },
      { x: 2, y: 0 },
      { x: 2, y: 2 },
      { x: 0, y: 2 },
      { x: 0, y: 0 },
    ])
  })

  it('R07-62: every colour of text is read at 7:1 at least', () => {
    const { amber, background, onAmber, onRed, red, surface, ...texts } = wallColors
    for (const color of Object.values(texts)) {
      expect(contrast(color, background), color).toBeGreaterThanOrEqual(7)
      expect(contrast(color, surface), color).toBeGreaterThanOrEqual(7)
    }
    expect(contrast(onAmber, amber)).toBeGreaterThanOrEqual(7)
    expect(contrast(onRed, red)).toBeGreaterThanOrEqual(7)
    for (const color of wallRoutes) expect(contrast('#000000', color), color).toBeGreaterThanOrEqual(7)
  })

  it('ux §4.6: a row says how late, how long still, how far and how soon', () => {
    const at = { now: read, zone: 'Europe/Oslo', language: 'en' }
    const row = { number: '1', customer: 'A', priority: 'normal' } as const
    expect(amountText({ ...row, state: 'late', due: read - 102 * minute }, at)).toBe('1:42')
    expect(amountText({ ...row, state: 'risk', due: read + 48 * minute }, at)).toBe('0:48')
    expect(
      amountText({ ...row, state: 'working', start: read - 54 * minute, end: read + 36 * minute }, at),
    ).toBe('60%')
    expect(amountText({ ...row, state: 'planned', start: read + 78 * minute }, at)).toBe('1:18')
    expect(spanText(120 * 60 * minute, 'en')).toBe('5d')
    expect(momentText(read, at)).toBe('13:42')
    expect(momentText(read + 24 * 60 * minute, at)).toBe('11/03')
  })
})

function luminance(color: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
  const [r = 0, g = 0, b = 0] = parts.map((part) =>
    part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(one: string, other: string): number {
  const [bright = 0, dark = 0] = [luminance(one), luminance(other)].sort((left, right) => right - left)
  return (bright + 0.05) / (dark + 0.05)
}
