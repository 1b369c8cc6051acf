import { z } from 'zod'

export const Role = z.enum([
  'serviceManager',
  'dispatcher',
  'technician',
  'backOffice',
  'board',
  'administrator',
])
export type Role = z.infer<typeof Role>

/**
 * How far a right reaches: `all` in the user's offices; `own` for own orders and records; `board` for board fields and
 * counts only; `setting` when a company setting allows it (conventions §8).
 */
export const Reach = z.enum(['all', 'setting', 'own', 'board'])
export type Reach = z.infer<typeof Reach>

/** One column a role, in the order M D T O B A: x all, o own, b board, s by setting, - none (conventions §8). */
const matrix = {
  'session.use': 'xxxxxx',
  'settings.read': 'xxxxxx',
  'people.read': 'xxxx-x',
  'people.write': 'x--x-x',
  'people.admin': '-----x',
  'customers.read': 'xxoxbx',
  'customers.write': 'x--x--',
  'customers.merge': 'x-----',
  'objects.read': 'xxox-x',
  'objects.write': 'x--x--',
  'catalog.read': 'xxxx-x',
  'catalog.write': 'x--x-x',
  'catalog.readCost': 'x--x--',
  'catalog.setPrice': 'x-----',
  'stock.read': 'xxxx-x',
  'stock.write': 'x--x--',
  'stock.revalue': '-----x',
  'calendars.read': 'xxxx-x',
  'calendars.write': 'x--x-x',
  'numbers.read': 'x--x-x',
  'numbers.write': '-----x',
  'imports.run': 'x--x-x',
  'settings.write': '-----x',
  'views.share': 'x----x',
  'search.use': 'xxox-x',
  'history.read': 'xxox-x',
  'history.verify': '-----x',
  'history.purge': '-----x',
  'attachments.read': 'xxox-x',
  'attachments.write': 'xxox--',
  'backups.run': '-----x',
  'alerts.own': 'xxxx-x',
  'agreements.read': 'xxox--',
  'agreements.write': 'x--x--',
  'agreements.manage': 'x-----',
  'agreements.setPrice': 'x-----',
  'agreements.setUp': 'x--x-x',
  'generation.preview': 'xx-x--',
  'generation.commit': 'xx----',
  'generation.undo': 'xo----',
  'generation.setUp': 'x----x',
  'orders.read': 'xxoxb-',
  'orders.write': 'xxox--',
  'orders.restructure': 'xx----',
  'orders.cancel': 'xx-x--',
  'orders.delete': 'xx-x--',
  'orders.setPrice': 'x--x--',
  'orders.signOff': 'x-ox--',
  'orders.revokeSignOff': 'x-----',
  'orders.post': 'x--s--',
  'stages.read': 'xxxxxx',
  'stages.change': 'xxsx--',
  'stages.set': 'x-----',
  'stages.setUp': 'x----x',
  'sla.read': 'xxoxb-',
  'sla.record': 'xxox--',
  'sla.cancel': 'xx----',
  'sla.correct': 'x-----',
  'sla.setUp': 'x-----',
  'dispatch.read': 'xxoxx-',
  'dispatch.plan': 'xx----',
  'dispatch.setUp': 'xx----',
  'dispatch.createActivity': 'xx-x--',
  'dispatch.work': 'xxo---',
  'wall.show': 'xx--xx',
  'wall.setUp': 'x----x',
  'repair.read': 'xxxxb-',
  'repair.write': 'xxox--',
  'repair.estimate': 'x-ox--',
  'repair.approve': 'x--x--',
  'repair.delete': 'x--x--',
  'repair.manage': 'x-----',
  'repair.setUp': 'x-----',
  'bom.read': 'xxxx-x',
  'bom.write': 'x-x---',
  'bom.attach': 'x--x--',
  'bom.manage': 'x-----',
  'reports.read': 'xxoxbx',
  'billing.read': 'x--x--',
  'billing.write': 'x--x--',
  'billing.setUp': 'x----x',
} as const

export type Permission = keyof typeof matrix
/** A procedure anyone may call: first run and sign-in. */
export type Guard = Permission | 'none'

const reachOf: Readonly<Record<string, Reach>> = { x: 'all', s: 'setting', o: 'own', b: 'board' }
const ranks: Readonly<Record<Reach, number>> = { all: 3, setting: 2, own: 1, board: 0 }

/** The rights of a set of roles; rights of several roles add up to the widest reach. */
export function permissionsOf(roles: readonly Role[]): ReadonlyMap<Permission, Reach> {
  const granted = new Map<Permission, Reach>()
  for (const [name, columns] of Object.entries(matrix)) {
    const permission = name as Permission // Object.entries forgets the keys
    for (const role of roles) {
      const reach = reachOf[columns[Role.options.indexOf(role)] ?? '-']
      const held = granted.get(permission)
      if (reach && (!held || ranks[reach] > ranks[held])) granted.set(permission, reach)
    }
  }
  return granted
}

/** Every permission, for tests and the roles screen. */
export const Permission = z.enum(Object.keys(matrix) as [Permission, ...Permission[]]) // Object.keys forgets them too
