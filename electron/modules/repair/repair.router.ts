import type { Caller } from '../../db/act'
import type { Condition } from '../../db/listQuery'
import { deleteRecord, setActive } from '../../db/recordActs'
import { notFound } from '../../db/version'
import { implementer } from '../../rpc/implementer'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { assertModule, type SettingsRepository } from '../settings/index'
import { inOffices, type RepairRepository } from './repair.repository'
import { createBarrier, createResolution, updateBarrier, updateResolution } from './saveCode'

const { repair } = implementer

/** Lines of the caller's offices; the board sees stages and counts only (08 §1). */
function scopeOf({ officeIds, permissions }: Caller): Condition {
  if (permissions.get('repair.read') === 'board')
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'repair.read' })
  return inOffices(officeIds)
}

export interface RepairDeps {
  readonly repository: RepairRepository
  readonly settings: Pick<SettingsRepository, 'value'>
}

export function createRepairRouter({ repository, settings }: RepairDeps) {
  const { barriers, resolutions } = repository
  const assertOn = () => assertModule(settings, 'repair')
  return repair.router({
    listResolutions: repair.listResolutions.handler(({ input }) => repository.resolutionList.page(input)),
    getResolution: repair.getResolution.handler(({ input }) => resolutions.get(input.resolutionId)),
    createResolution: repair.createResolution.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.createResolution', input, () => createResolution(repository, input))
    }),
    updateResolution: repair.updateResolution.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.updateResolution', input, () => updateResolution(repository, input))
    }),
    deleteResolution: repair.deleteResolution.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.deleteResolution', input, () =>
        deleteRecord(resolutions, input.resolutionId, input.expectedVersion),
      )
    }),
    deactivateResolution: repair.deactivateResolution.handler(({ context, input }) => {
      assertOn()
      const { resolutionId: id, expectedVersion } = input
      return context.write('repair.deactivateResolution', input, () =>
        setActive(resolutions, id, expectedVersion, false, () => resolutions.get(id)),
      )
    }),
    activateResolution: repair.activateResolution.handler(({ context, input }) => {
      assertOn()
      const { resolutionId: id, expectedVersion } = input
      return context.write('repair.activateResolution', input, () =>
        setActive(resolutions, id, expectedVersion, true, () => resolutions.get(id)),
      )
    }),

    listBarriers: repair.listBarriers.handler(({ input }) => repository.barrierList.page(input)),
    getBarrier: repair.getBarrier.handler(({ input }) => barriers.get(input.barrierId)),
    createBarrier: repair.createBarrier.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.createBarrier', input, () => createBarrier(repository, input))
    }),
    updateBarrier: repair.updateBarrier.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.updateBarrier', input, () => updateBarrier(repository, input))
    }),
    deleteBarrier: repair.deleteBarrier.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.deleteBarrier', input, () =>
        deleteRecord(barriers, input.barrierId, input.expectedVersion),
      )
    }),
    deactivateBarrier: repair.deactivateBarrier.handler(({ context, input }) => {
      assertOn()
      const { barrierId: id, expectedVersion } = input
      return context.write('repair.deactivateBarrier', input, () =>
        setActive(barriers, id, expectedVersion, false, () => barriers.get(id)),
      )
    }),
    activateBarrier: repair.activateBarrier.handler(({ context, input }) => {
      assertOn()
      const { barrierId: id, expectedVersion } = input
      return context.write('repair.activateBarrier', input, () =>
        setActive(barriers, id, expectedVersion, true, () => barriers.get(id)),
      )
    }),

    listLines: repair.listLines.handler(({ context, input }) =>
      repository.lineList.page(input, scopeOf(context.caller)),
    ),
    getLine: repair.getLine.handler(({ context, input }) => {
      const line = repository.lineList.find(input.lineId, scopeOf(context.caller))
      if (!line) throw notFound('repairLine', input.lineId)
      return line
    }),
  })
}
