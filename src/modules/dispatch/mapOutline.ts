import { feature } from 'topojson-client'

/** Degrees. */
export interface MapPoint {
  readonly latitude: number
  readonly longitude: number
}

/** An island, or what of a country hangs together: its coast and its holes on a Mercator map of scale 1. */
export interface Land {
  readonly rings: readonly (readonly (readonly [number, number])[])[]
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Where coasts are drawn closely; the build cuts the outline to the same box (`vite.outline.config.ts`). */
const near = { west: -11, south: 47, east: 32, north: 72 }

function isNear({ latitude, longitude }: MapPoint): boolean {
  return latitude >= near.south && latitude <= near.north && longitude >= near.west && longitude <= near.east
}

const held = new Map<boolean, Promise<readonly Land[]>>()

/** Coasts and borders around these points; a part of the program, so that no map needs a network. */
export function loadOutline(points: readonly MapPoint[]): Promise<readonly Land[]> {
  const isClose = points.every(isNear)
  const loading = held.get(isClose) ?? (isClose ? loadNear() : loadWorld())
  held.set(isClose, loading)
  return loading
}

export type World = Parameters<typeof feature>[0]

async function loadNear(): Promise<readonly Land[]> {
  return landsOf((await import('world-atlas/countries-10m.json?outline=near')).default)
}

async function loadWorld(): Promise<readonly Land[]> {
  return landsOf((await import('world-atlas/countries-110m.json?outline')).default)
}

/** Each piece of land of its own, so that what is out of sight need not be looked at. */
export function landsOf(world: World): Land[] {
  const { countries } = world.objects
  const found = countries && feature(world, countries)
  const features = found?.type === 'FeatureCollection' ? found.features : []
  return features.flatMap(({ geometry }) => {
    if (geometry.type === 'Polygon') return [landOf(geometry.coordinates)]
    return geometry.type === 'MultiPolygon' ? geometry.coordinates.map(landOf) : []
  })
}

const radians = Math.PI / 180
/** Beyond, Mercator has no end. */
const steepest = 85

/** A place on a Mercator map of scale 1, as d3 has it. */
export function onMercator(longitude: number, latitude: number): [number, number] {
  const angle = Math.min(Math.max(latitude, -steepest), steepest) * radians
  return [longitude * radians, -Math.log(Math.tan(Math.PI / 4 + angle / 2))]
}

function landOf(polygon: readonly (readonly (readonly number[])[])[]): Land {
  const rings = polygon.map((ring) =>
    ring.map(([longitude = 0, latitude = 0]) => onMercator(longitude, latitude)),
  )
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const [x, y] of rings[0] ?? []) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return { rings, left, right, top, bottom }
}
