import type { z } from 'zod'
import { i18n } from '@/plugins/i18n'

type Issue = z.core.$ZodIssue

/** The text key and values that say what is allowed, for one issue of a schema. */
export function issueMessage(issue: Issue): { key: string; values: Record<string, unknown> } {
  const key = (name: string, values: Record<string, unknown> = {}) => ({ key: `validation.${name}`, values })
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? key('required') : key('invalid')
    case 'too_small':
      if (issue.origin === 'string')
        return Number(issue.minimum) <= 1 ? key('required') : key('tooShort', { n: Number(issue.minimum) })
      if (issue.origin === 'array') return key('tooFew', { n: Number(issue.minimum) })
      return key('tooSmall', { min: Number(issue.minimum) })
    case 'too_big':
      if (issue.origin === 'string') return key('tooLong', { n: Number(issue.maximum) })
      if (issue.origin === 'array') return key('tooMany', { n: Number(issue.maximum) })
      return key('tooBig', { max: Number(issue.maximum) })
    case 'invalid_format':
      return key(issue.format === 'email' ? 'email' : issue.format === 'date' ? 'date' : 'format')
    case 'invalid_value':
      return key(issue.input === undefined ? 'required' : 'choice')
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return key('invalid')
  }
}

/** The text of an issue beside its field. */
export function issueText(issue: Issue): string {
  const { key, values } = issueMessage(issue)
  const n = values['n']
  return typeof n === 'number' ? i18n.global.t(key, values, n) : i18n.global.t(key, values)
}
