import { expect, it } from 'vitest'
import type { Lookup } from '@/composables/list'
import { namedBy } from '@/composables/namedLookup'

const own: Lookup = {
  search: () => Promise.resolve([]),
  resolve: (id) =>
    id === 'own'
      ? Promise.resolve({ id, title: 'Aune', subtitle: '7' })
      : Promise.reject(new Error('NOT_FOUND')),
}

it('04 §2: a worker of another office is called by the name that came with the order', async () => {
  const lookup = namedBy(own, () => [
    [undefined, undefined],
    ['own', 'old name'],
    ['other', 'Bjarne'],
  ])
  expect(await lookup.resolve('own')).toEqual({ id: 'own', title: 'Aune', subtitle: '7' })
  expect(await lookup.resolve('other')).toEqual({ id: 'other', title: 'Bjarne' })
  await expect(lookup.resolve('third')).rejects.toThrow('NOT_FOUND')
})
