import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import { refuseAll, type Failure } from '../../shared/contract/domainError'
import type { ObjectGroupId } from '../../shared/contract/id'
import type { ObjectGroup } from '../../shared/contract/objects'
import type { ObjectsInput } from './objects.deps'
import type { ObjectsRepository, StoredGroup } from './objects.repository'

/** Creates a group of objects, by place or type, in a tree (02 §2.3). @throws CODE_TAKEN */
export function createGroup(
  repository: ObjectsRepository,
  { reason: _reason, ...fields }: ObjectsInput<'createObjectGroup'>,
): Outcome<ObjectGroup> {
  const { groups } = repository
  const replayed = groups.replayed(fields.id, fields)
  if (replayed) return unchanged(groupOf(repository, replayed.id))
  const group: StoredGroup = { ...fields, version: 1 }
  assertGroup(repository, group)
  const change = groups.insert(group)
  return { result: groupOf(repository, group.id), changes: [change] }
}

/** Changes a group. @throws CODE_TAKEN, GROUP_CYCLE */
export function updateGroup(
  repository: ObjectsRepository,
  { objectGroupId, expectedVersion, patch }: ObjectsInput<'updateObjectGroup'>,
): Outcome<ObjectGroup> {
  const { before, after } = repository.groups.patched(objectGroupId, expectedVersion, patch)
  assertGroup(repository, after)
  const { changes } = repository.groups.update(before, after)
  return outcome(groupOf(repository, objectGroupId), changes)
}

function assertGroup(repository: ObjectsRepository, group: StoredGroup): void {
  const failures: Failure[] = []
  if (repository.groups.isTaken('code', group.code, group.id))
    failures.push({ code: 'CODE_TAKEN', field: 'code' })
  if (leadsBack(repository, group)) failures.push({ code: 'GROUP_CYCLE', field: 'parentId' })
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
}

function leadsBack({ groups }: ObjectsRepository, group: StoredGroup): boolean {
  for (let parentId = group.parentId; parentId !== undefined; parentId = groups.get(parentId).parentId)
    if (parentId === group.id) return true
  return false
}

/** The group as answered; throws NOT_FOUND. */
export function groupOf(repository: ObjectsRepository, id: ObjectGroupId): ObjectGroup {
  const group = repository.groupList.find(id)
  if (!group) throw notFound('objectGroup', id)
  return group
}
