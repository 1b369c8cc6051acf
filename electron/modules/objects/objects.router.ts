import type { Caller } from '../../db/act'
import type { Condition } from '../../db/listQuery'
import { deleteRecord } from '../../db/recordActs'
import { notFound } from '../../db/version'
import { implementer } from '../../rpc/implementer'
import type { ServiceObject } from '../../shared/contract/objects'
import { getObjectHistory, wholeHistory } from './getObjectHistory'
import type { ObjectsDeps } from './objects.deps'
import { onOrdersOf } from './objects.repository'
import { createGroup, groupOf, updateGroup } from './saveGroup'
import { createObject, setObjectStatus, updateObject } from './saveObject'

const { objects } = implementer

export function createObjectsRouter(deps: ObjectsDeps) {
  const { repository } = deps

  /** Throws NOT_FOUND also for what the caller may not see. */
  function visible(caller: Caller, objectId: string): ServiceObject {
    const object = repository.objectList.find(objectId, ...scopeOf(caller))
    if (!object) throw notFound('object', objectId)
    return object
  }

  return objects.router({
    listObjects: objects.listObjects.handler(({ context, input }) =>
      repository.objectList.page(input, ...scopeOf(context.caller)),
    ),
    getObject: objects.getObject.handler(({ context, input }) => visible(context.caller, input.objectId)),
    createObject: objects.createObject.handler(({ context, input }) =>
      context.write('objects.createObject', input, (act) => createObject(deps, act, input)),
    ),
    updateObject: objects.updateObject.handler(({ context, input }) =>
      context.write('objects.updateObject', input, (act) => updateObject(deps, act, input)),
    ),
    deleteObject: objects.deleteObject.handler(({ context, input }) =>
      context.write('objects.deleteObject', input, () =>
        deleteRecord(repository.objects, input.objectId, input.expectedVersion),
      ),
    ),
    setObjectStatus: objects.setObjectStatus.handler(({ context, input }) =>
      context.write('objects.setObjectStatus', input, (act) => setObjectStatus(deps, act, input)),
    ),
    getObjectHistory: objects.getObjectHistory.handler(({ context, input }) => {
      visible(context.caller, input.objectId)
      return getObjectHistory(deps, context.caller, context.now(), input)
    }),
    printObjectHistory: objects.printObjectHistory.handler(({ context, input }) => {
      const { caller } = context
      const object = visible(caller, input.objectId)
      const language = input.language ?? caller.language
      const at = context.now()
      const history = wholeHistory(deps, { ...caller, language }, at, object.id)
      return deps.print({ at, caller }, object, history, language)
    }),

    listObjectGroups: objects.listObjectGroups.handler(({ input }) => repository.groupList.page(input)),
    getObjectGroup: objects.getObjectGroup.handler(({ input }) => groupOf(repository, input.objectGroupId)),
    createObjectGroup: objects.createObjectGroup.handler(({ context, input }) =>
      context.write('objects.createObjectGroup', input, () => createGroup(repository, input)),
    ),
    updateObjectGroup: objects.updateObjectGroup.handler(({ context, input }) =>
      context.write('objects.updateObjectGroup', input, () => updateGroup(repository, input)),
    ),
    deleteObjectGroup: objects.deleteObjectGroup.handler(({ context, input }) =>
      context.write('objects.deleteObjectGroup', input, () =>
        deleteRecord(repository.groups, input.objectGroupId, input.expectedVersion),
      ),
    ),
  })
}

/** With reach own: the objects of the caller's own orders (conventions §8). */
function scopeOf({ permissions, workerId }: Caller): Condition[] {
  return permissions.get('objects.read') === 'own' ? [onOrdersOf(workerId)] : []
}
