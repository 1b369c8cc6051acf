import type { CallContext } from '../../rpc/callContext'
import { implementer } from '../../rpc/implementer'
import { getComparison, getStructure, listStructureHits, type StructureDeps } from './getStructure'

const { bom } = implementer

/** The part of the capability `bom` that reads structures (09 §3). */
export function createStructureRoutes(deps: StructureDeps) {
  const asked = ({ caller, now }: CallContext) => ({ caller, at: now() })
  return {
    getStructure: bom.getStructure.handler(({ context, input }) => getStructure(deps, asked(context), input)),
    getComparison: bom.getComparison.handler(({ context, input }) =>
      getComparison(deps, asked(context), input),
    ),
    listStructureHits: bom.listStructureHits.handler(({ context, input }) =>
      listStructureHits(deps, asked(context), input),
    ),
  }
}
