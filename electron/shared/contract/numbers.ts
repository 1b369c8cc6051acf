import { z } from 'zod'
import { Reason, crud, patchOf, recordRef } from './crud'
import { refusals } from './domainError'
import { DeviceId, OfficeId, SeriesId, UserId, Version } from './id'
import { Office } from './people'
import { command, query } from './procedure'
import { Instant, LocalDate } from './time'

/** What a series numbers (01 §2.7). */
export const SeriesType = z.enum([
  'CU', 'EMP', 'OBJ', 'AG', 'BA', 'SO', 'CAS', 'SA', 'RL', 'TB', 'RMA', 'Q', 'SUB', 'FEE', 'PRP', 'INV', 'CRN', 'JRN',
  'GEN', 'IMP',
]) // prettier-ignore
export type SeriesType = z.infer<typeof SeriesType>

/** `strict`: a value is taken only with its document; `block`: devices draw from blocks of their own (R01-06, R01-07). */
export const SeriesMode = z.enum(['strict', 'block'])
export type SeriesMode = z.infer<typeof SeriesMode>

const value = z.int().min(1).max(9_999_999_999)
/** Text before the digits; `{office}`, `{type}` and `{year}` stand for themselves. */
const prefix = z
  .string()
  .trim()
  .max(40)
  .regex(/^([A-Za-z0-9 ./_-]|\{office\}|\{type\}|\{year\})*$/)
const digits = z.int().min(1).max(10)

const changeable = {
  prefix: prefix.default('{office}-{type}-'),
  digits: digits.default(6),
  nextValue: value.default(1),
  lastValue: value.optional(),
  /** Empty: `strict` for INV, CRN and JRN, else `block`. */
  mode: SeriesMode.optional(),
  blockSize: z.int().min(1).max(10_000).default(100),
  yearlyReset: z.boolean().default(false),
}
const seriesFields = { type: SeriesType, officeId: OfficeId, validFrom: LocalDate.optional(), ...changeable }

export const Series = z.object({
  id: SeriesId,
  version: Version,
  type: SeriesType,
  officeId: OfficeId,
  officeCode: z.string(),
  validFrom: LocalDate.optional(),
  prefix: z.string(),
  digits: z.int(),
  /** `block`: where the next block begins. */
  nextValue: z.int(),
  lastValue: z.int().optional(),
  mode: SeriesMode,
  blockSize: z.int(),
  yearlyReset: z.boolean(),
  currentYear: z.int().optional(),
  replacedById: SeriesId.optional(),
  active: z.boolean(),
})
export type Series = z.infer<typeof Series>

export const NumberBlock = z.object({
  id: z.uuidv7(),
  version: Version,
  seriesId: SeriesId,
  deviceId: DeviceId,
  firstValue: z.int(),
  lastValue: z.int(),
  nextValue: z.int(),
  year: z.int().optional(),
  isRetired: z.boolean(),
})
export type NumberBlock = z.infer<typeof NumberBlock>

export const NumberState = z.enum(['used', 'void', 'reserved'])
export type NumberState = z.infer<typeof NumberState>

/** What one value of a series became (R01-06). */
export const NumberRecord = z.object({
  value: z.int(),
  /** Of a series with yearly reset. */
  year: z.int().optional(),
  number: z.string(),
  state: NumberState,
  entity: z.string().optional(),
  recordId: z.uuidv7().optional(),
  reason: z.string().optional(),
  actorId: UserId.optional(),
  at: Instant.optional(),
  blockId: z.uuidv7().optional(),
  deviceId: DeviceId.optional(),
})
export type NumberRecord = z.infer<typeof NumberRecord>

export const NumberCounts = z.object({ used: z.int(), void: z.int(), reserved: z.int() })
export type NumberCounts = z.infer<typeof NumberCounts>

export const numbersErrors = refusals(
  'NUMBERS_EXHAUSTED',
  'NOT_NUMBERING_DEVICE',
  'SERIES_END',
  'NUMBER_USED',
  'SERIES_FORMAT_FIXED',
  'PREFIX_TAKEN',
  'YEAR_MISSING',
  'PERIOD_INVALID',
  'DEVICE_REVOKED',
)

const series = crud({
  key: 'seriesId', id: SeriesId, fields: seriesFields, record: Series,
  read: 'numbers.read', write: 'numbers.write', errors: numbersErrors,
}) // prettier-ignore
const seriesRef = recordRef('seriesId', SeriesId)

export const numbersContract = {
  listSeries: series.list,
  getSeries: series.get,
  createSeries: series.create,
  updateSeries: command('numbers.write')
    .input(seriesRef.extend({ patch: patchOf(changeable), reason: Reason }))
    .output(Series)
    .errors(numbersErrors),
  deleteSeries: series.delete,
  /** A new series takes over from a date, because the format of one in use stays (R01-08). */
  replaceSeries: command('numbers.write')
    .input(
      z.object({
        id: SeriesId.optional(),
        seriesId: SeriesId,
        validFrom: LocalDate,
        prefix,
        digits,
        reason: Reason,
      }),
    )
    .output(Series)
    .errors(numbersErrors),
  /** The device replaces the office's numbering device, which is retired (R01-34). */
  setNumberingDevice: command('numbers.write')
    .input(z.object({ officeId: OfficeId, deviceId: DeviceId, reason: Reason }))
    .output(Office)
    .errors(numbersErrors),
  reserveBlock: command('session.use')
    .input(z.object({ seriesId: SeriesId, deviceId: DeviceId, reason: Reason }))
    .output(NumberBlock)
    .errors(numbersErrors),
  voidNumber: command('numbers.write')
    .input(
      z.object({
        seriesId: SeriesId,
        value,
        year: z.int().min(1900).max(9999).optional(),
        reason: z.string().trim().min(1).max(500),
      }),
    )
    .output(NumberRecord)
    .errors(numbersErrors),
  /** The values of a series in order. */
  listNumbers: query('numbers.read')
    .input(
      z.object({
        seriesId: SeriesId,
        states: z.array(NumberState).min(1).max(3).optional(),
        after: z.string().max(60).optional(),
        limit: z.int().min(1).max(200).default(100),
        withCount: z.boolean().optional(),
      }),
    )
    .output(
      z.object({
        items: z.array(NumberRecord),
        next: z.string().optional(),
        counts: NumberCounts.optional(),
      }),
    ),
}
