import { implementer } from '../../rpc/implementer'
import { deleteView, listViews, saveView, shareView } from './saveView'
import type { ViewsRepository } from './views.repository'

const { views } = implementer

export function createViewsRouter(repository: ViewsRepository) {
  return views.router({
    listViews: views.listViews.handler(({ context, input }) => listViews(repository, context.caller, input)),
    saveView: views.saveView.handler(({ context, input }) =>
      context.write('views.saveView', input, (act) => saveView(repository, act, input)),
    ),
    deleteView: views.deleteView.handler(({ context, input }) =>
      context.write('views.deleteView', input, (act) => deleteView(repository, act, input)),
    ),
    shareView: views.shareView.handler(({ context, input }) =>
      context.write('views.shareView', input, (act) => shareView(repository, act, input)),
    ),
  })
}
