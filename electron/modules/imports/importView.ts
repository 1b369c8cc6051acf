import type { ImportDetail, ImportKind, ImportTarget } from '../../shared/contract/imports'
import type { ImportsDeps } from './imports.deps'
import type { StoredImport } from './imports.repository'

/** An import as answered: with its sample and what its columns may be mapped to. */
export function detailOf({ kinds }: Pick<ImportsDeps, 'kinds'>, stored: StoredImport): ImportDetail {
  const { checkedSeq: _checkedSeq, entrySeq: _entrySeq, undoSeq: _undoSeq, ...rest } = stored
  return { ...rest, targets: targetsOf({ kinds }, stored.kind) }
}

/** What the columns of a kind of file may be mapped to. */
export function targetsOf({ kinds }: Pick<ImportsDeps, 'kinds'>, kind: ImportKind): ImportTarget[] {
  return kinds[kind].targets.map(({ name, isRequired = false }) => ({ name, isRequired }))
}

export function getImport(deps: Pick<ImportsDeps, 'kinds' | 'repository'>, id: string): ImportDetail {
  return detailOf(deps, deps.repository.imports.get(id))
}
