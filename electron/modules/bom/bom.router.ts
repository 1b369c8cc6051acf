import { implementer } from '../../rpc/implementer'
import { getStructure, type StructureDeps } from './getStructure'

const { bom } = implementer

export function createBomRouter(deps: StructureDeps) {
  return bom.router({
    getStructure: bom.getStructure.handler(({ input }) => getStructure(deps, input)),
  })
}
