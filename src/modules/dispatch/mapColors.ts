/** Of technicians on a map: white letters on them have 4.5:1 at least; number and letters say the same. */
const colors = [
  '#1f5fbf',
  '#b3261e',
  '#0a7557',
  '#8a4b00',
  '#6a3fb0',
  '#00708a',
  '#a02670',
  '#4f5f00',
  '#7a3b2e',
  '#3f4a5a',
] as const
/** Lines of those that have the same colour. */
const dashes = ['', '8 4', '2 4', '12 4 2 4'] as const

export interface MapLook {
  readonly color: string
  readonly dash: string
}

/** How the technician at this place of the list is drawn. */
export function lookOf(index: number): MapLook {
  const color = colors[index % colors.length] ?? colors[0]
  return { color, dash: dashes[Math.floor(index / colors.length) % dashes.length] ?? '' }
}

/** Up to two letters of a name: "Ola Berg" is OB. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '')
  const first = [words.at(0), words.length > 1 ? words.at(-1) : undefined]
  return first.map((word) => [...(word ?? '')].at(0)?.toLocaleUpperCase() ?? '').join('')
}
