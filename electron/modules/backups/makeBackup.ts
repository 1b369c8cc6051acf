import { copyFileSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { backupFolders } from '../../db/backups/openStore'
import { newAside, proveBackup, removeStore, type ProveRequest } from '../../db/backups/prove'
import {
  makeFolder,
  packedFileName,
  packedFiles,
  readShelf,
  removeBackup,
  unfinished,
  writeProof,
} from '../../db/backups/shelf'
import { storeFile } from '../../db/storeLock'
import type { BackupKind } from '../../shared/contract/backups'
import type { BackupPlace } from './backupPlace'
import type { Following } from './follow'
import { backupsToRemove } from './retention.rules'

export interface MadeBackup {
  readonly file: string
  /** What the proof found wrong; empty for a proven backup. */
  readonly problems: readonly string[]
}

const makeShare = 0.4

/**
 * Writes a backup of the store beside whoever writes, proves it by a restore aside, copies it into the second folder and
 * tidies up (R01-22). Until it is whole it has another name, so that a kill leaves the earlier ones and no half file.
 */
export async function makeBackup(
  place: BackupPlace,
  kind: BackupKind,
  { onShare, signal }: Following,
): Promise<MadeBackup> {
  const { folder, now, runTask, settings } = place
  const { isEncrypted, keys, tag } = settings.read()
  const { first, second } = backupFolders(folder)
  makeFolder(first)
  await makeRoom(place, first)
  const at = now()
  const file = join(first, packedFileName(kind, at, tag))
  const aside = newAside(folder)
  const key = isEncrypted ? keys[0] : undefined
  try {
    const task = {
      type: 'make',
      store: storeFile(folder),
      aside,
      target: unfinished(file),
      kind,
      at,
      key,
    } as const
    await runTask(task, (share) => onShare(share * makeShare), signal)
    signal.throwIfAborted()
    renameSync(unfinished(file), file)
  } finally {
    removeStore(aside)
    rmSync(unfinished(file), { force: true })
  }
  const onProof = (share: number) => onShare(makeShare + (1 - makeShare) * share)
  const request = { file, aside: newAside(folder), keys, runTask, signal, onShare: onProof }
  const problems = await provedOrGone(request, now())
  if (problems.length > 0) return { file, problems }
  if (second !== undefined) copyInto(second, file, now())
  await tidy(place)
  return { file, problems }
}

/** A backup that is canceled before it is proven leaves nothing. */
async function provedOrGone(request: ProveRequest, at: number): Promise<readonly string[]> {
  try {
    const problems = await proveBackup(request, at)
    request.signal.throwIfAborted()
    return problems
  } catch (error) {
    if (request.signal.aborted) removeBackup(request.file)
    throw error
  }
}

/** Proves what a kill, a drive that was away or a restore has left unproven. */
export async function proveOpen(place: BackupPlace, { signal }: Pick<Following, 'signal'>): Promise<void> {
  const { folder, now, runTask, settings } = place
  const { keys } = settings.read()
  const { first } = backupFolders(folder)
  const own = [...(await ownBackups(place, first)), ...(await ownBackups(place, folder))]
  for (const { file } of own.filter(({ state }) => state === 'unproven'))
    await proveBackup(
      { file, aside: newAside(folder), keys, runTask, signal, onShare: () => undefined },
      now(),
    )
}

/** A second folder that is not there now is passed over: the first has the backup. */
function copyInto(folder: string, file: string, provenAt: number): void {
  const target = join(folder, basename(file))
  try {
    makeFolder(folder)
    copyFileSync(file, unfinished(target))
    renameSync(unfinished(target), target)
    writeProof(target, { at: provenAt, problems: [] })
  } catch {
    rmSync(unfinished(target), { force: true })
  }
}

/** The present store's backups and the stores that were put aside; never those of another store in the same folder. */
async function ownBackups({ folder, settings }: BackupPlace, place: string) {
  const own = new Set(packedFiles(place, settings.read().tag))
  const shelf = await readShelf([place])
  return shelf.filter(({ file }) => own.has(file) || (place === folder && file.endsWith('.db')))
}

async function tidy(place: BackupPlace, shortBytes = 0): Promise<void> {
  const { first, second } = backupFolders(place.folder)
  const main = [...(await ownBackups(place, first)), ...(await ownBackups(place, place.folder))]
  for (const file of backupsToRemove(main, { now: place.now(), shortBytes })) removeBackup(file)
  if (second === undefined) return
  for (const file of backupsToRemove(await ownBackups(place, second), { now: place.now() }))
    removeBackup(file)
}

/** The copy, the packed file and the store that is unpacked for the proof: two of them at a time, at the most. */
const roomFactor = 2.2

async function makeRoom(place: BackupPlace, folder: string): Promise<void> {
  const needed = statSync(storeFile(place.folder)).size * roomFactor
  const shortBytes = needed - freeBytes(folder)
  if (shortBytes > 0) await tidy(place, shortBytes)
}

export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
