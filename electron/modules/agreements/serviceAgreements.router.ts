import { implementer } from '../../rpc/implementer'
import type { AgreementWorkDeps } from './agreementDeps'
import { getAgreement, listAgreements } from './agreementView'
import {
  addAgreementLine,
  deleteAgreementLine,
  restartLine,
  stopLine,
  updateAgreementLine,
} from './changeAgreementLine'
import {
  addAgreementObject,
  addAgreementTask,
  removeAgreementObject,
  removeAgreementTask,
} from './changeAgreementRelations'
import {
  activateAgreement,
  closeAgreement,
  reopenAgreement,
  resumeAgreement,
  setTemplate,
  suspendAgreement,
} from './changeAgreementState'
import { copyAgreementLines } from './copyAgreementLines'
import { createAgreement } from './createAgreement'
import { deleteAgreement, updateAgreement } from './updateAgreement'

const { agreements } = implementer

/** The procedures of agreements, their lines and relations; part of the router of the capability. */
export function serviceAgreementProcedures(deps: AgreementWorkDeps) {
  return {
    listAgreements: agreements.listAgreements.handler(({ context, input }) =>
      listAgreements(deps, context.caller, context.now(), input),
    ),
    getAgreement: agreements.getAgreement.handler(({ context, input }) =>
      getAgreement(deps, context.caller, context.now(), input.agreementId),
    ),
    createAgreement: agreements.createAgreement.handler(({ context, input }) =>
      context.write('agreements.createAgreement', input, (act) => createAgreement(deps, act, input)),
    ),
    updateAgreement: agreements.updateAgreement.handler(({ context, input }) =>
      context.write('agreements.updateAgreement', input, (act) => updateAgreement(deps, act, input)),
    ),
    deleteAgreement: agreements.deleteAgreement.handler(({ context, input }) =>
      context.write('agreements.deleteAgreement', input, (act) => deleteAgreement(deps, act, input)),
    ),
    addLine: agreements.addLine.handler(({ context, input }) =>
      context.write('agreements.addLine', input, (act) => addAgreementLine(deps, act, input)),
    ),
    updateLine: agreements.updateLine.handler(({ context, input }) =>
      context.write('agreements.updateLine', input, (act) => updateAgreementLine(deps, act, input)),
    ),
    deleteLine: agreements.deleteLine.handler(({ context, input }) =>
      context.write('agreements.deleteLine', input, (act) => deleteAgreementLine(deps, act, input)),
    ),
    stopLine: agreements.stopLine.handler(({ context, input }) =>
      context.write('agreements.stopLine', input, (act) => stopLine(deps, act, input)),
    ),
    restartLine: agreements.restartLine.handler(({ context, input }) =>
      context.write('agreements.restartLine', input, (act) => restartLine(deps, act, input)),
    ),
    addObjectRelation: agreements.addObjectRelation.handler(({ context, input }) =>
      context.write('agreements.addObjectRelation', input, (act) => addAgreementObject(deps, act, input)),
    ),
    removeObjectRelation: agreements.removeObjectRelation.handler(({ context, input }) =>
      context.write('agreements.removeObjectRelation', input, (act) =>
        removeAgreementObject(deps, act, input),
      ),
    ),
    addTaskRelation: agreements.addTaskRelation.handler(({ context, input }) =>
      context.write('agreements.addTaskRelation', input, (act) => addAgreementTask(deps, act, input)),
    ),
    removeTaskRelation: agreements.removeTaskRelation.handler(({ context, input }) =>
      context.write('agreements.removeTaskRelation', input, (act) => removeAgreementTask(deps, act, input)),
    ),
    activate: agreements.activate.handler(({ context, input }) =>
      context.write('agreements.activate', input, (act) => activateAgreement(deps, act, input)),
    ),
    suspend: agreements.suspend.handler(({ context, input }) =>
      context.write('agreements.suspend', input, (act) => suspendAgreement(deps, act, input)),
    ),
    resume: agreements.resume.handler(({ context, input }) =>
      context.write('agreements.resume', input, (act) => resumeAgreement(deps, act, input)),
    ),
    close: agreements.close.handler(({ context, input }) =>
      context.write('agreements.close', input, (act) => closeAgreement(deps, act, input)),
    ),
    reopen: agreements.reopen.handler(({ context, input }) =>
      context.write('agreements.reopen', input, (act) => reopenAgreement(deps, act, input)),
    ),
    setTemplate: agreements.setTemplate.handler(({ context, input }) =>
      context.write('agreements.setTemplate', input, (act) => setTemplate(deps, act, input)),
    ),
    copyLines: agreements.copyLines.handler(({ context, input }) =>
      context.write('agreements.copyLines', input, (act) => copyAgreementLines(deps, act, input)),
    ),
  }
}
