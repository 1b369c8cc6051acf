import { newId, type TestApp } from './app'
import { lineFor, workshopOf } from './repair'

/** Acts on repair lines that an undo takes back: what is there before, then the command itself. */
export function repairActs(app: () => TestApp) {
  const owner = () => app().owner
  async function lineThere() {
    const shop = await workshopOf(app())
    const line = await lineFor(owner(), shop, { technicianId: shop.workerId })
    return { shop, ref: { lineId: line.id, expectedVersion: line.version } }
  }
  async function attemptThere() {
    const there = await lineThere()
    const attempt = await owner().repair.startAttempt({ id: newId(), ...there.ref })
    return { ...there, attempt }
  }
  return {
    'repair.createLine': async () => {
      const shop = await workshopOf(app())
      return () => lineFor(owner(), shop, { title: 'Blue screen' })
    },
    'repair.updateLine': async () => {
      const { ref, shop } = await lineThere()
      const patch = { title: 'Dark', note: 'Fell', symptomAreaId: shop.disk.area.id }
      return () => owner().repair.updateLine({ ...ref, patch })
    },
    'repair.createIntake': async () => {
      const { objectId } = await workshopOf(app())
      return () => owner().repair.createIntake({ order: { id: newId() }, lines: [{ objectId }] })
    },
    'repair.deleteLine': async () => {
      const { ref } = await lineThere()
      await owner().repair.createEstimate({ id: newId(), lineId: ref.lineId, lines: [] })
      return () => owner().repair.deleteLine(ref)
    },
    'repair.overrideVerdict': async () => {
      const { ref } = await lineThere()
      return () => owner().repair.overrideVerdict({ ...ref, verdict: 'product', reason: 'Goodwill' })
    },
    'repair.startAttempt': async () => {
      const { ref } = await lineThere()
      return () => owner().repair.startAttempt({ id: newId(), ...ref })
    },
    'repair.endAttempt': async () => {
      const { attempt } = await attemptThere()
      return () =>
        owner().repair.endAttempt({ attemptId: attempt.id, expectedVersion: 1, outcome: 'notFixed' })
    },
  }
}
