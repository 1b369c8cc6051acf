export { createAgreementReportsRepository } from './agreementReports.repository'
export { createBomReportsRepository } from './bomReports.repository'
export { createReportsRepository } from './reports.repository'
export { createReportsRouter } from './reports.router'
