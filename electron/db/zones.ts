const known = new Map<string, boolean>()

/** Whether the name is an IANA zone of this system. */
export function isZone(name: string): boolean {
  const found = known.get(name)
  if (found !== undefined) return found
  const isKnown = isAccepted(name)
  known.set(name, isKnown)
  return isKnown
}

function isAccepted(name: string): boolean {
  if (!/^[A-Za-z]+(\/[\w+-]+)*$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false // the only way Intl says that it does not know a zone
  }
}
