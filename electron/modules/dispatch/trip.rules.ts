import { travelBetween, type Place, type Travel, type TravelParams } from './travel.rules'

/** A day's way from the base over the stops and home again. */
export interface Trip<Stop> {
  readonly legs: readonly { readonly stop: Stop; readonly travel: Travel }[]
  /** From the last stop to the base; none without stops. */
  readonly home?: Travel | undefined
  /** Of all legs. */
  readonly minutes: number
  /** Of the legs whose length is known, of the straight line. */
  readonly kilometres: number
}

/** The legs of a day in the order of its stops (R07-11, R07-12). */
export function tripOf<Stop extends { readonly place?: Place | undefined }>(
  base: Place | undefined,
  stops: readonly Stop[],
  params: TravelParams,
): Trip<Stop> {
  const places = [base, ...stops.map(({ place }) => place)]
  const legs = stops.map((stop, index) => ({
    stop,
    travel: travelBetween(places[index], stop.place, params),
  }))
  const last = stops.at(-1)
  const home = last && travelBetween(last.place, base, params)
  const ways = [...legs.map(({ travel }) => travel), ...(home ? [home] : [])]
  return {
    ...{ legs, home },
    minutes: ways.reduce((sum, { minutes }) => sum + minutes, 0),
    kilometres: ways.reduce((sum, { kilometres = 0 }) => sum + kilometres, 0),
  }
}
