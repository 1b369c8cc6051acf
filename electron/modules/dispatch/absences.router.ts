import { implementer } from '../../rpc/implementer'
import { createAbsence, deleteAbsence, getAbsence, listAbsences, updateAbsence } from './saveAbsence'
import type { AbsenceDeps } from './setUp.deps'

const { dispatch } = implementer

/** The part of the capability `dispatch` that is about absences (07 §3.9). */
export function createAbsenceRoutes(deps: AbsenceDeps) {
  return {
    listAbsences: dispatch.listAbsences.handler(({ context, input }) =>
      listAbsences(deps, context.caller, input),
    ),
    getAbsence: dispatch.getAbsence.handler(({ context, input }) =>
      getAbsence(deps, context.caller, input.absenceId),
    ),
    createAbsence: dispatch.createAbsence.handler(({ context, input }) =>
      context.write('dispatch.createAbsence', input, (act) => createAbsence(deps, act, input)),
    ),
    updateAbsence: dispatch.updateAbsence.handler(({ context, input }) =>
      context.write('dispatch.updateAbsence', input, (act) => updateAbsence(deps, act, input)),
    ),
    deleteAbsence: dispatch.deleteAbsence.handler(({ context, input }) =>
      context.write('dispatch.deleteAbsence', input, (act) => deleteAbsence(deps, act, input)),
    ),
  }
}
