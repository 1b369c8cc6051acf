import { randomBytes, scrypt, scryptSync, timingSafeEqual } from 'node:crypto'

const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }

function derive(secret: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret.normalize('NFKC'), salt, 32, cost, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })
}

/** The memory-hard hash of a password or PIN with a salt of its own (R01-01). */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(secret, salt)
  return `scrypt$${salt.toString('hex')}$${key.toString('hex')}`
}

/** The same at once, for work that does not wait: the demo company's passwords. */
export function hashSecretNow(secret: string): string {
  const salt = randomBytes(16)
  const key = scryptSync(secret.normalize('NFKC'), salt, 32, cost)
  return `scrypt$${salt.toString('hex')}$${key.toString('hex')}`
}

/** Whether `secret` has this hash; takes as long without a hash, so that an unknown login is not told by time. */
export async function verifySecret(secret: string, hash: string | undefined): Promise<boolean> {
  const [, salt = '00'.repeat(16), stored = ''] = hash?.split('$') ?? []
  const key = await derive(secret, Buffer.from(salt, 'hex'))
  const expected = Buffer.from(stored, 'hex')
  return expected.length === key.length && timingSafeEqual(expected, key)
}
