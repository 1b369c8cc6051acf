import type { Failure } from '../../shared/contract/domainError'
import type { ImportedStage, StageDifference } from '../../shared/contract/stages'
import { inTreeOrder, maxDepth, maxStages } from './stage.rules'

/** A stage without what belongs to one store: its version and its use. */
export type StageFields = Omit<ImportedStage, 'calendarId'>

/** What keeps a tree from being imported; every stage that is wrong is named by its code (R05-10 … R05-13). */
export function importFailures(stages: readonly ImportedStage[], isTreeTaken: boolean): Failure[] {
  const failures: Failure[] = []
  if (isTreeTaken) failures.push({ code: 'TREE_NOT_EMPTY' })
  for (const code of repeated(stages.map((stage) => stage.code)))
    failures.push({ code: 'STAGE_CODE_EXISTS', stage: code })
  for (const id of repeated(stages.map((stage) => stage.id))) failures.push({ code: 'ID_TAKEN', ids: [id] })
  const roots = stages.filter(({ parentId }) => parentId === undefined)
  if (roots.length === 0) failures.push({ code: 'ROOT_REQUIRED' })
  for (const { code } of roots.slice(1)) failures.push({ code: 'SECOND_ROOT', stage: code })
  if (roots[0] && !roots[0].active) failures.push({ code: 'ROOT_REQUIRED', stage: roots[0].code })
  const ids = new Set<string>(stages.map(({ id }) => id))
  for (const { code, parentId } of stages)
    if (parentId !== undefined && !ids.has(parentId)) failures.push({ code: 'PARENT_NOT_FOUND', stage: code })
  if (failures.length > 0 && failures.some(({ code }) => code !== 'TREE_NOT_EMPTY')) return failures
  return [...failures, ...shapeFailures(stages)]
}

function shapeFailures(stages: readonly ImportedStage[]): Failure[] {
  const reached = inTreeOrder(stages)
  const known = new Set(reached.map(({ stage }) => stage.id))
  const isTooLarge = stages.length > maxStages || reached.some(({ depth }) => depth > maxDepth)
  return [
    ...stages.filter(({ id }) => !known.has(id)).map(({ code }) => ({ code: 'STAGE_CYCLE', stage: code })),
    ...(isTooLarge ? [{ code: 'STAGE_LIMIT' }] : []),
  ]
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))]
}

/** How a tree differs from the one here, stage by stage of the same code; parents are compared by code too. */
export function differencesOf(
  here: readonly StageFields[],
  imported: readonly StageFields[],
): StageDifference[] {
  const held = byCode(here)
  const given = byCode(imported)
  const changed = [...given].flatMap(([code, fields]): StageDifference[] => {
    const old = held.get(code)
    if (!old) return [{ code, kind: 'added', fields: [] }]
    const names = Object.keys({ ...old, ...fields }).filter(
      (name) => JSON.stringify(Reflect.get(old, name)) !== JSON.stringify(Reflect.get(fields, name)),
    )
    return names.length > 0 ? [{ code, kind: 'changed', fields: names }] : []
  })
  const removed = [...held.keys()].filter((code) => !given.has(code))
  return [...changed, ...removed.map((code): StageDifference => ({ code, kind: 'removed', fields: [] }))]
}

/** The fields that are compared, each in one form for equal content. */
function byCode(stages: readonly StageFields[]): Map<string, object> {
  const codes = new Map<string | undefined, string>(stages.map(({ id, code }) => [id, code]))
  return new Map(
    stages.map((stage) => {
      const { allowCancel, allowDelete, allowModify, allowPost, allowedRoles, color, description } = stage
      const { iconLetter, active, parentId, reasonRequired, sequence, stopsSla, targetMinutes } = stage
      return [
        stage.code,
        {
          parent: codes.get(parentId),
          description: Object.entries(description).sort(([a], [b]) => (a < b ? -1 : 1)),
          sequence,
          allowModify,
          allowDelete,
          allowCancel,
          allowPost,
          reasonRequired,
          stopsSla,
          color,
          iconLetter,
          allowedRoles: [...allowedRoles].sort(),
          active,
          targetMinutes,
        },
      ]
    }),
  )
}
