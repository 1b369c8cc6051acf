import { everywhere, type SearchSource } from '../../db/searchIndex'
import type { OrdersRepository } from '../orders/index'
import type { SettingsRepository } from '../settings/index'
import { officeScope } from './access'

interface Deps {
  readonly orders: Pick<OrdersRepository, 'officeCount'>
  readonly settings: Pick<SettingsRepository, 'value'>
}

/** How repair lines are searched (R01-12); of a module that is off nothing is found (R01-25). */
export function repairSearch({ orders, settings }: Deps): SearchSource {
  return {
    type: 'repairLine',
    table: 'repair_line',
    joins: `JOIN service_order o ON o.id = t.order_id JOIN customer c ON c.id = o.customer_id
      JOIN service_object s ON s.id = t.object_id`,
    number: 't.number',
    serial: 't.serial_number',
    title: ['t.title'],
    rest: ['t.serial_number', 't.note', 't.customer_text', 'o.number', 's.number', 's.description', 'c.name'],
    permission: 'repair.read',
    shown: { title: 'coalesce(t.title, s.description)' },
    scope(caller) {
      const isHidden =
        !settings.value('modules').includes('repair') || caller.permissions.get('repair.read') === 'board'
      if (isHidden) return { conditions: [{ sql: '0', params: {} }], isNarrow: true }
      const conditions = officeScope({ officeCount: () => orders.officeCount() }, caller)
      return conditions.length === 0 ? everywhere : { conditions, isNarrow: false }
    },
  }
}
