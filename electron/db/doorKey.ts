import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const keyFile = (folder: string) => join(folder, 'wall.key')

/**
 * The key of the page door that stays over restarts of the host, so that walls come back by themselves. It names nobody
 * and shows nothing: what a wall reads it reads with its token. Undefined where no wall has an address yet.
 */
export function readDoorKey(folder: string): string | undefined {
  try {
    return /^[\w-]{43}$/.exec(readFileSync(keyFile(folder), 'utf8').trim())?.[0]
  } catch {
    return undefined // no wall was given an address yet
  }
}

/** The same, made where there is none. */
export function doorKeyOf(folder: string): string {
  const known = readDoorKey(folder)
  if (known !== undefined) return known
  const key = randomBytes(32).toString('base64url')
  writeFileSync(`${keyFile(folder)}.new`, `${key}\n`, { mode: 0o600 })
  renameSync(`${keyFile(folder)}.new`, keyFile(folder))
  return key
}
