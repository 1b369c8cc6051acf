import type { Act } from '../../db/act'
import type { Item } from '../../shared/contract/catalog'
import type { ItemBomsRepository } from './itemBoms.repository'
import type { SourceTime, StructureSource } from './structure.source'

export interface ItemSourceDeps {
  readonly repository: Pick<ItemBomsRepository, 'componentsBelow'>
  /** Throws NOT_FOUND. */
  readonly item: (itemId: string) => Pick<Item, 'id' | 'number' | 'name'>
  readonly officeDate: (officeId: string, at: number) => string
}

/** The day that a structure of days is asked for; an instant's is that of the caller's office. */
export function dayOf(
  { officeDate }: Pick<ItemSourceDeps, 'officeDate'>,
  { at, date }: SourceTime,
  asked: Act,
): string {
  return date ?? officeDate(asked.caller.officeId, at ?? asked.at)
}

/** An item's own BOM on a day: the tree arises by joining component to assembly (09 §4.1). */
export function createItemSource(deps: ItemSourceDeps): StructureSource {
  const { item, repository } = deps
  return (itemId, time, asked) => {
    const root = item(itemId)
    const components = repository.componentsBelow(itemId, dayOf(deps, time, asked))
    return {
      rootItemId: root.id,
      rootItemNumber: root.number,
      rootItemName: root.name,
      childrenOf: (line) => components.get(line?.itemId ?? itemId) ?? [],
    }
  }
}
