import type { WallStop } from '@contract/wall'
import type { MapRoute } from '@/modules/dispatch'
import { wallRoutes } from './wall.look'

const micro = 1_000_000

/** The stops of each technician as a route, in the order of the first stop. */
export function wallMapRoutes(stops: readonly WallStop[]): MapRoute[] {
  const names = [...new Set(stops.map(({ technician }) => technician))]
  return names.map((name, at) => ({
    ...{
      id: name,
      name,
      letters: name
        .replaceAll('.', '')
        .split(' ')
        .map((word) => word.slice(0, 1))
        .join(''),
    },
    ...{
      color: wallRoutes[at % wallRoutes.length] ?? wallRoutes[0],
      dash: at < wallRoutes.length ? '' : '8 4',
    },
    stops: stops
      .filter(({ technician }) => technician === name)
      .map(({ city = '', latitude, longitude, position }) => ({
        ...{ activityId: `${name} ${String(position)}`, position, title: city },
        point: { latitude: latitude / micro, longitude: longitude / micro },
      })),
  }))
}
