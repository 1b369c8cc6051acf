export { createReportsRepository } from './reports.repository'
export { createReportsRouter } from './reports.router'
