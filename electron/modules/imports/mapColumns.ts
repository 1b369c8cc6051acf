import type { WriteLocal } from '../../db/unitOfWork'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { importsErrors, type ImportDetail, type ImportState } from '../../shared/contract/imports'
import { detailOf } from './importView'
import type { ImportsDeps, ImportsInput } from './imports.deps'
import type { StoredImport } from './imports.repository'
import { normalName, unmappedTargets } from './mapping.rules'

/** Throws IMPORT_STATE with the states in which the step is possible, IMPORT_BUSY while a job works on it. */
export function assertState(
  { busy }: Pick<ImportsDeps, 'busy'>,
  { id, state }: StoredImport,
  ...allowed: readonly ImportState[]
): void {
  if (!allowed.includes(state)) throw domainError(importsErrors, 'IMPORT_STATE', { id, state, allowed })
  if (busy.has(id)) throw domainError(importsErrors, 'IMPORT_BUSY', { id })
}

/**
 * Says which column or constant fills each target; kept for the next file with these columns (R01-16). A checked import
 * has to be checked again.
 *
 * @throws MAPPING_INCOMPLETE, IMPORT_STATE, CONFLICT
 */
export function mapColumns(
  deps: ImportsDeps,
  local: WriteLocal,
  { importId, expectedVersion, ...input }: ImportsInput<'mapColumns'>,
): ImportDetail {
  const { kinds, repository } = deps
  return local(() => {
    const before = repository.imports.expect(importId, expectedVersion, input)
    assertState(deps, before, 'uploaded', 'mapped', 'checked')
    const { targets } = kinds[before.kind]
    const mapping = input.mapping ?? before.mapping
    const constants = input.constants ?? before.constants
    assertKnown(
      before,
      targets.map(({ name }) => name),
      input,
    )
    const missing = unmappedTargets(targets, { mapping, constants })
    if (missing.length > 0) throw domainError(importsErrors, 'MAPPING_INCOMPLETE', { fields: missing })

    repository.saveMapping(before.kind, before.columns.map(normalName), { mapping, constants })
    const {
      counts: _counts,
      report: _report,
      fingerprint: _fingerprint,
      checkedAt: _checkedAt,
      ...rest
    } = before
    const { record } = repository.imports.update(before, {
      ...rest,
      state: 'mapped',
      mapping,
      constants,
      emptyClears: input.emptyClears ?? before.emptyClears,
      keepRepairableOpen: input.keepRepairableOpen ?? before.keepRepairableOpen,
    })
    return detailOf(deps, record)
  })
}

function assertKnown(
  { columns }: StoredImport,
  targets: readonly string[],
  { mapping = {}, constants = {} }: Pick<ImportsInput<'mapColumns'>, 'mapping' | 'constants'>,
): void {
  const issues = [
    ...Object.entries(mapping).flatMap(([target, column]) => [
      ...(targets.includes(target) ? [] : [{ path: ['mapping', target], message: 'unknown target' }]),
      ...(column === null || columns.includes(column)
        ? []
        : [{ path: ['mapping', target], message: 'unknown column' }]),
    ]),
    ...Object.keys(constants)
      .filter((target) => !targets.includes(target))
      .map((target) => ({ path: ['constants', target], message: 'unknown target' })),
  ]
  if (issues.length > 0) throw domainError(commonErrors, 'INVALID_INPUT', { issues })
}
