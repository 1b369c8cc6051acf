import type { RouteLocationRaw } from 'vue-router'
import type { CodeTables } from './codes.store'
import { codeName } from './repair.lookups'

/** The groups in which the codes are kept; symptoms and diagnoses stand under their areas. */
export const codeGroups = [
  'symptoms',
  'diagnoses',
  'conditions',
  'resolutions',
  'barriers',
  'stages',
] as const
export type CodeGroup = (typeof codeGroups)[number]

export const isCodeGroup = (value: unknown): value is CodeGroup => codeGroups.some((group) => group === value)

/** One row of a group's tree. */
export interface CodeNode {
  readonly id: string
  readonly route: string
  readonly code: string
  readonly name: string
  readonly active: boolean
  readonly depth: 1 | 2
  readonly parentId?: string | undefined
  /** How many codes an area has, whether shown or not. */
  readonly count?: number | undefined
  /** Text keys of what else is to be said, such as the outcome of a resolution. */
  readonly marks: readonly string[]
}

interface Kept {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly active: boolean
}

const node = (route: string, kept: Kept, rest: Partial<CodeNode> = {}): CodeNode => ({
  ...{ id: kept.id, route, code: kept.code, name: codeName(kept), active: kept.active },
  ...{ depth: 1, marks: [], ...rest },
})

function areaNodes<Code extends Kept>(
  areas: readonly Kept[],
  codes: readonly Code[],
  areaOf: (code: Code) => string,
  [areaRoute, codeRoute]: readonly [string, string],
): CodeNode[] {
  return areas.flatMap((area) => {
    const own = codes.filter((code) => areaOf(code) === area.id)
    return [
      node(areaRoute, area, { count: own.length }),
      ...own.map((code) => node(codeRoute, code, { depth: 2, parentId: area.id })),
    ]
  })
}

/** The rows of one group, areas before their codes. */
export function nodesOf(group: CodeGroup, tables: CodeTables): CodeNode[] {
  switch (group) {
    case 'symptoms':
      return areaNodes(tables.symptomAreas, tables.symptomCodes, (code) => code.symptomAreaId, [
        'symptomArea',
        'symptomCode',
      ])
    case 'diagnoses':
      return areaNodes(tables.diagnosisAreas, tables.diagnosisCodes, (code) => code.diagnosisAreaId, [
        'diagnosisArea',
        'diagnosisCode',
      ])
    case 'conditions':
      return tables.conditions.map((kept) => node('repairCondition', kept))
    case 'resolutions':
      return tables.resolutions.map((kept) =>
        node('resolution', kept, { marks: [`repair.outcome.${kept.outcome}`] }),
      )
    case 'barriers':
      return tables.barriers.map((kept) => node('barrier', kept))
    case 'stages':
      return tables.stages.map((kept) =>
        node('repairStage', kept, {
          marks: [
            ...(kept.initial ? ['repair.code.initial'] : []),
            ...(kept.finished ? ['repair.code.finished'] : []),
          ],
        }),
      )
  }
}

/** What is shown: codes out of use, and those of an area out of use, only when they are asked for. */
export function shownNodes(nodes: readonly CodeNode[], isInactiveShown: boolean): readonly CodeNode[] {
  if (isInactiveShown) return nodes
  const inUse = nodes.filter(({ active }) => active)
  const ids = new Set(inUse.map(({ id }) => id))
  return inUse.filter(({ parentId }) => parentId === undefined || ids.has(parentId))
}

/** Where a new code of a group is made; a symptom or a diagnosis of the area that is chosen. */
export function newCodeOf(group: CodeGroup, chosen: CodeNode | undefined): RouteLocationRaw | undefined {
  const areaId = chosen && (chosen.parentId ?? chosen.id)
  const to = (name: string, query = {}) => ({ name, params: { id: 'new' }, query })
  switch (group) {
    case 'symptoms':
      return areaId === undefined ? undefined : to('symptomCode', { areaId })
    case 'diagnoses':
      return areaId === undefined ? undefined : to('diagnosisCode', { areaId })
    case 'conditions':
      return to('repairCondition')
    case 'resolutions':
      return to('resolution')
    case 'barriers':
      return to('barrier')
    case 'stages':
      return to('repairStage')
  }
}

/** The route of a new area, of groups that have areas. */
export function areaRouteOf(group: CodeGroup): 'symptomArea' | 'diagnosisArea' | undefined {
  if (group === 'symptoms') return 'symptomArea'
  return group === 'diagnoses' ? 'diagnosisArea' : undefined
}
