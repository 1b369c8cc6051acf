import type { AnyContractProcedure } from '@orpc/contract'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { contract } from '../../electron/shared/contract/index'

/** What the index of procedures says of areas 08 and 09: permission, inputs, and what is answered. */
const index: readonly (readonly [name: string, guard: string, inputs: string, answers: string])[] = [
  ...['Condition', 'SymptomArea', 'SymptomCode', 'DiagnosisArea', 'DiagnosisCode', 'Resolution', 'Barrier']
    .concat('RepairStage')
    .flatMap((noun) => crudOf(noun)),
  ['repair.listLines', 'repair.read', 'filter text sort after before offset limit withCount', 'items'],
  ['repair.getLine', 'repair.read', 'lineId', 'id version number warrantyVerdict previousLineId finishedAt'],
  [
    'repair.createLine',
    'repair.write',
    'id orderId objectRelationId technicianId conditionId symptomAreaId symptomCodeId diagnosisAreaId diagnosisCodeId ' +
      'resolutionId barrierId title note customerText reportedAt reason',
    'id version number lineNo serialNumber repairStageId reportedAt createdAt',
  ],
  ['repair.updateLine', 'repair.write', 'lineId expectedVersion patch reason', 'id version'],
  ['repair.createIntake', 'repair.write', 'order lines reason', 'orderId lines'],
  ['repair.deleteLine', 'repair.delete', 'lineId expectedVersion reason', 'id'],
  [
    'repair.changeStage',
    'repair.write',
    'lineId expectedVersion repairStageId resolutionId barrierId reason',
    'id version repairStageId finishedAt',
  ],
  ['repair.overrideVerdict', 'repair.manage', 'lineId expectedVersion verdict reason', 'id warrantyVerdict'],
  ['repair.checkWarranty', 'repair.read', 'objectId itemId reportedAt', 'verdict until'],
  [
    'repair.startAttempt',
    'repair.write',
    'lineId expectedVersion startedAt',
    'id version attemptNo startedAt',
  ],
  [
    'repair.endAttempt',
    'repair.write',
    'attemptId expectedVersion endedAt outcome remark',
    'id version endedAt outcome remark',
  ],
  [
    'repair.createEstimate',
    'repair.estimate',
    'lineId lines validUntil tolerance',
    'id version estimateVersion currency lines validUntil status approverName approvedAt tolerance total',
  ],
  [
    'repair.updateEstimate',
    'repair.estimate',
    'estimateId expectedVersion lines validUntil tolerance patch',
    'id version',
  ],
  ['repair.sendEstimate', 'repair.approve', 'estimateId expectedVersion', 'id version status'],
  [
    'repair.approveEstimate',
    'repair.approve',
    'estimateId expectedVersion approverName',
    'id version status',
  ],
  ['repair.rejectEstimate', 'repair.approve', 'estimateId expectedVersion', 'id version status'],
  ['repair.overrideEstimateLimit', 'repair.manage', 'orderId expectedVersion reason', 'orderId'],
  ['repair.convertEstimate', 'repair.estimate', 'estimateId expectedVersion', 'id version'],
  ['repair.listSuggestions', 'repair.read', 'objectId symptomAreaId symptomCodeId', 'tier items'],
  ['repair.getStatistics', 'repair.read', 'measure from to filter groupBy', 'measure total rows'],

  ['bom.listTemplates', 'bom.read', 'filter text sort after before offset limit withCount', 'items'],
  [
    'bom.getTemplate',
    'bom.read',
    'templateId',
    'id version number itemId name templateVersion status source',
  ],
  [
    'bom.createTemplate',
    'bom.manage',
    'id source sourceId itemId name fromDate toDate',
    'id version number fromDate toDate lines',
  ],
  ['bom.updateTemplate', 'bom.manage', 'templateId expectedVersion patch', 'id version'],
  ['bom.deleteTemplate', 'bom.manage', 'templateId expectedVersion', 'id'],
  ['bom.createTemplateVersion', 'bom.manage', 'templateId', 'id version templateVersion'],
  [
    'bom.addTemplateLine',
    'bom.manage',
    'templateId expectedVersion parentLineId position itemId description quantity unitId supplier warrantyMonths ' +
      'remark validFrom validTo',
    'id version lines',
  ],
  ['bom.updateTemplateLine', 'bom.manage', 'templateId expectedVersion lineId patch', 'id version lines'],
  ['bom.deleteTemplateLine', 'bom.manage', 'templateId expectedVersion lineId', 'id version lines'],
  [
    'bom.attachTemplate',
    'bom.attach',
    'relationId templateId at confirmed',
    'id version objectId templateId',
  ],
  [
    'bom.addComponent',
    'bom.write',
    'bomId expectedVersion parentLineId position itemId description quantity unitId serialNumber batch supplier ' +
      'warrantyMonths remark reasonId at',
    'id version history',
  ],
  [
    'bom.changeComponent',
    'bom.write',
    'bomId expectedVersion lineId position description quantity unitId serialNumber batch supplier warrantyMonths ' +
      'remark patch reasonId at',
    'id version history',
  ],
  ['bom.deleteComponent', 'bom.write', 'bomId expectedVersion lineId reasonId at', 'id version history'],
  [
    'bom.replaceComponent',
    'bom.write',
    'bomId expectedVersion lineId itemId quantity serialNumber reasonId at children createOrderLine orderId ' +
      'repairLineId orderLine removedPart',
    'id version history orderLineId removedPart',
  ],
  ['bom.undoChange', 'bom.write', 'bomId expectedVersion historyId', 'id version history'],
  ['bom.moveServiceBom', 'bom.manage', 'bomId expectedVersion relationId', 'id version relationId'],
  ['bom.copyServiceBom', 'bom.manage', 'bomId expectedVersion relationId', 'id version relationId'],
  ['bom.deleteServiceBom', 'bom.manage', 'bomId expectedVersion', 'id'],
  ['bom.getStructure', 'bom.read', 'bomId itemId templateId at date knownAt', 'nodes notice'],
  ['bom.getComparison', 'bom.read', 'left right', 'counts items'],
  ['bom.listWhereUsed', 'bom.read', 'itemId date scope', 'items direct all roots'],
  ['bom.getExplosion', 'bom.read', 'roots date', 'items totals'],
  ['bom.listStructureHits', 'bom.read', 'bomId text', 'items count'],
  ['bom.listHistory', 'bom.read', 'bomId', 'items'],
  ['bom.listRecall', 'bom.read', 'itemId batch', 'items count'],
  ['bom.getCostRollup', 'catalog.readCost', 'itemId date costDate method', 'cost zeroCostCount'],
]

function crudOf(noun: string) {
  const key = `${noun.charAt(0).toLowerCase()}${noun.slice(1)}Id`
  const plural = `${noun}s`
  const ref = `${key} expectedVersion reason`
  return [
    [`repair.list${plural}`, 'repair.read', 'filter text sort limit', 'items'],
    [`repair.get${noun}`, 'repair.read', key, 'id version code name names active sortOrder'],
    [`repair.create${noun}`, 'repair.setUp', 'id code name names sortOrder', 'id version'],
    [`repair.update${noun}`, 'repair.setUp', `${ref} patch`, 'id version'],
    [`repair.delete${noun}`, 'repair.setUp', ref, 'id'],
    [`repair.deactivate${noun}`, 'repair.setUp', ref, 'id version active'],
    [`repair.activate${noun}`, 'repair.setUp', ref, 'id version active'],
  ] as const
}

const words = (text: string) => text.split(' ')
/** The names of an object; of several all together. */
function namesIn(schema: unknown): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape)
  return schema instanceof z.ZodUnion ? schema.options.flatMap(namesIn) : []
}

describe('00-procedures', () => {
  it.each(index)(
    '00-procedures: %s needs %s, takes and answers the names of the index',
    (name, guard, inputs, answers) => {
      const [capability = '', procedure = ''] = name.split('.')
      const found = Reflect.get(Reflect.get(contract, capability) as object, procedure) as
        AnyContractProcedure | undefined
      const { inputSchema, meta, outputSchema } = found?.['~orpc'] ?? {}

      expect(meta).toMatchObject({ permission: guard })
      expect(namesIn(inputSchema)).toEqual(expect.arrayContaining(words(inputs)))
      expect(namesIn(outputSchema)).toEqual(expect.arrayContaining(words(answers)))
    },
  )
})
