import { geoIdentity, geoMercator, geoPath, type GeoProjection } from 'd3-geo'
import type { Land, MapPoint } from './mapOutline'

export interface MapSize {
  readonly width: number
  readonly height: number
}

/** How the sphere lies on the map: Mercator of this scale, moved to here. */
export interface MapView {
  readonly scale: number
  readonly x: number
  readonly y: number
}

/** About 20 m and the whole world on a screen. */
const scales = { least: 80, most: 8_000_000 }
/** One place alone is shown with about so many degrees around it. */
const leastSpan = 0.25

export function projectionOf({ scale, x, y }: MapView): GeoProjection {
  // Coasts are given closely enough: nothing is to be drawn between their points.
  return geoMercator().scale(scale).translate([x, y]).precision(0)
}

/** The view that shows all points with room around them for their marks. */
export function fittingView(points: readonly MapPoint[], size: MapSize, margin: number): MapView {
  const bounds = boundsOf(points)
  const unit = projectionOf({ scale: 1, x: 0, y: 0 })
  const [left, top] = unit([bounds.west, bounds.north]) ?? [0, 0]
  const [right, bottom] = unit([bounds.east, bounds.south]) ?? [0, 0]
  const room = (length: number) => Math.max(length - 2 * margin, length / 3)
  const scale = Math.min(room(size.width) / (right - left), room(size.height) / (bottom - top))
  return {
    scale,
    x: size.width / 2 - (scale * (left + right)) / 2,
    y: size.height / 2 - (scale * (top + bottom)) / 2,
  }
}

function boundsOf(points: readonly MapPoint[]) {
  const latitudes = points.map(({ latitude }) => latitude)
  const longitudes = points.map(({ longitude }) => longitude)
  const widen = (low: number, high: number) => {
    const missing = Math.max(0, leastSpan - (high - low)) / 2
    return [low - missing, high + missing] as const
  }
  const [south, north] = widen(Math.min(...latitudes), Math.max(...latitudes))
  const [west, east] = widen(Math.min(...longitudes), Math.max(...longitudes))
  return { south: Math.max(south, -85), north: Math.min(north, 85), west, east }
}

/** The view enlarged around a point of the screen, which stays where it is. */
export function zoomedView(view: MapView, factor: number, [x, y]: readonly [number, number]): MapView {
  const scale = Math.min(Math.max(view.scale * factor, scales.least), scales.most)
  const by = scale / view.scale
  return { scale, x: x - (x - view.x) * by, y: y - (y - view.y) * by }
}

export function movedView(view: MapView, right: number, down: number): MapView {
  return { ...view, x: view.x + right, y: view.y + down }
}

/** Points of a coast that are closer than so many px are one. */
const finest = 1

/** Coasts and borders as a path, with a screen's size more on each side, so that the map can be moved at once. */
export function outlinePath(lands: readonly Land[], view: MapView, { height, width }: MapSize): string {
  const { scale, x, y } = view
  const frame = {
    ...{ left: (-width - x) / scale, right: (2 * width - x) / scale },
    ...{ top: (-height - y) / scale, bottom: (2 * height - y) / scale },
  }
  const shown = lands.filter(
    ({ bottom, left, right, top }) =>
      left <= frame.right && right >= frame.left && top <= frame.bottom && bottom >= frame.top,
  )
  const coordinates = shown.flatMap(({ rings }) => {
    const drawn = rings.map((ring) => thinned(ring, finest / scale)).filter((ring) => ring.length > 3)
    return drawn.length > 0 ? [drawn] : []
  })
  const plane = geoIdentity()
    .scale(scale)
    .translate([x, y])
    .clipExtent([
      [-width, -height],
      [2 * width, 2 * height],
    ])
  return geoPath(plane).digits(1)({ type: 'MultiPolygon', coordinates }) ?? ''
}

/** A ring without what could not be seen apart; it ends where it begins. */
function thinned(ring: readonly (readonly [number, number])[], apart: number): [number, number][] {
  const kept: [number, number][] = []
  let [lastX, lastY] = [Infinity, Infinity]
  for (const [index, [x, y]] of ring.entries()) {
    const isEnd = index === ring.length - 1
    if (!isEnd && Math.abs(x - lastX) < apart && Math.abs(y - lastY) < apart) continue
    kept.push([x, y])
    lastX = x
    lastY = y
  }
  return kept
}

/** Where a path that was drawn for one view lies in another. */
export function transformBetween(drawn: MapView, view: MapView): string {
  const by = view.scale / drawn.scale
  return `translate(${view.x - by * drawn.x} ${view.y - by * drawn.y}) scale(${by})`
}

/** Points of the screen, so that marks at one site stand side by side. */
export function spreadMarks<Mark extends { readonly x: number; readonly y: number }>(
  marks: readonly Mark[],
  apart: number,
): Mark[] {
  const taken: Mark[] = []
  for (const mark of marks) {
    let { x } = mark
    while (
      taken.some((other) => Math.abs(other.x - x) < apart * 0.5 && Math.abs(other.y - mark.y) < apart * 0.5)
    )
      x += apart
    taken.push({ ...mark, x })
  }
  return taken
}
