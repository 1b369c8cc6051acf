import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scryptSync } from 'node:crypto'

/** What turns a passphrase into the key of a machine's backups; kept instead of the passphrase. */
export interface BackupKey {
  readonly salt: string
  readonly key: string
}

/** What an encrypted file says of itself in clear: nothing of it helps without the passphrase. */
export interface SealHeader {
  /** Of scrypt. */
  readonly salt: string
  /** Makes the key of this one file, so that no nonce is ever used twice. */
  readonly fileSalt: string
}

const scryptCost = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }
const keyBytes = 32
export const tagBytes = 16

export function keyOf(passphrase: string, salt = randomBytes(16).toString('hex')): BackupKey {
  const key = scryptSync(passphrase.normalize('NFC'), Buffer.from(salt, 'hex'), keyBytes, scryptCost)
  return { salt, key: key.toString('hex') }
}

export function newSealHeader({ salt }: BackupKey): SealHeader {
  return { salt, fileSalt: randomBytes(32).toString('hex') }
}

/**
 * AES-256-GCM over numbered chunks: a chunk that is changed, moved, left out or from another file does not open.
 * `about` is bound to the chunk without being hidden.
 */
export interface Seal {
  lock(index: number, chunk: Buffer, about?: Buffer): Buffer
  /** Throws when the key is another one or the chunk is not as it was written. */
  open(index: number, sealed: Buffer, about?: Buffer): Buffer
}

export function createSeal({ key }: BackupKey, { fileSalt }: SealHeader): Seal {
  const derived = hkdfSync(
    'sha256',
    Buffer.from(key, 'hex'),
    Buffer.from(fileSalt, 'hex'),
    'aftercare backup',
    keyBytes,
  )
  const fileKey = Buffer.from(derived)
  return {
    lock(index, chunk, about = Buffer.alloc(0)) {
      const cipher = createCipheriv('aes-256-gcm', fileKey, nonceOf(index))
      cipher.setAAD(about)
      return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()])
    },
    open(index, sealed, about = Buffer.alloc(0)) {
      const split = sealed.length - tagBytes
      const decipher = createDecipheriv('aes-256-gcm', fileKey, nonceOf(index))
      decipher.setAAD(about)
      decipher.setAuthTag(sealed.subarray(split))
      return Buffer.concat([decipher.update(sealed.subarray(0, split)), decipher.final()])
    },
  }
}

function nonceOf(index: number): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(index, 8)
  return nonce
}
