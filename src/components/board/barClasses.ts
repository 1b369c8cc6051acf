import type { DrawnBar } from './drawnBars'
import type { BarDue } from './useBoardTexts'

interface BarState {
  readonly due: BarDue
  readonly isSelected: boolean
  readonly isHeld: boolean
}

/** Below it a bar has room for its letter only. */
export const narrow = 24

/** The classes of a bar: tint by priority, border by status, pattern by type, and how its deadline stands (07 3.10). */
export function barClasses({ bar, width }: DrawnBar, { due, isHeld, isSelected }: BarState): string {
  return [
    `ac-bar--${bar.priority}`,
    `ac-bar--${bar.look}`,
    ...(width < narrow ? ['ac-bar--narrow'] : []),
    ...(bar.pattern === 'plain' ? [] : [`ac-bar--${bar.pattern}`]),
    ...(bar.hasConflict ? ['ac-bar--conflict'] : []),
    ...(due ? [`ac-bar--due-${due}`] : []),
    ...(bar.movedBy === undefined ? [] : ['ac-bar--moved']),
    ...(isSelected ? ['ac-bar--selected'] : []),
    ...(isHeld ? ['ac-bar--held'] : []),
  ].join(' ')
}
