import type { BomRepository } from './bom.repository'
import { createItemSource, type ItemSourceDeps } from './itemSource'
import { createServiceSource, type ServiceSourceDeps } from './serviceSource'
import type { StructureSources } from './structure.source'
import { createTemplateSource } from './templateSource'

export interface SourcesDeps extends ItemSourceDeps {
  readonly repository: BomRepository
  readonly serviceBoms: ServiceSourceDeps
}

/** What structures are read from. */
export function createStructureSources(deps: SourcesDeps): StructureSources {
  return {
    item: createItemSource(deps),
    template: createTemplateSource(deps),
    service: createServiceSource(deps.serviceBoms),
  }
}
