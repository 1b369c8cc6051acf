import { alertFields, type AlertRule } from '../../shared/contract/alerts'
import type { Failure } from '../../shared/contract/domainError'

/** What the store keeps of a rule. */
export type StoredRule = Omit<AlertRule, 'ownerName' | 'isBlocked' | 'isOwn'>

const dayMs = 86_400_000

/** What a rule of its event needs and does not say; all reasons at once. */
export function missingOf(rule: StoredRule): Failure[] {
  const required: (keyof StoredRule)[] = []
  if (rule.event !== 'created') required.push('field')
  if (rule.event === 'dueIn') required.push('days', 'side')
  if (rule.event === 'threshold') required.push('comparison', 'value')
  const fields = required.filter((name) => rule[name] === undefined)
  const nobody = !rule.toSelf && rule.userIds.length === 0 && rule.roles.length === 0
  return [...fields, ...(nobody ? ['toSelf'] : [])].map((field) => ({
    code: 'REQUIRED',
    field,
    fields: [field],
  }))
}

/** Whether rules on these records may name the field. */
export function isFieldWatched({ entity, event, field }: StoredRule): boolean {
  return event === 'created' ? field === undefined : alertFields[entity][event].includes(field ?? '')
}

/** The rule without what its event does not know. */
export function settled(rule: StoredRule): StoredRule {
  const { event } = rule
  return {
    ...rule,
    field: event === 'created' ? undefined : rule.field,
    days: event === 'dueIn' ? rule.days : undefined,
    side: event === 'dueIn' ? rule.side : undefined,
    comparison: event === 'threshold' ? rule.comparison : undefined,
    value: event === 'threshold' ? rule.value : undefined,
  }
}

/** Time in a stage is a moment like a due date: it comes without anybody's doing. */
export function isByClock({ event, field }: StoredRule): boolean {
  return event === 'dueIn' || field === 'minutesInStage'
}

/** How much later than the field's own moment the alert is due; earlier is negative. */
export function delayOf({ days = 0, event, side, value = 0 }: StoredRule): number {
  if (event === 'threshold') return value * 60_000
  return side === 'before' ? -days * dayMs : days * dayMs
}

/** The date so many milliseconds, whole days, later. */
export function movedDate(date: string, milliseconds: number): string {
  return new Date(Date.parse(date) + milliseconds).toISOString().slice(0, 10)
}

/**
 * From when on a new rule tells of what was due before it was there: what comes is told as long as it has not come, what
 * has passed for a week; time in a stage as long as it lasts.
 */
export function lookBackOf({ days = 0, event, side }: StoredRule, now: number): number {
  if (event === 'threshold') return now - 3650 * dayMs
  return now - (side === 'before' ? days : 7) * dayMs
}

/** Acts that change many records or the keys of others: they alert nobody record by record (R12-21). */
const silentCommands: ReadonlySet<string> = new Set([
  ...['customers.mergeCustomers', 'imports.commitImport', 'imports.undoImport'],
  ...['backups.loadDemo', 'backups.removeDemo', 'stages.importTree'],
])
export function isSilent(command: string): boolean {
  return silentCommands.has(command)
}

/** Of an entry with more changes only what falls due is told. */
export const manyChanges = 1000
/** Open alerts of one rule for one user; more would not be read. */
export const openLimit = 500
