import type { DrawnBar } from './drawnBars'
import type { BarDue } from './useBoardTexts'

interface BarState {
  readonly due: BarDue
  readonly isSelected: boolean
  readonly isHeld: boolean
}

/** The classes of a bar: tint by priority, border by status, pattern by type, and how its deadline stands (07 3.10). */
export function barClasses({ bar }: DrawnBar, { due, isHeld, isSelected }: BarState): string {
  return [
    `ac-bar--${bar.priority}`,
    `ac-bar--${bar.look}`,
    ...(bar.pattern === 'plain' ? [] : [`ac-bar--${bar.pattern}`]),
    ...(bar.hasConflict ? ['ac-bar--conflict'] : []),
    ...(due ? [`ac-bar--due-${due}`] : []),
    ...(bar.movedBy === undefined ? [] : ['ac-bar--moved']),
    ...(isSelected ? ['ac-bar--selected'] : []),
    ...(isHeld ? ['ac-bar--held'] : []),
  ].join(' ')
}
