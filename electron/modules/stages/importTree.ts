import type { z } from 'zod'
import { outcome, type Outcome } from '../../db/changeLog'
import { refuseAll } from '../../shared/contract/domainError'
import type { stagesContract } from '../../shared/contract/stages'
import { differencesOf, importFailures } from './import.rules'
import { inTreeOrder } from './stage.rules'
import type { StagesRepository } from './stages.repository'

type Contract = (typeof stagesContract)['importTree']['~orpc']
type Input = z.output<NonNullable<Contract['inputSchema']>>
type Result = z.output<NonNullable<Contract['outputSchema']>>

/**
 * Takes over a tree that getTree gave, into an empty tree; as a preview it only says how it differs from the tree
 * here. A calendar that does not exist here is left out.
 *
 * @throws IMPORT_INVALID with each thing that is wrong, and TREE_NOT_EMPTY among them
 */
export function importTree(
  repository: StagesRepository,
  calendarExists: (calendarId: string) => boolean,
  { tree, preview = false }: Input,
): Outcome<Result> {
  const here = repository.allStages()
  const [first, ...rest] = importFailures(tree.stages, !preview && here.length > 0)
  if (first) throw refuseAll([{ code: 'IMPORT_INVALID', field: 'tree' }, first, ...rest])
  const imported = tree.stages.map(({ calendarId, ...stage }) => ({
    ...stage,
    ...(calendarId && calendarExists(calendarId) && { calendarId }),
  }))
  const differences = differencesOf(here, imported)
  if (preview) return { result: { differences, imported: 0 }, unchanged: true }
  const changes = inTreeOrder(imported).map(({ stage }) => repository.stages.insert({ ...stage, version: 1 }))
  return outcome({ differences, imported: imported.length }, changes)
}
