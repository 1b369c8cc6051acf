import { isMod } from '@/composables/keys'

export interface TreeKeysOptions {
  readonly count: () => number
  readonly page: () => number
  readonly active: () => number
  readonly moveTo: (row: number) => void
  readonly hasParts: (row: number) => boolean
  readonly isOpen: (row: number) => boolean
  readonly setOpen: (row: number, isOpen: boolean) => void
  /** Opens all nodes beside this one. */
  readonly openSiblings: (row: number) => void
  /** The row of the node above; -1 for a root. */
  readonly parentRow: (row: number) => number
  readonly act: (row: number) => void
  readonly preview: (row: number) => void
  /** Page keys may be the page's. */
  readonly hasPageKeys: () => boolean
  readonly typeAhead: (event: KeyboardEvent) => boolean
}

/** The keys of a tree of rows (WAI-ARIA treegrid): arrows walk, open and close; * opens all siblings; letters search. */
export function useTreeKeys(options: TreeKeysOptions) {
  const { active, count, hasParts, isOpen, moveTo, setOpen } = options

  function go(row: number): void {
    const target = Math.min(count() - 1, Math.max(0, row))
    if (target >= 0) moveTo(target)
  }

  function right(row: number): void {
    if (!hasParts(row)) return
    if (isOpen(row)) go(row + 1)
    else setOpen(row, true)
  }

  function left(row: number): void {
    if (hasParts(row) && isOpen(row)) setOpen(row, false)
    else if (options.parentRow(row) >= 0) go(options.parentRow(row))
  }

  const moves: Readonly<Record<string, (row: number) => void>> = {
    ArrowDown: (row) => go(row + 1),
    ArrowUp: (row) => go(row - 1),
    ArrowRight: right,
    ArrowLeft: left,
    Home: () => go(0),
    End: () => go(count() - 1),
    '*': options.openSiblings,
    Enter: options.act,
    ' ': options.preview,
  }
  const pages: Readonly<Record<string, (row: number) => void>> = {
    PageDown: (row) => go(row + options.page() - 1),
    PageUp: (row) => go(row - options.page() + 1),
  }

  return (event: KeyboardEvent): void => {
    const isEdge = event.key === 'Home' || event.key === 'End'
    if (count() === 0 || event.altKey || (isMod(event) && !isEdge)) return
    const act = moves[event.key] ?? (options.hasPageKeys() ? pages[event.key] : undefined)
    if (act) act(active())
    else if (!options.typeAhead(event)) return
    event.preventDefault()
    event.stopPropagation()
  }
}
