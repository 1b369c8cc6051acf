import { foldText } from '@contract/fold'
import type { TreeNode } from './tree.types'

/** The texts of a tree as they are searched, made once for each list of nodes. */
export interface TreeTexts {
  readonly keys: readonly string[]
  readonly texts: readonly string[]
}

export function treeTexts<Node extends TreeNode>(
  nodes: readonly Node[],
  textOf: (node: Node) => string,
): TreeTexts {
  return { keys: nodes.map(({ key }) => key), texts: nodes.map((node) => foldText(textOf(node))) }
}

/** The nodes whose text has all the words, in the order of the tree; accents and case do not count. */
export function hitsOf({ keys, texts }: TreeTexts, asked: string): string[] {
  const words = foldText(asked).split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  return keys.filter((_key, at) => words.every((word) => texts[at]?.includes(word)))
}

/** The hit behind the one that is shown, around the end. */
export function nextHit(
  hits: readonly string[],
  shown: string | undefined,
  step: 1 | -1 = 1,
): string | undefined {
  const at = shown === undefined ? -1 : hits.indexOf(shown)
  if (at < 0) return step > 0 ? hits[0] : hits.at(-1)
  return hits[(at + step + hits.length) % hits.length]
}
