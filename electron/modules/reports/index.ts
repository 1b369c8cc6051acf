export { createReportsRouter } from './reports.router'
