interface Place {
  readonly latitude?: number | undefined
  readonly longitude?: number | undefined
}

/** 0,0 means unknown and is stored empty (01 §2.4). */
export function knownPlace<P extends Place>(place: P): P {
  if (place.latitude !== 0 || place.longitude !== 0) return place
  const { latitude: _latitude, longitude: _longitude, ...rest } = place
  return { ...place, ...rest, latitude: undefined, longitude: undefined }
}

/** Both coordinates or none; −90…90° and −180…180° in micro-degrees. */
export function isPlaceValid({ latitude, longitude }: Place): boolean {
  if (latitude === undefined && longitude === undefined) return true
  if (latitude === undefined || longitude === undefined) return false
  return Math.abs(latitude) <= 90_000_000 && Math.abs(longitude) <= 180_000_000
}
