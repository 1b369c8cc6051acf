import { z } from 'zod'
import { refusals } from './domainError'

/** What a series numbers (01 §2.7). */
export const SeriesType = z.enum([
  'CU', 'EMP', 'OBJ', 'AG', 'BA', 'SO', 'CAS', 'SA', 'RL', 'TB', 'RMA', 'Q', 'SUB', 'FEE', 'PRP', 'INV', 'CRN', 'JRN',
  'GEN', 'IMP',
]) // prettier-ignore
export type SeriesType = z.infer<typeof SeriesType>

export const numbersErrors = refusals(
  'NUMBERS_EXHAUSTED',
  'NOT_NUMBERING_DEVICE',
  'SERIES_END',
  'NUMBER_USED',
  'SERIES_FORMAT_FIXED',
  'PERIOD_INVALID',
)
