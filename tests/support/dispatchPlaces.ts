import type { TravelParams } from '../../electron/modules/dispatch/travel.rules'

const at = (latitude: number, longitude: number) => ({
  latitude: Math.round(latitude * 1e6),
  longitude: Math.round(longitude * 1e6),
})

/** The places of 07 §6. */
export const places = {
  oslo: at(59.9139, 10.7522),
  lysaker: at(59.9127, 10.6408),
  sandvika: at(59.8906, 10.526),
  asker: at(59.8331, 10.4392),
  drammen: at(59.744, 10.2045),
  lillestrom: at(59.956, 11.0504),
  ski: at(59.7195, 10.836),
}

/** The standard values of 07 §2.6. */
export const standardTravel: TravelParams = { detour: 130, speed: 50, sameSiteMetres: 100 }
