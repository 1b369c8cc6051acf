import { StandardRPCJsonSerializer } from '@orpc/client/standard'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LeanSerializer } from '../../electron/rpc/leanSerializer'
import { packedRows, packRows, unpackRows } from '../../electron/shared/contract/packedRows'

const server = new LeanSerializer()
const plainServer = new StandardRPCJsonSerializer()
const client = new StandardRPCJsonSerializer({ customJsonSerializers: [packedRows] })

/** As it comes out at the screen: through text, as every frame. */
function sent(answer: unknown): { readonly value: unknown; readonly text: string } {
  const [json, meta] = server.serialize(answer)
  const text = JSON.stringify({ json, meta })
  const read = JSON.parse(text) as { json: unknown; meta: typeof meta }
  return { value: client.deserialize(read.json, read.meta), text }
}

const value = fc.oneof(
  fc.constantFrom('open', 'closed', 'high'),
  fc.string(),
  fc.integer(),
  fc.constant(null),
  fc.boolean(),
  fc.array(fc.string(), { maxLength: 3 }),
)
const rows = fc.array(fc.dictionary(fc.constantFrom('id', 'status', 'teamId', 'start', 'codes'), value), {
  maxLength: 400,
})

describe('long lists on their way to a screen', () => {
  it('issue 6: any rows are the same again', () => {
    fc.assert(
      fc.property(rows, (items) => {
        const packed = packRows(items)
        expect(packed && unpackRows(JSON.parse(JSON.stringify(packed)) as typeof packed)).toEqual(items)
      }),
      { numRuns: 100 },
    )
  })

  it('issue 6: a long list goes as columns, a text that comes over and over once', () => {
    const items = Array.from({ length: 1000 }, (_, at) => ({
      ...{ id: `id ${String(at)}`, status: at % 3 === 0 ? 'dispatched' : 'undispatched', isOwn: true },
      ...{ teamId: at % 10 === 0 ? 'north' : undefined, end: at % 10 === 1 ? undefined : at },
    }))
    const answer = { from: 1, items, next: undefined, counts: { open: 3 } }
    const { text, value: read } = sent(answer)
    expect(read).toEqual(answer)
    expect(text.split('undispatched')).toHaveLength(2)
    expect(text.length).toBeLessThan(JSON.stringify(answer).length / 2)
  })

  it('issue 6: what JSON cannot say comes as before, beside a long list too', () => {
    const items = Array.from({ length: 300 }, (_, at) => ({ at }))
    const date = new Date(5)
    for (const answer of [
      { items, date },
      { items: items.map((item) => ({ ...item, date })) },
      { items: [...items, undefined] },
      { items, kinds: new Set(['a']), big: 5n, none: Number.NaN },
      new Map([['a', 1]]),
      undefined,
      'text',
      [1, undefined, { date }],
    ])
      expect(sent(answer).value).toEqual(answer)
  })

  it('issue 6: a short answer is the one that oRPC makes', () => {
    for (const answer of [{ items: [{ id: 'a', no: undefined }], next: 'b' }, [1, 2], null, { at: null }])
      expect(JSON.stringify(server.serialize(answer))).toBe(JSON.stringify(plainServer.serialize(answer)))
  })
})
