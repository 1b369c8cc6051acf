import { z } from 'zod'
import { crud } from './crud'
import { refusals } from './domainError'
import { generationRunsContract } from './generationRuns'
import { IntervalId, TimeWindowId, Version } from './id'
import { query } from './procedure'
import { Language } from './session'
import { LocalDate } from './time'

/** Unit of a service interval (03 §2.1). */
export const IntervalRange = z.enum(['day', 'week', 'month', 'quarter', 'year'])
export type IntervalRange = z.infer<typeof IntervalRange>

/** What happens to months without the day: its last day, or last days for ever once it started on one (R03-05). */
export const MonthEndRule = z.enum(['clamp', 'stick'])
export type MonthEndRule = z.infer<typeof MonthEndRule>

export const WindowMethod = z.enum(['week', 'month', 'manual'])
export type WindowMethod = z.infer<typeof WindowMethod>

/** Kept in capitals. */
const Code = z.string().trim().toUpperCase().min(1).max(20)
/** A text per language; none is needed. */
const Texts = z.partialRecord(Language, z.string().trim().min(1).max(120)).default({})

const rhythmFields = {
  range: IntervalRange,
  frequency: z.int().min(1).max(999).default(1),
  /** Kept as `clamp` for days and weeks, which have no month ends. */
  monthEndRule: MonthEndRule.default('clamp'),
}
const intervalFields = { code: Code, description: Texts, ...rhythmFields }
/** How often a line comes back (03 §2.1). */
export const Interval = z.object({
  id: IntervalId,
  version: Version,
  ...intervalFields,
  active: z.boolean(),
  /** The description in the caller's language, else the code. */
  name: z.string(),
})
export type Interval = z.infer<typeof Interval>

const days = z.int().min(0).max(183)
const spanFields = {
  method: WindowMethod,
  /** Calendar days of `manual`, default 0; the other methods have none. */
  daysBefore: days.optional(),
  daysAfter: days.optional(),
}
const windowFields = { code: Code, description: Texts, ...spanFields }
/** How far an occurrence may be moved (03 §2.2). */
export const TimeWindow = z.object({
  id: TimeWindowId,
  version: Version,
  ...windowFields,
  active: z.boolean(),
  /** The description in the caller's language, else the code. */
  name: z.string(),
})
export type TimeWindow = z.infer<typeof TimeWindow>

export const generationErrors = refusals('CODE_TAKEN', 'INTERVAL_IN_USE', 'WINDOW_DAYS_NOT_ALLOWED')

const interval = crud({
  key: 'intervalId', id: IntervalId, fields: intervalFields, record: Interval,
  read: 'agreements.read', write: 'generation.setUp', errors: generationErrors,
}) // prettier-ignore
const timeWindow = crud({
  key: 'timeWindowId', id: TimeWindowId, fields: windowFields, record: TimeWindow,
  read: 'agreements.read', write: 'generation.setUp', errors: generationErrors,
}) // prettier-ignore

/** A kept rhythm and window, or as they are being written. */
export const PreviewDatesInput = z
  .object({
    intervalId: IntervalId.optional(),
    interval: z.object(rhythmFields).optional(),
    timeWindowId: TimeWindowId.optional(),
    timeWindow: z.object(spanFields).optional(),
    from: LocalDate,
    count: z.int().min(1).max(100).default(12),
  })
  .refine(({ interval: typed, intervalId }) => (typed === undefined) !== (intervalId === undefined), {
    message: 'oneOf',
    path: ['intervalId'],
  })
export type PreviewDatesInput = z.infer<typeof PreviewDatesInput>

/** A calculated date; with a window, the first and last day it may be moved to, closed days not looked at. */
export const PreviewDate = z.object({
  date: LocalDate,
  earliest: LocalDate.optional(),
  latest: LocalDate.optional(),
})
export type PreviewDate = z.infer<typeof PreviewDate>

export const generationContract = {
  ...generationRunsContract,
  listIntervals: interval.list,
  getInterval: interval.get,
  createInterval: interval.create,
  updateInterval: interval.update,
  deleteInterval: interval.delete,
  deactivateInterval: interval.deactivate,
  activateInterval: interval.activate,
  listTimeWindows: timeWindow.list,
  getTimeWindow: timeWindow.get,
  createTimeWindow: timeWindow.create,
  updateTimeWindow: timeWindow.update,
  deleteTimeWindow: timeWindow.delete,
  deactivateTimeWindow: timeWindow.deactivate,
  activateTimeWindow: timeWindow.activate,
  /** The next dates of a line that starts on `from` (R03-04, R03-12). */
  previewDates: query('agreements.read')
    .input(PreviewDatesInput)
    .output(z.object({ dates: z.array(PreviewDate) }))
    .errors(generationErrors),
}
