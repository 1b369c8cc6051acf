import { implementer } from '../../rpc/implementer'
import type { RunDeps } from './generation.deps'
import type { Rhythms } from './rhythms.repository'
import { rhythmProcedures } from './rhythms.router'
import { runProcedures } from './runs.router'

const { generation } = implementer

export interface GenerationDeps {
  readonly rhythms: Rhythms
  readonly runs: RunDeps
}

/** The procedures of area 03. */
export function createGenerationRouter({ rhythms, runs }: GenerationDeps) {
  return generation.router({
    ...rhythmProcedures(rhythms),
    ...runProcedures(runs),
  })
}
