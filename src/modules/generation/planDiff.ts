import type { GenerationPreview, PlanRow } from '@contract/generationRuns'

export interface PlanChange {
  readonly kind: 'added' | 'removed' | 'moved'
  readonly row: PlanRow
  /** Of `moved`: where the line stood in the plan before. */
  readonly before?: string | undefined
}

/** What differs between two plans, by agreement line and calculated date; of long plans what their first rows show. */
export function planDiff(before: GenerationPreview, after: GenerationPreview): PlanChange[] {
  const old = byOccurrence(before)
  const now = byOccurrence(after)
  const changed = [...now].flatMap(([key, row]): PlanChange[] => {
    const held = old.get(key)
    if (!held) return isWhole(before) ? [{ kind: 'added', row }] : []
    return held.serviceDate === row.serviceDate ? [] : [{ kind: 'moved', row, before: held.serviceDate }]
  })
  const gone = isWhole(after)
    ? [...old].flatMap(([key, row]): PlanChange[] => (now.has(key) ? [] : [{ kind: 'removed', row }]))
    : []
  return [...gone, ...changed]
}

/** Of a plan with more lines than were sent, an absent line says nothing. */
function isWhole({ counts, lines }: GenerationPreview): boolean {
  return lines.length >= counts.lines
}

function byOccurrence({ lines }: GenerationPreview): Map<string, PlanRow> {
  return new Map(lines.map((row) => [`${row.agreementLineId ?? ''} ${row.calculatedDate ?? ''}`, row]))
}
