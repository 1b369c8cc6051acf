import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { BackupContents, BackupKind, type BackupState } from '../../shared/contract/backups'
import { codeOf } from '../dataFolder'
import { storeVersion } from '../migrate'
import { BackupError } from './errors'
import { readManifest } from './packFile'

/** What a restore aside has shown; stands beside the backup and counts as long as the file is as it was. */
export const Proof = z.object({
  at: z.int(),
  bytes: z.int(),
  changedAt: z.number(),
  problems: z.array(z.string()),
  /** Of a plain store, which says nothing of itself without being opened. */
  contents: BackupContents.optional(),
})
export type Proof = z.infer<typeof Proof>

/** A backup as it lies in a folder. */
export interface ShelfItem {
  readonly file: string
  readonly kind: BackupKind
  readonly at: number
  readonly bytes: number
  readonly state: BackupState
  readonly isEncrypted: boolean
  readonly provenAt?: number
  readonly problems: readonly string[]
  readonly contents?: BackupContents
  readonly salt?: string
}

const packedName = /^aftercare-(\d{17})-(daily|manual|replaced)-([0-9a-f]{6})\.acb$/
const replacedName = /^aftercare-replaced-(.+)\.db$/

export function packedFileName(kind: BackupKind, at: number, tag: string): string {
  return `aftercare-${new Date(at).toISOString().replace(/\D/g, '')}-${kind}-${tag}.acb`
}

/** The names of the packed backups of one store in a folder; none for a folder that is not there. */
export function packedFiles(folder: string, tag: string): string[] {
  return namesIn(folder)
    .filter((name) => packedName.exec(name)?.[3] === tag)
    .map((name) => join(folder, name))
}

/** When the backup was made and what kind it is, by its name. */
export function nameParts(file: string): { kind: BackupKind; at: number } | undefined {
  const [, stamp = '', kind] = packedName.exec(basename(file)) ?? []
  if (kind === undefined) return undefined
  const iso = stamp.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})$/, '$1-$2-$3T$4:$5:$6.$7Z')
  return { kind: BackupKind.parse(kind), at: Date.parse(iso) }
}

/** Every backup of the folders, newest first: packed ones, and the stores that a restore has replaced. */
export async function readShelf(folders: readonly string[]): Promise<ShelfItem[]> {
  const files = [...new Set(folders)].flatMap((folder) =>
    namesIn(folder)
      .filter((name) => packedName.test(name) || replacedName.test(name))
      .map((name) => join(folder, name)),
  )
  const items = await Promise.all(files.map(readItem))
  return items.filter((item) => item !== undefined).sort((a, b) => b.at - a.at)
}

/** One backup by its file; undefined when it is not there. */
export async function readItem(file: string): Promise<ShelfItem | undefined> {
  if (!existsSync(file)) return undefined
  const { mtimeMs, size } = statSync(file)
  const proof = soundProof(file, size, mtimeMs)
  const common = {
    file,
    bytes: size,
    problems: proof?.problems ?? [],
    ...(proof ? { provenAt: proof.at } : {}),
  }
  if (file.endsWith('.db')) {
    const { contents } = proof ?? {}
    const state = stateOf(proof, contents?.schemaVersion)
    return {
      ...common,
      kind: 'replaced',
      at: Math.round(mtimeMs),
      state,
      isEncrypted: false,
      ...(contents ? { contents } : {}),
    }
  }
  try {
    const { at, contents, isEncrypted, kind, seal } = await readManifest(file)
    const state = stateOf(proof, contents.schemaVersion)
    return { ...common, kind, at, state, isEncrypted, contents, ...(seal ? { salt: seal.salt } : {}) }
  } catch (error) {
    if (!(error instanceof BackupError)) throw error
    const { kind, at } = nameParts(file) ?? { kind: 'manual' as const, at: Math.round(mtimeMs) }
    return { ...common, kind, at, state: 'damaged', isEncrypted: false, problems: [error.message] }
  }
}

function stateOf(proof: Proof | undefined, schemaVersion: number | undefined): BackupState {
  if (schemaVersion !== undefined && schemaVersion > storeVersion) return 'newer'
  if (!proof) return 'unproven'
  return proof.problems.length === 0 ? 'proven' : 'damaged'
}

const proofFile = (file: string) => `${file}.proof`

/** How exactly the file systems of drives and sticks keep the time of a change. */
const clockGrainMs = 2000

/** The proof beside a file, unless the file has changed since. */
function soundProof(file: string, bytes: number, changedAt: number): Proof | undefined {
  try {
    const proof = Proof.safeParse(JSON.parse(readFileSync(proofFile(file), 'utf8'))).data
    return proof?.bytes === bytes && Math.abs(proof.changedAt - changedAt) <= clockGrainMs ? proof : undefined
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

export function writeProof(file: string, proof: Pick<Proof, 'at' | 'problems' | 'contents'>): void {
  const { mtimeMs, size } = statSync(file)
  const text = JSON.stringify({ ...proof, bytes: size, changedAt: mtimeMs } satisfies Proof)
  writeFileSync(`${proofFile(file)}.new`, text)
  renameSync(`${proofFile(file)}.new`, proofFile(file))
}

/** Takes a backup and its proof away. */
export function removeBackup(file: string): void {
  rmSync(file, { force: true })
  rmSync(proofFile(file), { force: true })
}

export function unfinished(file: string): string {
  return `${file}.part`
}

/** Takes away what a process that was killed has left unfinished. */
export function sweepUnfinished(folder: string, tag: string): void {
  for (const name of namesIn(folder))
    if (name.endsWith(`-${tag}.acb.part`)) rmSync(join(folder, name), { force: true })
}

export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch {
    throw new BackupError('FOLDER_MISSING', `The folder cannot be used: ${folder}`)
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // a drive that is not plugged in holds nothing now
  }
}
