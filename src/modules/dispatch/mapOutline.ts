import type { ExtendedFeatureCollection } from 'd3-geo'
import { feature } from 'topojson-client'

/** Degrees. */
export interface MapPoint {
  readonly latitude: number
  readonly longitude: number
}

/** Where coasts are drawn closely; the build cuts the outline to the same box (`vite.outline.config.ts`). */
const near = { west: -11, south: 47, east: 32, north: 72 }

function isNear({ latitude, longitude }: MapPoint): boolean {
  return latitude >= near.south && latitude <= near.north && longitude >= near.west && longitude <= near.east
}

const held = new Map<boolean, Promise<ExtendedFeatureCollection>>()

/** Coasts and borders around these points; a part of the program, so that no map needs a network. */
export function loadOutline(points: readonly MapPoint[]): Promise<ExtendedFeatureCollection> {
  const isClose = points.every(isNear)
  const loading = held.get(isClose) ?? (isClose ? loadNear() : loadWorld())
  held.set(isClose, loading)
  return loading
}

type World = Parameters<typeof feature>[0]

async function loadNear(): Promise<ExtendedFeatureCollection> {
  return outlineOf((await import('world-atlas/countries-10m.json?outline=near')).default)
}

async function loadWorld(): Promise<ExtendedFeatureCollection> {
  return outlineOf((await import('world-atlas/countries-110m.json?outline')).default)
}

function outlineOf(world: World): ExtendedFeatureCollection {
  const { countries } = world.objects
  const found = countries && feature(world, countries)
  return found?.type === 'FeatureCollection' ? found : { type: 'FeatureCollection', features: [] }
}
