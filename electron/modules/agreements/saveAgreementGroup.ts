import { outcome, type Outcome } from '../../db/changeLog'
import { deleteRecord } from '../../db/recordActs'
import { notFound } from '../../db/version'
import { commonErrors, domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import type { AgreementGroupId, TemplateGroupId } from '../../shared/contract/id'
import { groupErrors, type AgreementGroup, type TemplateGroup } from '../../shared/contract/agreementGroups'
import type { AgreementInput, AgreementWorkDeps } from './agreementDeps'
import type { AgreementGroups, StoredAgreementGroup, StoredTemplateGroup } from './agreementGroups.repository'
import { deepestGroup, heightOf, levelUnder, liesInItself } from './group.rules'

type Deps = Pick<AgreementWorkDeps, 'groups' | 'references'>

/** Adds an agreement group (02 §2.3). @throws CODE_TAKEN */
export function createAgreementGroup(
  deps: Deps,
  { reason: _reason, ...fields }: AgreementInput<'createAgreementGroup'>,
): Outcome<AgreementGroup> {
  const { groups } = deps.groups
  const replayed = groups.replayed(fields.id, fields)
  if (replayed) return { result: groupOf(deps.groups, replayed.id), unchanged: true }
  const group: StoredAgreementGroup = { ...fields, version: 1, active: true }
  assertGroup(deps, group)
  const change = groups.insert(group)
  return { result: groupOf(deps.groups, group.id), changes: [change] }
}

/** Changes an agreement group; orders made already keep their SLA (R02-20). @throws CODE_TAKEN */
export function updateAgreementGroup(
  deps: Deps,
  { agreementGroupId, expectedVersion, patch }: AgreementInput<'updateAgreementGroup'>,
): Outcome<AgreementGroup> {
  const { groups } = deps.groups
  const { after, before } = groups.patched(agreementGroupId, expectedVersion, patch)
  assertGroup(deps, after, before)
  const { changes } = groups.update(before, after)
  return outcome(groupOf(deps.groups, agreementGroupId), changes)
}

/** Deletes a group that nothing has; the one that settings name stays. @throws IN_USE */
export function deleteAgreementGroup(
  { countSettings, groups: { groups } }: Deps & { readonly countSettings: (id: string) => number },
  { agreementGroupId: id, expectedVersion }: AgreementInput<'deleteAgreementGroup'>,
): Outcome<{ id: AgreementGroupId }> {
  const named = countSettings(id)
  groups.expect(id, expectedVersion)
  if (named > 0)
    throw domainError(commonErrors, 'IN_USE', {
      ...{ entity: 'agreementGroup', id, counts: { setting: named }, dependants: [] },
    })
  return deleteRecord(groups, id, expectedVersion)
}

function assertGroup(
  { groups, references }: Deps,
  group: StoredAgreementGroup,
  before?: StoredAgreementGroup,
): void {
  const { code, id, slaId } = group
  if (slaId !== undefined && slaId !== before?.slaId) references.isActive('sla', slaId)
  if (groups.groups.isTaken('code', code, id))
    throw domainError(groupErrors, 'CODE_TAKEN', { field: 'code', code })
}

/** The group as answered; throws NOT_FOUND. */
export function groupOf({ groupList }: AgreementGroups, id: AgreementGroupId): AgreementGroup {
  const group = groupList.find(id)
  if (!group) throw notFound('agreementGroup', id)
  return group
}

/** Adds a template group (02 §2.3). @throws CODE_TAKEN, GROUP_CYCLE, GROUP_TOO_DEEP */
export function createTemplateGroup(
  { groups }: Deps,
  { reason: _reason, ...fields }: AgreementInput<'createTemplateGroup'>,
): Outcome<TemplateGroup> {
  const replayed = groups.templates.replayed(fields.id, fields)
  if (replayed) return { result: templateGroupOf(groups, replayed.id), unchanged: true }
  const group: StoredTemplateGroup = { ...fields, version: 1, active: true }
  assertTemplateGroup(groups, group)
  const change = groups.templates.insert(group)
  return { result: templateGroupOf(groups, group.id), changes: [change] }
}

/** Changes a template group. @throws CODE_TAKEN, GROUP_CYCLE, GROUP_TOO_DEEP */
export function updateTemplateGroup(
  { groups }: Deps,
  { expectedVersion, patch, templateGroupId }: AgreementInput<'updateTemplateGroup'>,
): Outcome<TemplateGroup> {
  const { after, before } = groups.templates.patched(templateGroupId, expectedVersion, patch)
  assertTemplateGroup(groups, after)
  const { changes } = groups.templates.update(before, after)
  return outcome(templateGroupOf(groups, templateGroupId), changes)
}

function assertTemplateGroup(
  { templates }: AgreementGroups,
  { code, id, parentId }: StoredTemplateGroup,
): void {
  const parentOf = (at: string) => templates.get(at).parentId
  const failures: Failure[] = []
  if (templates.isTaken('code', code, id)) failures.push({ code: 'CODE_TAKEN', field: 'code' })
  if (parentId !== undefined && liesInItself(id, parentId, parentOf))
    failures.push({ code: 'GROUP_CYCLE', field: 'parentId', ids: [parentId] })
  else {
    const height = heightOf(id, (at) => templates.where('parentId', at).map((child) => child.id))
    if (levelUnder(parentId, parentOf) + height - 1 > deepestGroup)
      failures.push({ code: 'GROUP_TOO_DEEP', field: 'parentId', depth: deepestGroup })
  }
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
}

/** The template group as answered; throws NOT_FOUND. */
export function templateGroupOf({ templateList }: AgreementGroups, id: TemplateGroupId): TemplateGroup {
  const group = templateList.find(id)
  if (!group) throw notFound('templateGroup', id)
  return group
}
