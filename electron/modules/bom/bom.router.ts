import { notFound } from '../../db/version'
import { implementer } from '../../rpc/implementer'
import type { BomRepository } from './bom.repository'
import { createItemSource, type ItemSourceDeps } from './itemSource'
import type { StructureSources } from './structure.source'
import { createStructureRoutes } from './structure.router'

const { bom } = implementer

export interface BomDeps extends ItemSourceDeps {
  readonly repository: BomRepository
}

/** What structures are read from; templates and service BOMs join with their tables. */
function createSources(deps: BomDeps): StructureSources {
  return {
    item: createItemSource(deps),
    template: (id) => {
      throw notFound('bomTemplate', id)
    },
    service: (id) => {
      throw notFound('serviceBom', id)
    },
  }
}

export function createBomRouter(deps: BomDeps) {
  return bom.router({ ...createStructureRoutes({ sources: createSources(deps) }) })
}
