const key = 'aftercare.token'

/** The session token of this window; it survives a reload and ends with the window (R01-33). */
export function readToken(): string | undefined {
  return sessionStorage.getItem(key) ?? undefined
}

export function keepToken(token: string): void {
  sessionStorage.setItem(key, token)
}

export function dropToken(): void {
  sessionStorage.removeItem(key)
}
