interface Pattern {
  readonly prefix?: string | null | undefined
  readonly type?: string | null | undefined
  readonly digits?: number | null | undefined
  readonly nextValue?: number | null | undefined
}

/** How the next number of a series looks, while its pattern is typed. */
export function patternExample(
  { prefix, type, digits, nextValue }: Pattern,
  office: string | undefined,
): string {
  const head = (prefix ?? '')
    .replaceAll('{office}', office ?? '')
    .replaceAll('{type}', type ?? '')
    .replaceAll('{year}', String(new Date().getFullYear()))
  return `${head}${String(nextValue ?? 1).padStart(digits ?? 1, '0')}`
}
