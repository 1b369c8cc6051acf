import type { Failure } from '../../shared/contract/domainError'
import type { ObjectsDeps } from './objects.deps'
import type { StoredObject } from './objects.repository'

const firstYear = 1800

/**
 * What is wrong with an object (02 §2.4). References that are not there throw NOT_FOUND.
 *
 * @param before - the stored object of an update
 */
export function objectFailures(
  deps: ObjectsDeps,
  object: StoredObject,
  thisYear: number,
  before?: StoredObject,
): Failure[] {
  const { catalog, customers, repository } = deps
  if (object.groupId !== undefined) repository.groups.get(object.groupId)
  if (object.customerId !== undefined) customers.customers.get(object.customerId)
  if (object.productCategoryId !== undefined) catalog.productCategories.get(object.productCategoryId)
  const year = object.yearOfManufacture
  const isYearBad = year !== undefined && (year < firstYear || year > thisYear)
  return [
    ...(repository.objects.isTaken('number', object.number, object.id)
      ? [{ code: 'NUMBER_TAKEN', field: 'number' }]
      : []),
    ...(isYearBad ? [{ code: 'YEAR_IMPLAUSIBLE', field: 'yearOfManufacture' }] : []),
    ...siteFailures(deps, object),
    ...serialFailures(deps, object),
    ...parentFailures(deps, object, before),
  ]
}

function siteFailures({ customers }: ObjectsDeps, { customerId, siteId }: StoredObject): Failure[] {
  if (siteId === undefined) return []
  const site = customers.sites.get(siteId)
  const isOther = customerId !== undefined && site.customerId !== customerId
  return isOther ? [{ code: 'SITE_OTHER_CUSTOMER', field: 'siteId' }] : []
}

/** Item + serial is unique among objects that are not scrapped; a tracked item in service has a serial. */
function serialFailures(
  { catalog, repository }: ObjectsDeps,
  { id, itemId, serialNumber, status }: StoredObject,
): Failure[] {
  if (itemId === undefined) return []
  const { serialTracked } = catalog.items.get(itemId)
  if (serialNumber === undefined)
    return serialTracked && status === 'inService'
      ? [{ code: 'REQUIRED', field: 'serialNumber', fields: ['serialNumber'] }]
      : []
  if (status === 'scrapped') return []
  const holder = repository.holderOf(itemId, serialNumber)
  return holder !== undefined && holder !== id
    ? [{ code: 'SERIAL_IN_USE', field: 'serialNumber', ids: [holder] }]
    : []
}

/** Parent chain: no cycle, one customer; nothing new enters a scrapped object. */
function parentFailures(
  { repository: { objects } }: ObjectsDeps,
  object: StoredObject,
  before: StoredObject | undefined,
): Failure[] {
  const failures: Failure[] = []
  const isMoved = before !== undefined && before.customerId !== object.customerId
  const strangers = isMoved
    ? objects.where('parentObjectId', object.id).filter(({ customerId }) => customerId !== object.customerId)
    : []
  if (strangers.length > 0)
    failures.push({
      code: 'OBJECT_OTHER_CUSTOMER',
      field: 'customerId',
      ids: strangers.slice(0, 20).map(({ id }) => id),
    })
  if (object.parentObjectId === undefined) return failures

  const parent = objects.get(object.parentObjectId)
  if (parent.customerId !== object.customerId)
    failures.push({ code: 'OBJECT_OTHER_CUSTOMER', field: 'parentObjectId', ids: [parent.id] })
  if (parent.status === 'scrapped' && before?.parentObjectId !== parent.id)
    failures.push({ code: 'OBJECT_SCRAPPED', field: 'parentObjectId', ids: [parent.id] })
  for (let above: StoredObject | undefined = parent; above;)
    if (above.id === object.id) return [...failures, { code: 'OBJECT_CYCLE', field: 'parentObjectId' }]
    else above = above.parentObjectId === undefined ? undefined : objects.get(above.parentObjectId)
  return failures
}
