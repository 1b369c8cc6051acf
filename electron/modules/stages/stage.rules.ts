import type { Failure } from '../../shared/contract/domainError'
import { Language } from '../../shared/contract/session'
import type { Description } from '../../shared/contract/stages'

/** What the rules of the tree need of a stage. */
export interface TreeStage {
  readonly id: string
  readonly code: string
  readonly parentId?: string | undefined
  readonly sequence: number
  readonly active: boolean
}

export const maxDepth = 20
export const maxStages = 200

/** How far a stage and its descendants are used: orders that stand there, rows of history that mention them. */
export interface StageUse {
  readonly orders: number
  readonly history: number
}

/** The text of a language; a missing one reads as English, then as any (05 §2.1). */
export function textIn(description: Description, language: Language): string {
  const any = Language.options.map((option) => description[option]).find((text) => text !== undefined)
  return description[language] ?? description.en ?? any ?? ''
}

/** The one stage without a parent (R05-10). */
export function rootOf<S extends TreeStage>(stages: readonly S[]): S | undefined {
  return stages.find(({ parentId }) => parentId === undefined)
}

export function childrenOf<S extends TreeStage>(stages: readonly S[], id: string): S[] {
  return stages.filter(({ parentId }) => parentId === id).toSorted(bySequence)
}

/** Siblings by sequence, ties by code. */
export function bySequence(a: TreeStage, b: TreeStage): number {
  return a.sequence - b.sequence || (a.code < b.code ? -1 : Number(a.code > b.code))
}

/** Every stage with its depth (the root has 1), parents first, siblings in their order. */
export function inTreeOrder<S extends TreeStage>(stages: readonly S[]): { stage: S; depth: number }[] {
  const walk = (stage: S, depth: number): { stage: S; depth: number }[] => [
    { stage, depth },
    ...childrenOf(stages, stage.id).flatMap((child) => walk(child, depth + 1)),
  ]
  const root = rootOf(stages)
  return root ? walk(root, 1) : []
}

/** The stage and all its descendants. */
export function subtreeIds(stages: readonly TreeStage[], id: string): string[] {
  const ids = [id]
  for (const parent of ids)
    ids.push(...stages.filter(({ parentId }) => parentId === parent).map((child) => child.id))
  return ids
}

/** Why a new stage may not stand below this parent (R05-10, R05-13), in the area's order. */
export function newStageFailures(stages: readonly TreeStage[], parentId: string | undefined): Failure[] {
  const failures: Failure[] = []
  if (parentId === undefined && rootOf(stages)) failures.push({ code: 'SECOND_ROOT', field: 'parentId' })
  const parent = stages.find(({ id }) => id === parentId)
  if (parentId !== undefined && !parent) failures.push({ code: 'PARENT_NOT_FOUND', field: 'parentId' })
  const isTooDeep = parent !== undefined && depthOf(stages, parent.id) >= maxDepth
  if (stages.length >= maxStages || isTooDeep) failures.push({ code: 'STAGE_LIMIT', field: 'parentId' })
  return failures
}

/** Why a stage may not move below this parent (R05-10 … R05-13), in the area's order; none when it stays. */
export function parentChangeFailures(
  stages: readonly TreeStage[],
  stage: TreeStage,
  parentId: string | undefined,
  use: StageUse,
): Failure[] {
  if (parentId === stage.parentId) return []
  const field = 'parentId'
  const subtree = subtreeIds(stages, stage.id)
  const parent = stages.find(({ id }) => id === parentId)
  const failures: Failure[] = []
  if (parentId === undefined) failures.push({ code: 'SECOND_ROOT', field })
  else if (!parent) failures.push({ code: 'PARENT_NOT_FOUND', field })
  if (use.orders > 0 || use.history > 0) failures.push({ code: 'PARENT_FROZEN', field, ...use })
  if (stage.parentId === undefined && stages.length > 1) failures.push({ code: 'ROOT_REQUIRED', field })
  const isCycle = parent !== undefined && subtree.includes(parent.id)
  if (isCycle) failures.push({ code: 'STAGE_CYCLE', field })
  if (parent && !isCycle && depthOf(stages, parent.id) + heightOf(stages, stage.id) > maxDepth)
    failures.push({ code: 'STAGE_LIMIT', field })
  return failures
}

/** Why a stage may not be switched off: the root, a stage with active children (R05-14). */
export function deactivateFailures(stages: readonly TreeStage[], stage: TreeStage): Failure[] {
  const failures: Failure[] = []
  if (stage.parentId === undefined) failures.push({ code: 'ROOT_REQUIRED' })
  const active = childrenOf(stages, stage.id).filter(({ active }) => active)
  if (active.length > 0) failures.push({ code: 'STAGE_HAS_CHILDREN', ids: active.map(({ id }) => id) })
  return failures
}

/** The sequence of a new stage: ten after its last sibling. */
export function nextSequence(stages: readonly TreeStage[], parentId: string | undefined): number {
  const siblings = stages.filter((stage) => stage.parentId === parentId)
  return Math.max(0, ...siblings.map(({ sequence }) => sequence)) + 10
}

function depthOf(stages: readonly TreeStage[], id: string): number {
  const parentId = stages.find((stage) => stage.id === id)?.parentId
  return parentId === undefined ? 1 : 1 + depthOf(stages, parentId)
}

function heightOf(stages: readonly TreeStage[], id: string): number {
  return 1 + Math.max(0, ...childrenOf(stages, id).map((child) => heightOf(stages, child.id)))
}
