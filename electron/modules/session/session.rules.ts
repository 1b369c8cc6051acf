import type { Role } from '../../shared/contract/permission'

/** Failures in a row that lock a login, and for how long (R01-01). */
export const lockAfterFailures = 5
export const lockMs = 15 * 60_000
/** A session ends after this time without use (R01-33). */
export const sessionIdleMs = 12 * 3_600_000

/** What is weak about a password: at least ten characters, not one character repeated (R01-01). */
export function isWeakPassword(password: string): boolean {
  const characters = Array.from(password)
  return characters.length < 10 || new Set(characters).size === 1
}

/** PINs are six digits, not all the same and not a run up or down (R01-01). */
export function isWeakPin(pin: string): boolean {
  if (!/^\d{6}$/.test(pin)) return true
  const steps = Array.from(pin)
    .slice(1)
    .map((digit, index) => Number(digit) - Number(pin[index]))
  return (
    steps.every((step) => step === 0) ||
    steps.every((step) => step === 1) ||
    steps.every((step) => step === -1)
  )
}

/** PINs are for technicians and boards only (R01-01). */
export function mayUsePin(roles: readonly Role[]): boolean {
  return roles.includes('technician') || roles.includes('board')
}

export interface SignInCounter {
  readonly failedAttempts: number
  readonly lockedUntil?: number | undefined
}

/** Attempts while a login is locked fail without making the lock longer. */
export function isLocked({ lockedUntil }: SignInCounter, at: number): boolean {
  return lockedUntil !== undefined && at < lockedUntil
}

/** The counter after one more failure; the fifth in a row locks. */
export function afterFailure(counter: SignInCounter, at: number): SignInCounter {
  const isOver = counter.lockedUntil !== undefined && at >= counter.lockedUntil
  const failedAttempts = (isOver ? 0 : counter.failedAttempts) + 1
  return failedAttempts >= lockAfterFailures
    ? { failedAttempts, lockedUntil: at + lockMs }
    : { failedAttempts }
}
