import type { Act } from '../../db/act'
import { outcome, unchanged, type EntityChange, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { assertInOffices } from '../../db/inOffices'
import { notFound } from '../../db/version'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { BomHistoryId, ServiceBomId, ServiceBomLineId } from '../../shared/contract/id'
import { moveBomErrors, type BomLineState, type ServiceBom } from '../../shared/contract/serviceBoms'
import { assertNoList, freeRelation, placeOf } from './attachTemplate'
import { isAgreementOver } from './bomWork'
import type { BomInput, ServiceBomDeps } from './serviceBom.deps'
import type { BomRelation } from './serviceBomLists.repository'
import type { StoredServiceBom } from './serviceBoms.repository'
import { serviceBomOf } from './serviceBomView'

/**
 * Hangs a list on another relation of the same thing, with all its lines and history as they are; the old relation
 * keeps a pointer (R09-09). The agreement of the old one may be over.
 *
 * @throws BOM_OBJECT_MISMATCH, BOM_ALREADY_ATTACHED, BOM_READ_ONLY
 */
export function moveServiceBom(
  deps: ServiceBomDeps,
  act: Act,
  { bomId, expectedVersion, id: pointerId, relationId }: BomInput<'moveServiceBom'>,
): Outcome<ServiceBom> {
  const { repository } = deps
  const held = pointerId && repository.boms.find(pointerId)
  if (held) return replayed(deps, act, held, held.movedToId === bomId, bomId)
  const { bom, relation } = toRelate(deps, act, { bomId, expectedVersion, relationId })
  const { bom: moved, change } = repository.overwrite(bom, {
    ...{ ...bom, ...placeOf(relation), objectId: relation.objectId },
  })
  const pointer: StoredServiceBom = {
    ...bom,
    ...{
      id: pointerId ?? ServiceBomId.parse(mintId()),
      version: 1,
      templateId: undefined,
      recordedAt: act.at,
    },
    ...{ isReadOnly: true, movedToId: moved.id, lineCount: 0, changeCount: 0 },
  }
  const changes = [change, repository.boms.insert(pointer)]
  return outcome(serviceBomOf(deps, act.at, bomId), changes)
}

/**
 * Copies a list with its history to another relation of the same thing; the source is kept to be read (R09-09).
 *
 * @throws BOM_OBJECT_MISMATCH, BOM_ALREADY_ATTACHED, BOM_READ_ONLY
 */
export function copyServiceBom(
  deps: ServiceBomDeps,
  act: Act,
  { bomId, expectedVersion, id: given, relationId }: BomInput<'copyServiceBom'>,
): Outcome<ServiceBom> {
  const { repository } = deps
  const held = given && repository.boms.find(given)
  if (held) return replayed(deps, act, held, held.copiedFromId === bomId, held.id)
  const { bom, relation } = toRelate(deps, act, { bomId, expectedVersion, relationId })
  const { change } = repository.overwrite(bom, { ...bom, isReadOnly: true })
  // Its parts are where the copy says from now on: one serial, one place.
  repository.keepToRead(bom.id)
  const copy: StoredServiceBom = {
    ...{ ...bom, ...placeOf(relation), objectId: relation.objectId },
    ...{ id: given ?? ServiceBomId.parse(mintId()), version: 1, copiedFromId: bom.id },
  }
  const inserted = repository.boms.insert(copy)
  const changes = [change, inserted, ...copyHistory(deps, bom.id, copy)]
  return outcome(serviceBomOf(deps, act.at, copy.id), changes)
}

/**
 * Deletes a list to which nothing happened since it was attached, or a pointer (R09-08).
 *
 * @throws IN_USE with the number of entries, BOM_READ_ONLY once its agreement is over
 */
export function deleteServiceBom(
  deps: ServiceBomDeps,
  act: Act,
  { bomId, expectedVersion }: BomInput<'deleteServiceBom'>,
): Outcome<{ id: ServiceBomId }> {
  const { repository } = deps
  const bom = repository.boms.expect(bomId, expectedVersion)
  const relation = ownRelation(deps, act, bom)
  if (bom.movedToId === undefined && relation && isAgreementOver(relation, relation.zone, act.at))
    throw domainError(moveBomErrors, 'BOM_READ_ONLY', { entity: 'serviceBom', id: bomId })
  const changed = repository.changesOf(bomId)
  const others = repository.referringTo(bomId)
  if (bom.changeCount + others.length > 0)
    throw domainError(commonErrors, 'IN_USE', {
      ...{ entity: 'serviceBom', id: bomId },
      counts: {
        ...(bom.changeCount > 0 ? { bomHistory: bom.changeCount } : {}),
        ...(others.length > 0 ? { serviceBom: others.length } : {}),
      },
      dependants: [
        ...others.map((id) => ({ entity: 'serviceBom', id })),
        ...changed.map((id) => ({ entity: 'bomHistory', id })),
      ].slice(0, 20),
    })
  return outcome({ id: bomId }, repository.remove(bom))
}

/** Where a list hangs, which must be of the caller's offices. */
function ownRelation(
  { lists }: ServiceBomDeps,
  { caller }: Act,
  bom: StoredServiceBom,
): BomRelation | undefined {
  const relation = lists.relation(bom.relationId)
  if (relation) assertInOffices(caller, 'bom.manage', relation.officeId)
  return relation
}

/** A list that may go to a relation, and that relation. */
function toRelate(
  deps: ServiceBomDeps,
  act: Act,
  { bomId, expectedVersion, relationId }: { bomId: string; expectedVersion: number; relationId: string },
): { bom: StoredServiceBom; relation: BomRelation } {
  const bom = deps.repository.boms.expect(bomId, expectedVersion)
  ownRelation(deps, act, bom)
  if (bom.isReadOnly || bom.movedToId !== undefined)
    throw domainError(moveBomErrors, 'BOM_READ_ONLY', { entity: 'serviceBom', id: bomId })
  const relation = freeRelation(deps, act, relationId, 'bom.manage', undefined)
  assertNoList(deps, relationId)
  const { itemId, serialNumber } = deps.objects.get(relation.objectId)
  const isSame =
    relation.objectId === bom.objectId ||
    (serialNumber !== undefined && itemId === bom.itemId && serialNumber === bom.serialNumber)
  if (!isSame)
    throw domainError(moveBomErrors, 'BOM_OBJECT_MISMATCH', {
      ...{ field: 'relationId', ids: [relation.objectId] },
      ...{ serialNumber, ownSerialNumber: bom.serialNumber },
    })
  return { bom, relation }
}

function replayed(
  deps: ServiceBomDeps,
  act: Act,
  held: StoredServiceBom,
  isSame: boolean,
  answeredId: ServiceBomId,
): Outcome<ServiceBom> {
  if (!isSame) throw domainError(commonErrors, 'ID_TAKEN', { entity: 'serviceBom', id: held.id })
  return unchanged(serviceBomOf(deps, act.at, answeredId))
}

/** The lines and entries of a list under another one, with ids of their own and all their times. */
function copyHistory({ repository }: ServiceBomDeps, fromId: string, copy: StoredServiceBom): EntityChange[] {
  repository.deferReferences()
  const lines = repository.lines.ofOwner(fromId)
  const entries = repository.entriesOf(fromId)
  const lineIds = new Map(lines.map(({ id }) => [id, ServiceBomLineId.parse(mintId())]))
  const entryIds = new Map(entries.map(({ id }) => [id, BomHistoryId.parse(mintId())]))
  const line = (id: ServiceBomLineId) => named(lineIds, id, 'serviceBomLine')
  const maybe = (id: ServiceBomLineId | undefined) => (id === undefined ? undefined : line(id))
  const entry = (id: BomHistoryId | undefined) =>
    id === undefined ? undefined : named(entryIds, id, 'bomHistory')
  const state = (held: BomLineState | undefined) => held && { ...held, parentId: maybe(held.parentId) }
  return [
    ...lines.map((held) =>
      repository.lines.insert(
        {
          ...{ ...held, id: line(held.id), bomId: copy.id, parentId: maybe(held.parentId) },
          ...{ replacesId: maybe(held.replacesId), replacedById: maybe(held.replacedById) },
          chainId: line(held.chainId),
        },
        copy.version,
      ),
    ),
    ...entries.map((held) =>
      repository.entries.insert({
        ...{ ...held, id: named(entryIds, held.id, 'bomHistory'), version: 1, bomId: copy.id },
        ...{ lineId: line(held.lineId), newLineId: maybe(held.newLineId) },
        ...{ before: state(held.before), after: state(held.after), afterNew: state(held.afterNew) },
        ...{ undoesId: entry(held.undoesId), actId: entry(held.actId) },
      }),
    ),
  ]
}

function named<Id>(ids: ReadonlyMap<Id, Id>, id: Id, entity: string): Id {
  const found = ids.get(id)
  if (found === undefined) throw notFound(entity, String(id))
  return found
}
