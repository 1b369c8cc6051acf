import { computed, ref } from 'vue'
import type { z } from 'zod'
import { useContractForm, type FormShape, type FormValues } from './useContractForm'
import { useDialogDraft, type DraftPlace, type KeptField } from './useDialogDraft'
import { useSubmit } from './useSubmit'

interface FormDialogOptions<Shape extends FormShape> {
  /** Prefix of the labels' keys. */
  readonly labels: string
  readonly write: (input: z.output<z.ZodObject<Shape>>) => Promise<unknown>
  /** Where what is typed is kept; `fields` are those that stand beside the schema's. */
  readonly draft?: DraftPlace & { readonly fields?: Readonly<Record<string, KeptField>> }
}

/** A dialog's form over a schema of the contract: what the domain refuses stands beside its fields, else above them. */
export function useFormDialog<Shape extends FormShape>(
  schema: z.ZodObject<Shape>,
  initial: FormValues<Shape>,
  { labels, write, draft: place }: FormDialogOptions<Shape>,
) {
  const { values, field, submit, refuse } = useContractForm(schema, initial, { labels })
  const { run, isRunning, refusal } = useSubmit(write)
  const isAtFields = ref(false)
  const own = Object.keys(schema.shape).map((name): [string, KeptField] => [
    name,
    { read: () => values[name], fill: (typed) => Object.assign(values, { [name]: typed ?? undefined }) },
  ])
  const draft = place && useDialogDraft(place, { ...Object.fromEntries(own), ...place.fields })

  /** Whether it was written. */
  async function save(): Promise<boolean> {
    const input = submit()
    if (!input) return false
    const isDone = await run(input)
    if (isDone) draft?.drop()
    isAtFields.value = refusal.value !== undefined && refuse(refusal.value)
    return isDone
  }

  return {
    values,
    field,
    draft,
    save,
    refuse,
    isRunning,
    refusal: computed(() => (isAtFields.value ? undefined : refusal.value)),
  }
}
