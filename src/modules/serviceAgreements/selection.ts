import { AgreementId } from '@contract/id'
import type { AgreementListItem } from '@contract/serviceAgreements'
import type { AgreementListing } from './agreements.lists'
import { agreementList } from './agreements.sources'

const pageSize = 200
/** What one bulk command takes (conventions §5). */
export const mostAgreements = 10_000

/** The ticked rows, all that match, or, with nothing ticked, the row that has the focus; read afresh. */
export async function selectedAgreements(list: AgreementListing): Promise<readonly AgreementListItem[]> {
  if (list.isAllMatching) return await matching(list)
  const focused = list.rowAt(list.active)
  const ids = list.selected.size > 0 ? [...list.selected] : focused ? [focused.id] : []
  const found: AgreementListItem[] = []
  for (let from = 0; from < ids.length; from += pageSize) {
    const id = ids.slice(from, from + pageSize).map((one) => AgreementId.parse(one))
    found.push(...(await agreementList.load({ filter: { id }, limit: pageSize })).items)
  }
  return found
}

async function matching({ query }: AgreementListing): Promise<readonly AgreementListItem[]> {
  const found: AgreementListItem[] = []
  let after: string | undefined
  do {
    const page = await agreementList.load({
      ...query,
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    })
    found.push(...page.items)
    after = page.next
  } while (after !== undefined && found.length <= mostAgreements)
  return found
}
