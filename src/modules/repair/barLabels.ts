const separator = ' · '

/** The last part of "area · code"; of other names the whole. */
function codeOf(name: string): string {
  const at = name.lastIndexOf(separator)
  return at < 0 ? name : name.slice(at + separator.length)
}

/**
 * Short names for bars. A code is named without its area, because the areas of many bars are the same and would leave no
 * room for what differs; codes of one name in two areas keep them.
 */
export function barLabels(
  bars: readonly { readonly name: string; readonly isCode: boolean }[],
): readonly string[] {
  const short = bars.map(({ isCode, name }) => (isCode ? codeOf(name) : name))
  const counts = new Map<string, number>()
  for (const label of short) counts.set(label, (counts.get(label) ?? 0) + 1)
  return short.map((label, at) => ((counts.get(label) ?? 0) > 1 ? (bars[at]?.name ?? label) : label))
}
