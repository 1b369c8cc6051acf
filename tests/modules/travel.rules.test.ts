import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  assumedMinutes,
  kilometresBetween,
  travelBetween,
  travelMinutes,
  type Place,
} from '../../electron/modules/dispatch/travel.rules'
import { places, standardTravel } from '../support/dispatchPlaces'

const anyPlace = fc.record({
  latitude: fc.integer({ min: -90_000_000, max: 90_000_000 }),
  longitude: fc.integer({ min: -180_000_000, max: 180_000_000 }),
})

describe('travel (R07-11)', () => {
  it.each([
    ['oslo', 'lillestrom', 17.259, 27],
    ['lysaker', 'sandvika', 6.857, 11],
    ['sandvika', 'asker', 8.023, 13],
    ['drammen', 'sandvika', 24.264, 38],
    ['drammen', 'lillestrom', 52.797, 83],
    ['oslo', 'drammen', 35.969, 57],
    ['asker', 'lillestrom', 36.727, 58],
  ] as const)('R-07.03: %s to %s is %d km and %d min', (from, to, kilometres, minutes) => {
    expect(kilometresBetween(places[from], places[to])).toBeCloseTo(kilometres, 3)
    expect(travelMinutes(places[from], places[to], standardTravel)).toBe(minutes)
  })

  it('R-07.03: the same site is 0 min, an unknown position 30 min, said to be assumed', () => {
    const near: Place = { ...places.oslo, latitude: places.oslo.latitude + 800 } // 89 m
    const far: Place = { ...places.oslo, latitude: places.oslo.latitude + 1000 } // 111 m

    expect(travelBetween(places.oslo, places.oslo, standardTravel)).toMatchObject({
      minutes: 0,
      isAssumed: false,
    })
    expect(travelMinutes(places.oslo, near, standardTravel)).toBe(0)
    expect(travelMinutes(places.oslo, far, standardTravel)).toBe(1)
    expect(travelBetween(undefined, places.oslo, standardTravel)).toEqual({ minutes: 30, isAssumed: true })
    expect(travelBetween(places.oslo, undefined, standardTravel)).toEqual({ minutes: 30, isAssumed: true })
  })

  it('R07-11: the way back is as long, nothing is farther than half around the earth, a detour never shortens', () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, fc.integer({ min: 100, max: 500 }), (from, to, detour) => {
        const there = travelMinutes(from, to, { ...standardTravel, detour })

        expect(travelMinutes(to, from, { ...standardTravel, detour })).toBe(there)
        expect(kilometresBetween(from, to)).toBeLessThanOrEqual(20_016)
        expect(there).toBeGreaterThanOrEqual(travelMinutes(from, to, { ...standardTravel, detour: 100 }))
        expect(assumedMinutes).toBe(30)
      }),
    )
  })
})
