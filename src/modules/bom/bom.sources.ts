import { BomTemplate, type BomTemplateDetail, type ServiceBom, type StructureSubject } from '@contract/bom'
import { contract } from '@contract/index'
import {
  AgreementId,
  BomHistoryId,
  ItemId,
  ObjectId,
  OrderId,
  ServiceBomId,
  ServiceBomLineId,
  TemplateId,
  TemplateLineId,
} from '@contract/id'
import { z } from 'zod'
import { inputOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { mintId } from '@/composables/mintId'
import { recordSource, type RecordOf } from '@/composables/useRecord'
import { itemLookup } from '@/modules/catalog'
import { client } from '@/rpc/client'

const { bom } = contract
const ask = client.bom

export const templateList = listSource(bom.listTemplates, (input) => ask.listTemplates(input))

export const templateRecord = recordSource({
  entity: 'bomTemplate',
  id: TemplateId,
  schema: BomTemplate.pick({ fromDate: true, toDate: true }).extend({
    name: z.string().trim().min(1).max(60),
  }),
  labels: 'bom.template',
  texts: { status: 'bom.status', source: 'bom.source', itemId: itemLookup },
  get: (templateId) => ask.getTemplate({ templateId }),
  update: ({ id, version }, patch, reason) =>
    ask.updateTemplate({ templateId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteTemplate({ templateId: id, expectedVersion: version, reason }),
})
export type TemplatePage = RecordOf<typeof templateRecord>

export const NewTemplate = inputOf(bom.createTemplate).omit({ id: true, reason: true })
export type NewTemplate = z.output<typeof NewTemplate>
export function createTemplate(template: NewTemplate, id = mintId(TemplateId)) {
  return ask.createTemplate({ id, ...template })
}
export function createVersion(templateId: TemplateId) {
  return ask.createTemplateVersion({ id: mintId(TemplateId), templateId })
}

const lineInput = inputOf(bom.addTemplateLine)
export const TemplatePart = lineInput.omit({
  id: true,
  templateId: true,
  expectedVersion: true,
  parentLineId: true,
  reason: true,
})
export function addTemplatePart(
  { id, version }: BomTemplateDetail,
  parentLineId: string | undefined,
  part: z.output<typeof TemplatePart>,
) {
  return ask.addTemplateLine({
    ...part,
    ...{ id: mintId(TemplateLineId), templateId: id, expectedVersion: version },
    ...(parentLineId === undefined ? {} : { parentLineId: TemplateLineId.parse(parentLineId) }),
  })
}
const linePatch = inputOf(bom.updateTemplateLine).shape.patch
export function changeTemplatePart(
  { id, version }: BomTemplateDetail,
  lineId: string,
  patch: Readonly<Record<string, unknown>>,
) {
  return ask.updateTemplateLine({
    ...{ templateId: id, expectedVersion: version, lineId: TemplateLineId.parse(lineId) },
    patch: linePatch.parse(patch),
  })
}
export function removeTemplatePart({ id, version }: BomTemplateDetail, lineId: string) {
  return ask.deleteTemplateLine({
    ...{ templateId: id, expectedVersion: version, lineId: TemplateLineId.parse(lineId) },
  })
}

/** A structure: of an item, a template or an object, now or at another time. */
export function structureOf(subject: StructureSubject) {
  return ask.getStructure(subject)
}
export function comparisonOf(left: StructureSubject, right: StructureSubject, withEqual: boolean) {
  return ask.getComparison({ left, right, withEqual })
}
export async function marksOf(bomId: ServiceBomId) {
  return (await ask.listMarks({ bomId })).items
}

export async function bomsOf(objectId: string, orderId?: string) {
  const order = orderId === undefined ? {} : { orderId: OrderId.parse(orderId) }
  return (await ask.listObjectBoms({ objectId: ObjectId.parse(objectId), ...order })).items
}
export function bomById(bomId: string) {
  return ask.getServiceBom({ bomId: ServiceBomId.parse(bomId) })
}
export function historyOf(bomId: ServiceBomId, lineId: string | undefined) {
  const line = lineId === undefined ? { isChangesOnly: true } : { lineId: ServiceBomLineId.parse(lineId) }
  return ask.listHistory({ bomId, ...line, limit: 100 })
}

export const AttachInput = inputOf(bom.attachTemplate).omit({ id: true, reason: true })
export function attach(input: z.output<typeof AttachInput>) {
  return ask.attachTemplate({ id: mintId(ServiceBomId), ...input })
}

const changeOmitted = { bomId: true, expectedVersion: true, reason: true } as const
export const AddInput = inputOf(bom.addComponent).omit({ ...changeOmitted, id: true })
export const ChangeInput = inputOf(bom.changeComponent).omit(changeOmitted)
export const DeleteInput = inputOf(bom.deleteComponent).omit(changeOmitted)
export const ReplaceInput = inputOf(bom.replaceComponent).omit({ ...changeOmitted, id: true })

const refOf = ({ id, version }: ServiceBom) => ({ bomId: id, expectedVersion: version })
export function addPart(to: ServiceBom, input: z.output<typeof AddInput>) {
  return ask.addComponent({ ...refOf(to), id: mintId(ServiceBomLineId), ...input })
}
export function changePart(to: ServiceBom, input: z.output<typeof ChangeInput>) {
  return ask.changeComponent({ ...refOf(to), ...input })
}
export function deletePart(to: ServiceBom, input: z.output<typeof DeleteInput>) {
  return ask.deleteComponent({ ...refOf(to), ...input })
}
export function replacePart(to: ServiceBom, input: z.output<typeof ReplaceInput>) {
  return ask.replaceComponent({ ...refOf(to), id: mintId(ServiceBomLineId), ...input })
}
export function undoChange(to: ServiceBom, historyId: BomHistoryId) {
  return ask.undoChange({ ...refOf(to), historyId })
}
export const MoveInput = inputOf(bom.moveServiceBom).pick({ relationId: true })
export function moveBom(from: ServiceBom, { relationId }: z.output<typeof MoveInput>) {
  return ask.moveServiceBom({ ...refOf(from), relationId })
}
export function copyBom(from: ServiceBom, { relationId }: z.output<typeof MoveInput>) {
  return ask.copyServiceBom({ ...refOf(from), relationId })
}
export function deleteBom(bomToDelete: ServiceBom, reason: string | undefined) {
  return ask.deleteServiceBom({ ...refOf(bomToDelete), reason })
}

/** The active reasons for changing a BOM (2.3). */
export async function changeReasons() {
  const { items } = await client.stages.listReasonCodes({
    ...{ filter: { active: true }, limit: 200 },
    sort: [{ field: 'name', direction: 'asc' }],
  })
  return items.filter(({ uses }) => uses.includes('bomChange'))
}

export function orderOf(orderId: string) {
  return client.orders.getOrder({ orderId: OrderId.parse(orderId) })
}
export function agreementOf(agreementId: string) {
  return client.agreements.getAgreement({ agreementId: AgreementId.parse(agreementId) })
}
export function objectOf(objectId: string) {
  return client.objects.getObject({ objectId: ObjectId.parse(objectId) })
}
export function itemOf(itemId: string) {
  return client.catalog.getItem({ itemId: ItemId.parse(itemId) })
}
/** What is on stock of an item, by warehouse. */
export async function stockOf(itemId: string) {
  const { items } = await client.stock.listBalances({ filter: { itemId: [ItemId.parse(itemId)] }, limit: 50 })
  return items
}
export function usesOf(input: Parameters<typeof ask.listWhereUsed>[0]) {
  return ask.listWhereUsed(input)
}
export function explosionOf(input: Parameters<typeof ask.getExplosion>[0]) {
  return ask.getExplosion(input)
}
export function rollupOf(input: Parameters<typeof ask.getCostRollup>[0]) {
  return ask.getCostRollup(input)
}
export function recallOf(input: Parameters<typeof ask.listRecall>[0]) {
  return ask.listRecall(input)
}
/** The promise that covers an object and one of its parts, and why (R08-10). */
export function warrantyOf(input: Parameters<typeof client.repair.checkWarranty>[0]) {
  return client.repair.checkWarranty(input)
}
export function priceOf(input: Parameters<typeof client.agreements.previewPrice>[0]) {
  return client.agreements.previewPrice(input)
}
