import type { ServiceObject } from '@contract/objects'
import { computed, proxyRefs, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { z } from 'zod'
import { keptIn, useDialogDraft } from '@/composables/useDialogDraft'
import { useSubmit } from '@/composables/useSubmit'
import {
  IntakeLine,
  IntakeOrder,
  isBlank,
  lineInTrouble,
  newIntakeLine,
  newIntakeOrder,
  problemsAt,
  problemsOf,
  readIntake,
  takeIn,
  type Intake,
  type IntakeProblems,
} from './intake'

/** An intake as it is typed: one order, any number of repairs; what is typed survives errors and leaving the page. */
export function useIntake() {
  const { t } = useI18n()
  const order = shallowRef<IntakeOrder>(newIntakeOrder())
  const lines = shallowRef<readonly IntakeLine[]>([newIntakeLine()])
  const activeAt = ref(0)
  const problems = shallowRef<IntakeProblems>(new Map())
  const isWhole = ref(false)

  const draft = useDialogDraft(
    { key: 'repair.intake:new', title: t('repair.intake.title') },
    {
      order: keptIn(IntakeOrder, order),
      lines: keptIn(z.array(IntakeLine).min(1), linesRef()),
    },
  )
  function linesRef() {
    return computed({
      get: () => [...lines.value],
      set: (next: IntakeLine[]) => (lines.value = next),
    })
  }

  type Taken = Awaited<ReturnType<typeof takeIn>>
  const { run, isRunning, refusal, clear } = useSubmit(
    async (intake: Intake, tell: (taken: Taken) => void) => {
      tell(await takeIn(intake))
    },
  )

  /** What came of it, or undefined when something is to be corrected; nothing is stored then. */
  async function save(): Promise<Taken | undefined> {
    if (isRunning.value) return undefined
    lines.value = lines.value.filter((line, at) => at === 0 || !isBlank(line))
    activeAt.value = Math.min(activeAt.value, lines.value.length - 1)
    const read = readIntake(order.value, lines.value)
    problems.value = read.problems ?? new Map()
    isWhole.value = false
    clear()
    if (read.problems) {
      showTrouble()
      return undefined
    }
    let taken: Taken | undefined
    if (await run(read.intake, (answer) => (taken = answer))) {
      draft.drop()
      return taken
    }
    if (refusal.value) {
      const refused = problemsOf(refusal.value, lines.value.length)
      problems.value = refused.problems
      isWhole.value = refused.isWhole
    }
    showTrouble()
    return undefined
  }
  function showTrouble(): void {
    activeAt.value = lineInTrouble(problems.value) ?? activeAt.value
  }

  function startOver(): void {
    order.value = newIntakeOrder()
    lines.value = [newIntakeLine()]
    activeAt.value = 0
    problems.value = new Map()
    isWhole.value = false
    clear()
    draft.drop()
  }

  function add(): void {
    lines.value = [...lines.value, newIntakeLine()]
    activeAt.value = lines.value.length - 1
  }
  function remove(at: number): void {
    lines.value = lines.value.filter((_line, index) => index !== at)
    problems.value = new Map()
    activeAt.value = Math.max(0, Math.min(activeAt.value, lines.value.length - 1))
  }

  /** A field that is typed in again has nothing to complain about any more. */
  function forget(prefix: string, changed: object, before: object): void {
    const held = new Map<string, unknown>(Object.entries(before))
    const touched = Object.entries(changed)
      .filter(([name, value]) => held.get(name) !== value)
      .map(([name]) => `${prefix}.${name}`)
    problems.value = new Map([...problems.value].filter(([place]) => !touched.includes(place)))
  }
  function change(at: number, line: IntakeLine): void {
    const before = lines.value[at]
    if (before) forget(`lines.${at}`, line, before)
    lines.value = lines.value.map((held, index) => (index === at ? line : held))
  }
  function changeOrder(changed: Partial<IntakeOrder>): void {
    forget('order', changed, order.value)
    order.value = { ...order.value, ...changed }
  }

  /** The first object says whose order it is. */
  function propose({ customerId, siteId }: ServiceObject): void {
    if (order.value.customerId) return
    changeOrder({ customerId, siteId })
  }

  return proxyRefs({
    ...{ order, lines, activeAt, problems, isRunning, draft },
    refusal: computed(() => (isWhole.value || problems.value.size === 0 ? refusal.value : undefined)),
    problemsOfLine: (at: number) => problemsAt(problems.value, `lines.${at}`),
    orderProblems: computed(() => problemsAt(problems.value, 'order')),
    ...{ save, startOver, add, remove, change, changeOrder, propose },
  })
}
