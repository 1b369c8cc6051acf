export { createViewsRepository } from './views.repository'
export { createViewsRouter } from './views.router'
