import { v7 } from 'uuid'

/** Mints a UUIDv7; monotonic within the process, so ties in lists break by creation. */
export function mintId(): string {
  return v7()
}

/** The 16 bytes of an id, as the store keeps it. */
export function toBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}

/** The id of 16 stored bytes. */
export function toId(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
