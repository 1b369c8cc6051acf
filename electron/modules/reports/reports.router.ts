import { implementer } from '../../rpc/implementer'
import { sheetRows } from '../../shared/contract/reports'
import { offsetAt } from '../calendars/index'
import { exportList, prepareExport, type ReportsDeps } from './exportList'
import { exportRepairStatistics, prepareRepairFile, type RepairFileDeps } from './repairStatisticsReport'
import { listReports, prepareReport, runReport, type RunDeps } from './runReport'

const { reports } = implementer

export function createReportsRouter(
  deps: Omit<ReportsDeps & RunDeps & RepairFileDeps, 'offsetAt' | 'sheetRows'>,
) {
  const all = { ...deps, offsetAt, sheetRows }
  return reports.router({
    exportList: reports.exportList.handler(({ context, input }) => {
      const prepared = prepareExport(all, context.caller, input)
      return context.startJob('reports.exportList', (control) => exportList(all, control, prepared))
    }),
    listReports: reports.listReports.handler(({ context }) => listReports(context.caller)),
    runReport: reports.runReport.handler(({ context, input }) => {
      const definition = prepareReport(context.caller, input)
      return context.startJob('reports.runReport', (control) => runReport(all, control, definition, input))
    }),
    exportRepairStatistics: reports.exportRepairStatistics.handler(({ context, input }) => {
      prepareRepairFile(all, context.caller, input)
      return context.startJob('reports.exportRepairStatistics', (control) =>
        exportRepairStatistics(all, control, input),
      )
    }),
  })
}
