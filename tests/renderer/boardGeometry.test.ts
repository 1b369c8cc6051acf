import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isoWeek, lowerTicks, upperTicks } from '@/components/board/axisTicks'
import { contrast, rgbOf, tintOf } from '@/components/board/barTints'
import { loadBetween, loadShare } from '@/components/board/boardLoad'
import {
  heldBar,
  isSameMove,
  isUnmoved,
  moveTo,
  resizeTo,
  type MoveRules,
} from '@/components/board/boardMoves'
import { offShades, shadesOf } from '@/components/board/boardShades'
import { barHit, drawnBars, stretchFrom, stretchOf } from '@/components/board/drawnBars'
import { drawnWays } from '@/components/board/drawnWays'
import { layoutOf, offsetsOf, placesWithin, rowAtOffset } from '@/components/board/rowLayout'
import { stopAt, stopsOf } from '@/components/board/rowStops'
import { timeScale } from '@/components/board/timeScale'
import { zoneClock } from '@/components/board/zoneClock'
import { dark, light } from '@/plugins/themes'
import { settingDefinitions } from '../../electron/shared/contract/settings'
import de from '../../src/locales/de/orders.json'
import en from '../../src/locales/en/orders.json'
import { activityId, at, bar, oslo, teamId, teamRow, workerId, workerRow } from '../support/boardRows'

const minute = 60_000
const hour = 60 * minute
const clock = zoneClock(oslo, at('2026-03-09T00:00'), at('2026-03-23T00:00'))
const rules = (how: Partial<MoveRules> = {}): MoveRules => ({
  ...{ clock, gridMinutes: 15, zoom: 'day', keepsTime: false, ignoresGrid: false, ...how },
})
const words = {
  time: (instant: number) => {
    const minutes = spring.minuteOfDay(instant)
    return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
  },
  day: (date: string) => date,
  shortDay: (date: string) => date,
  dayOfMonth: ({ date }: { readonly date: string }) => date.slice(8),
  week: (number: number) => `W${number}`,
  month: (date: string) => date.slice(0, 7),
}
const spring = zoneClock(oslo, at('2026-03-28T00:00'), at('2026-03-30T00:00'))
const autumn = zoneClock(oslo, at('2026-10-24T00:00'), at('2026-10-27T00:00'))

describe('what a drop does', () => {
  const held = heldBar(bar(1, '2026-03-10T10:07', '2026-03-10T11:37'), 'w1')
  const target = workerRow(2, 'Kari')

  it('R-07.16: Shift keeps 10:07; a plain drag to 10:10 snaps to 10:15, and to 10:07 to 10:00', () => {
    const kept = moveTo(held, target, at('2026-03-10T13:22'), rules({ keepsTime: true }))
    const plain = moveTo(held, target, at('2026-03-10T10:10'), rules())
    const lower = moveTo(held, target, at('2026-03-10T10:07'), rules())

    expect(kept).toMatchObject({
      kind: 'move',
      workerId: workerId(2),
      slot: { start: at('2026-03-10T10:07') },
    })
    expect(plain).toMatchObject({ slot: { start: at('2026-03-10T10:15'), end: at('2026-03-10T11:45') } })
    expect(lower).toMatchObject({ slot: { start: at('2026-03-10T10:00') } })
  })

  it('R07-32: Ctrl ignores the grid, a team takes the team only, and what has no time keeps none', () => {
    const free = moveTo(held, target, at('2026-03-10T10:08') + 20_000, rules({ ignoresGrid: true }))
    const entry = { ...held, start: undefined, rowKey: undefined }

    expect(free).toMatchObject({ slot: { start: at('2026-03-10T10:08') } })
    expect(moveTo(held, teamRow(1), at('2026-03-10T10:00'), rules())).toEqual({
      ...{ kind: 'team', activityId: activityId(1), rowKey: 't1', teamId: teamId(1) },
    })
    expect(moveTo(entry, target, at('2026-03-10T10:00'), rules({ keepsTime: true }))).toEqual({
      ...{ kind: 'move', activityId: activityId(1), rowKey: 'w2', workerId: workerId(2) },
    })
  })

  it('R07-32: an edge changes the duration by the grid, never below 5 minutes nor above a day', () => {
    const stretched = { activityId: activityId(1), rowKey: 'w1', start: at('2026-03-10T10:07'), end: at('2026-03-10T11:37') } // prettier-ignore

    expect(resizeTo(stretched, 'end', at('2026-03-10T12:10'), rules())).toMatchObject({
      ...{ slot: { start: stretched.start, end: at('2026-03-10T12:15') }, duration: 128 },
    })
    expect(resizeTo(stretched, 'end', at('2026-03-10T09:00'), rules())).toMatchObject({ duration: 5 })
    expect(resizeTo(stretched, 'end', at('2026-03-12T09:00'), rules())).toMatchObject({ duration: 1440 })
    expect(resizeTo(stretched, 'start', at('2026-03-10T10:31'), rules())).toMatchObject({
      ...{ slot: { start: at('2026-03-10T10:30'), end: stretched.end }, duration: 67 },
    })
  })

  it('3.10: on a day of the month an activity keeps its time of day, another begins with the working time', () => {
    const month = rules({ zoom: 'month' })

    expect(moveTo(held, target, at('2026-03-17T20:00'), month)).toMatchObject({
      slot: { start: at('2026-03-17T10:07') },
    })
    expect(moveTo({ ...held, start: undefined }, target, at('2026-03-10T20:00'), month)).toMatchObject({
      slot: { start: at('2026-03-10T08:00') },
    })
  })

  it('R07-30: what changes nothing is no drop', () => {
    expect(isUnmoved(held, moveTo(held, workerRow(1, 'Ola'), 0, rules({ keepsTime: true })))).toBe(true)
    expect(isUnmoved(held, moveTo(held, target, 0, rules({ keepsTime: true })))).toBe(false)
    expect(isUnmoved(held, { kind: 'unassign', activityId: activityId(1) })).toBe(false)
    const move = moveTo(held, target, at('2026-03-10T10:10'), rules())
    expect(isSameMove(move, moveTo(held, target, at('2026-03-10T10:12'), rules()))).toBe(true)
    expect(isSameMove(move, moveTo(held, target, at('2026-03-10T10:25'), rules()))).toBe(false)
  })
})

describe('the clock of the board', () => {
  it('07 B7: on the day of the change a bar of 3 h spans 00:30 to 04:30, three hours wide', () => {
    const start = Date.UTC(2026, 2, 28, 23, 30)
    const end = start + 180 * minute
    const scale = timeScale(at('2026-03-28T00:00'), at('2026-03-30T00:00'), 'day', 1056)

    expect([spring.minuteOfDay(start), spring.minuteOfDay(end)]).toEqual([30, 270])
    expect(scale.x(end) - scale.x(start)).toBeCloseTo(3 * scale.hourWidth)
    expect(spring.dayAt(start)).toMatchObject({ date: '2026-03-29', weekday: 7 })
  })

  it('3.10: the axis of that day has 23 hours without 2:00, and of the other change 2:00 twice', () => {
    const of = (day: string, next: string) =>
      lowerTicks(timeScale(at(day), at(next), 'day', 1056), zoneClock(oslo, at(day), at(next)), { from: 0, to: 1200 }, {
        ...words,
        time: (instant) => String(zoneClock(oslo, at(day), at(next)).minuteOfDay(instant) / 60),
      }).map(({ text }) => text) // prettier-ignore

    expect(of('2026-03-29T00:00', '2026-03-30T00:00')).toHaveLength(23)
    expect(of('2026-03-29T00:00', '2026-03-30T00:00').slice(0, 4)).toEqual(['0', '1', '3', '4'])
    expect(of('2026-10-25T00:00', '2026-10-26T00:00').slice(0, 5)).toEqual(['0', '1', '2', '2', '3'])
  })

  it('R07-32: the grid is the wall clock on both sides of a change', () => {
    const missing = at('2026-03-29T03:00')

    expect(spring.snap(missing + 8 * minute, 15)).toBe(missing + 15 * minute)
    expect(spring.step(missing, 15, -1)).toBe(missing - 15 * minute)
    expect(spring.step(missing - 15 * minute, 15, 1)).toBe(missing)
    const second = at('2026-10-25T03:00') - 20 * minute
    expect(autumn.minuteOfDay(second)).toBe(160)
    expect(autumn.snap(second, 15)).toBe(second + 5 * minute)
    expect(spring.addDays(at('2026-03-28T10:07'), 1)).toBe(at('2026-03-29T10:07'))
    expect(at('2026-03-29T10:07') - at('2026-03-28T10:07')).toBe(23 * hour)
  })

  it('R07-32: snapped is on the grid, at most half of it away, and snaps to itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: at('2026-03-28T00:00'), max: at('2026-03-29T23:00') }), (instant) => {
        const snapped = spring.snap(instant, 15)

        expect(spring.minuteOfDay(snapped) % 15).toBe(0)
        expect(Math.abs(snapped - instant)).toBeLessThanOrEqual(7.5 * minute)
        expect(spring.snap(snapped, 15)).toBe(snapped)
        expect(spring.step(snapped, 15, 1)).toBe(snapped + 15 * minute)
      }),
    )
  })

  it('ux §7: weeks are those of ISO 8601, and month and week stand above their days', () => {
    expect(['2026-01-01', '2026-03-10', '2027-01-03', '2024-12-30'].map(isoWeek)).toEqual([1, 11, 53, 1])
    const scale = timeScale(at('2026-03-09T00:00'), at('2026-03-23T00:00'), 'week', 1000)
    expect(upperTicks(scale, clock, { from: 0, to: 3000 }, words).map(({ text }) => text)).toEqual([
      'W11',
      'W12',
    ])
    const month = timeScale(at('2026-03-09T00:00'), at('2026-03-23T00:00'), 'month', 1000)
    expect(upperTicks(month, clock, { from: 0, to: 3000 }, words).map(({ text }) => text)).toEqual([
      '2026-03',
    ])
    expect(lowerTicks(month, clock, { from: 0, to: 3000 }, words)).toHaveLength(14)
    expect(month.width).toBe(1000)
  })
})

describe('lanes', () => {
  it('3.3: bars that touch share a lane, bars that overlap do not', () => {
    const bars = [
      bar(1, '2026-03-10T08:00', '2026-03-10T10:00'),
      bar(2, '2026-03-10T10:00', '2026-03-10T11:00'),
      bar(3, '2026-03-10T09:30', '2026-03-10T10:30'),
    ]

    expect(layoutOf(bars)).toMatchObject({ lanes: [0, 1, 0], laneCount: 2, longest: 2 * hour })
    expect(layoutOf(bars)).toBe(layoutOf(bars))
  })

  const anyBars = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 60 })), { maxLength: 60 })
    .map((spans) =>
      spans.map(([start, length], number) => ({
        ...bar(number, '2026-03-10T00:00', '2026-03-10T01:00'),
        start: start * minute,
        end: (start + length) * minute,
      })),
    )

  it('3.10: no two bars of a lane share time, and as many lanes are made as bars overlap at most', () => {
    fc.assert(
      fc.property(anyBars, (bars) => {
        const layout = layoutOf(bars)
        const most = Math.max(1, ...bars.map(({ start }) => bars.filter((own) => own.start <= start && own.end > start).length)) // prettier-ignore

        for (const [place, { end, start }] of layout.bars.entries())
          for (let other = place + 1; other < layout.bars.length; other += 1)
            if (layout.lanes[place] === layout.lanes[other])
              expect(layout.bars[other]!.start < end && layout.bars[other]!.end > start).toBe(false)
        expect(layout.laneCount).toBe(most)
      }),
    )
  })

  it('3.10: the bars of a stretch of time are those that a search of all finds', () => {
    fc.assert(
      fc.property(
        anyBars,
        fc.integer({ min: 0, max: 360 }),
        fc.integer({ min: 1, max: 90 }),
        (bars, from, length) => {
          const layout = layoutOf(bars)
          const [begin, end] = [from * minute, (from + length) * minute]
          const found = placesWithin(layout, begin, end).map((place) => layout.bars[place])

          expect(found).toEqual(layout.bars.filter((own) => own.start < end && own.end > begin))
        },
      ),
    )
  })

  it('3.10: a height leads to its row', () => {
    const offsets = offsetsOf([32, 44, 72])

    expect(offsets).toEqual([0, 32, 76, 148])
    expect([-5, 0, 31, 32, 75, 76, 400].map((y) => rowAtOffset(offsets, y))).toEqual([0, 0, 0, 1, 1, 2, 2])
  })
})

describe('drawing', () => {
  const scale = timeScale(at('2026-03-10T00:00'), at('2026-03-11T00:00'), 'day', 2400)
  const row = workerRow(1, 'Ola', [
    bar(1, '2026-03-10T08:00', '2026-03-10T09:30'),
    bar(2, '2026-03-10T09:00', '2026-03-10T10:00'),
  ])

  it('R07-32: a point hits the bar under it, at its ends its edges', () => {
    expect(drawnBars(row, scale, { from: 0, to: 2400 })).toMatchObject([
      { place: 0, left: 800, width: 149, top: 4 },
      { place: 1, left: 900, width: 99, top: 32 },
    ])
    expect(barHit(row, scale, 802, 10)).toMatchObject({ bar: { id: activityId(1) }, part: 'start' })
    expect(barHit(row, scale, 920, 10)).toMatchObject({ bar: { id: activityId(1) }, part: 'body' })
    expect(barHit(row, scale, 947, 10)).toMatchObject({ bar: { id: activityId(1) }, part: 'end' })
    expect(barHit(row, scale, 920, 40)).toMatchObject({ bar: { id: activityId(2) } })
    expect(barHit(row, scale, 1200, 10)).toBeUndefined()
  })

  it('3.10: what a row draws covers the view at every place, and changes once in a while only', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 40 }), (left, index) => {
        const { from, to } = stretchOf(stretchFrom(left, index), 1000)

        expect(from).toBeLessThanOrEqual(left - 160)
        expect(to).toBeGreaterThanOrEqual(left + 1160)
      }),
    )
    const starts = new Set(Array.from({ length: 640 }, (_none, left) => stretchFrom(left, 3)))
    expect(starts.size).toBeLessThanOrEqual(3)
  })

  it('R07-11: a way is drawn before its bar, never over another one, and says when it is cut or assumed', () => {
    const ways = [
      { travelMinutes: 30 },
      { travelMinutes: 30, isTravelAssumed: true },
      { travelMinutes: 90 },
      { travelMinutes: 0 },
    ] as const
    const times = ['08:00', '10:00', '11:30', '13:00'] as const
    const bars = times.map((time, index) =>
      bar(index, `2026-03-10T${time}`, `2026-03-10T${time}`, {
        ...ways[index],
        end: at(`2026-03-10T${time}`) + hour,
      }),
    )
    const drawn = drawnBars(workerRow(1, 'Ola', bars), scale, { from: 0, to: 2400 })
    const [first, second, third, ...rest] = drawnWays(drawn, scale.hourWidth)
    expect(first).toMatchObject({ width: scale.hourWidth / 2, isAssumed: false, isCut: false })
    expect(second).toMatchObject({ width: scale.hourWidth / 2, isAssumed: true, isCut: false })
    expect(third?.isCut).toBe(true)
    expect(third?.left).toBe((drawn[1]?.left ?? 0) + (drawn[1]?.width ?? 0))
    expect(rest).toEqual([])
  })

  it('R-07.21: the ground tells no working time, holidays, absences, and where the row is not the worker’s', () => {
    const member = { to: at('2026-03-10T18:00') }
    const away = [{ from: at('2026-03-10T12:00'), to: at('2026-03-10T13:00'), text: 'Training' }]
    const range = [at('2026-03-10T00:00'), at('2026-03-11T00:00')] as const

    expect(row.hours && offShades(row.hours, ...range)).toEqual([
      { kind: 'off', from: at('2026-03-10T00:00'), to: at('2026-03-10T08:00'), text: '' },
      { kind: 'off', from: at('2026-03-10T16:00'), to: at('2026-03-11T00:00'), text: '' },
    ])
    expect(shadesOf({ ...row, member, away }, ...range)).toEqual([
      { kind: 'away', ...away[0] },
      { kind: 'other', from: at('2026-03-10T18:00'), to: at('2026-03-11T00:00'), text: '' },
    ])
  })

  it('ux 4.5: the arrows stop at bars and at the free times between them', () => {
    const range = { start: at('2026-03-10T00:00'), end: at('2026-03-11T00:00') }
    const stops = stopsOf(row, range)

    expect(stops.map(({ end, kind, start }) => [kind, start, end])).toEqual([
      ['bar', at('2026-03-10T08:00'), at('2026-03-10T09:30')],
      ['bar', at('2026-03-10T09:00'), at('2026-03-10T10:00')],
      ['free', at('2026-03-10T10:00'), at('2026-03-10T16:00')],
    ])
    expect(stopAt(stops, at('2026-03-10T15:00'))).toBe(stops[2])
    expect(stopAt(stops, at('2026-03-10T20:00'))).toBe(stops[2])
    expect(stopsOf(teamRow(1), range)).toEqual([{ kind: 'off', ...range }])
  })
})

describe('load and colours', () => {
  it('3.10: load is planned × 100 / capacity in whole percent, half away from zero', () => {
    const shares = [[240, 480], [1, 200], [3, 200], [481, 480], [483, 480], [0, 480], [60, 0], [0, 0]] as const // prettier-ignore

    expect(shares.map(([planned, capacity]) => loadShare({ planned, capacity }))).toEqual([
      ...[50, 1, 2, 100, 101, 0, 'none', undefined],
    ])
    const loads = ['2026-03-09', '2026-03-10', '2026-03-11'].map((date, place) => ({ date, planned: place * 60, capacity: 100 })) // prettier-ignore
    expect(loadBetween(loads, '2026-03-10', '2026-03-11')).toEqual({ planned: 180, capacity: 200 })
  })

  const hexOf = (color: unknown) => (typeof color === 'string' ? color : '')
  const standard = settingDefinitions.priorityColors.standard
  const hue = (hex: string) => {
    const [r, g, b] = rgbOf(hex)
    const [low, high] = [Math.min(r, g, b), Math.max(r, g, b)]
    const sixth = high === r ? (g - b) / (high - low) : high === g ? 2 + (b - r) / (high - low) : 4 + (r - g) / (high - low) // prettier-ignore
    return (sixth * 60 + 360) % 360
  }

  it('R-07.22: by default High is red, Normal yellow, Low green, each with its letter', () => {
    const { high, low, normal } = standard ?? { high: '', normal: '', low: '' }

    expect(hue(high) > 340 || hue(high) < 15).toBe(true)
    expect(hue(normal) > 35 && hue(normal) < 65).toBe(true)
    expect(hue(low) > 90 && hue(low) < 160).toBe(true)
    expect(en.orders.priorityLetter).toEqual({ high: 'H', normal: 'N', low: 'L' })
    expect(new Set(Object.values(de.orders.priorityLetter)).size).toBe(3)
  })

  it.each([light, dark])(
    'ux §5: whatever colour is set, text on a bar keeps a contrast of 7:1',
    ({ colors }) => {
      const [surface = '', text = ''] = ['surface', 'on-surface'].map((name) => hexOf(colors?.[name]))
      const any = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255))
      const hex = (parts: readonly number[]) =>
        `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`

      fc.assert(
        fc.property(any, (color) => {
          expect(contrast(rgbOf(tintOf(hex(color), surface, text)), rgbOf(text))).toBeGreaterThanOrEqual(7)
        }),
      )
      const { high = '', low = '', normal = '' } = standard ?? {}
      expect(new Set([high, normal, low].map((color) => tintOf(color, surface, text))).size).toBe(3)
    },
  )
})
