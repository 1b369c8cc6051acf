import type { StageNode } from '@contract/stages'

/** A row of the tree as it is shown. */
export interface TreeRow {
  readonly stage: StageNode
  readonly hasChildren: boolean
  readonly position: number
  readonly siblings: number
}

/** The rows that are shown, where the stages of `closed` hide what is below them; parents stand first in `stages`. */
export function visibleRows(stages: readonly StageNode[], closed: ReadonlySet<string>): TreeRow[] {
  const hidden = new Set<string>()
  return stages.flatMap((stage) => {
    const { id, parentId } = stage
    if (parentId !== undefined && (closed.has(parentId) || hidden.has(parentId))) hidden.add(id)
    if (hidden.has(id)) return []
    const siblings = stages.filter((other) => other.parentId === parentId)
    return [
      {
        stage,
        hasChildren: stages.some((other) => other.parentId === id),
        position: siblings.indexOf(stage) + 1,
        siblings: siblings.length,
      },
    ]
  })
}

/** A stage to choose, set in by its level. */
export interface StageOption {
  readonly value: StageNode['id']
  readonly title: string
  readonly props: { readonly style: { readonly paddingInlineStart: string } }
}

export function optionsOf(stages: readonly StageNode[]): StageOption[] {
  return stages.map(({ id, name, depth }) => ({
    value: id,
    title: name,
    props: { style: { paddingInlineStart: `${16 + (depth - 1) * 16}px` } },
  }))
}

/** The stage and everything below it. */
export function below(stages: readonly StageNode[], id: string): ReadonlySet<string> {
  const found = new Set([id])
  for (const stage of stages)
    if (stage.parentId !== undefined && found.has(stage.parentId)) found.add(stage.id)
  return found
}
