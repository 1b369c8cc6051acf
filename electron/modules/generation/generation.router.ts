import { implementer } from '../../rpc/implementer'
import type { Rhythms } from './rhythms.repository'
import { rhythmProcedures } from './rhythms.router'

const { generation } = implementer

export interface GenerationDeps {
  readonly rhythms: Rhythms
}

/** The procedures of area 03. */
export function createGenerationRouter({ rhythms }: GenerationDeps) {
  return generation.router({
    ...rhythmProcedures(rhythms),
  })
}
