/** How deep the tree of template groups may be (02 §2.3). */
export const deepestGroup = 6

/** Whether a record would lie inside itself under this parent; `parentOf` reads the tree as it is. */
export function liesInItself(
  id: string,
  parentId: string | undefined,
  parentOf: (id: string) => string | undefined,
): boolean {
  const seen = new Set([id])
  for (let at = parentId; at !== undefined; at = parentOf(at)) {
    if (seen.has(at)) return true
    seen.add(at)
  }
  return false
}

/** The level of a record under this parent; 1 without one. */
export function levelUnder(
  parentId: string | undefined,
  parentOf: (id: string) => string | undefined,
): number {
  let level = 1
  for (let at = parentId; at !== undefined; at = parentOf(at)) level += 1
  return level
}

/** How many levels a record has below and with itself. */
export function heightOf(id: string, childrenOf: (id: string) => readonly string[]): number {
  return 1 + Math.max(0, ...childrenOf(id).map((child) => heightOf(child, childrenOf)))
}
