import { describe, expect, it } from 'vitest'
import { initialsOf, lookOf } from '../../src/modules/dispatch/mapColors'
import { landsOf, onMercator, type World } from '../../src/modules/dispatch/mapOutline'
import {
  fittingView,
  movedView,
  outlinePath,
  projectionOf,
  spreadMarks,
  transformBetween,
  zoomedView,
} from '../../src/modules/dispatch/mapView'
import { outlines } from '../../vite.outline.config'

const size = { width: 600, height: 400 }
const oslo = { latitude: 59.9139, longitude: 10.7522 }
const drammen = { latitude: 59.744, longitude: 10.2045 }
const sydney = { latitude: -33.87, longitude: 151.21 }
const at = (view: Parameters<typeof projectionOf>[0], { latitude, longitude }: typeof oslo) =>
  projectionOf(view)([longitude, latitude]) ?? [Number.NaN, Number.NaN]

describe('the map of a day', () => {
  it.each([
    ['near ones', [oslo, drammen]],
    ['one alone', [oslo]],
    ['both sides of the earth', [oslo, sydney]],
  ])('07 §3.12: all stops are in sight: %s', (_name, points) => {
    const view = fittingView(points, size, 40)
    for (const point of points) {
      const [x, y] = at(view, point)
      expect(x).toBeGreaterThanOrEqual(39)
      expect(x).toBeLessThanOrEqual(size.width - 39)
      expect(y).toBeGreaterThanOrEqual(39)
      expect(y).toBeLessThanOrEqual(size.height - 39)
    }
  })

  it('07 §3.12: one site alone is shown with the land around it', () => {
    const view = fittingView([oslo], size, 40)
    const [x] = at(view, oslo)
    const [east] = at(view, { ...oslo, longitude: oslo.longitude + 0.1 })
    expect(x).toBeCloseTo(size.width / 2, 0)
    expect(east - x).toBeLessThan(size.width / 2)
  })

  it('07 §3.12: enlarging keeps the point under the pointer, and has an end', () => {
    const view = fittingView([oslo, drammen], size, 40)
    const [x, y] = at(view, oslo)
    const [nearX, nearY] = at(zoomedView(view, 2, [x, y]), oslo)
    expect(nearX).toBeCloseTo(x)
    expect(nearY).toBeCloseTo(y)
    let far = view
    for (let turn = 0; turn < 50; turn += 1) far = zoomedView(far, 3, [0, 0])
    expect(far.scale).toBeLessThan(10_000_000)
  })

  it('07 §3.12: a drawing of one view is moved into another', () => {
    const view = fittingView([oslo, drammen], size, 40)
    expect(transformBetween(view, view)).toBe('translate(0 0) scale(1)')
    expect(transformBetween(view, movedView(view, 10, -5))).toMatch(
      /^translate\(10(\.\d+)? -5(\.\d+)?\) scale\(1\)$/,
    )
  })

  it('07 §3.12: marks at one site stand side by side', () => {
    const marks = spreadMarks(
      [
        { x: 5, y: 5 },
        { x: 5, y: 5 },
        { x: 6, y: 5 },
        { x: 90, y: 5 },
      ],
      20,
    )
    expect(marks.map(({ x }) => x)).toEqual([5, 25, 46, 90])
  })

  it('07 §3.12: a technician is told by colour, line and letters', () => {
    expect(lookOf(0)).not.toEqual(lookOf(1))
    expect(lookOf(10).color).toBe(lookOf(0).color)
    expect(lookOf(10).dash).not.toBe(lookOf(0).dash)
    expect(['Ola Berg', 'Kari', 'Åse Marie Dahl', ''].map(initialsOf)).toEqual(['OB', 'K', 'ÅD', ''])
  })
})

describe('the outline', () => {
  it('07 §3.12: the land lies under the stops, and what is out of sight is not drawn', async () => {
    const near = await landOfNorth()
    const view = fittingView([oslo, drammen], size, 40)
    const [left, top] = onMercator(oslo.longitude, oslo.latitude)
    const [x, y] = at(view, oslo)
    expect(left * view.scale + view.x).toBeCloseTo(x)
    expect(top * view.scale + view.y).toBeCloseTo(y)
    const path = outlinePath(near, view, size)
    expect(path).toMatch(/^M/)
    expect(path.length).toBeLessThan(60_000)
    const numbers = [...path.matchAll(/-?\d+(\.\d+)?/g)].map(([number]) => Number(number))
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(-size.width)
    expect(Math.max(...numbers)).toBeLessThanOrEqual(2 * size.width)
    expect(outlinePath(near, fittingView([sydney], size, 40), size)).toBe('')
  })

  it('07 §3.12: from afar a coast is drawn with no more than can be seen', async () => {
    const far = fittingView([oslo, { latitude: 52.5, longitude: 13.4 }], size, 40)
    expect(outlinePath(await landOfNorth(), far, size).length).toBeLessThan(400_000)
  })

  const file = (name: string) => `${process.cwd()}/node_modules/world-atlas/${name}`
  async function landOfNorth() {
    const code = (await outlines().load(file('countries-10m.json?outline=near')))?.code ?? ''
    const text: unknown = JSON.parse(code.slice(code.indexOf('(') + 1, -1))
    return landsOf(JSON.parse(String(text)) as World)
  }
  const codeOf = async (id: string) => (await outlines().load(id))?.code.length ?? 0

  it('07 §3.12: the build keeps the coasts of the north of Europe closely, the world coarsely', async () => {
    const near = await codeOf(file('countries-10m.json?outline=near'))
    expect(near).toBeGreaterThan(200_000)
    expect(near).toBeLessThan(900_000)
    expect(await codeOf(file('countries-110m.json?outline'))).toBeLessThan(200_000)
    expect(await outlines().load(file('countries-10m.json'))).toBeNull()
  })
})
