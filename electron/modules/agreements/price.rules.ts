import type { PriceRuleId } from '../../shared/contract/id'

interface RuleCriteria {
  readonly workerId?: string | undefined
  readonly categoryId?: string | undefined
}
interface CostRule extends RuleCriteria {
  readonly id: PriceRuleId
  readonly value: number
}

/** A rule's step within its level (R04-31): 1 worker and category, 2 worker, 3 category, 4 neither. */
export function stepOf({ workerId, categoryId }: RuleCriteria): number {
  if (workerId !== undefined) return categoryId === undefined ? 2 : 1
  return categoryId === undefined ? 4 : 3
}

/** The cost table's step of a rule's own step (R04-31). */
const scopedSteps: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 4, 4: 5 }
const unscopedSteps: Readonly<Record<number, number>> = { 1: 3, 2: 6, 3: 7, 4: 8 }

export interface CostCandidates<Rule> {
  readonly ofAgreement: readonly Rule[]
  readonly ofAccount: readonly Rule[]
  readonly unscoped: readonly Rule[]
}
export interface FoundCost {
  readonly unitCost: number
  readonly costStep?: number
  readonly costRuleId?: PriceRuleId
}

/** The cost by the source's table: the agreement's rows first, then the whole with the billing account (R04-31). */
export function chooseCost({
  ofAgreement,
  ofAccount,
  unscoped,
}: CostCandidates<CostRule>): FoundCost | undefined {
  return (
    best(ofAgreement.map((rule) => placed(rule, scopedSteps))) ??
    best([
      ...ofAccount.map((rule) => placed(rule, scopedSteps)),
      ...unscoped.map((rule) => placed(rule, unscopedSteps)),
    ])
  )
}

interface PlacedCost {
  readonly rule: CostRule
  readonly costStep: number
}

function placed(rule: CostRule, steps: Readonly<Record<number, number>>): PlacedCost {
  return { rule, costStep: steps[stepOf(rule)] ?? 8 }
}

function best(rows: readonly PlacedCost[]): FoundCost | undefined {
  const [first] = rows.toSorted((a, b) => a.costStep - b.costStep)
  return first && { unitCost: first.rule.value, costStep: first.costStep, costRuleId: first.rule.id }
}
