import { client } from '@/rpc/client'
import type { EditedLine } from './lineRecord'

interface Proposable {
  categoryId?: string | null | undefined
}

/** Puts the type's default category into a new line, unless one was chosen meanwhile (04 §2.2). */
export function useLineProposal({ isNew, type }: EditedLine, values: Proposable): void {
  if (!isNew || type === undefined || type === 'item' || values.categoryId) return
  const filter = { type: [type], active: true, isDefault: true }
  void client.agreements.listCategories({ filter, limit: 1 }).then(
    ({ items: [first] }) => {
      if (first && !values.categoryId) values.categoryId = first.id
    },
    () => undefined, // without a proposal the field is empty, and says so on save
  )
}
