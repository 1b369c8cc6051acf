import { implementer } from '../../rpc/implementer'
import { officesOf } from './bomOffices'
import type { ServiceBomDeps } from './serviceBom.deps'
import { createServiceBomRoutes } from './serviceBoms.router'
import { createStructureRoutes, type StructureRouterDeps } from './structure.router'
import type { TemplateDeps } from './templates.deps'
import { createTemplateRoutes } from './templates.router'

const { bom } = implementer

export type BomDeps = TemplateDeps & Omit<StructureRouterDeps, 'officesOf'>

export function createBomRouter(deps: BomDeps, serviceBoms: ServiceBomDeps) {
  return bom.router({
    ...createTemplateRoutes(deps),
    ...createServiceBomRoutes(serviceBoms),
    ...createStructureRoutes({ ...deps, officesOf: (caller) => officesOf(serviceBoms.lists, caller) }),
  })
}
