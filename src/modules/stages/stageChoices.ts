import type { StageId } from '@contract/id'
import type { NextStages, StageTarget } from '@contract/stages'

/** A place in the stage menu: where to go, in which direction, and why not. */
export interface StageChoice extends StageTarget {
  readonly direction: 'next' | 'previous' | 'set'
  readonly stageId: StageId
  readonly needsReason: boolean
  readonly codes: readonly string[]
}

/**
 * The choices in the order of the menu: next stages, children that are refused for another reason than their place,
 * the previous stage, and what `set` reaches besides (R05-21…R05-23).
 */
export function choicesOf({ permitted, previous, refused, settable }: NextStages): StageChoice[] {
  const next = permitted.map((target) => choice('next', target, []))
  const barred = refused
    .filter(({ codes }) => !codes.includes('NOT_A_NEXT_STAGE') && !codes.includes('NO_NEXT_STAGE'))
    .filter(({ codes }) => !codes.includes('FORBIDDEN'))
    .map(({ codes, ...target }) => choice('next', target, codes))
  const back = previous ? [choice('previous', previous, previous.codes)] : []
  const named = new Set([...next, ...back].map(({ stageId }) => stageId))
  const set = settable.filter(({ stageId }) => !named.has(stageId)).map((target) => choice('set', target, []))
  return [...next, ...barred, ...back, ...set]
}

function choice(
  direction: StageChoice['direction'],
  target: StageTarget,
  codes: readonly string[],
): StageChoice {
  return { ...target, direction, codes, needsReason: target.reasonRequired || direction === 'set' }
}

/** The choice that leads into one stage; with why it is refused where nothing does. */
export function choiceInto(next: NextStages, stageId: string): StageChoice {
  const found = choicesOf(next).find((choice) => choice.stageId === stageId)
  if (found) return found
  const refused = next.refused.find((target) => target.stageId === stageId)
  const [first] = [refused, next.stage, ...next.permitted].flatMap((target) => target ?? [])
  if (!first) throw new Error('there are no stages')
  return choice('next', first, refused?.codes ?? ['SAME_STAGE'])
}
