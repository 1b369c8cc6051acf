import { implementer } from '../../rpc/implementer'
import { sheetRows } from '../../shared/contract/reports'
import { offsetAt } from '../calendars/index'
import { exportList, prepareExport, type ReportsDeps } from './exportList'

const { reports } = implementer

export function createReportsRouter(deps: Omit<ReportsDeps, 'offsetAt' | 'sheetRows'>) {
  const all = { ...deps, offsetAt, sheetRows }
  return reports.router({
    exportList: reports.exportList.handler(({ context, input }) => {
      const prepared = prepareExport(context.caller, input)
      return context.startJob('reports.exportList', (control) => exportList(all, control, prepared))
    }),
  })
}
