import { altName, modName } from '@/composables/keys'
import { navLinks } from '@/layouts/navigation'

interface KeyEntry {
  /** Text key under `help.keys`. */
  readonly key: string
  readonly keys: readonly string[]
}
interface KeyGroup {
  readonly key: string
  readonly entries: readonly KeyEntry[]
}

const mod = (key: string) => `${modName}+${key}`
const alt = (key: string) => `${altName}+${key}`
const letters = navLinks.flatMap(({ letter }) => (letter === undefined ? [] : [letter]))

/** The keys of the program (ux §3). */
export const keyGroups: readonly KeyGroup[] = [
  {
    key: 'anywhere',
    entries: [
      { key: 'search', keys: [mod('K')] },
      { key: 'goTo', keys: letters.map((letter) => `G ${letter}`) },
      { key: 'history', keys: [alt('←'), alt('→')] },
      { key: 'new', keys: [mod('N')] },
      { key: 'undo', keys: [mod('Z')] },
      { key: 'redo', keys: [mod('Shift+Z'), mod('Y')] },
      { key: 'done', keys: [mod('Shift+H')] },
      { key: 'help', keys: ['F1'] },
      { key: 'close', keys: ['Esc'] },
    ],
  },
  {
    key: 'lists',
    entries: [
      { key: 'move', keys: ['↑', '↓', 'PgUp', 'PgDn', 'Home', 'End'] },
      { key: 'sort', keys: ['↑ ← →', 'Enter'] },
      { key: 'open', keys: ['Enter'] },
      { key: 'tick', keys: ['X', 'Shift+↓', mod('A')] },
      { key: 'filter', keys: ['F', mod('F')] },
    ],
  },
  {
    key: 'records',
    entries: [
      { key: 'save', keys: [mod('S'), mod('Enter')] },
      { key: 'print', keys: [mod('P')] },
      { key: 'tab', keys: [alt('1'), alt('9')] },
      { key: 'fullList', keys: ['F4'] },
    ],
  },
  {
    key: 'boms',
    entries: [
      { key: 'bomOpen', keys: ['←', '→', '*'] },
      { key: 'bomFind', keys: ['F', mod('F'), 'Enter'] },
      { key: 'bomAdd', keys: ['Ins'] },
      { key: 'bomEdit', keys: ['F2'] },
      { key: 'bomReplace', keys: [mod('R')] },
      { key: 'bomDelete', keys: ['Del'] },
      { key: 'bomTime', keys: ['PgUp', 'PgDn'] },
      { key: 'bomDifference', keys: ['J'] },
      { key: 'bomBack', keys: ['F8'] },
    ],
  },
]
