import {
  ConditionId,
  DiagnosisAreaId,
  DiagnosisCodeId,
  RepairLineId,
  SymptomAreaId,
  SymptomCodeId,
  ServiceBomLineId,
} from '../../../shared/contract/id'
import type { Order } from '../../../shared/contract/orders'
import type { RepairLine } from '../../../shared/contract/repairLines'
import type { ServiceObject } from '../../../shared/contract/objects'
import type { DemoBoms } from './makeBoms'
import { datePlus } from './days.rules'
import type { DemoCustomer } from './makeCustomers'
import { conditions, diagnoses, repairCases, symptoms } from './repairs.data'
import { newId, type World } from './world'

const hourMs = 3_600_000
const repairCount = 27
/** Of the first so many repaired bicycles the parts are known; what is replaced goes on their orders. */
const listCount = 6

type Case = (typeof repairCases)[number]

interface Codes {
  readonly conditionIds: readonly ConditionId[]
  /** By `AREA CODE`. */
  readonly symptoms: ReadonlyMap<string, { readonly areaId: SymptomAreaId; readonly codeId: SymptomCodeId }>
  readonly diagnoses: ReadonlyMap<
    string,
    { readonly areaId: DiagnosisAreaId; readonly codeId: DiagnosisCodeId }
  >
}

/** Codes of repairs, and repairs on orders in process: in every stage, with parts that were replaced. */
export function makeRepairs(world: World, boms: DemoBoms, customers: readonly DemoCustomer[]): void {
  const { chance, moveClock, owner, present } = world
  const codes = makeCodes(world)
  const objects = new Map<string, ServiceObject>(
    customers.flatMap((holder) => holder.objects.map((object) => [object.id, object] as const)),
  )
  const open = new Set(
    owner.stages.getTree({}).stages.flatMap(({ allowModify, id }) => (allowModify ? [String(id)] : [])),
  )
  const orders = owner.orders
    .listOrders({
      filter: { progress: ['inProcess'], preferredServiceAt: { to: present - 8 * hourMs } },
      sort: [{ field: 'number', direction: 'asc' }],
      limit: 200,
    })
    .items.map(({ id }) => owner.orders.getOrder({ orderId: id }))
    .filter(
      ({ objectRelations, stageId }) =>
        objectRelations.length > 0 && stageId !== undefined && open.has(stageId),
    )
  for (let index = 0; index < repairCount; index += 1) {
    const order = orders[index % orders.length]
    const relation = order?.objectRelations[0]
    const repaired = repairCases[index % repairCases.length]
    const object = relation && objects.get(relation.objectId)
    if (!order || !relation || !repaired || !object) continue
    const reported = order.preferredServiceAt - chance.whole(1, 5) * hourMs
    moveClock(reported + hourMs / 2, 1000)
    const line = taken(world, codes, repaired, order)
    const finished = Math.min(reported + chance.whole(3, 60) * hourMs, present - hourMs)
    moveClock(finished, 1000)
    if (index < Math.min(listCount, orders.length))
      replaced(world, boms, { order, object, line, repaired, relationId: relation.id, at: finished - hourMs })
    ended(world, repaired, line)
  }
}

function makeCodes({ owner: { repair } }: World): Codes {
  return {
    conditionIds: conditions.map(
      (fields) => repair.createCondition({ id: newId(ConditionId), ...fields }).id,
    ),
    symptoms: new Map(
      symptoms.flatMap(({ codes, ...area }) => {
        const { id: areaId } = repair.createSymptomArea({ id: newId(SymptomAreaId), ...area })
        return codes.map((fields) => {
          const { id } = repair.createSymptomCode({
            id: newId(SymptomCodeId),
            symptomAreaId: areaId,
            ...fields,
          })
          return [`${area.code} ${fields.code}`, { areaId, codeId: id }] as const
        })
      }),
    ),
    diagnoses: new Map(
      diagnoses.flatMap(({ codes, ...area }) => {
        const { id: areaId } = repair.createDiagnosisArea({ id: newId(DiagnosisAreaId), ...area })
        return codes.map((fields) => {
          const { id } = repair.createDiagnosisCode({
            id: newId(DiagnosisCodeId),
            diagnosisAreaId: areaId,
            ...fields,
          })
          return [`${area.code} ${fields.code}`, { areaId, codeId: id }] as const
        })
      }),
    ),
  }
}

/** A bicycle that was taken in. */
function taken({ chance, owner }: World, codes: Codes, repaired: Case, order: Order): RepairLine {
  const symptom = codes.symptoms.get(repaired.symptom)
  const diagnosis = codes.diagnoses.get(repaired.diagnosis)
  return owner.repair.createLine({
    ...{ id: newId(RepairLineId), orderId: order.id, title: repaired.title },
    ...{ objectRelationId: order.objectRelations[0]?.id, conditionId: chance.pick(codes.conditionIds) },
    ...{ symptomAreaId: symptom?.areaId, symptomCodeId: symptom?.codeId },
    ...{ diagnosisAreaId: diagnosis?.areaId, diagnosisCodeId: diagnosis?.codeId },
  })
}

/** The part that was at fault, with its order line. */
function replaced(
  { date, owner }: World,
  boms: DemoBoms,
  {
    at,
    line,
    object,
    order,
    relationId,
    repaired,
  }: {
    readonly order: Order
    readonly object: ServiceObject
    readonly line: RepairLine
    readonly repaired: Case
    readonly relationId: string
    readonly at: number
  },
): void {
  const bom = boms.attach(relationId, object, Date.parse(datePlus(date, -200)))
  const path = 'replaces' in repaired ? repaired.replaces : undefined
  const node = owner.bom.getStructure({ bomId: bom.id }).nodes.find((one) => one.path === path)
  if (!node) return
  owner.bom.replaceComponent({
    ...{ bomId: bom.id, expectedVersion: bom.version, id: newId(ServiceBomLineId), at },
    ...{ lineId: ServiceBomLineId.parse(node.lineId), itemId: node.itemId, reasonId: boms.reason('DEFECT') },
    ...{ orderId: order.id, repairLineId: line.id, createOrderLine: true },
    removedPart: { disposition: 'scrap' },
  })
}

/** The end of a repair, as it ended; others are diagnosed. */
function ended({ owner: { repair } }: World, repaired: Case, line: RepairLine): void {
  const stages = repair.listRepairStages({ limit: 200 }).items
  const stage = (code: string) => stages.find((one) => one.code === code)?.id
  const ends = 'ends' in repaired ? repaired.ends : undefined
  const repairStageId = stage(
    ends === undefined ? 'DIAGNOSIS' : ends === 'END_OF_LIFE' ? 'NOT_REPAIRED' : 'REPAIRED',
  )
  if (repairStageId === undefined) return
  const resolution = repair.listResolutions({ limit: 200 }).items.find(({ code }) => code === ends)
  // What was learned of an earlier repair of the same bicycle may have changed it since.
  const { version } = repair.getLine({ lineId: line.id })
  const barrier = repair.listBarriers({ limit: 200 }).items.find(({ code }) => code === 'WORN_OUT')
  repair.changeStage({
    ...{ lineId: line.id, expectedVersion: version, repairStageId, resolutionId: resolution?.id },
    ...(ends === 'END_OF_LIFE' ? { barrierId: barrier?.id } : {}),
  })
}
