import { mdiAlert, mdiCheck, mdiCircleOutline, mdiOctagon, mdiPlay } from '@mdi/js'
import type { WallBar, WallRow } from '@contract/wall'

export type WallLook = WallRow['state'] | WallBar['state']

/** Of the wall alone, whatever the theme: black behind, 7:1 at least (ux §5). */
export const wallColors = {
  background: '#000000',
  surface: '#0e141b',
  text: '#ffffff',
  text2: '#c9d2dc',
  planned: '#c9d2dc',
  working: '#4fa8ff',
  done: '#14b886',
  risk: '#ffe14d',
  late: '#ff7a3d',
  /** Bars over everything: dark letters on amber, white ones on red. */
  amber: '#ffe14d',
  onAmber: '#000000',
  red: '#8f0d0d',
  onRed: '#ffffff',
} as const

/** A shape beside each colour and word. */
export const wallIcons: Readonly<Record<WallLook, string>> = {
  late: mdiOctagon,
  risk: mdiAlert,
  working: mdiPlay,
  planned: mdiCircleOutline,
  open: mdiCircleOutline,
  done: mdiCheck,
}

/** Technicians on the map: dark digits on them have 7:1 at least. */
export const wallRoutes = [
  '#8ac2ff', '#ffe14d', '#5addb0', '#ffb38a', '#d8b4fe', '#7fe3f5', '#ff9ec7', '#c6e377', '#c9d2dc', '#ffc9a8',
] as const // prettier-ignore

/** The tokens as the page's own variables. */
export function wallVariables(): Record<string, string> {
  return Object.fromEntries(Object.entries(wallColors).map(([name, color]) => [`--wall-${name}`, color]))
}

/** The smallest label of map and board view, at 1080 lines (R07-62). */
export { wallLabelFloor } from '@contract/wallSizes'
