import { contract } from '@contract/index'
import { ObjectGroupId, ObjectId } from '@contract/id'
import { fieldsOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { recordSource, type RecordOf } from '@/composables/useRecord'
import { client } from '@/rpc/client'
import { customerLookup, siteLookup } from '@/modules/customers'
import { itemLookup, productCategoryLookup } from '@/modules/catalog'
import { objectGroupLookup, objectLookup } from './objects.lookups'

const { objects } = contract
const ask = client.objects

export const objectGroupList = listSource(objects.listObjectGroups, (input) => ask.listObjectGroups(input))
export const objectList = listSource(objects.listObjects, (input) => ask.listObjects(input))
export const objectGroupRecord = recordSource({
  entity: 'objectGroup',
  id: ObjectGroupId,
  schema: fieldsOf(objects.createObjectGroup),
  labels: 'objects.group',
  texts: { parentId: objectGroupLookup },
  get: (objectGroupId) => ask.getObjectGroup({ objectGroupId }),
  create: (id, values) => ask.createObjectGroup({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateObjectGroup({ objectGroupId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteObjectGroup({ objectGroupId: id, expectedVersion: version, reason }),
})
export const objectRecord = recordSource({
  entity: 'object',
  id: ObjectId,
  schema: fieldsOf(objects.createObject),
  labels: 'objects.object',
  texts: {
    status: 'objects.status',
    groupId: objectGroupLookup,
    customerId: customerLookup,
    siteId: siteLookup(() => undefined),
    itemId: itemLookup,
    productCategoryId: productCategoryLookup,
    parentObjectId: objectLookup(() => undefined),
  },
  get: (objectId) => ask.getObject({ objectId }),
  create: (id, values) => ask.createObject({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateObject({ objectId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) => ask.deleteObject({ objectId: id, expectedVersion: version, reason }),
})

export type ObjectPage = RecordOf<typeof objectRecord>

/** What happened to an object, newest first, a page of it. */
export function historyOf(objectId: string, after: string | undefined) {
  return ask.getObjectHistory({
    objectId: ObjectId.parse(objectId),
    ...(after === undefined ? {} : { after }),
  })
}

/** The whole time line as a PDF, in the language of the screen's user. */
export function printedHistoryOf(objectId: string) {
  return ask.printObjectHistory({ objectId: ObjectId.parse(objectId) })
}

/** Which promise would cover a repair that is reported now (R08-10). */
export function warrantyToday(objectId: string) {
  return client.repair.checkWarranty({ objectId: ObjectId.parse(objectId) })
}
