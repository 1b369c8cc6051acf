import { newId, type TestApp } from './app'
import { approvedEstimate, estimateRef, example8, repairOf } from './estimates'
import { refOf } from './orders'

/** Acts on estimates that an undo takes back: what is there before, then the command itself. */
export function estimateActs(app: () => TestApp) {
  const repair = () => app().owner.repair
  return {
    'repair.createEstimate': async () => {
      const { branch, line } = await repairOf(app())
      return () => repair().createEstimate({ id: newId(), lineId: line.id, lines: example8(branch) })
    },
    'repair.updateEstimate': async () => {
      const { branch, line } = await repairOf(app())
      const draft = await repair().createEstimate({ id: newId(), lineId: line.id, lines: example8(branch) })
      return () => repair().updateEstimate({ ...estimateRef(draft), patch: { lines: [], tolerance: 0 } })
    },
    'repair.convertEstimate': async () => {
      const place = await repairOf(app())
      const approved = await approvedEstimate(app(), place, { lines: example8(place.branch) })
      return () => repair().convertEstimate(estimateRef(approved))
    },
    'repair.overrideEstimateLimit': async () => {
      const place = await repairOf(app())
      await approvedEstimate(app(), place, { lines: example8(place.branch) })
      return () => repair().overrideEstimateLimit({ ...refOf(place.order), reason: 'Agreed by phone' })
    },
  }
}
