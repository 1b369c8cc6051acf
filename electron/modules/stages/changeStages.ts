import type { z } from 'zod'
import type { Act, Caller } from '../../db/act'
import type { Outcome } from '../../db/changeLog'
import { DomainError } from '../../shared/contract/domainError'
import type { OrderId } from '../../shared/contract/id'
import type { Language } from '../../shared/contract/session'
import type { StageMove, StageMoveResult, stagesContract } from '../../shared/contract/stages'
import { assertMayMove, changeStage, decide, type MoveDeps } from './changeStage'
import type { StageOrder } from './access'
import { textIn } from './stage.rules'
import type { StoredStage } from './stages.repository'

type Input = z.output<NonNullable<(typeof stagesContract)['changeStages']['~orpc']['inputSchema']>>

const maxOrders = 1000

/** Runs one move as the caller, in a transaction and with a log entry of its own. */
type WriteMove = (useCase: (act: Act) => Outcome<StageMove>) => StageMove

/**
 * Moves many orders, each in its own transaction by the same checks; one that is refused does not stop the others. A
 * dry run writes nothing and says what would happen (R05-28, L-05.02).
 *
 * @throws NO_SELECTION, TOO_MANY
 */
export async function changeStages(
  deps: MoveDeps,
  caller: Caller,
  input: Input,
  write: WriteMove,
): Promise<{ results: StageMoveResult[] }> {
  const results: StageMoveResult[] = []
  for (const orderId of deps.orders.select(caller, input, maxOrders)) {
    const preview = previewMove(deps, caller, orderId, input)
    results.push(preview.ok && !input.dryRun ? moved(deps, orderId, input, preview, write) : preview)
    // Other calls have their turn between two orders.
    if (!input.dryRun) await new Promise((resolve) => setImmediate(resolve))
  }
  return { results }
}

function moved(
  deps: MoveDeps,
  orderId: OrderId,
  input: Input,
  preview: StageMoveResult,
  write: WriteMove,
): StageMoveResult {
  try {
    write((act) => changeStage(deps, act, { ...input, orderId }))
    return preview
  } catch (error) {
    return { ...preview, ok: false, codes: codesOf(error) }
  }
}

function previewMove(deps: MoveDeps, caller: Caller, orderId: OrderId, input: Input): StageMoveResult {
  try {
    const order = deps.orders.get(orderId)
    return { ...named(deps, caller.language, order), ...verdict(deps, caller, order, input) }
  } catch (error) {
    return { id: orderId, ok: false, codes: codesOf(error) }
  }
}

function verdict(
  deps: MoveDeps,
  caller: Caller,
  order: StageOrder,
  input: Input,
): Pick<StageMoveResult, 'ok' | 'codes' | 'toStageId' | 'toName'> {
  try {
    assertMayMove(deps, caller, order, input.direction)
    const { decision } = decide(deps, { at: deps.now(), caller }, order, input)
    const target = decision.target && targetNames(decision.target, caller.language)
    if (decision.kind === 'allowed') return { ok: true, ...target }
    return { ok: false, codes: decision.failures.map(({ code }) => code), ...target }
  } catch (error) {
    return { ok: false, codes: codesOf(error) }
  }
}

function named({ repository }: MoveDeps, language: Language, { id, number, stageId }: StageOrder) {
  const stage = stageId && repository.stages.find(stageId)
  return {
    id,
    number,
    ...(stage && { fromStageId: stage.id, fromName: textIn(stage.description, language) }),
  }
}

function targetNames({ id, description }: StoredStage, language: Language) {
  return { toStageId: id, toName: textIn(description, language) }
}

function codesOf(error: unknown): string[] {
  if (!(error instanceof DomainError)) throw error
  const { data } = error
  const failures: readonly unknown[] =
    typeof data === 'object' && data !== null && 'failures' in data && Array.isArray(data.failures)
      ? data.failures
      : []
  const codes = failures.flatMap((failure) =>
    typeof failure === 'object' && failure !== null && 'code' in failure ? [String(failure.code)] : [],
  )
  return codes.length > 0 ? codes : [error.code]
}
