import { v7 } from 'uuid'

let mint: () => string = v7

/** Mints a UUIDv7; monotonic within the process, so ties in lists break by creation. */
export function mintId(): string {
  return mint()
}

/** Lets `mintId` take its ids from `source` while `work` runs; only work that does not wait sees them. */
export function withIds<Result>(source: () => string, work: () => Result): Result {
  const outer = mint
  mint = source
  try {
    return work()
  } finally {
    mint = outer
  }
}

/** The value of a hexadecimal digit by its character code; -1 for others. */
const digits = Int8Array.from({ length: 128 }, (_, code) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase()),
)

const dash = 45

/** The 16 bytes of an id, as the store keeps it; written by hand, because a run converts millions of them. */
export function toBytes(id: string): Buffer {
  const bytes = Buffer.allocUnsafe(16)
  let at = 0
  let high = -1
  for (let index = 0; index < id.length && at < 16; index += 1) {
    const code = id.charCodeAt(index)
    if (code === dash) continue
    const digit = digits[code] ?? -1
    if (digit < 0) break
    if (high < 0) high = digit
    else {
      bytes[at] = high * 16 + digit
      at += 1
      high = -1
    }
  }
  return at === 16 ? bytes : Buffer.from(id.replaceAll('-', ''), 'hex')
}

/** The id of 16 stored bytes. */
export function toId(bytes: Uint8Array): string {
  const buffer = Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const hex = buffer.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The id that comes `steps` after another one: entries of one act have ids in a row. */
export function idAfter(id: string, steps: number): string {
  const bytes = toBytes(id)
  bytes.writeUIntBE((bytes.readUIntBE(10, 6) + steps) % 2 ** 48, 10, 6)
  return toId(bytes)
}
