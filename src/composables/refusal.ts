import { ORPCError } from '@orpc/client'
import { Failure } from '@contract/domainError'
import { z } from 'zod'
import { i18n } from '@/plugins/i18n'
import { ConnectionError, TimeoutError } from '@/rpc/line'

/** One reason why a call was refused, with the fields it concerns. */
export interface RefusalReason {
  readonly code: string
  readonly fields: readonly string[]
  readonly values: Readonly<Record<string, unknown>>
}

/** Why a call failed, ready to be shown: the text of `error.<code>` beside each field, or for the whole. */
export interface Refusal {
  readonly code: string
  readonly data: Readonly<Record<string, unknown>>
  readonly reasons: readonly RefusalReason[]
}

const Values = z.record(z.string(), z.unknown()).catch({})
const Fields = z.object({
  field: z.string().optional(),
  fields: z.array(z.string()).optional(),
  failures: z.array(Failure).optional(),
  issues: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])) })).optional(),
})

/** Brings whatever a call may throw into one shape; a bug becomes `UNEXPECTED`. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof TimeoutError) return plain('TIMEOUT')
  if (error instanceof ConnectionError) return plain('CONNECTION')
  if (!(error instanceof ORPCError)) return plain('UNEXPECTED')
  const data = Values.parse(error.data)
  const { field, fields = [], failures = [], issues = [] } = Fields.catch({}).parse(error.data)
  if (error.status >= 500) return plain('UNEXPECTED')
  const code = String(error.code)
  const named = [...(field === undefined ? [] : [field]), ...fields]
  const several = failures.map((failure) => ({
    code: failure.code,
    fields: failure.field === undefined ? [] : [failure.field],
    values: failure,
  }))
  const invalid = issues.map(({ path }) => ({ code, fields: [fieldAt(path)], values: {} }))
  const reasons =
    several.length > 0 ? several : invalid.length > 0 ? invalid : [{ code, fields: named, values: data }]
  return { code, data, reasons }
}

/** Whether somebody else was faster (R01-04). */
export function isConflict(error: unknown): boolean {
  return error instanceof ORPCError && error.code === 'CONFLICT'
}

/** The field of an issue's path; a patch's fields are the form's own. */
function fieldAt(path: readonly (string | number)[]): string {
  return (path[0] === 'patch' ? path.slice(1) : path).join('.')
}

function plain(code: string): Refusal {
  return { code, data: {}, reasons: [{ code, fields: [], values: {} }] }
}

/** Literals that a refusal's text names, and where their words stand. */
const literals: Readonly<Record<string, string>> = { BILLING_ACCOUNT_CLOSED: 'agreements.accountStatus' }

/** Records that stand in the way are called by their numbers. */
const Numbered = z.array(z.object({ number: z.string() })).min(1)
const mostNamed = 5

function named(value: unknown): unknown {
  // Records of other offices are counted and not called.
  if (Array.isArray(value) && value.length === 0) return '…'
  const records = Numbered.safeParse(value).data
  if (!records) return value
  const numbers = records.slice(0, mostNamed).map(({ number }) => number)
  return [...numbers, ...(records.length > mostNamed ? ['…'] : [])].join(', ')
}

function inWords(code: string, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { t, te } = i18n.global
  const words = literals[code]
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const key = `${words ?? ''}.${String(value)}`
      return [
        name,
        words !== undefined && te(key) ? t(key).toLocaleLowerCase(i18n.global.locale.value) : named(value),
      ]
    }),
  )
}

/** The text of a refusal's code; a code that has none says which it was. */
export function refusalText(code: string, values: Readonly<Record<string, unknown>> = {}): string {
  const { t, te } = i18n.global
  const key = `error.${code}`
  return te(key) || te(key, 'en') ? t(key, inWords(code, values)) : t('error.UNEXPECTED', { code })
}
