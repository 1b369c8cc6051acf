import { deleteRecord } from '../../db/recordActs'
import { implementer } from '../../rpc/implementer'
import { getCase, getCaseCategory, listCaseCategories, listCases, listSimilarCases } from './access'
import type { CaseDeps } from './cases.deps'
import { createCase, deleteCase, updateCase } from './saveCase'
import { createCaseCategory, updateCaseCategory } from './saveCategory'
import {
  addCaseLog,
  changeCaseStatus,
  createOrderFromCase,
  linkCase,
  markCaseHelped,
  unlinkCase,
} from './workCase'

const { orders } = implementer

/** The part of the capability `orders` that speaks of cases (04 §3.10). */
export function createCasesRoutes(deps: CaseDeps) {
  return {
    listCases: orders.listCases.handler(({ context, input }) => listCases(deps, context.caller, input)),
    getCase: orders.getCase.handler(({ context, input }) => getCase(deps, context.caller, input.caseId)),
    createCase: orders.createCase.handler(({ context, input }) =>
      context.write('orders.createCase', input, (act) => createCase(deps, act, input)),
    ),
    updateCase: orders.updateCase.handler(({ context, input }) =>
      context.write('orders.updateCase', input, (act) => updateCase(deps, act, input)),
    ),
    deleteCase: orders.deleteCase.handler(({ context, input }) =>
      context.write('orders.deleteCase', input, (act) => deleteCase(deps, act, input)),
    ),
    listCaseCategories: orders.listCaseCategories.handler(({ context, input }) =>
      listCaseCategories(deps, context.caller, input),
    ),
    getCaseCategory: orders.getCaseCategory.handler(({ context, input }) =>
      getCaseCategory(deps, context.caller, input.caseCategoryId),
    ),
    createCaseCategory: orders.createCaseCategory.handler(({ context, input }) =>
      context.write('orders.createCaseCategory', input, () => createCaseCategory(deps, input)),
    ),
    updateCaseCategory: orders.updateCaseCategory.handler(({ context, input }) =>
      context.write('orders.updateCaseCategory', input, () => updateCaseCategory(deps, input)),
    ),
    deleteCaseCategory: orders.deleteCaseCategory.handler(({ context, input }) =>
      context.write('orders.deleteCaseCategory', input, () =>
        deleteRecord(deps.cases.categories, input.caseCategoryId, input.expectedVersion),
      ),
    ),
    addCaseLog: orders.addCaseLog.handler(({ context, input }) =>
      context.write('orders.addCaseLog', input, (act) => addCaseLog(deps, act, input)),
    ),
    changeCaseStatus: orders.changeCaseStatus.handler(({ context, input }) =>
      context.write('orders.changeCaseStatus', input, (act) => changeCaseStatus(deps, act, input)),
    ),
    linkCase: orders.linkCase.handler(({ context, input }) =>
      context.write('orders.linkCase', input, (act) => linkCase(deps, act, input)),
    ),
    unlinkCase: orders.unlinkCase.handler(({ context, input }) =>
      context.write('orders.unlinkCase', input, (act) => unlinkCase(deps, act, input)),
    ),
    createOrderFromCase: orders.createOrderFromCase.handler(({ context, input }) =>
      context.write('orders.createOrderFromCase', input, (act) => createOrderFromCase(deps, act, input)),
    ),
    listSimilarCases: orders.listSimilarCases.handler(({ context, input }) =>
      listSimilarCases(deps, context.caller, input.caseId),
    ),
    markCaseHelped: orders.markCaseHelped.handler(({ context, input }) =>
      context.write('orders.markCaseHelped', input, (act) => markCaseHelped(deps, act, input)),
    ),
  }
}
