import type { z } from 'zod'
import type { RowReader } from '../rowReader'
import type { Verdict } from './kind'

/** Reports, where nothing else is wrong, the fields of a verdict's records that the contract's schema refuses: lengths, bounds, forms. */
export function reportInvalid(row: RowReader, schema: z.ZodType, { effects = [] }: Verdict): void {
  if (row.hasErrors) return
  for (const { record } of effects) {
    const { error } = schema.safeParse(record)
    for (const issue of error?.issues ?? []) row.fail('INVALID_INPUT', String(issue.path[0] ?? ''))
  }
}
