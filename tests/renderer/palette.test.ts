import type { SearchHit } from '@contract/search'
import { describe, expect, it } from 'vitest'
import { rankEntries, type PaletteEntry } from '@/modules/search/ranking'
import type { PaletteAction } from '@/stores/actions.store'

const hit = (id: string, title: string, number?: string): SearchHit => ({
  type: 'order',
  id,
  title,
  ...(number === undefined ? {} : { number }),
})
const action = (title: string, more: Partial<PaletteAction> = {}): PaletteAction => ({
  key: title,
  title,
  run: () => undefined,
  ...more,
})
const nothing = { hits: [], recents: [], actions: [] }
const names = (entries: readonly PaletteEntry[]) =>
  entries.map((entry) => (entry.kind === 'record' ? entry.hit.id : entry.action.title))

describe('the ranking of the command palette', () => {
  it('ux §2: exact number, recent, prefix, fuzzy; records and actions in one list', () => {
    const ranked = rankEntries({
      text: 'or 77',
      hits: [hit('prefix', 'Ordinary 77', 'OSL-SO-000012'), hit('recent', 'Order 77', 'OSL-SO-000013')],
      recents: [hit('recent', 'Order 77', 'OSL-SO-000013'), hit('other', 'Pump', 'OSL-SO-000014')],
      actions: [action('Open room 77'), action('Order 77 again')],
    })
    expect(names(ranked)).toEqual(['recent', 'Order 77 again', 'prefix', 'Open room 77'])

    const exact = rankEntries({
      ...nothing,
      text: '77',
      hits: [hit('word', 'Pump 77', 'OSL-SO-000012'), hit('exact', 'Lift', 'OSL-SO-000077')],
      recents: [hit('word', 'Pump 77', 'OSL-SO-000012')],
    })
    expect(names(exact)).toEqual(['exact', 'word'])
  })

  it('R01-12: actions are found whatever their accents and case, in every language', () => {
    const actions = [action('Ausgewählte Aufträge öffnen'), action('Välj språk'), action('Große Straße')]
    const found = (text: string) => names(rankEntries({ ...nothing, text, actions }))

    expect(found('auftrage')).toEqual(['Ausgewählte Aufträge öffnen'])
    expect(found('VALJ SPRAK')).toEqual(['Välj språk'])
    expect(found('strasse')).toEqual(['Große Straße'])
    expect(found('gstr')).toEqual(['Große Straße'])
  })

  it('ux §2: what cannot be done is listed behind what can', () => {
    const actions = [action('Post', { why: 'Your role does not allow this.' }), action('Post all')]
    expect(names(rankEntries({ ...nothing, text: 'post', actions }))).toEqual(['Post all', 'Post'])
  })

  it('ux §2: with nothing typed what can be done here comes first, then what was open lately, then the pages', () => {
    const ranked = rankEntries({
      text: ' ',
      hits: [],
      recents: [hit('lately', 'Pump')],
      actions: [action('Orders', { to: { name: 'orders' } }), action('Save')],
    })
    expect(names(ranked)).toEqual(['Save', 'lately', 'Orders'])
  })
})
