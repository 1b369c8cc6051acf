import type { Permission } from '../../shared/contract/permission'

interface FieldChange {
  readonly before: unknown
  readonly after: unknown
}
/** A change with the personal values that are still kept, by `<field> <side>`. */
export interface StoredChange {
  readonly entity: string
  readonly id: string
  readonly op: 'create' | 'update' | 'delete'
  readonly version: number
  readonly fields: Readonly<Record<string, FieldChange>>
  readonly personal: ReadonlyMap<string, unknown>
}

/** History shows of an entity only what its own lists would show to the same person. */
const rights: Readonly<Record<string, Permission>> = {
  user: 'people.admin',
  device: 'people.admin',
  company: 'people.read',
  office: 'people.read',
  worker: 'people.read',
  customer: 'customers.read',
  site: 'customers.read',
  contact: 'customers.read',
  object: 'objects.read',
  item: 'catalog.read',
  itemPrice: 'catalog.read',
  itemCost: 'catalog.readCost',
  priceRule: 'agreements.read',
  billingAccount: 'agreements.read',
  stockBalance: 'stock.read',
  stockTransaction: 'stock.read',
  repairLine: 'repair.read',
  attempt: 'repair.read',
  estimate: 'repair.read',
  estimateOverride: 'repair.read',
  itemBomLine: 'bom.read',
  series: 'numbers.read',
  numberBlock: 'numbers.read',
  number: 'numbers.read',
  billableTransaction: 'billing.read',
  order: 'orders.read',
  orderLine: 'orders.read',
  itemRequirement: 'orders.read',
  deliveryNote: 'orders.read',
  signOff: 'orders.read',
  stageHistory: 'orders.read',
  sla: 'sla.read',
  slaGroup: 'sla.read',
  countryCalendar: 'sla.read',
  orderSla: 'sla.read',
  slaEntry: 'sla.read',
  slaStep: 'sla.read',
  note: 'attachments.read',
  attachment: 'attachments.read',
  case: 'orders.read',
  caseCategory: 'orders.read',
  caseLog: 'orders.read',
  caseLink: 'orders.read',
  caseHelp: 'orders.read',
}

export type Rights = ReadonlyMap<Permission, unknown>

export function isVisible(held: Rights, entity: string): boolean {
  const right = rights[entity]
  return right === undefined || held.has(right)
}

/** Cost and margin need catalog.readCost in every answer (conventions §8); a rule's value may be either. */
export function isHiddenField(held: Rights, entity: string, field: string): boolean {
  if (held.has('catalog.readCost')) return false
  const isCostRule = entity === 'priceRule' && field === 'value'
  return isCostRule || /cost|margin/i.test(field) || (entity.startsWith('stock') && field === 'amount')
}

const digest = /^sha256:[0-9a-f]{64}$/

/** The fields of a change as people read them: personal values in place of their digests, `removed` where purged. */
export function readableFields(
  held: Rights,
  { entity, fields, personal }: StoredChange,
): Record<string, FieldChange> {
  const readable = Object.entries(fields)
    .filter(([name]) => !isHiddenField(held, entity, name))
    .map(([name, change]) => {
      const side = (which: 'before' | 'after') => valueOf(change[which], personal, `${name} ${which}`)
      return [name, { before: side('before'), after: side('after') }] as const
    })
  return Object.fromEntries(readable)
}

function valueOf(stored: unknown, personal: ReadonlyMap<string, unknown>, key: string): unknown {
  if (typeof stored !== 'string' || !digest.test(stored)) return stored
  return personal.has(key) ? personal.get(key) : { removed: 'retention' }
}

const workerField = /^(worker|responsible|technician|preferred(Technician|Worker))Id$/

/** The workers that fields refer to. */
export function workersIn(values: readonly (readonly [name: string, value: unknown])[]): string[] {
  const ids = values.flatMap(([name, value]) =>
    workerField.test(name) && typeof value === 'string' ? [value] : [],
  )
  return [...new Set(ids)]
}

/** A record put together from its changes in order; undefined while it was not there. */
export function recordFrom(
  held: Rights,
  changes: readonly StoredChange[],
): { version: number; isDeleted: boolean; fields: Record<string, unknown> } | undefined {
  const last = changes.at(-1)
  if (!last) return undefined
  const fields: Record<string, unknown> = {}
  for (const change of changes)
    for (const [name, { before, after }] of Object.entries(readableFields(held, change)))
      fields[name] = change.op === 'delete' ? before : after
  const known = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)
  return { version: last.version, isDeleted: last.op === 'delete', fields: Object.fromEntries(known) }
}
