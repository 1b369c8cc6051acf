import { setImmediate as nextTurn } from 'node:timers/promises'
import type { WriteLocal } from '../../db/unitOfWork'
import type { ImportDetail } from '../../shared/contract/imports'
import { detailOf } from './importView'
import type { ImportsDeps, ImportsInput } from './imports.deps'
import { assertState } from './mapColumns'

const slice = 2000

/** Gives an import up that is not committed: its content and staged rows go in short steps. */
export async function discardImport(
  deps: ImportsDeps,
  local: WriteLocal,
  { importId, expectedVersion }: ImportsInput<'discardImport'>,
): Promise<ImportDetail> {
  const { repository } = deps
  const stored = local(() => {
    const before = repository.imports.expect(importId, expectedVersion)
    assertState(deps, before, 'uploaded', 'mapped', 'checked')
    repository.deleteContent(importId)
    return repository.imports.update(before, { ...before, state: 'discarded', sample: [] }).record
  })
  while (local(() => repository.deleteStaged(importId, slice))) await nextTurn()
  return detailOf(deps, stored)
}
