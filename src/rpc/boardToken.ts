import { keepToken, readToken } from './token'

const storageKey = 'aftercare.wall.token'
const isWallAddress = () => location.hash.startsWith('#/wall')

/**
 * Takes the token of a wall out of the address before anything else reads it: neither the address bar nor the history
 * keeps it. A browser's wall keeps its token on this machine, so that it comes back after a power cut (R07-64); the
 * app brings a new one with each start.
 */
export function takeBoardToken(): void {
  if (!isWallAddress()) return
  const [path = '', search = ''] = location.hash.slice(1).split('?')
  const given = new URLSearchParams(search)
  const token = given.get('token')
  if (token !== null) {
    given.delete('token')
    const rest = given.size > 0 ? `?${given.toString()}` : ''
    history.replaceState(history.state, '', `${location.pathname}${location.search}#${path}${rest}`)
    keepToken(token)
    if (!window.aftercare) localStorage.setItem(storageKey, token)
    return
  }
  const kept = localStorage.getItem(storageKey)
  if (readToken() === undefined && kept !== null) keepToken(kept)
}

/** Whether this window reads with the token of a wall. */
export function isBoardWindow(): boolean {
  return readToken() !== undefined && readToken() === localStorage.getItem(storageKey)
}

/** The wall has been left: its token stays valid, this machine forgets it. */
export function forgetBoardToken(): void {
  localStorage.removeItem(storageKey)
}

takeBoardToken()
