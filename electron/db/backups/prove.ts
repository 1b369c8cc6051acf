import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { mintId } from '../ids'
import { BackupError } from './errors'
import type { BackupKey } from './seal'
import { writeProof } from './shelf'
import type { OnShare } from './packFile'
import type { RunTask, Unpacked } from './tasks'

/** What is unpacked for a check lies here; whatever lies here when the program starts is rubbish. */
export function asideFolder(dataFolder: string): string {
  const folder = join(dataFolder, 'aside')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

export function newAside(dataFolder: string): string {
  return join(asideFolder(dataFolder), `${mintId()}.db`)
}

/** Takes a store away that was only looked at. */
export function removeStore(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true })
}

export interface ProveRequest {
  readonly file: string
  readonly aside: string
  readonly keys: readonly BackupKey[]
  readonly runTask: RunTask
  readonly signal: AbortSignal
  readonly onShare: OnShare
}

export interface Verdict {
  readonly problems: readonly string[]
  readonly unpacked?: Unpacked
}

const unpackShare = 0.3

/**
 * Restores a backup aside and checks it: the file, the references, the chain of the change log and the counts of its
 * manifest. The unpacked store stays at `aside` when it is sound, for a restore; the caller takes it away.
 *
 * @throws BackupError BACKUP_NEWER, BACKUP_LOCKED, NOT_FOUND: what says nothing about the file's soundness
 */
export async function proveAside(request: ProveRequest): Promise<Verdict> {
  const { aside, file, keys, onShare, runTask, signal } = request
  try {
    const unpacked = await runTask(
      { type: 'unpack', file, aside, keys },
      (share) => onShare(share * unpackShare),
      signal,
    )
    const onChecked = (share: number) => onShare(unpackShare + (1 - unpackShare) * share)
    // Side by side, as far as the machine has processors for it.
    const [store, ...halves] = await Promise.all([
      runTask({ type: 'checkStore', file: aside }, () => undefined, signal),
      runTask({ type: 'checkChain', file: aside, half: 'first' }, onChecked, signal),
      runTask({ type: 'checkChain', file: aside, half: 'second' }, () => undefined, signal),
    ])
    const problems = [...store.problems, ...halves.flatMap((half) => half.problems)]
    if (store.counts) problems.push(...countProblems(unpacked.contents.counts, store.counts))
    return { problems, unpacked }
  } catch (error) {
    if (error instanceof BackupError && error.code === 'BACKUP_DAMAGED') return { problems: [error.message] }
    throw error
  }
}

function countProblems(
  said: Readonly<Record<string, number>>,
  found: Readonly<Record<string, number>>,
): string[] {
  return Object.entries(said)
    .filter(([name, count]) => found[name] !== count)
    .map(([name, count]) => `${name}: ${String(found[name] ?? 0)} instead of ${String(count)}`)
}

/** Proves a backup and writes down what came out. */
export async function proveBackup(request: ProveRequest, at: number): Promise<readonly string[]> {
  try {
    const { problems, unpacked } = await proveAside(request)
    const contents = unpacked?.contents
    writeProof(request.file, { at, problems: [...problems], ...(contents ? { contents } : {}) })
    return problems
  } finally {
    removeStore(request.aside)
  }
}
