import type { Act } from '../../../db/act'
import type { EntityChange, Outcome } from '../../../db/changeLog'
import { applyPatch } from '../../../db/records'
import type { Stored } from '../../../db/entityTable'
import type { Records } from '../../../db/records'
import { removeDemoErrors, type DemoRemoved } from '../../../shared/contract/backups'
import { commonErrors, domainError } from '../../../shared/contract/domainError'
import type { PeopleRepository } from '../../people/index'
import type { DemoRange, DemoRepository } from './demo.repository'

export interface RemoveDeps {
  readonly people: PeopleRepository
  readonly repository: DemoRepository
}

/** Throws NOT_DEMO when there is no demo company to remove. */
export function assertDemo({ people }: Pick<RemoveDeps, 'people'>): void {
  const { id, isDemo } = people.company()
  if (!isDemo) throw domainError(removeDemoErrors, 'NOT_DEMO', { entity: 'company', id })
}

/**
 * Takes away all that the demo brought, as a whole: the store is as after first run, its log stays (R01-23).
 *
 * @throws NOT_DEMO, LAST_ADMIN, IN_USE with what others made of the demo's data
 */
export function removeDemo(deps: RemoveDeps, { at, caller }: Act): Outcome<DemoRemoved> {
  const { people, repository } = deps
  assertDemo(deps)
  const range = repository.range()
  const company = people.company()
  if (!range) throw domainError(removeDemoErrors, 'NOT_DEMO', { entity: 'company', id: company.id })
  const records = repository.recordsOf(range)
  const offices = people.officeList.page({ limit: 200 }).items
  const restored = [
    ...restore(deps, people.companies, company.id, range),
    ...offices.flatMap(({ id }) => restore(deps, people.offices, id, range)),
  ]
  repository.remove(records)
  repository.releaseNumbers(records, { actorId: caller.userId, at })
  assertUnused(deps, company.id)
  if (people.activeAdministrators().length === 0)
    throw domainError(removeDemoErrors, 'LAST_ADMIN', { field: 'roles' })
  const deleted = records.map(({ entity, id, version }): EntityChange => ({
    entity,
    id,
    op: 'delete',
    version: version + 1,
    fields: {},
  }))
  const changes = [...restored, ...deleted]
  return { result: { records: records.length }, changes, count: changes.length }
}

/** Gives a record back what the demo changed of it; what was changed since stays. */
function restore<R extends Stored>(
  { repository }: RemoveDeps,
  records: Records<R>,
  id: string,
  range: DemoRange,
): EntityChange[] {
  const record = records.find(id)
  if (!record) return []
  const held = new Map<string, unknown>(Object.entries(record))
  const patch = [...repository.fieldsOf(id, range)]
    .filter(([name, { after }]) => (held.get(name) ?? null) === after)
    .map(([name, { before }]) => [name, before] as const)
  return records.update(record, applyPatch(record, Object.fromEntries(patch))).changes
}

function assertUnused({ repository }: RemoveDeps, companyId: string): void {
  const dependants = repository.dependants()
  if (dependants.length === 0) return
  const counts: Record<string, number> = {}
  for (const { entity } of dependants) counts[entity] = (counts[entity] ?? 0) + 1
  throw domainError(commonErrors, 'IN_USE', {
    ...{ entity: 'company', id: companyId, counts },
    dependants: dependants.slice(0, 20).map((dependant) => ({ ...dependant })),
  })
}
