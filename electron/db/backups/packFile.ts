import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { z } from 'zod'
import { BackupContents, BackupKind } from '../../shared/contract/backups'
import { BackupError, damaged, notThere } from './errors'
import { createSeal, newSealHeader, tagBytes, type BackupKey, type Seal } from './seal'

/**
 * One file a backup: `ACBACKUP`, a header, chunks of the packed store, a chunk of length 0, the manifest, and a tail
 * with the SHA-256 of everything before it. The manifest stands in clear, so that a list needs no passphrase.
 */
const magic = Buffer.from('ACBACKUP')
const endMagic = Buffer.from('ACBKEND1')
const lengthBytes = 4
const hashBytes = 32
const tailBytes = lengthBytes + hashBytes + endMagic.length
const chunkBytes = 1 << 20
/** More than any chunk we write; what asks for more is not ours. */
const longestChunk = chunkBytes * 2
const longestText = 1 << 20

const Header = z.object({
  format: z.literal(1),
  seal: z.object({ salt: z.string(), fileSalt: z.string() }).optional(),
})
type Header = z.infer<typeof Header>

export const Manifest = z.object({
  kind: BackupKind,
  at: z.int(),
  /** Of the store as it lies unpacked. */
  storeBytes: z.int(),
  isEncrypted: z.boolean(),
  contents: BackupContents,
})
export type Manifest = z.infer<typeof Manifest>

export interface ReadManifest extends Manifest {
  readonly sha256: string
  /** As it stands in the file. */
  readonly text: Buffer
  readonly seal: Header['seal']
}

/** Told which share of the store is through, from 0 to 1. */
export type OnShare = (share: number) => void

interface PackRequest {
  readonly source: string
  /** Written under this name; the caller renames it when it is whole. */
  readonly target: string
  readonly manifest: Manifest
  readonly key?: BackupKey | undefined
  readonly onShare: OnShare
}

/** Packs a copy of the store into a backup file and makes sure that it is on the disk. Returns its SHA-256. */
export async function packFile({ source, target, manifest, key, onShare }: PackRequest): Promise<string> {
  const header: Header = key ? { format: 1, seal: newSealHeader(key) } : { format: 1 }
  const seal = key && header.seal ? createSeal(key, header.seal) : undefined
  const out = await open(target, 'wx', 0o600)
  const hash = createHash('sha256')
  const write = async (...pieces: Buffer[]) => {
    const bytes = Buffer.concat(pieces)
    hash.update(bytes)
    await out.writeFile(bytes)
  }
  try {
    await write(magic, withLength(JSON.stringify(header)))
    let index = 0
    await pipeline(
      createReadStream(source, { highWaterMark: chunkBytes }),
      counting(manifest.storeBytes, onShare),
      createZstdCompress({ chunkSize: chunkBytes, params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) await write(withLength(seal ? seal.lock(index++, chunk) : chunk))
      },
    )
    const text = Buffer.from(JSON.stringify(manifest))
    // The last chunk holds nothing but vouches for the manifest and for the number of chunks.
    await write(
      uint32(0),
      ...(seal ? [seal.lock(index, Buffer.alloc(0), text)] : []),
      text,
      uint32(text.length),
    )
    const sha256 = hash.digest()
    await out.writeFile(Buffer.concat([sha256, endMagic]))
    await out.sync()
    return sha256.toString('hex')
  } finally {
    await out.close()
  }
}

/**
 * What a backup says of itself, read from its end; whether it is true only `unpackFile` knows.
 *
 * @throws BackupError NOT_FOUND, BACKUP_DAMAGED
 */
export async function readManifest(file: string): Promise<ReadManifest> {
  const handle = await openBackup(file)
  try {
    const { size } = await handle.stat()
    if (size < magic.length + lengthBytes + tailBytes) throw damaged(file, 'it is too short')
    const header = await readHeader(handle, file)
    const tail = await readAt(handle, size - tailBytes, tailBytes)
    if (!tail.subarray(lengthBytes + hashBytes).equals(endMagic)) throw damaged(file, 'its end is missing')
    const length = tail.readUInt32BE(0)
    if (length > longestText || length > size - tailBytes) throw damaged(file, 'its manifest cannot be read')
    const text = await readAt(handle, size - tailBytes - length, length)
    const manifest = Manifest.parse(JSON.parse(text.toString()))
    const sha256 = tail.subarray(lengthBytes, lengthBytes + hashBytes).toString('hex')
    return { ...manifest, sha256, text, seal: header.seal }
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError)
      throw damaged(file, 'its manifest cannot be read')
    throw error
  } finally {
    await handle.close()
  }
}

interface UnpackRequest {
  readonly source: string
  readonly target: string
  /** Asked for the key when the file is encrypted. */
  readonly keyFor: (salt: string) => BackupKey | undefined
  readonly onShare: OnShare
}

/**
 * Unpacks the store of a backup aside and checks every byte on the way.
 *
 * @throws BackupError BACKUP_DAMAGED, BACKUP_LOCKED without the right passphrase, NOT_FOUND
 */
export async function unpackFile({ source, target, keyFor, onShare }: UnpackRequest): Promise<ReadManifest> {
  const manifest = await readManifest(source)
  const seal = sealOf(source, manifest, keyFor)
  const handle = await openBackup(source)
  try {
    const { size } = await handle.stat()
    const reader = createReader(handle, size, source)
    await pipeline(
      chunksOf(reader, seal, { file: source, manifest: manifest.text }),
      createZstdDecompress({ chunkSize: chunkBytes }),
      counting(manifest.storeBytes, onShare),
      createWriteStream(target, { flags: 'wx', mode: 0o600, highWaterMark: chunkBytes }),
    )
    if ((await reader.rest()) !== manifest.sha256) throw damaged(source, 'its SHA-256 is another one')
  } catch (error) {
    const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
    if (typeof code === 'string' && (code.startsWith('ZSTD_') || code.startsWith('Z_')))
      throw damaged(source, 'it cannot be unpacked')
    throw error
  } finally {
    await handle.close()
  }
  return manifest
}

function sealOf(file: string, { seal }: ReadManifest, keyFor: UnpackRequest['keyFor']): Seal | undefined {
  if (!seal) return undefined
  const key = keyFor(seal.salt)
  if (!key)
    throw new BackupError('BACKUP_LOCKED', `The backup is encrypted and wants its passphrase: ${file}`)
  return createSeal(key, seal)
}

async function* chunksOf(
  reader: Reader,
  seal: Seal | undefined,
  { file, manifest }: { readonly file: string; readonly manifest: Buffer },
): AsyncGenerator<Buffer> {
  await reader.take(magic.length)
  await reader.take((await reader.take(lengthBytes)).readUInt32BE(0))
  for (let index = 0; ; index++) {
    const length = (await reader.take(lengthBytes)).readUInt32BE(0)
    if (length > longestChunk) throw damaged(file, 'a chunk cannot be read')
    if (length === 0) {
      if (seal) opened(seal, index, await reader.take(tagBytes), file, manifest)
      return
    }
    const chunk = await reader.take(length)
    yield seal ? opened(seal, index, chunk, file) : chunk
  }
}

function opened(seal: Seal, index: number, chunk: Buffer, file: string, about?: Buffer): Buffer {
  try {
    return seal.open(index, chunk, about)
  } catch {
    // A wrong passphrase fails at the first chunk; a later one can only have been changed.
    if (index > 0) throw damaged(file, 'a chunk is not as it was written')
    throw new BackupError('BACKUP_LOCKED', `The passphrase does not open this backup: ${file}`)
  }
}

interface Reader {
  take(bytes: number): Promise<Buffer>
  /** Reads what is left; the SHA-256 of all but the tail. */
  rest(): Promise<string>
}

function createReader(handle: FileHandle, size: number, file: string): Reader {
  const hash: Hash = createHash('sha256')
  const end = size - hashBytes - endMagic.length
  let at = 0
  async function take(bytes: number): Promise<Buffer> {
    if (at + bytes > end) throw damaged(file, 'it ends too early')
    const chunk = await readAt(handle, at, bytes)
    at += bytes
    hash.update(chunk)
    return chunk
  }
  return {
    take,
    async rest() {
      while (at < end) await take(Math.min(chunkBytes, end - at))
      return hash.digest('hex')
    },
  }
}

async function readHeader(handle: FileHandle, file: string): Promise<Header> {
  const start = await readAt(handle, 0, magic.length + lengthBytes)
  const length = start.readUInt32BE(magic.length)
  if (!start.subarray(0, magic.length).equals(magic) || length > longestText)
    throw damaged(file, 'it is no backup')
  const text = await readAt(handle, magic.length + lengthBytes, length)
  return Header.parse(JSON.parse(text.toString()))
}

async function openBackup(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r')
  } catch (error) {
    const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
    throw code === 'ENOENT' || code === 'ENOTDIR' ? notThere(file) : error
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  const { bytesRead } = await handle.read(buffer, 0, length, position)
  return buffer.subarray(0, bytesRead)
}

function counting(total: number, onShare: OnShare): Transform {
  let bytes = 0
  return new Transform({
    highWaterMark: chunkBytes,
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      onShare(Math.min(1, bytes / total))
      done(null, chunk)
    },
  })
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(lengthBytes)
  bytes.writeUInt32BE(value)
  return bytes
}

function withLength(content: string | Buffer): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  return Buffer.concat([uint32(bytes.length), bytes])
}
