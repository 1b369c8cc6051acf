import type { Act } from '../../db/act'
import type { Outcome } from '../../db/changeLog'
import { implementer } from '../../rpc/implementer'
import { assertModule } from '../settings/index'
import { attachTemplate } from './attachTemplate'
import { addComponent, changeComponent, deleteComponent } from './changeComponents'
import { bomScope, readBom } from './bomOffices'
import { copyServiceBom, deleteServiceBom, moveServiceBom } from './moveServiceBom'
import { replaceComponent } from './replaceComponent'
import type { ServiceBomDeps } from './serviceBom.deps'
import { listHistory, listObjectBoms, listRecall, viewOf } from './serviceBomView'
import { undoChange } from './undoBomChange'

const { bom } = implementer

/** The part of the capability `bom` that keeps the lists of objects (09 §4). */
export function createServiceBomRoutes(deps: ServiceBomDeps) {
  const { lists } = deps
  /** A use case of a module that is on (R01-25). */
  const whenOn =
    <Input, Result>(useCase: (of: ServiceBomDeps, act: Act, input: Input) => Outcome<Result>, input: Input) =>
    (act: Act) => {
      assertModule(deps.settings, 'bom')
      return useCase(deps, act, input)
    }
  return {
    listServiceBoms: bom.listServiceBoms.handler(({ context, input }) => {
      const { items, ...page } = lists.bomList.page(input, ...bomScope(lists, context.caller, 't.id'))
      return { ...page, items: items.map((one) => viewOf(one, context.now())) }
    }),
    getServiceBom: bom.getServiceBom.handler(({ context, input }) =>
      viewOf(readBom(lists, context.caller, input.bomId), context.now()),
    ),
    listObjectBoms: bom.listObjectBoms.handler(({ context, input }) =>
      listObjectBoms(deps, { caller: context.caller, at: context.now() }, input),
    ),
    attachTemplate: bom.attachTemplate.handler(({ context, input }) =>
      context.write('bom.attachTemplate', input, whenOn(attachTemplate, input)),
    ),
    addComponent: bom.addComponent.handler(({ context, input }) =>
      context.write('bom.addComponent', input, whenOn(addComponent, input)),
    ),
    changeComponent: bom.changeComponent.handler(({ context, input }) =>
      context.write('bom.changeComponent', input, whenOn(changeComponent, input)),
    ),
    deleteComponent: bom.deleteComponent.handler(({ context, input }) =>
      context.write('bom.deleteComponent', input, whenOn(deleteComponent, input)),
    ),
    replaceComponent: bom.replaceComponent.handler(({ context, input }) =>
      context.write('bom.replaceComponent', input, whenOn(replaceComponent, input)),
    ),
    undoChange: bom.undoChange.handler(({ context, input }) =>
      context.write('bom.undoChange', input, whenOn(undoChange, input)),
    ),
    moveServiceBom: bom.moveServiceBom.handler(({ context, input }) =>
      context.write('bom.moveServiceBom', input, whenOn(moveServiceBom, input)),
    ),
    copyServiceBom: bom.copyServiceBom.handler(({ context, input }) =>
      context.write('bom.copyServiceBom', input, whenOn(copyServiceBom, input)),
    ),
    deleteServiceBom: bom.deleteServiceBom.handler(({ context, input }) =>
      context.write('bom.deleteServiceBom', input, whenOn(deleteServiceBom, input)),
    ),
    listHistory: bom.listHistory.handler(({ context, input }) => listHistory(deps, context.caller, input)),
    listMarks: bom.listMarks.handler(({ context, input }) => {
      readBom(lists, context.caller, input.bomId)
      return { items: lists.marks(input.bomId) }
    }),
    listRemovedParts: bom.listRemovedParts.handler(({ context, input }) =>
      lists.removedList.page(input, ...bomScope(lists, context.caller, 't.bom_id')),
    ),
    listRecall: bom.listRecall.handler(({ context, input }) => listRecall(deps, context.caller, input)),
  }
}
