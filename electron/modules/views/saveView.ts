import type { z } from 'zod'
import type { Act, Caller } from '../../db/act'
import { outcome, unchanged, type EntityChange, type Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { Page } from '../../shared/contract/page'
import { viewsErrors, type SavedView, type viewsContract } from '../../shared/contract/views'
import { visibleTo, type NamedView, type StoredView, type ViewsRepository } from './views.repository'

type Input<Name extends keyof typeof viewsContract> = z.output<
  NonNullable<(typeof viewsContract)[Name]['~orpc']['inputSchema']>
>

function answered(caller: Caller, view: NamedView): SavedView {
  return { ...view, isOwn: mayChange(caller, view) }
}

/** A shared view may also be put in order by whoever may share: its owner may have left. */
function mayChange({ permissions, userId }: Caller, { officeId, ownerId, roles }: StoredView): boolean {
  const isShared = officeId !== undefined || roles.length > 0
  return ownerId === userId || (isShared && permissions.has('views.share'))
}

/** The caller's own views and those shared with them. */
export function listViews(
  { viewList }: ViewsRepository,
  caller: Caller,
  input: Input<'listViews'>,
): Page<SavedView> {
  const page = viewList.page(input, visibleTo(caller))
  return { ...page, items: page.items.map((view) => answered(caller, view)) }
}

function viewOf(repository: ViewsRepository, caller: Caller, id: string): SavedView {
  const view = repository.viewList.find(id, visibleTo(caller))
  if (!view) throw notFound('savedView', id)
  return answered(caller, view)
}

/** The view to be changed; throws NOT_FOUND for a hidden one, FORBIDDEN for another's, CONFLICT. */
function changeable(
  repository: ViewsRepository,
  caller: Caller,
  id: string,
  expectedVersion: number,
  mine: object,
): StoredView {
  const { isOwn } = viewOf(repository, caller, id)
  if (!isOwn) throw domainError(commonErrors, 'FORBIDDEN', { permission: 'views.share' })
  return repository.views.expect(id, expectedVersion, mine)
}

/**
 * Makes a view, or changes its own (01 §2.8); one of each list opens it by default.
 *
 * @throws VIEW_NAME_TAKEN for a name of the owner's other views of the list, FORBIDDEN, NOT_FOUND, CONFLICT, ID_TAKEN
 */
export function saveView(
  repository: ViewsRepository,
  { caller }: Act,
  { expectedVersion, reason: _reason, viewId: id, ...fields }: Input<'saveView'>,
): Outcome<SavedView> {
  const { views } = repository
  const answer = () => viewOf(repository, caller, id)
  if (expectedVersion === undefined) {
    const created: StoredView = { ...fields, id, version: 1, ownerId: caller.userId, roles: [] }
    const replayed = views.replayed(id, { ...fields, ownerId: caller.userId })
    if (replayed) return unchanged(answer())
    assertNameFree(repository, created)
    const others = withoutDefault(repository, created)
    const change = views.insert(created)
    return outcome(answer(), [...others, change])
  }
  const before = changeable(repository, caller, id, expectedVersion, fields)
  const kept = { id, version: before.version, ownerId: before.ownerId, roles: before.roles }
  const after: StoredView = { ...kept, officeId: before.officeId, ...fields, list: before.list }
  assertNameFree(repository, after)
  const others = withoutDefault(repository, after)
  const { changes } = views.update(before, after)
  return outcome(answer(), [...others, ...changes])
}

function assertNameFree(repository: ViewsRepository, { id, list, name, ownerId }: StoredView): void {
  const folded = name.toLowerCase()
  const others = repository.ofOwner(ownerId, list).filter((view) => view.id !== id)
  if (others.some((view) => view.name.toLowerCase() === folded))
    throw domainError(viewsErrors, 'VIEW_NAME_TAKEN', { field: 'name', name })
}

function withoutDefault(
  repository: ViewsRepository,
  { id, isDefault, list, ownerId }: StoredView,
): EntityChange[] {
  if (!isDefault) return []
  return repository
    .ofOwner(ownerId, list)
    .filter((view) => view.id !== id && view.isDefault)
    .flatMap((view) => repository.views.update(view, { ...view, isDefault: false }).changes)
}

/** Deletes a view; throws FORBIDDEN, NOT_FOUND, CONFLICT. */
export function deleteView(
  repository: ViewsRepository,
  { caller }: Act,
  { expectedVersion, viewId }: Input<'deleteView'>,
): Outcome<{ id: SavedView['id'] }> {
  const view = changeable(repository, caller, viewId, expectedVersion, {})
  return { result: { id: viewId }, changes: [repository.views.remove(view)] }
}

/** Shares a view with roles and with the working office, or with nobody any more; throws FORBIDDEN, NOT_FOUND, CONFLICT. */
export function shareView(
  repository: ViewsRepository,
  { caller }: Act,
  { expectedVersion, roles, viewId, withOffice }: Input<'shareView'>,
): Outcome<SavedView> {
  const before = changeable(repository, caller, viewId, expectedVersion, { roles })
  const officeId = withOffice ? (before.officeId ?? caller.officeId) : undefined
  const { record, changes } = repository.views.update(before, {
    ...before,
    roles: [...new Set(roles)],
    officeId,
  })
  // Whoever put another's view in order may not see it any more.
  const view = repository.viewList.find(viewId) ?? { ...record, ownerName: '' }
  return outcome(answered(caller, view), changes)
}
