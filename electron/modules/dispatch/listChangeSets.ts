import type { Caller } from '../../db/act'
import { inOffices } from '../../db/inOffices'
import type { ChangeSet } from '../../shared/contract/dispatchBoard'
import type { ListRequest, Page } from '../../shared/contract/page'
import type { ChangeSetsRepository } from './changeSets.repository'

/** What was saved on the boards of the caller's offices (07 §5). */
export function listChangeSets(
  { changeSets }: { readonly changeSets: ChangeSetsRepository },
  caller: Caller,
  request: ListRequest,
): Page<ChangeSet> {
  return changeSets.changeSetList.page(request, inOffices('t.office_id', caller))
}
