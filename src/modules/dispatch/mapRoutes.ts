import type { DayMap, MapStop, MapWorker } from '@contract/dispatchDay'
import { initialsOf, lookOf } from './mapColors'
import type { MapPoint } from './mapOutline'

/** A stop as it is drawn; without a point nobody knows where it is. */
export interface MapMark {
  readonly activityId: string
  readonly position: number
  readonly point?: MapPoint | undefined
  readonly title: string
}

/** A technician's way as it is drawn. */
export interface MapRoute {
  readonly id: string
  readonly name: string
  readonly letters: string
  readonly color: string
  readonly dash: string
  readonly base?: MapPoint | undefined
  readonly stops: readonly MapMark[]
}

/** The routes of a map, in the order of its technicians. */
export function routesOf({ stops, workers }: DayMap, titleOf: (stop: MapStop) => string): MapRoute[] {
  return workers.map((worker, index) => ({
    ...{ id: worker.id, name: worker.displayName, letters: initialsOf(worker.displayName) },
    ...lookOf(index),
    base: pointOf(worker),
    stops: stops
      .filter(({ workerId }) => workerId === worker.id)
      .map((stop) => ({
        activityId: stop.activityId,
        position: stop.position,
        point: pointOf(stop),
        title: titleOf(stop),
      })),
  }))
}

function pointOf({ latitude, longitude }: MapStop | MapWorker): MapPoint | undefined {
  if (latitude === undefined || longitude === undefined) return undefined
  return { latitude: latitude / 1_000_000, longitude: longitude / 1_000_000 }
}
