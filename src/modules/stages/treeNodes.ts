import type { StageNode } from '@contract/stages'

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
