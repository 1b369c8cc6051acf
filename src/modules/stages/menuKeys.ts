/** The arrow keys of a menu whose entries are buttons; Home and End go to its ends. */
export function walkMenu(event: KeyboardEvent): void {
  if (!(event.currentTarget instanceof HTMLElement)) return
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button')]
  const at = buttons.findIndex((button) => button === document.activeElement)
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: (at + 1) % buttons.length,
    ArrowUp: (at - 1 + buttons.length) % buttons.length,
    Home: 0,
    End: buttons.length - 1,
  }
  const target = steps[event.key]
  if (target === undefined) return
  event.preventDefault()
  event.stopPropagation()
  buttons[target]?.focus()
}
