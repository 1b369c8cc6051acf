import { bomStructureContract, structureErrors } from './bomStructure'
import { bomTemplatesContract, templateErrors } from './bomTemplates'
import { serviceBomsContract } from './serviceBoms'

export * from './bomStructure'
export * from './bomTemplates'
export * from './serviceBoms'

/** What an undo of an act on a list may be refused with. */
export const bomErrors = { ...templateErrors, ...structureErrors }

/** Bills of materials of items, of templates and of service objects (area 09). */
export const bomContract = {
  ...bomTemplatesContract,
  ...serviceBomsContract,
  ...bomStructureContract,
}
