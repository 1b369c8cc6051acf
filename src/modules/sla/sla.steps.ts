import { WorkerId } from '@contract/id'
import { Role } from '@contract/permission'
import { SlaStep, SlaStepKind } from '@contract/sla'
import { z } from 'zod'

/** A step as a form holds it. */
export type StepInput = z.input<typeof SlaStep>
export type StepField = 'measure' | keyof SlaStep
const Num = z.number().optional().catch(undefined)

/** The step with another value; one of the two measures is told, the other is not. */
export function changedStep(step: StepInput, field: StepField, value: unknown): StepInput {
  const { minutesBefore: _minutes, threshold: _share, ...others } = step
  switch (field) {
    case 'measure':
      return value === 'minutesBefore' ? { ...others, minutesBefore: 60 } : { ...others, threshold: 7500 }
    case 'threshold':
      return { ...others, threshold: Num.parse(value) ?? 0 }
    case 'minutesBefore':
      return { ...others, minutesBefore: Num.parse(value) ?? 0 }
    case 'kind':
      return { ...step, kind: SlaStepKind.catch(step.kind).parse(value) }
    case 'roles':
      return { ...step, roles: z.array(Role).catch([]).parse(value) }
    case 'workerIds':
      return { ...step, workerIds: z.array(WorkerId).catch([]).parse(value) }
    case 'toResponsible':
      return { ...step, toResponsible: value === true }
    case 'toTeamOwner':
      return { ...step, toTeamOwner: value === true }
    case 'raisesPriority':
      return { ...step, raisesPriority: value === true }
  }
}
