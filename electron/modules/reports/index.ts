export { createAgreementReportsRepository } from './agreementReports.repository'
export { createReportsRepository } from './reports.repository'
export { createReportsRouter } from './reports.router'
