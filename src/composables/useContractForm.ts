import {
  computed,
  reactive,
  ref,
  shallowReactive,
  shallowRef,
  toValue,
  watch,
  type MaybeRefOrGetter,
} from 'vue'
import { z } from 'zod'
import { i18n } from '@/plugins/i18n'
import { provideFieldProblems } from './fieldProblems'
import { issueText } from './issues'
import { refusalText, type Refusal } from './refusal'

export type FormShape = Record<string, z.ZodType>
/** What stands in the fields while it is typed: any of them may be missing. Nested values are replaced, not changed. */
export type FormValues<Shape extends FormShape> = {
  [K in keyof Shape]?: z.input<Shape[K]> | null | undefined
}

interface FormOptions {
  /** Prefix of the labels' keys: `customers.customer` finds `customers.customer.name`. */
  readonly labels: string
  readonly isReadonly?: MaybeRefOrGetter<boolean>
}

/** A problem of the form for its summary; `field` is where a click leads. */
export interface FormProblem {
  readonly field: string
  readonly label: string
  readonly text: string
}

/** Attributes of a field, for `v-bind`. */
export interface FieldAttributes {
  readonly label: string
  readonly name: string
  readonly errorMessages: readonly string[]
  readonly readonly: boolean
  readonly onBlur: () => void
}

/**
 * A form over a schema of the contract: the rules the domain will apply, shown on blur and on save, never during the
 * first typing; refusals of the domain stand beside their fields.
 */
export function useContractForm<Shape extends FormShape>(
  schema: z.ZodObject<Shape>,
  initial: FormValues<Shape>,
  { labels, isReadonly = false }: FormOptions,
) {
  const empty = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, undefined]))
  const values: FormValues<Shape> = shallowReactive({ ...empty, ...initial })
  const touched = reactive(new Set<string>())
  const isSubmitted = ref(false)
  const refused = shallowRef<ReadonlyMap<string, string>>(new Map())
  const unread = provideFieldProblems()

  const parsed = computed(() => schema.safeParse(withoutEmpty(values)))
  const invalid = computed(() => {
    const texts = new Map<string, string>()
    for (const issue of parsed.value.error?.issues ?? []) {
      const path = issue.path.join('.')
      if (!texts.has(path)) texts.set(path, issueText(issue))
    }
    return texts
  })

  function labelOf(name: string): string {
    const key = `${labels}.${name}`
    return i18n.global.te(key, 'en') ? i18n.global.t(key) : inWords(name)
  }

  function errorsOf(name: string): readonly string[] {
    const refusal = deepest(refused.value, name)
    if (refusal !== undefined) return [refusal]
    const text = isSubmitted.value || touched.has(name) ? deepest(invalid.value, name) : undefined
    return text === undefined ? [] : [text]
  }

  /** Label, errors and events of a field: `<v-text-field v-model="values.name" v-bind="field('name')" />`. */
  function field(name: keyof Shape & string): FieldAttributes {
    const absent = schema.shape[name]?.safeParse(undefined)
    const isOptional = absent?.success === true && absent.data === undefined
    const label = labelOf(name)
    const isFixed = toValue(isReadonly)
    return {
      label: isOptional && !isFixed ? i18n.global.t('form.optional', { label }) : label,
      name,
      errorMessages: errorsOf(name),
      readonly: isFixed,
      onBlur: () => touched.add(name),
    }
  }

  const problems = computed<readonly FormProblem[]>(() => {
    const texts = new Map([...(isSubmitted.value ? invalid.value : []), ...refused.value])
    return [...texts].map(([path, text]) => {
      const name = path.split('.')[0] ?? path
      return { field: name, label: name in schema.shape ? labelOf(name) : '', text }
    })
  })

  /** The valid input, or undefined when something must be corrected first. */
  function submit(): z.output<z.ZodObject<Shape>> | undefined {
    isSubmitted.value = true
    refused.value = new Map()
    return unread.size > 0 ? undefined : parsed.value.data
  }

  /** Shows a refusal of the domain beside the fields it names; false when it names none of this form. */
  function refuse({ reasons }: Refusal): boolean {
    const texts = reasons.flatMap(({ code, fields, values: data }) =>
      fields
        .filter((name) => (name.split('.')[0] ?? name) in schema.shape)
        .map((name) => [name, refusalText(code, data)] as const),
    )
    refused.value = new Map(texts)
    return texts.length > 0
  }

  /** Puts other values into the fields and forgets what has been complained about. */
  function reset(next: FormValues<Shape>): void {
    Object.assign(values, empty, next)
    touched.clear()
    isSubmitted.value = false
    refused.value = new Map()
  }

  for (const name of Object.keys(schema.shape))
    watch(
      () => values[name],
      () => {
        const others = [...refused.value].filter(([held]) => held.split('.')[0] !== name)
        if (others.length < refused.value.size) refused.value = new Map(others)
      },
    )

  return { values, field, errorsOf, labelOf, problems, parsed, submit, refuse, reset, unread }
}

/** A field that no screen shows, by its name: `mergedIntoId` reads "merged into". */
function inWords(name: string): string {
  return name.replace(/Id$/, '').replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
}

/** An emptied field is an absent one. */
export function withoutEmpty(values: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]: [string, unknown]) => [
      name,
      value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value,
    ]),
  )
}

/** The text of a field, or of the first part of it. */
function deepest(texts: ReadonlyMap<string, string>, name: string): string | undefined {
  const own = texts.get(name)
  if (own !== undefined) return own
  for (const [path, text] of texts) if (path.startsWith(`${name}.`)) return text
  return undefined
}
