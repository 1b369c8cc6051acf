import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { codeOf } from '../dataFolder'

const Key = z.object({ salt: z.string(), key: z.string() })

/** How this machine backs up: beside the store and not in it, so that a restored store brings nobody else's folders. */
export const MachineBackups = z.object({
  /** Tells this store's backups from those of others in the same folder. */
  tag: z.string(),
  /** Local time of the machine. */
  hour: z.int().min(0).max(23),
  folder: z.string().optional(),
  secondFolder: z.string().optional(),
  isEncrypted: z.boolean(),
  /** The present key first; earlier ones open earlier backups. */
  keys: z.array(Key),
})
export type MachineBackups = z.infer<typeof MachineBackups>

const defaultHour = 12

export interface MachineSettings {
  read(): MachineBackups
  write(settings: MachineBackups): void
}

/** The settings in the data folder; made with a tag of their own on first use. */
export function createMachineSettings(dataFolder: string): MachineSettings {
  const file = join(dataFolder, 'aftercare-backups.json')
  function write(settings: MachineBackups): void {
    writeFileSync(`${file}.new`, `${JSON.stringify(settings)}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  function read(): MachineBackups {
    const stored = readIfSound(file)
    if (stored) return stored
    const fresh = { tag: randomBytes(3).toString('hex'), hour: defaultHour, isEncrypted: false, keys: [] }
    write(fresh)
    return fresh
  }
  return { read, write }
}

function readIfSound(file: string): MachineBackups | undefined {
  try {
    return MachineBackups.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
