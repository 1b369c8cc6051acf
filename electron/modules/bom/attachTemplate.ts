import type { Act } from '../../db/act'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { assertInOffices } from '../../db/inOffices'
import { notFound } from '../../db/version'
import { domainError } from '../../shared/contract/domainError'
import { AgreementId, OrderId, ServiceBomId, ServiceBomLineId } from '../../shared/contract/id'
import type { Permission } from '../../shared/contract/permission'
import { attachErrors, type LeftOutLine, type ServiceBom } from '../../shared/contract/serviceBoms'
import { localDate } from '../calendars/index'
import { isAgreementOver, stateOf, workOn, type BomWork } from './bomWork'
import type { BomInput, ServiceBomDeps } from './serviceBom.deps'
import type { BomRelation } from './serviceBomLists.repository'
import type { StoredServiceBom, StoredServiceLine } from './serviceBoms.repository'
import { answered } from './serviceBomView'
import type { CopiedLine } from './templateReader.repository'

type Attached = ServiceBom & { bom: ServiceBom; leftOut: LeftOutLine[] }

/**
 * Copies the lines of a template that are valid on the day into the list of an object, each with an entry `copied`
 * (R09-04). A template of another item only when confirmed, of an unrelated one not at all.
 *
 * @throws BOM_ALREADY_ATTACHED, TEMPLATE_ITEM_MISMATCH, NO_VALID_LINES, DATE_IN_FUTURE, BOM_READ_ONLY
 */
export function attachTemplate(
  deps: ServiceBomDeps,
  act: Act,
  { at, confirmed, reason: _reason, relationId, templateId, ...given }: BomInput<'attachTemplate'>,
): Outcome<Attached> {
  const { objects, repository, templates } = deps
  const template = templates.find(templateId)
  if (!template) throw notFound('bomTemplate', templateId)
  const relation = freeRelation(deps, act, relationId, 'bom.attach', given.id)
  const id = given.id ?? ServiceBomId.parse(mintId())
  const { isAllowed, left, valid } = validOn(templates.linesOf(templateId), localDate(relation.zone, at))
  const leftOut = left.map(({ itemName, itemNumber, path }) => ({ path, itemNumber, itemName }))
  if (repository.boms.replayed(id, { relationId, templateId, attachedAt: at }))
    return unchanged({ ...answered(deps, act.at, id), leftOut })
  assertNoList(deps, relationId)
  const object = objects.get(relation.objectId)
  assertFits(deps, template.itemId, object.itemId, confirmed)
  if (at > act.at) throw domainError(attachErrors, 'DATE_IN_FUTURE', { field: 'at' })
  if (!isAllowed) throw domainError(attachErrors, 'NO_VALID_LINES', { field: 'at', ids: [templateId] })
  const bom: StoredServiceBom = {
    ...{ id, version: 0, objectId: object.id, ...placeOf(relation), templateId },
    itemId: object.itemId ?? template.itemId,
    serialNumber: object.serialNumber,
    ...{ attachedAt: at, recordedAt: act.at, isReadOnly: false, lineCount: 0, changeCount: 0 },
  }
  const changes = insertList(deps, act, bom, (work) => {
    copyLines(work, valid, { at, action: 'copied' })
  })
  return outcome({ ...answered(deps, act.at, id), leftOut }, changes)
}

/**
 * A template of another item asks for a confirmation. Items of different categories have nothing in common: their
 * templates are refused; of an item without a category nobody can say that (09 §4).
 */
function assertFits(
  { catalog }: Pick<ServiceBomDeps, 'catalog'>,
  templateItemId: string,
  objectItemId: string | undefined,
  confirmed: boolean | undefined,
): void {
  if (objectItemId === undefined || objectItemId === templateItemId) return
  const ids = [templateItemId, objectItemId]
  const categories = new Set(ids.flatMap((id) => catalog.items.get(id).categoryId ?? []))
  const isRelated = categories.size < 2
  if (isRelated && confirmed === true) return
  throw domainError(attachErrors, 'TEMPLATE_ITEM_MISMATCH', {
    ...{ field: 'templateId', ids, level: isRelated ? 'warning' : 'error' },
  })
}

/** The relation's part of a list. */
export function placeOf({ agreementId, id, orderId }: BomRelation) {
  return {
    relationId: id,
    agreementId: agreementId === undefined ? undefined : AgreementId.parse(agreementId),
    orderId: orderId === undefined ? undefined : OrderId.parse(orderId),
  }
}

/** A relation that may take a list. @throws NOT_FOUND, FORBIDDEN for other offices, BOM_READ_ONLY, BOM_ALREADY_ATTACHED */
export function freeRelation(
  deps: ServiceBomDeps,
  { at, caller }: Act,
  relationId: string,
  permission: Permission,
  ownId: string | undefined,
): BomRelation {
  const relation = deps.lists.relation(relationId)
  if (!relation) throw notFound('objectRelation', relationId)
  assertInOffices(caller, permission, relation.officeId)
  const isReplayed = ownId !== undefined && deps.repository.boms.find(ownId) !== undefined
  if (!isReplayed && isAgreementOver(relation, relation.zone, at))
    throw domainError(attachErrors, 'BOM_READ_ONLY', { field: 'relationId', ids: [relationId] })
  return relation
}

/** Throws BOM_ALREADY_ATTACHED where a list hangs already (R09-04). */
export function assertNoList({ repository }: Pick<ServiceBomDeps, 'repository'>, relationId: string): void {
  const held = repository.ofRelation(relationId)
  if (held) throw domainError(attachErrors, 'BOM_ALREADY_ATTACHED', { field: 'relationId', ids: [held.id] })
}

/** Inserts a list of version 1 with what `fill` puts into it. */
export function insertList(
  deps: ServiceBomDeps,
  act: Act,
  bom: StoredServiceBom,
  fill: (work: BomWork) => void,
) {
  const { repository } = deps
  const change = repository.boms.insert({ ...bom, version: 1 })
  const head = deps.lists.bomList.find(bom.id)
  if (!head) throw new Error(`serviceBom ${bom.id}: just inserted`)
  const work = workOn(deps, act, bom, head)
  fill(work)
  const { changes } = work.close(true)
  return [change, ...changes]
}

/** A line valid on a day whose parent is too; the others with their paths. */
export function validOn(lines: readonly CopiedLine[], date: string) {
  const paths = new Map<string, string>()
  const kept = new Set<string>()
  const valid: CopiedLine[] = []
  const left: (CopiedLine & { path: string })[] = []
  for (const line of lines) {
    const above = line.parentId === undefined ? '' : `${paths.get(line.parentId) ?? ''}.`
    const path = `${above}${String(line.position)}`
    paths.set(line.id, path)
    const isValid =
      (line.validFrom === undefined || line.validFrom <= date) &&
      (line.validTo === undefined || line.validTo >= date)
    if (isValid && (line.parentId === undefined || kept.has(line.parentId))) {
      kept.add(line.id)
      valid.push(line)
    } else left.push({ ...line, path })
  }
  return { valid, left, isAllowed: valid.length > 0 }
}

/** Copies lines of a template below a part, or as the list's own, with an entry each. */
export function copyLines(
  work: BomWork,
  lines: readonly CopiedLine[],
  {
    at,
    below,
    ...entry
  }: Pick<Parameters<BomWork['note']>[0], 'action' | 'reasonId' | 'actId' | 'repairLineId' | 'orderId'> & {
    readonly at: number
    readonly below?: StoredServiceLine | undefined
  },
): void {
  const ids = new Map(lines.map(({ id }) => [id, ServiceBomLineId.parse(mintId())]))
  for (const {
    id: originId,
    itemName: _name,
    itemNumber: _number,
    validFrom: _from,
    validTo: _to,
    ...given
  } of lines) {
    const id = ids.get(originId) ?? ServiceBomLineId.parse(mintId())
    const parentId = given.parentId === undefined ? below?.id : ids.get(given.parentId)
    const line: StoredServiceLine = {
      ...{ ...given, id, parentId, bomId: work.bom.id, originId, chainId: id, installedAt: at },
      ...{ recordedAt: work.act.at, recordedById: work.act.caller.userId },
    }
    work.insert(line)
    work.note({ ...entry, lineId: id, effectiveAt: at, after: stateOf(line) })
  }
}
