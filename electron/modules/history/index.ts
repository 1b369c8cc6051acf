export { createHistoryRepository, type HistoryRepository } from './history.repository'
export { createHistoryRouter } from './history.router'
