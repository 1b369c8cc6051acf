import { createHash } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Caller } from '../../db/act'
import { mintId } from '../../db/ids'
import type { Db } from '../../db/database'
import type { WriteLocal } from '../../db/unitOfWork'
import { chunkBytes, type StoredFile } from '../../shared/contract/files'
import { FileId } from '../../shared/contract/id'
import { createMadeFilesRepository } from './madeFiles.repository'

/** A file while it is written; it has its final name only when it is whole. */
export interface FileInMaking {
  put(bytes: Uint8Array): void
  /** Gives it its name; from here on its user may read it. */
  finish(): StoredFile
  /** Takes away what is there, unless it is finished. */
  abandon(): void
}

interface MadeFilesOptions {
  readonly db: Db
  readonly local: WriteLocal
  readonly now: () => number
  /** The data folder; empty for a store in memory, whose files go to a folder of their own. */
  readonly folder: string
}

const unfinished = '.part'

/** Files that the program makes for a user: written beside the store, because they may be larger than what a store should hold. */
export function createMadeFiles({ db, local, now, folder }: MadeFilesOptions) {
  const repository = createMadeFilesRepository(db)
  let held: string | undefined
  let isTemporary = false

  function place(): string {
    if (held !== undefined) return held
    isTemporary = folder === ''
    held = isTemporary ? mkdtempSync(join(tmpdir(), 'aftercare-made-')) : join(folder, 'files')
    mkdirSync(held, { recursive: true })
    return held
  }

  function begin(userId: string, name: string): FileInMaking {
    const id = FileId.parse(mintId())
    const path = join(place(), id)
    const descriptor = openSync(`${path}${unfinished}`, 'wx')
    const hash = createHash('sha256')
    let size = 0
    let isOpen = true

    function close(): void {
      if (isOpen) closeSync(descriptor)
      isOpen = false
    }

    return {
      put(bytes) {
        for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at)
        hash.update(bytes)
        size += bytes.length
      },
      finish() {
        fsyncSync(descriptor)
        close()
        const sha256 = hash.digest('hex')
        renameSync(`${path}${unfinished}`, path)
        local(() => repository.insert({ id, userId, name, size, sha256, at: now() }))
        return { fileId: id, fileName: name, size, sha256 }
      },
      abandon() {
        close()
        rmSync(`${path}${unfinished}`, { force: true })
      },
    }
  }

  return {
    begin,
    /** The bytes from `offset`, at most one chunk; undefined for another user's file. */
    read(
      id: string,
      { userId }: Pick<Caller, 'userId'>,
      offset: number,
    ): { bytes: Buffer; size: number } | undefined {
      const file = repository.find(id, userId)
      if (!file) return undefined
      const bytes = Buffer.alloc(Math.max(0, Math.min(chunkBytes, file.size - offset)))
      const descriptor = openSync(join(place(), id), 'r')
      try {
        const read = readSync(descriptor, bytes, 0, bytes.length, offset)
        return { bytes: bytes.subarray(0, read), size: file.size }
      } finally {
        closeSync(descriptor)
      }
    },
    /** Takes away what an end of the program left unfinished; called where nothing is being made. */
    clear(): void {
      if (folder === '') return
      for (const name of readdirSync(place()))
        if (name.endsWith(unfinished)) rmSync(join(place(), name), { force: true })
    },
    /** Takes away what is older; runs inside a local transaction. */
    sweep(before: number): void {
      for (const id of repository.removeOld(before)) rmSync(join(place(), id), { force: true })
    },
    close(): void {
      if (held !== undefined && isTemporary) rmSync(held, { recursive: true, force: true })
    },
  }
}
export type MadeFiles = ReturnType<typeof createMadeFiles>
