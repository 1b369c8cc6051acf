import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import type { CaseCategory } from '../../shared/contract/cases'
import { refuseAll, type Failure } from '../../shared/contract/domainError'
import { categoryOf } from './access'
import { leadsBack } from './case.rules'
import type { CaseDeps, CasesInput } from './cases.deps'
import type { StoredCategory } from './cases.repository'

type Deps = Pick<CaseDeps, 'cases'>

/** Creates a category of cases in the tree. @throws CODE_TAKEN */
export function createCaseCategory(
  deps: Deps,
  { reason: _reason, ...fields }: CasesInput<'createCaseCategory'>,
): Outcome<CaseCategory> {
  const { categories } = deps.cases
  const replayed = categories.replayed(fields.id, fields)
  if (replayed) return unchanged(categoryOf(deps, replayed.id))
  const category: StoredCategory = { ...fields, version: 1 }
  assertCategory(deps, category)
  const change = categories.insert(category)
  return { result: categoryOf(deps, category.id), changes: [change] }
}

/** Changes a category. @throws CODE_TAKEN, GROUP_CYCLE */
export function updateCaseCategory(
  deps: Deps,
  { caseCategoryId, expectedVersion, patch }: CasesInput<'updateCaseCategory'>,
): Outcome<CaseCategory> {
  const { categories } = deps.cases
  const { after, before } = categories.patched(caseCategoryId, expectedVersion, patch)
  assertCategory(deps, after)
  const { changes } = categories.update(before, after)
  return outcome(categoryOf(deps, caseCategoryId), changes)
}

function assertCategory({ cases }: Deps, { code, id, parentId }: StoredCategory): void {
  const failures: Failure[] = []
  if (cases.categories.isTaken('code', code, id)) failures.push({ code: 'CODE_TAKEN', field: 'code' })
  if (leadsBack(id, parentId, (at) => cases.categories.get(at).parentId))
    failures.push({ code: 'GROUP_CYCLE', field: 'parentId' })
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
}
