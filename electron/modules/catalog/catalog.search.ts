import { everywhere, type SearchSource } from '../../db/searchIndex'

/** How items and their serials are searched (R01-12). */
export const catalogSearch: readonly SearchSource[] = [
  {
    type: 'item',
    table: 'item',
    number: 't.number',
    title: ['t.name'],
    rest: ['t.subcategory', 't.color', 't.size'],
    permission: 'catalog.read',
    shown: { title: 't.name' },
    scope: () => everywhere,
  },
  {
    type: 'serial',
    table: 'serial',
    joins: 'JOIN item i ON i.id = t.item_id',
    serial: 't.serial_number',
    title: ['t.serial_number'],
    rest: ['i.number', 'i.name'],
    permission: 'catalog.read',
    shown: { number: 't.serial_number', title: 'i.name', state: 't.status', itemId: 't.item_id' },
    scope: () => everywhere,
  },
]
