/**
 * A pure function of a text that keeps its answers until there are too many: the records of one import or run share most
 * of their texts.
 *
 * @param longest - what is longer is seldom the same twice, and not kept
 */
export function remembering<Answer>(
  most: number,
  work: (text: string) => Answer,
  longest = 200,
): (text: string) => Answer {
  const known = new Map<string, Answer>()
  return (text) => {
    const held = known.get(text)
    if (held !== undefined) return held
    const made = work(text)
    if (text.length > longest) return made
    if (known.size >= most) known.clear()
    known.set(text, made)
    return made
  }
}
