import {
  hasInjectionContext,
  inject,
  onScopeDispose,
  provide,
  shallowReactive,
  useId,
  type InjectionKey,
} from 'vue'

/** Fields whose typed text cannot be read: their value is not what stands there, so the form must not be saved. */
export type FieldProblems = Map<string, string>

const key: InjectionKey<FieldProblems> = Symbol('fieldProblems')

export function provideFieldProblems(): FieldProblems {
  const problems: FieldProblems = shallowReactive(new Map<string, string>())
  if (hasInjectionContext()) provide(key, problems)
  return problems
}

/** For a field that parses: tells the form it stands in whether its text can be read. */
export function useFieldProblem(): (problem: string | undefined) => void {
  const problems = inject(key, undefined)
  const id = useId()
  onScopeDispose(() => problems?.delete(id))
  return (problem) => {
    if (problem === undefined) problems?.delete(id)
    else problems?.set(id, problem)
  }
}
