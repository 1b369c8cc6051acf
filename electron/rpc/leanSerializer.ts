import { StandardRPCJsonSerializer } from '@orpc/client/standard'
import { isPlain, packedRows, packRows } from '../shared/contract/packedRows'

type Notes = Parameters<StandardRPCJsonSerializer['serialize']>
type Serialized = ReturnType<StandardRPCJsonSerializer['serialize']>

/** Shorter lists are not worth it. */
const longList = 250

/**
 * What the screens are answered. oRPC copies an answer part by part and notes the way to each; an answer that is plain
 * JSON goes as it is, and its long lists as columns, which are half as long to write and to read.
 */
export class LeanSerializer extends StandardRPCJsonSerializer {
  override serialize(data: unknown, ...notes: TailOf<Notes>): Serialized {
    return (notes.length === 0 ? lean(data) : undefined) ?? super.serialize(data, ...notes)
  }
}

type TailOf<List extends readonly unknown[]> = List extends readonly [unknown?, ...infer Tail] ? Tail : never

/** The answer with its long lists packed; undefined where it holds more than JSON can say. */
function lean(data: unknown): Serialized | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data) || !isPlainObject(data))
    return isPlain(data) ? [data, [], [], []] : undefined
  const json: Record<string, unknown> = {}
  const meta: Serialized[1] = []
  for (const [name, value] of Object.entries(data)) {
    if (Array.isArray(value) && value.length >= longList) {
      const packed = packRows(value)
      if (packed) {
        json[name] = packed
        meta.push([packedRows.type, name])
        continue
      }
    }
    if (value !== undefined && !isPlain(value)) return undefined
    json[name] = value
  }
  return [json, meta, [], []]
}

function isPlainObject(data: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(data)
  return prototype === Object.prototype || prototype === null
}
