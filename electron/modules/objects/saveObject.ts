import type { Act } from '../../db/act'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import { refuseAll } from '../../shared/contract/domainError'
import type { ServiceObject } from '../../shared/contract/objects'
import { objectFailures } from './object.checks'
import type { ObjectsDeps, ObjectsInput } from './objects.deps'
import type { ObjectsRepository, StoredObject } from './objects.repository'
import { warrantyUntil } from './warranty.rules'

/** Creates a service object; its number is typed or the next of the series OBJ (02 §2.4). */
export function createObject(
  deps: ObjectsDeps,
  act: Act,
  { reason: _reason, ...fields }: ObjectsInput<'createObject'>,
): Outcome<ServiceObject> {
  const { repository } = deps
  const replayed = repository.objects.replayed(fields.id, fields)
  if (replayed) return unchanged(objectOf(repository, replayed.id))
  const draft = withDefaults(deps, act, fields)
  assertObject(deps, act, { ...draft, number: fields.number ?? '' })
  const object: StoredObject = { ...draft, number: fields.number ?? nextNumber(deps, act, fields.id) }
  const change = repository.objects.insert(object)
  return { result: objectOf(repository, object.id), changes: [change] }
}

/** Changes a service object (02 §2.4). */
export function updateObject(
  deps: ObjectsDeps,
  act: Act,
  { objectId, expectedVersion, patch }: ObjectsInput<'updateObject'>,
): Outcome<ServiceObject> {
  const { before, after } = deps.repository.objects.patched(objectId, expectedVersion, patch)
  return save(deps, act, before, after)
}

/** Puts an object in or out of service, or scraps it; a scrapped one frees its serial. */
export function setObjectStatus(
  deps: ObjectsDeps,
  act: Act,
  { objectId, expectedVersion, status }: ObjectsInput<'setObjectStatus'>,
): Outcome<ServiceObject> {
  const before = deps.repository.objects.expect(objectId, expectedVersion, { status })
  return save(deps, act, before, { ...before, status })
}

function save(
  deps: ObjectsDeps,
  act: Act,
  before: StoredObject,
  after: StoredObject,
): Outcome<ServiceObject> {
  const object = { ...after, warrantyUntil: warrantyUntil(after) }
  assertObject(deps, act, object, before)
  const { changes } = deps.repository.objects.update(before, object)
  return outcome(objectOf(deps.repository, before.id), changes)
}

/** Warranty starts when installed and lasts as the item and the company say (08 §2.5). */
export function withDefaults(
  { catalog, repairWarrantyMonths }: Pick<ObjectsDeps, 'catalog' | 'repairWarrantyMonths'>,
  { caller }: Act,
  fields: Omit<ObjectsInput<'createObject'>, 'reason'>,
): Omit<StoredObject, 'number'> {
  const item = fields.itemId === undefined ? undefined : catalog.items.get(fields.itemId)
  const lacksSerial = item?.serialTracked === true && fields.serialNumber === undefined
  const object = {
    ...fields,
    version: 1,
    status: fields.status ?? (lacksSerial ? 'outOfService' : 'inService'),
    warrantyStart: fields.warrantyStart ?? fields.installedDate,
    productWarrantyMonths: fields.productWarrantyMonths ?? item?.warrantyMonths,
    repairWarrantyMonths: fields.repairWarrantyMonths ?? repairWarrantyMonths(caller.officeId),
  } as const
  return { ...object, warrantyUntil: warrantyUntil(object) }
}

function nextNumber({ drawNumber, repository }: ObjectsDeps, { at, caller }: Act, recordId: string): string {
  return drawNumber({
    ...{ type: 'OBJ', officeId: caller.officeId, entity: 'object', recordId, at },
    holderOf: (taken) => repository.objects.where('number', taken)[0]?.id,
  })
}

function assertObject(
  deps: ObjectsDeps,
  { at, caller }: Act,
  object: StoredObject,
  before?: StoredObject,
): void {
  const thisYear = Number(deps.localDate(caller.officeId, at).slice(0, 4))
  const [first, ...rest] = objectFailures(deps, object, thisYear, before)
  if (first) throw refuseAll([first, ...rest])
}

/** The object as answered, with the names its list shows; throws NOT_FOUND. */
export function objectOf(repository: ObjectsRepository, id: string): ServiceObject {
  const object = repository.objectList.find(id)
  if (!object) throw notFound('object', id)
  return object
}
