import type { Act } from '../../db/act'
import type { ItemId } from '../../shared/contract/id'
import type { Structure, StructureNode } from '../../shared/contract/bomStructure'
import type { ChildrenOf } from './tree.rules'

/** One part in its place as a source reads it; the tree adds path, depth, total quantity and whether it is a leaf. */
export interface SourceLine extends Omit<StructureNode, 'path' | 'depth' | 'totalQuantity' | 'isLeaf'> {
  /** Among the parts of the same parent, counted from 1. */
  readonly position: number
}

/** A structure at a moment: what is at the top, and its lines. */
export interface SourceState {
  readonly rootItemId: ItemId
  readonly rootItemNumber: string
  readonly rootItemName: string
  readonly rootSerial?: string | undefined
  readonly notice?: Structure['notice']
  /** `childrenByParent(lines)` for flat lines that name their parents. */
  readonly childrenOf: ChildrenOf<SourceLine>
}

/** When: an instant, or a day (its last instant at the site); neither: now. */
export interface SourceTime {
  readonly at?: number | undefined
  readonly date?: string | undefined
  /** Only what was recorded by then. */
  readonly knownAt?: number | undefined
}

/**
 * Reads one kind of structure as the caller may see it; `asked` says who asks, and what `now` is.
 *
 * @throws NOT_FOUND
 */
export type StructureSource = (id: string, time: SourceTime, asked: Act) => SourceState

/** The three kinds of structures (09 §1). */
export interface StructureSources {
  readonly item: StructureSource
  readonly template: StructureSource
  readonly service: StructureSource
}
