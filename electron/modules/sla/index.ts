export { createClockLists } from './clockList.repository'
export { createComplianceRepository } from './compliance.repository'
export { createSlaReportRoutes } from './slaReport.router'
