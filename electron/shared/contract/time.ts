import { z } from 'zod'

/** UTC milliseconds; years 1900 to 9999. */
export const Instant = z.int().min(-2208988800000).max(253402300799999)
export type Instant = z.infer<typeof Instant>

/** A date that has no time of day, `YYYY-MM-DD`. */
export const LocalDate = z.iso.date()
export type LocalDate = z.infer<typeof LocalDate>

/** An IANA zone name; whether it exists is a business check (`ZONE_UNKNOWN`). */
export const Zone = z.string().min(1).max(60)
export type Zone = z.infer<typeof Zone>

/** Whole minutes of a duration. */
export const Minutes = z.int().min(0).max(100_000_000)
export type Minutes = z.infer<typeof Minutes>
