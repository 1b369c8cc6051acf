import type { Case, CaseChannel, CaseLink, CaseLinkEntity, CaseListItem, CaseStatus } from '@contract/cases'
import { contract } from '@contract/index'
import { CaseCategoryId, CaseId, CaseLogId, OrderId } from '@contract/id'
import { fieldsOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { mintId } from '@/composables/mintId'
import { recordSource, type RecordOf } from '@/composables/useRecord'
import { customerLookup } from '@/modules/customers'
import { contactLookup } from '@/modules/orders'
import { officeLookup, workerLookup } from '@/modules/people'
import { slaLookup } from '@/modules/sla'
import { client } from '@/rpc/client'
import { caseCategoryLookup, caseLookup } from './cases.lookups'

const { orders } = contract
const ask = client.orders

export const caseList = listSource(orders.listCases, (input) => ask.listCases(input))
export const caseCategoryList = listSource(orders.listCaseCategories, (input) =>
  ask.listCaseCategories(input),
)

export const caseRecord = recordSource({
  entity: 'case',
  id: CaseId,
  schema: fieldsOf(orders.createCase).omit({ officeId: true }),
  labels: 'cases.case',
  texts: {
    status: 'cases.status',
    priority: 'orders.priority',
    customerId: customerLookup,
    contactId: contactLookup(() => undefined),
    categoryId: caseCategoryLookup,
    ownerId: workerLookup,
    parentId: caseLookup,
    slaId: slaLookup,
    officeId: officeLookup,
  },
  get: (caseId) => ask.getCase({ caseId }),
  create: (id, values) => ask.createCase({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateCase({ caseId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) => ask.deleteCase({ caseId: id, expectedVersion: version, reason }),
})
export type CasePage = RecordOf<typeof caseRecord>

export const caseCategoryRecord = recordSource({
  entity: 'caseCategory',
  id: CaseCategoryId,
  schema: fieldsOf(orders.createCaseCategory),
  labels: 'cases.category',
  texts: { parentId: caseCategoryLookup },
  get: (caseCategoryId) => ask.getCaseCategory({ caseCategoryId }),
  create: (id, values) => ask.createCaseCategory({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateCaseCategory({ caseCategoryId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteCaseCategory({ caseCategoryId: id, expectedVersion: version, reason }),
})

/** Does something to the case as it is shown and shows what became of it; throws the refusals. */
async function change<Answer extends Case>(
  page: CasePage,
  act: (ref: { caseId: CaseId; expectedVersion: number }) => Promise<Answer>,
): Promise<Answer> {
  const held = page.record
  if (!held) throw new Error('the case is not there yet')
  const stored = await act({ caseId: held.id, expectedVersion: held.version })
  await page.run(() => Promise.resolve(stored))
  return stored
}

export function addLog(page: CasePage, channel: CaseChannel, text: string): Promise<Case> {
  const id = mintId(CaseLogId)
  return change(page, (ref) => ask.addCaseLog({ ...ref, id, channel, text }))
}

export function changeStatus(
  page: CasePage,
  status: CaseStatus,
  said: { readonly resolution?: string; readonly reason?: string } = {},
): Promise<Case> {
  return change(page, (ref) => ask.changeCaseStatus({ ...ref, status, ...said }))
}

export function linkRecord(page: CasePage, entity: CaseLinkEntity, recordId: string): Promise<Case> {
  return change(page, (ref) => ask.linkCase({ ...ref, entity, recordId }))
}

export function unlinkRecord(page: CasePage, { entity, recordId }: CaseLink): Promise<Case> {
  return change(page, (ref) => ask.unlinkCase({ ...ref, entity, recordId }))
}

/** Makes the order that the case asks for and answers its id (R04-81). */
export async function createOrder(page: CasePage): Promise<OrderId> {
  const newOrderId = mintId(OrderId)
  const { orderId } = await change(page, (ref) => ask.createOrderFromCase({ ...ref, newOrderId }))
  return orderId
}

export async function similarTo(caseId: CaseId): Promise<readonly CaseListItem[]> {
  return (await ask.listSimilarCases({ caseId })).items
}

export function markHelped(page: CasePage, helpedCaseId: CaseId): Promise<Case> {
  return change(page, (ref) => ask.markCaseHelped({ ...ref, helpedCaseId }))
}
