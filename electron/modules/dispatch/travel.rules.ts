/** A place on earth, in micro-degrees. */
export interface Place {
  readonly latitude: number
  readonly longitude: number
}

/** The parameters of 07 §2.6 that travel depends on. */
export interface TravelParams {
  /** How much longer than the straight line the way by road is, in hundredths. */
  readonly detour: number
  /** Kilometres an hour. */
  readonly speed: number
  /** Below so many metres two places are the same site. */
  readonly sameSiteMetres: number
}

export interface Travel {
  readonly minutes: number
  /** Of the straight line; undefined when a position is not known. */
  readonly kilometres?: number
  /** A position is not known: the minutes are a guess. */
  readonly isAssumed: boolean
}

const earthRadius = 6371.0088
/** What a way of unknown length takes (R07-11). */
export const assumedMinutes = 30

/** The great-circle distance in kilometres (haversine, R07-11). */
export function kilometresBetween(from: Place, to: Place): number {
  const [fromLatitude, toLatitude] = [radians(from.latitude), radians(to.latitude)]
  const half = (angle: number) => Math.sin(angle / 2) ** 2
  const chord =
    half(toLatitude - fromLatitude) +
    Math.cos(fromLatitude) * Math.cos(toLatitude) * half(radians(to.longitude - from.longitude))
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(chord)))
}

/** The way between two places with its length; an unknown place gives the assumed minutes (R07-11). */
export function travelBetween(
  from: Place | undefined,
  to: Place | undefined,
  { detour, sameSiteMetres, speed }: TravelParams,
): Travel {
  if (!from || !to) return { minutes: assumedMinutes, isAssumed: true }
  const kilometres = kilometresBetween(from, to)
  if (kilometres * 1000 < sameSiteMetres) return { minutes: 0, kilometres, isAssumed: false }
  const minutes = Math.ceil((((kilometres * detour) / 100) * 60) / speed)
  return { minutes, kilometres, isAssumed: false }
}

/** Whole minutes between two places, rounded up (R07-11). */
export function travelMinutes(from: Place | undefined, to: Place | undefined, params: TravelParams): number {
  return travelBetween(from, to, params).minutes
}

function radians(microDegrees: number): number {
  return (microDegrees * Math.PI) / 180_000_000
}
