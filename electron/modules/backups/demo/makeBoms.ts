import {
  ServiceBomId,
  ServiceBomLineId,
  TemplateId,
  TemplateLineId,
  type ItemId,
  type ReasonCodeId,
} from '../../../shared/contract/id'
import type { BomTemplateDetail } from '../../../shared/contract/bomTemplates'
import type { ServiceBom } from '../../../shared/contract/serviceBoms'
import type { ServiceObject } from '../../../shared/contract/objects'
import { bicycleParts, replacements, type DemoPart, type Replacement } from './boms.data'
import { datePlus } from './days.rules'
import type { Catalog } from './makeCatalog'
import type { DemoCustomer } from './makeCustomers'
import { newId, type World } from './world'

const dayMs = 86_400_000
/** Bicycles under an agreement whose parts are known. */
const listCount = 10
const years = 2

/** Lists of parts of bicycles: a template an item, the parts of each bicycle, and what happened to them. */
export interface DemoBoms {
  /** Attaches the parts of a bicycle to its relation. */
  attach(relationId: string, object: ServiceObject, at: number): ServiceBom
  /** The reason code of a change. */
  reason(code: string): ReasonCodeId
  /** Replaces the part of a path by one of the same kind. */
  replace(bom: ServiceBom, replaced: Replacement & { readonly at: number }): ServiceBom
}

export function createDemoBoms(
  { owner }: World,
  { bicycles, parts }: Pick<Catalog, 'bicycles' | 'parts'>,
): DemoBoms {
  const { bom } = owner
  const byItem = new Map<ItemId, BomTemplateDetail>()
  const byKind = new Map<string, BomTemplateDetail>()
  const reasons = new Map(
    owner.stages.listReasonCodes({ limit: 200 }).items.map(({ code, id }) => [code, id]),
  )

  function withParts(template: BomTemplateDetail, all: readonly DemoPart[], parentLineId?: TemplateLineId) {
    let made = template
    for (const { count = 1, number, parts: below = [] } of all) {
      const id = newId(TemplateLineId)
      const item = parts.get(number)
      if (!item) throw new Error(`a bicycle has an unknown part: ${number}`)
      made = bom.addTemplateLine({
        ...{ id, templateId: made.id, expectedVersion: made.version, parentLineId, itemId: item.id },
        ...{ quantity: count * 1000, warrantyMonths: 12 },
      })
      made = withParts(made, below, id)
    }
    return made
  }

  function templateOf(itemId: ItemId): BomTemplateDetail {
    const known = byItem.get(itemId)
    if (known) return known
    const item = bicycles.find(({ id }) => id === itemId)
    const kind = item?.subcategory ?? 'Road Bikes'
    const like = byKind.get(kind)
    const base = { id: newId(TemplateId), itemId, name: `Standard ${item?.name ?? ''}`.slice(0, 60) }
    const made = like
      ? bom.createTemplate({ ...base, source: 'template', sourceId: like.id })
      : withParts(bom.createTemplate({ ...base, source: 'manual' }), bicycleParts[kind] ?? [])
    byItem.set(itemId, made)
    if (!like) byKind.set(kind, made)
    return made
  }

  function reason(code: string): ReasonCodeId {
    const id = reasons.get(code)
    if (id === undefined) throw new Error(`the store has no reason code ${code}`)
    return id
  }

  return {
    reason,
    attach(relationId, { itemId }, at) {
      if (itemId === undefined) throw new Error('a bicycle without item')
      const { id: templateId } = templateOf(itemId)
      return bom.attachTemplate({ id: newId(ServiceBomId), relationId, templateId, at }).bom
    },
    replace(held, { at, disposition, path, reason: code }) {
      const node = bom.getStructure({ bomId: held.id }).nodes.find((one) => one.path === path)
      if (!node) return held
      return bom.replaceComponent({
        ...{ bomId: held.id, expectedVersion: held.version, id: newId(ServiceBomLineId) },
        ...{ lineId: ServiceBomLineId.parse(node.lineId), itemId: node.itemId, at, reasonId: reason(code) },
        removedPart: { disposition },
      }).bom
    },
  }
}

/** The parts of bicycles under agreements, with what was replaced in two years; entered when the program came. */
export function makeBoms(world: World, boms: DemoBoms, customers: readonly DemoCustomer[]): void {
  const { chance, date, owner } = world
  const objects = new Map(
    customers.flatMap((holder) => holder.objects.map((object) => [object.id, object] as const)),
  )
  const relations = owner.agreements
    .listAgreements({ filter: { status: ['active'], isTemplate: false }, limit: 200 })
    .items.flatMap(({ id }) => owner.agreements.getAgreement({ agreementId: id }).objectRelations)
  const longest = Date.parse(datePlus(date, -365 * years))
  // Entries come before the days on which orders begin.
  const last = Date.parse(datePlus(date, -80))
  for (const { id, objectId } of relations.slice(0, listCount)) {
    const object = objects.get(objectId)
    if (!object) continue
    const installed = Date.parse(object.installedDate ?? date)
    const at = Math.min(Math.max(installed, longest), last - 20 * dayMs) + 9 * 3_600_000
    let bom = boms.attach(id, object, at)
    const count = chance.whole(2, 5)
    const step = Math.floor((last - at) / (count + 1))
    for (let index = 1; index <= count; index += 1)
      bom = boms.replace(bom, { ...chance.pick(replacements), at: at + index * step })
  }
}
