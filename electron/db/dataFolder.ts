import { mkdirSync, readFileSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve, sep } from 'node:path'
import { StoreError } from './migrate'

/** Why a folder cannot hold the store, in words for people. */
export class FolderError extends Error {
  override readonly name = 'FolderError'
}

interface Place {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}

/** The user's data folder, the same for the app, the Node host and the command line (R01-34). */
export function defaultFolder({ platform, env, home }: Place = here()): string {
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Aftercare')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Aftercare')
  return join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'aftercare')
}

function here(): Place {
  return { platform: process.platform, env: process.env, home: homedir() }
}

/**
 * The folder to use, made if it is not there.
 *
 * @throws FolderError when it lies on a network share, where WAL is not safe (R01-34)
 */
export function prepareFolder(given: string | undefined): string {
  const folder = resolve(given ?? defaultFolder())
  if (isWindowsShare(folder)) refuseShare(folder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (isOnShare(realpathSync(folder), mountTable())) refuseShare(folder)
  return folder
}

function refuseShare(folder: string): never {
  throw new FolderError(
    `The data folder must lie on a disk of this computer, not on a network share: ${folder}`,
  )
}

function isWindowsShare(folder: string): boolean {
  return process.platform === 'win32' && folder.startsWith('\\\\') && !folder.startsWith('\\\\?\\')
}

const shareTypes =
  /^(nfs\d?|cifs|smb\w*|afs|ncpfs|9p|ceph|glusterfs|lustre|davfs|fuse\.(sshfs|davfs2?|rclone|glusterfs|s3fs|smbnetfs))$/

/** Whether a path lies on a network file system, by a mount table in the form of /proc/mounts. */
export function isOnShare(path: string, mounts: string): boolean {
  const lines = mounts.split('\n').map((line) => line.split(' '))
  const holding = lines
    .map(([, point = '', type = '']) => ({ point: unescapeMount(point), type }))
    .filter(({ point }) => point === '/' || path === point || path.startsWith(point + sep))
  const innermost = holding.reduce<(typeof holding)[number] | undefined>(
    (best, mount) => (!best || mount.point.length >= best.point.length ? mount : best),
    undefined,
  )
  return innermost !== undefined && shareTypes.test(innermost.type)
}

function unescapeMount(point: string): string {
  return point.replace(/\\(\d{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
}

function mountTable(): string {
  if (process.platform !== 'linux') return ''
  try {
    return readFileSync('/proc/mounts', 'utf8')
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    return '' // no /proc in this container: nothing can be known
  }
}

/** The code of an error of the system or of SQLite. */
export function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

const explanations: readonly (readonly [RegExp, string])[] = [
  [/^(ENOSPC|EDQUOT|SQLITE_FULL)/, 'The disk is full. Make room, then start again; nothing stored is lost'],
  [
    /^(EACCES|EPERM|EROFS|SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM)/,
    'Aftercare may not write to its data folder. Check the rights of the folder',
  ],
  [/^(ENOTDIR|EEXIST|ENAMETOOLONG)/, 'The data folder cannot be made'],
  [
    /^(SQLITE_NOTADB|SQLITE_CORRUPT)/,
    'The store is damaged. Restore a backup with "npm run cli -- restore <file>"',
  ],
  [/^(EIO|SQLITE_IOERR)/, 'The disk cannot be read or written'],
]

/** One line for people about why a store cannot be opened; undefined for a bug. */
export function storeProblem(error: unknown, folder: string): string | undefined {
  if (error instanceof StoreError || error instanceof FolderError) return error.message
  const code = codeOf(error)
  if (code === undefined) return undefined
  const explanation = explanations.find(([pattern]) => pattern.test(code))
  return explanation && `${explanation[1]}: ${folder} (${code})`
}
