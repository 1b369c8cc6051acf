import type { Caller } from '../../db/act'
import { toBytes } from '../../db/ids'
import { inOffices } from '../../db/inOffices'
import type { Condition } from '../../db/listQuery'
import { notFound } from '../../db/version'
import type { Case, CaseCategory, CaseListItem } from '../../shared/contract/cases'
import { Case as CaseSchema } from '../../shared/contract/cases'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { CaseCategoryId } from '../../shared/contract/id'
import type { ListRequest, Page } from '../../shared/contract/page'
import type { Permission } from '../../shared/contract/permission'
import { reachOf } from '../orders/index'
import type { CaseDeps } from './cases.deps'
import type { StoredCase } from './cases.repository'

type Deps = Pick<CaseDeps, 'cases'>

const forbidden = (permission: Permission) => domainError(commonErrors, 'FORBIDDEN', { permission })

/** The cases a caller may list: of the own offices and, with reach own, those he owns or whose order is his (R04-80). */
export function caseScope(caller: Caller, permission: Permission = 'orders.read'): Condition[] {
  const offices = inOffices('t.office_id', caller)
  return reachOf(caller, permission) === 'own' ? [offices, ownCases(caller)] : [offices]
}

function ownCases({ workerId }: Caller): Condition {
  if (workerId === undefined) return { sql: '0', params: {} }
  return {
    sql: `t.owner_id = :case_worker OR t.id IN (
      SELECT k.case_id FROM service_order o JOIN case_link k ON k.order_id = o.id
      WHERE o.preferred_technician_id = :case_worker
      UNION ALL
      SELECT k.case_id FROM service_order_line l JOIN case_link k ON k.order_id = l.order_id
      WHERE l.worker_id = :case_worker
      UNION ALL
      SELECT k.case_id FROM activity a JOIN case_link k ON k.order_id = a.order_id
      WHERE a.worker_id = :case_worker)`,
    params: { case_worker: toBytes(workerId) },
  }
}

/** A wall board sees no cases (R04-80). */
export function assertNoBoard(caller: Caller): void {
  if (reachOf(caller, 'orders.read') === 'board') throw forbidden('orders.read')
}

/** Throws FORBIDDEN for cases of other offices and, with reach own, for those of others. */
export function assertReachesCase(
  { cases }: Deps,
  caller: Caller,
  permission: Permission,
  { id }: Pick<StoredCase, 'id'>,
): void {
  assertNoBoard(caller)
  if (!cases.isListed(id, caseScope(caller, permission))) throw forbidden(permission)
}

/** A page of the cases that the caller may see. */
export function listCases({ cases }: Deps, caller: Caller, request: ListRequest): Page<CaseListItem> {
  assertNoBoard(caller)
  return cases.caseList.page(request, ...caseScope(caller))
}

/** Throws NOT_FOUND and FORBIDDEN. */
export function getCase(deps: Deps, caller: Caller, id: string): Case {
  assertReachesCase(deps, caller, 'orders.read', deps.cases.cases.get(id))
  return caseOf(deps, id)
}

/** The case as answered, with what was said and what it led to; throws NOT_FOUND. */
export function caseOf({ cases }: Deps, id: string): Case {
  const item = cases.caseList.find(id)
  if (!item) throw notFound('case', id)
  return CaseSchema.parse({
    ...item,
    log: cases.logOf(id),
    links: cases.linksOf(id),
    helpedBy: cases.helps.where('caseId', id).map(({ helpedCaseId }) => helpedCaseId),
  })
}

/** Closed cases of the category, then of the parent category; none for a case that is settled (R04-82). */
export function listSimilarCases(deps: Deps, caller: Caller, id: string): { items: CaseListItem[] } {
  const { cases } = deps
  const held = cases.cases.get(id)
  assertReachesCase(deps, caller, 'orders.read', held)
  if (held.status === 'closed') return { items: [] }
  const { parentId } = cases.categories.get(held.categoryId)
  const categories = parentId === undefined ? [held.categoryId] : [held.categoryId, parentId]
  const found = categories.flatMap((categoryId) => cases.similarIn(categoryId, id, caller.officeIds))
  const isOwn = reachOf(caller, 'orders.read') === 'own'
  const scope = caseScope(caller)
  return { items: isOwn ? found.filter((item) => cases.isListed(item.id, scope)) : found }
}

/** A page of the categories; none for a wall board. */
export function listCaseCategories(
  { cases }: Deps,
  caller: Caller,
  request: ListRequest,
): Page<CaseCategory> {
  assertNoBoard(caller)
  return cases.categoryList.page(request)
}

/** Throws NOT_FOUND. */
export function getCaseCategory(deps: Deps, caller: Caller, id: CaseCategoryId): CaseCategory {
  assertNoBoard(caller)
  return categoryOf(deps, id)
}

/** The category as answered; throws NOT_FOUND. */
export function categoryOf({ cases }: Deps, id: CaseCategoryId): CaseCategory {
  const category = cases.categoryList.find(id)
  if (!category) throw notFound('caseCategory', id)
  return category
}
