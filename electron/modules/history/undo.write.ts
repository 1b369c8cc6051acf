import { isDeepStrictEqual } from 'node:util'
import type { Act } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import type { Kept } from '../../db/records'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { notFound } from '../../db/version'
import { OfficeId } from '../../shared/contract/id'
import { commandsOf } from './undo.commands'
import type { OwnCommands, UndoDeps } from './undo.deps'
import type { Fields, Plan, Step } from './undo.plan'

/** Writes a plan as one entry's changes; what its modules would refuse, they refuse. */
export function writePlan(deps: UndoDeps, act: Act, plan: Plan): EntityChange[] {
  // An office that comes back is one of the caller's again.
  const restored = plan.steps.flatMap(({ after, before, entity, id }) =>
    entity === 'office' && after && !before ? [OfficeId.parse(id)] : [],
  )
  const officeIds = [...act.caller.officeIds, ...restored]
  const own = deps.commandsWithin({ ...act.caller, officeIds }, act.at)
  const steps = inOrder(plan.steps)
  const isAlone = steps.filter(({ isOwn }) => isOwn).length === 1
  if (isAlone) for (const step of steps) tryCommand(deps, own, step)
  deps.undo.deferReferences()
  const changes: EntityChange[] = []
  // Parts that moved leave a record before it goes; keys are free before records come back.
  for (const step of steps)
    if (step.before && step.after) changes.push(...written(deps, plan, step, step.after))
  const leaving = steps.filter(({ after, before }) => before && !after)
  const goes = (step: Step) => goesWith(deps, leaving, step)
  const along = new Set(leaving.filter(goes))
  for (const step of leaving) if (along.has(step)) changes.push(wentAlong(plan, step))
  for (const step of leaving.reverse())
    if (!along.has(step)) changes.push(...removed(deps, own, plan, step, along))
  for (const step of steps)
    if (!step.before && step.after) changes.push(...written(deps, plan, step, step.after))
  assertWhole(deps, steps)
  if (!isAlone) for (const step of steps) askAgain(deps, own, step)
  changes.push(...own.taken())
  for (const step of steps) deps.rules[step.entity]?.finish?.(act, step)
  return changes
}

/** Records before their parts, and in the order of their ids, which is that of their creation. */
function inOrder(steps: readonly Step[]): Step[] {
  const isPart = ({ kept }: Step) => ('owner' in kept.table ? 1 : 0)
  return [...steps].sort((a, b) => isPart(a) - isPart(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

function versionOf(record: Fields | undefined): number {
  return Number(record?.['version'] ?? 0)
}

/** Lets the module's own update judge the change, and takes back what it wrote: derived values are not all its. */
function tryCommand({ rules, undo }: UndoDeps, own: OwnCommands, { after, before, entity, id }: Step): void {
  if (!before || !after || rules[entity]?.check || !commandsOf[entity]) return
  const differing = Object.keys({ ...before, ...after }).filter(
    (field) => !isDeepStrictEqual(before[field], after[field]),
  )
  const patch = Object.fromEntries(differing.map((field) => [field, after[field] ?? null]))
  undo.trial(() => update(own, entity, id, versionOf(before), patch, after))
  own.taken()
}

/** Lets the module's update look at a record that was written with others, without changing it. */
function askAgain({ rules }: UndoDeps, own: OwnCommands, { after, entity, id, kept }: Step): void {
  if (!after || rules[entity]?.check || !commandsOf[entity]) return
  update(own, entity, id, versionOf(kept.find(id)), {}, after)
}

function update(
  own: OwnCommands,
  entity: string,
  id: string,
  expectedVersion: number,
  patch: Readonly<Record<string, unknown>>,
  after: Fields,
): void {
  const commands = commandsOf[entity]
  if (!commands) return
  const { capability, key, noun } = commands
  const ref = key === '' ? { expectedVersion } : { [key]: id, expectedVersion }
  if (entity === 'user') {
    own.run(['people', 'setRoles'], { ...ref, roles: after['roles'], officeIds: after['officeIds'] })
    return
  }
  const path = [capability, `update${noun}`] as const
  // A patch may hold fields that commands of their own change, such as whether a record is active.
  if (!own.run(path, { ...ref, patch })) own.run(path, { ...ref, patch: {} })
}

function ownerVersion(plan: Plan, { kept }: Step, part: Fields): number {
  if (!('owner' in kept.table)) return 0
  const { entity, field } = kept.table.owner
  const owner = plan.steps.find((step) => step.entity === entity && step.id === part[field])
  if (!owner) return 0
  return owner.before ? versionOf(owner.before) + 1 : owner.version + 1
}

/** Whether the record is a part of another one that leaves: it goes with it. */
function goesWith({ undo }: UndoDeps, leaving: readonly Step[], { id, kept }: Step): boolean {
  return undo
    .ownersOf(kept.table.table, id)
    .some((owner) => leaving.some((step) => step.entity === owner.entity && step.id === owner.id))
}

/** The log line of a part that goes with its record. */
function wentAlong(plan: Plan, step: Step): EntityChange {
  const { before, kept } = step
  if (!before) throw new Error(`${step.entity} ${step.id} is not there`)
  if ('ofOwner' in kept) return kept.removed(before, ownerVersion(plan, step, before))
  return kept.changeOf('delete', { ...before, version: versionOf(before) }, undefined)
}

function removed(
  deps: UndoDeps,
  own: OwnCommands,
  plan: Plan,
  step: Step,
  along: ReadonlySet<Step>,
): EntityChange[] {
  const { before, entity, id, kept } = step
  if (!before) return []
  const table = kept.table.table
  const accompanied = new Set([...along].map((part) => part.id))
  const parts = deps.undo.dependants(table, id, true).filter((part) => !accompanied.has(part.id))
  if (parts.length > 0) throw inUse(entity, id, parts)
  const commands = commandsOf[entity]
  if (commands && commands.key !== '' && !deps.rules[entity]?.check) {
    const input = { [commands.key]: id, expectedVersion: versionOf(before) }
    if (own.run([commands.capability, `delete${commands.noun}`], input)) return []
  }
  if ('ofOwner' in kept) return [kept.remove(before, ownerVersion(plan, step, before))]
  return [kept.remove({ ...before, version: versionOf(before) })]
}

function written(deps: UndoDeps, plan: Plan, step: Step, after: Fields): EntityChange[] {
  const { before, entity, kept, version } = step
  if ('ofOwner' in kept) {
    const next = ownerVersion(plan, step, after)
    return [before ? kept.update(before, after, next) : kept.insert(after, next)]
  }
  if (!before) return [kept.insert({ ...after, version: version + 1 })]
  const overwrite = deps.rules[entity]?.overwrite
  if (overwrite) return [overwrite(before, after)]
  const old = { ...before, version: versionOf(before) }
  return kept.update(old, { ...after, version: old.version }).changes
}

/** References were not looked at while the records were written: now they have to hold. */
function assertWhole({ undo }: UndoDeps, steps: readonly Step[]): void {
  for (const { after, entity, id, kept } of steps) {
    const { table } = tableOf(kept)
    const missing = after && undo.missingParent(table, id)
    if (missing) throw notFound(missing.entity, missing.id)
    if (after) continue
    const users = undo.dependants(table, id, false)
    if (users.length > 0) throw inUse(entity, id, users)
  }
}

function tableOf({ table }: Kept): { readonly table: string } {
  return table
}

function inUse(entity: string, id: string, dependants: readonly { entity: string; id: string }[]): Error {
  const counts: Record<string, number> = {}
  for (const { entity: user } of dependants) counts[user] = (counts[user] ?? 0) + 1
  return domainError(commonErrors, 'IN_USE', { entity, id, counts, dependants: dependants.slice(0, 20) })
}
