import type { Slot } from 'vue'

/** A node of a tree that is given as one list: parents before their parts, each with its depth. */
export interface TreeNode {
  readonly key: string
  /** 1 for a root. */
  readonly depth: number
}

/** A node of a tree that is drawn whole, as a list: what is below it comes after it. */
export interface ListedNode {
  readonly id: string
  /** 1 for a root. */
  readonly depth: number
}

/** What became of a node in a comparison; its sign stands before it, its word is for screen readers too. */
export type TreeMark = 'added' | 'removed' | 'changed'

export interface TreeColumn<Node extends TreeNode> {
  readonly key: string
  readonly title: string
  readonly text: (node: Node) => string
  /** Pixels; without it the column takes a share of what is left. */
  readonly width?: number | undefined
  readonly grow?: number | undefined
  readonly align?: 'start' | 'end' | undefined
}

/** What every row of a tree reads of its tree. One object for all, so that a row is drawn again only for itself. */
export interface TreeOfRows<Node extends TreeNode> {
  readonly id: string
  readonly columns: () => readonly TreeColumn<Node>[]
  readonly template: () => string
  readonly isOpen: (key: string) => boolean
  readonly isHit: (key: string) => boolean
  readonly markOf: (node: Node) => TreeMark | undefined
  /** Where a node stands in the tree. */
  readonly placeOf: (at: number) => TreePlace
  readonly slotOf: (column: string) => Slot<{ node: Node; text: string }> | undefined
}

export interface TreePlace {
  /** Among the parts of its parent, from 1. */
  readonly position: number
  readonly siblings: number
  readonly children: number
  /** Everything below it. */
  readonly below: number
}
