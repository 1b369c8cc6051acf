const isMac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac')

/** `Mod`: Ctrl, on macOS Cmd. AltGr, which is Ctrl and Alt, is never it. */
export function isMod(event: KeyboardEvent | MouseEvent): boolean {
  return isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.altKey
}

/** How the modifier is written on this machine. */
export const modName = isMac ? '⌘' : 'Ctrl'
export const altName = isMac ? '⌥' : 'Alt'

/** Whether the event's key belongs to a text that is being typed. */
export function isTyping({ target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return true
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

/** Whether a dialog or menu is open, to which the keys belong. */
export function isOverlayOpen(): boolean {
  return document.querySelector('.v-overlay--active.v-dialog, .v-overlay--active.v-menu, .ac-lock') !== null
}
