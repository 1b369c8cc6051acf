import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

/** Random bytes are drawn for many ids at once: a run mints a million. */
const randomBytes = Buffer.alloc(256 * 16)
let used = randomBytes.length
/** The time of the last id, and its place within it. */
let msecs = 0
let seq = 0
const minted = Buffer.alloc(16)

function nextId(): string {
  if (used === randomBytes.length) {
    randomFillSync(randomBytes)
    used = 0
  }
  const random = randomBytes.subarray(used, used + 16)
  used += 16
  const now = Date.now()
  if (now > msecs) {
    msecs = now
    seq = random.readUInt32BE(6) & 0x7f_ff_ff_ff
  } else {
    seq = (seq + 1) | 0
    if (seq === 0) msecs += 1
  }
  return toId(v7({ random, msecs, seq }, minted))
}

let mint: () => string = nextId

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

/** Where the digits of an id stand between its dashes. */
const places = Uint8Array.from(
  { length: 32 },
  (_, at) => at + [8, 12, 16, 20].filter((dash) => at >= dash).length,
)
const digitCodes = Buffer.from('0123456789abcdef', 'latin1')
/** An id as it is being written: one flat text, where pieces put together are slow to compare and to send. */
const draft = Buffer.alloc(36, '-')

/** The id of 16 stored bytes. */
export function toId(bytes: Uint8Array): string {
  for (let at = 0; at < 32; at += 2) {
    const byte = bytes[at >> 1] ?? 0
    draft[places[at] ?? 0] = digitCodes[byte >> 4] ?? 0
    draft[places[at + 1] ?? 0] = digitCodes[byte & 15] ?? 0
  }
  return draft.toString('latin1')
}

/** The id of the 32 digits that a statement's `hex()` gives: a driver hands over text far faster than bytes. */
export function idOfHex(hex: string): string {
  // A digit has the bit already that makes a capital small.
  for (let at = 0; at < 32; at += 1) draft[places[at] ?? 0] = hex.charCodeAt(at) | 32
  return draft.toString('latin1')
}

/** The id that comes `steps` after another one: entries of one act have ids in a row. */
export function idAfter(id: string, steps: number): string {
  const bytes = toBytes(id)
  bytes.writeUIntBE((bytes.readUIntBE(10, 6) + steps) % 2 ** 48, 10, 6)
  return toId(bytes)
}
