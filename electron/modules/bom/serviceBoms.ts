import type { Store } from '../../db/records'
import { createBomStates } from './bomStates.repository'
import { createServiceBomLists } from './serviceBomLists.repository'
import { createServiceBomsRepository } from './serviceBoms.repository'
import { createTemplateReader } from './templateReader.repository'

/** All SQL of the lists of objects. */
export function createServiceBoms(store: Store) {
  return {
    repository: createServiceBomsRepository(store),
    lists: createServiceBomLists(store),
    states: createBomStates(store),
    templates: createTemplateReader(store),
  }
}
