import { z } from 'zod'
import type { Act, Caller } from '../../db/act'
import { outcome, type EntityChange, type Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import { alertsErrors, type AlertRule, type alertsContract } from '../../shared/contract/alerts'
import { commonErrors, domainError, refuseAll } from '../../shared/contract/domainError'
import { contract } from '../../shared/contract/index'
import type { AlertsRepository } from './alerts.repository'
import type { Readers } from './readers'
import { isFieldWatched, missingOf, settled, type StoredRule } from './rule.rules'
import { subjects } from './subjects'

type Input<Name extends keyof typeof alertsContract> = z.output<
  NonNullable<(typeof alertsContract)[Name]['~orpc']['inputSchema']>
>

export interface RuleDeps {
  readonly repository: AlertsRepository
  readonly readers: Readers
  readonly users: { get(id: string): unknown }
}

/** Own rules; whoever administers people sees those of all, to transfer them. */
export function scopeOf({ permissions, userId }: Caller) {
  const all = { sql: '1', params: {} }
  return permissions.has('people.admin') ? all : ownedBy(userId)
}
function ownedBy(userId: string) {
  return { sql: "t.owner_id = unhex(:rule_owner, '-')", params: { rule_owner: userId } }
}

/** The rule with whether it works; throws NOT_FOUND. */
export function ruleView({ readers, repository }: RuleDeps, caller: Caller, id: string): AlertRule {
  const rule = repository.ruleList.find(id, scopeOf(caller))
  if (!rule) throw notFound('alertRule', id)
  return { ...rule, isBlocked: readers.ownerOf(rule) === undefined, isOwn: rule.ownerId === caller.userId }
}

/**
 * Makes a rule of the caller's own (R12-21).
 *
 * @throws NO_ACCESS for what its owner may not read, REQUIRED, NOT_FOUND for a recipient, INVALID_INPUT
 */
export function createRule(
  deps: RuleDeps,
  { caller }: Act,
  { reason: _reason, ...fields }: Input<'createAlertRule'>,
): Outcome<AlertRule> {
  const { rules } = deps.repository
  const rule = settled({ ...fields, version: 1, ownerId: caller.userId, active: true })
  const { active: _active, version: _version, ...given } = rule
  if (rules.replayed(rule.id, given)) return { result: ruleView(deps, caller, rule.id), unchanged: true }
  assertSound(deps, caller, rule)
  const change = rules.insert(rule)
  return { result: ruleView(deps, caller, rule.id), changes: [change] }
}

/** Changes a rule of the caller's own; throws as `createRule`, and CONFLICT and FORBIDDEN. */
export function updateRule(
  deps: RuleDeps,
  { caller }: Act,
  { alertRuleId, expectedVersion, patch }: Input<'updateAlertRule'>,
): Outcome<AlertRule> {
  assertOwn(deps, caller, alertRuleId)
  const { before, after } = deps.repository.rules.patched(alertRuleId, expectedVersion, patch)
  const next = settled(after)
  assertSound(deps, caller, next)
  const { changes } = deps.repository.rules.update(before, next)
  return outcome(ruleView(deps, caller, alertRuleId), changes)
}

export function deleteRule(
  deps: RuleDeps,
  { caller }: Act,
  { alertRuleId, expectedVersion }: Input<'deleteAlertRule'>,
): Outcome<{ id: StoredRule['id'] }> {
  assertOwn(deps, caller, alertRuleId)
  const { rules } = deps.repository
  return { result: { id: alertRuleId }, changes: [rules.remove(rules.expect(alertRuleId, expectedVersion))] }
}

/** Switches a rule on or off; a blocked one can be switched on, and stays silent. */
export function setRuleActive(
  deps: RuleDeps,
  { caller }: Act,
  { alertRuleId, expectedVersion }: Input<'activateAlertRule'>,
  active: boolean,
): Outcome<AlertRule> {
  assertOwn(deps, caller, alertRuleId)
  const { rules } = deps.repository
  const before = rules.expect(alertRuleId, expectedVersion, { active })
  const { changes } = rules.update(before, { ...before, active })
  return outcome(ruleView(deps, caller, alertRuleId), changes)
}

/** Gives all rules of a user to another; what the new owner may not read is blocked (L-12.06). */
export function transferRules(
  { repository: { rules }, users }: RuleDeps,
  { fromUserId, toUserId }: Input<'transferRules'>,
): Outcome<{ count: number }> {
  users.get(fromUserId)
  users.get(toUserId)
  const changes = rules
    .where('ownerId', fromUserId)
    .flatMap((rule) => rules.update(rule, { ...rule, ownerId: toUserId }).changes)
  return outcome({ count: changes.length }, changes)
}

/** The rules of a user who is deleted go too (R12-21). */
export function removeRulesOf({ rules }: AlertsRepository, userId: string): EntityChange[] {
  return rules.where('ownerId', userId).map((rule) => rules.remove(rule))
}

function assertOwn(deps: RuleDeps, caller: Caller, id: string): void {
  if (!ruleView(deps, caller, id).isOwn)
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'alerts.own' })
}

function assertSound({ readers, users }: RuleDeps, caller: Caller, rule: StoredRule): void {
  const [missing, ...others] = missingOf(rule)
  if (missing) throw refuseAll([missing, ...others])
  if (!isFieldWatched(rule)) throw invalid(['field'], 'not watched')
  if (!readers.mayRead(caller, rule)) {
    const { permission } = subjects[rule.entity]
    throw domainError(alertsErrors, 'NO_ACCESS', { field: 'entity', permission })
  }
  assertFilter(rule)
  for (const id of rule.userIds) users.get(id)
}

/** The filter is one that the list of the records takes. */
function assertFilter({ entity, filter }: StoredRule): void {
  const [capability, name] = subjects[entity].list
  const procedures: unknown = Reflect.get(contract, capability)
  const procedure: unknown = Reflect.get(Object(procedures), name)
  const definition: unknown = Reflect.get(Object(procedure), '~orpc')
  const schema: unknown = Reflect.get(Object(definition), 'inputSchema')
  if (!(schema instanceof z.ZodType)) throw new Error(`${capability}.${name} takes no input`)
  const issue = schema.safeParse({ filter }).error?.issues[0]
  if (issue) throw invalid(issue.path.map(String), issue.message)
}

function invalid(path: string[], message: string): Error {
  return domainError(commonErrors, 'INVALID_INPUT', { issues: [{ path, message }] })
}
