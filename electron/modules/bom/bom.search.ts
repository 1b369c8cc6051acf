import type { SearchSource } from '../../db/searchIndex'
import type { SettingsRepository } from '../settings/index'
import { bomScope } from './bomOffices'
import type { ServiceBomLists } from './serviceBomLists.repository'

interface Deps {
  readonly lists: Pick<ServiceBomLists, 'officeCount'>
  readonly settings: Pick<SettingsRepository, 'value'>
}

/** What is told apart among the parts of a list: serials and batches that are installed. */
const parts = (column: string) =>
  `(SELECT group_concat(l.${column}, char(10)) FROM service_bom_line l
    WHERE l.bom_id = t.id AND l.${column} IS NOT NULL AND l.removed_at IS NULL)`

/**
 * How lists of objects are searched (R01-12): by their object, its serial and part number, and by the serials in them;
 * of a module that is off nothing is found (R01-25). A list that went on elsewhere is found there.
 */
export function bomSearch({ lists, settings }: Deps): SearchSource {
  return {
    type: 'serviceBom',
    table: 'service_bom',
    joins: `JOIN service_object s ON s.id = t.object_id JOIN item i ON i.id = t.item_id
      LEFT JOIN customer c ON c.id = s.customer_id`,
    number: 's.number',
    serial: 't.serial_number',
    title: ['s.description'],
    rest: [
      ...['t.serial_number', 'i.number', 'i.name', 'c.number', 'c.name'],
      ...[parts('serial_number'), parts('batch')],
    ],
    permission: 'bom.read',
    shown: { title: 's.description' },
    scope(caller) {
      if (!settings.value('modules').includes('bom'))
        return { conditions: [{ sql: '0', params: {} }], isNarrow: true }
      const here = { sql: 't.moved_to_id IS NULL', params: {} }
      return { conditions: [here, ...bomScope(lists, caller, 't.id')], isNarrow: false }
    },
  }
}
