import { implementer } from '../../rpc/implementer'
import { createStructureRoutes } from './structure.router'
import type { TemplateDeps } from './templates.deps'
import { createTemplateRoutes } from './templates.router'

const { bom } = implementer

export type BomDeps = TemplateDeps

export function createBomRouter(deps: BomDeps) {
  return bom.router({ ...createTemplateRoutes(deps), ...createStructureRoutes(deps) })
}
