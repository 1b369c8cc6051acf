import { LineType } from '@contract/agreements'
import { estimateAmount, limitOf } from '@contract/estimateAmount'
import { CategoryId, ItemId } from '@contract/id'
import type { Money } from '@contract/money'
import { NewEstimateLine, type Estimate, type EstimateLine } from '@contract/repairEstimates'
import { computed, proxyRefs, ref } from 'vue'
import { z } from 'zod'
import { keptIn, useDialogDraft } from '@/composables/useDialogDraft'
import type { EstimateOffer } from './estimates.commands'

/** A line as it is typed: anything may be missing. */
const TypedLine = z.object({
  key: z.int(),
  kind: LineType,
  itemId: z.string().nullish(),
  categoryId: z.string().nullish(),
  description: z.string(),
  quantity: z.int().nullish(),
  unit: z.string().optional(),
  unitPrice: z.int().nullish(),
  discount: z.int().nullish(),
  vatCode: z.string().optional(),
})
export type TypedLine = z.infer<typeof TypedLine>

/** The standard tolerance, in basis points (08 §2.4). */
const standardTolerance = 1000

function typedOf(line: EstimateLine, key: number): TypedLine {
  const { amount: _amount, orderLineId: _orderLineId, ...fields } = line
  return { ...fields, key }
}

/** What can be said of a typed line; undefined while something is missing. */
function lineOf({
  categoryId,
  discount,
  itemId,
  key: _key,
  ...typed
}: TypedLine): NewEstimateLine | undefined {
  return NewEstimateLine.safeParse({
    ...typed,
    discount: discount ?? 0,
    ...(itemId ? { itemId: ItemId.parse(itemId) } : {}),
    ...(categoryId ? { categoryId: CategoryId.parse(categoryId) } : {}),
  }).data
}

export function amountOf(line: TypedLine, currency: string): Money | undefined {
  const found = lineOf(line)
  return found && { minor: estimateAmount(found, currency), currency }
}

interface EditOptions {
  /** The draft that is changed; empty: a new version. */
  readonly held: Estimate | undefined
  /** What a new version begins with. */
  readonly from: Estimate | undefined
  readonly currency: string
  readonly draftKey: string
  readonly title: string
}

/** A version of an estimate as it is typed: its lines, their total while typing, and whether it can be kept. */
export function useEstimateEdit({ currency, draftKey, from, held, title }: EditOptions) {
  const source = held ?? from
  const lines = ref<TypedLine[]>((source?.lines ?? []).map(typedOf))
  const validUntil = ref<string | null | undefined>(held?.validUntil)
  const tolerance = ref<number | null | undefined>(source?.tolerance ?? standardTolerance)
  const isTried = ref(false)
  const draft = useDialogDraft(
    { key: draftKey, title },
    {
      lines: keptIn(z.array(TypedLine), lines),
      validUntil: keptIn(z.string().nullish(), validUntil),
      tolerance: keptIn(z.int().nullish(), tolerance),
    },
  )
  const parsed = computed(() => lines.value.map(lineOf))
  const total = computed(() =>
    parsed.value.reduce((sum, line) => sum + (line ? estimateAmount(line, currency) : 0), 0),
  )

  function add(kind: LineType): number {
    const key = Math.max(0, ...lines.value.map((line) => line.key)) + 1
    lines.value = [...lines.value, { key, kind, description: '', discount: 0 }]
    return key
  }
  function remove(key: number): void {
    lines.value = lines.value.filter((line) => line.key !== key)
  }
  function change(key: number, changed: Partial<TypedLine>): void {
    lines.value = lines.value.map((line) => (line.key === key ? { ...line, ...changed } : line))
  }

  /** The valid input, or undefined when a line must be completed first. */
  function submit(): EstimateOffer | undefined {
    isTried.value = true
    const said = parsed.value.flatMap((line) => line ?? [])
    if (said.length < lines.value.length) return undefined
    return { lines: said, validUntil: validUntil.value ?? undefined, tolerance: tolerance.value ?? undefined }
  }

  return proxyRefs({
    ...{ lines, validUntil, tolerance, isTried, draft, add, remove, change, submit },
    /** Something of it is typed and not stored. */
    isDirty: computed(() => held === undefined || draft.isKept),
    total: computed((): Money => ({ minor: total.value, currency })),
    limit: computed((): Money => ({
      minor: limitOf({ total: total.value, tolerance: tolerance.value ?? standardTolerance }),
      currency,
    })),
  })
}
export type EstimateEdit = ReturnType<typeof useEstimateEdit>
