import { createChangeLog, type EntityChange } from '../electron/db/changeLog'
import type { Db } from '../electron/db/database'
import { toId } from '../electron/db/ids'
import type { Cast, Office } from './branchPeople'
import { branchToday, type Chance } from './chance'
import { createIdMint, createInserter } from './rows'

const day = 86_400_000
const faults = ['noisy gearbox', 'no heat', 'brake worn', 'door does not close', 'annual inspection', 'leak', 'display dark', 'calibration', 'chain replaced', 'bearing hot'] // prettier-ignore
const parts = ['Pump', 'Lift', 'Boiler', 'Bicycle', 'Press', 'Oven', 'Scanner', 'Compressor'] // prettier-ignore

type Row = Record<string, unknown>

/** Ten years of orders with five lines each, and their change log; the last weeks are open. */
export function fillOrders(
  db: Db,
  chance: Chance,
  cast: Cast,
  count: number,
  say: (text: string) => void,
): void {
  const mint = createIdMint()
  const insertOrder = createInserter(db, 'service_order')
  const insertLine = createInserter(db, 'service_order_line')
  const changeLog = createChangeLog(db)
  const numbers = new Map<string, number>()
  const batch = 2000

  for (let start = 0; start < count; start += batch) {
    db.transaction(() => {
      for (let index = start; index < Math.min(start + batch, count); index += 1) {
        const at = branchToday - Math.round(((count - index) / count) * 3650 * day)
        const office = chance.pick(cast.offices)
        const order = orderRow(chance, cast, {
          at,
          office,
          id: mint(at),
          number: nextNumber(numbers, office),
        })
        const lines = Array.from({ length: 5 }, (_, lineIndex) =>
          lineRow(chance, cast, order, { id: mint(at), lineIndex }),
        )
        order['sales_amount_minor'] = lines.reduce((sum, line) => sum + Number(line['sales_amount_minor']), 0)
        order['cost_amount_minor'] = lines.reduce((sum, line) => sum + Number(line['cost_amount_minor']), 0)
        insertOrder(order)
        for (const line of lines) insertLine(line)
        changeLog.append(
          {
            entryId: toId(mint(at)),
            officeId: toId(office.id),
            deviceId: toId(cast.device),
            actorId: toId(cast.actor),
            at,
            command: 'orders.createOrder',
            reason: null,
          },
          [created('order', order), ...lines.map((line) => created('orderLine', line))],
        )
      }
    })()
    if (start % 100_000 === 0) say(`${String(start)} of ${String(count)} orders`)
  }
  const goOn = db.prepare("UPDATE series SET next_value = ? WHERE type = 'SO' AND office_id = ?")
  for (const { id, code } of cast.offices) goOn.run((numbers.get(code) ?? 0) + 1, id)
}

function nextNumber(numbers: Map<string, number>, { code }: Office): string {
  const value = (numbers.get(code) ?? 0) + 1
  numbers.set(code, value)
  return `${code}-SO-${String(value).padStart(6, '0')}`
}

interface OrderFacts {
  readonly at: number
  readonly office: Office
  readonly id: Buffer
  readonly number: string
}

function orderRow(chance: Chance, cast: Cast, { at, office, id, number }: OrderFacts): Row {
  const customer = chance.pick(cast.customers)
  const age = (branchToday - at) / day
  const isOpen = age < 90 ? chance.next() < 0.8 : chance.next() < 0.012
  const progress = isOpen ? 'inProcess' : chance.next() < 0.04 ? 'canceled' : 'posted'
  const serviceAt = at + chance.below(21) * day + chance.below(480) * 60_000
  return {
    id,
    version: 1 + chance.below(6),
    number,
    office_id: office.id,
    customer_id: customer.id,
    description: `${chance.pick(parts)}: ${chance.pick(faults)}`,
    preferred_service_at: serviceAt,
    service_date: new Date(serviceAt).toISOString().slice(0, 10),
    site_id: customer.siteId,
    site_name: 'Main',
    site_city: customer.city,
    country: 'NO',
    site_zone: office.zone,
    responsible_id: chance.next() < 0.7 ? chance.pick(cast.workers) : null,
    preferred_technician_id: chance.next() < 0.8 ? chance.pick(cast.workers) : null,
    priority: chance.next() < 0.1 ? 'high' : chance.next() < 0.15 ? 'low' : 'normal',
    stage_id: stageOf(chance, cast, progress),
    progress,
    is_ready_for_posting: isOpen && chance.next() < 0.08 ? 1 : 0,
    currency: 'EUR',
    sales_amount_minor: 0,
    cost_amount_minor: 0,
    sign_off_required: 0,
    calendar_conflict: chance.next() < 0.03 ? 1 : 0,
    origin: chance.next() < 0.5 ? 'manual' : chance.next() < 0.6 ? 'agreement' : 'request',
    intake: isOpen && chance.next() < 0.01 ? 'awaiting' : 'none',
    customer_reference: chance.next() < 0.3 ? `PO ${String(chance.below(100_000))}` : null,
  }
}

function stageOf(chance: Chance, { stages }: Cast, progress: string): Buffer | null {
  if (stages.length === 0) return null
  const index = progress === 'posted' ? 3 + chance.below(2) : progress === 'canceled' ? 5 : chance.below(3)
  return stages[index] ?? null
}

const types = ['hour', 'hour', 'item', 'expense', 'fee'] as const

function lineRow(
  chance: Chance,
  cast: Cast,
  order: Row,
  { id, lineIndex }: { id: Buffer; lineIndex: number },
): Row {
  const type = types[lineIndex] ?? 'hour'
  const price = 100_000 + chance.below(9_000_000)
  const quantity = type === 'hour' ? 30 + chance.below(240) : 1000 * (1 + chance.below(4))
  const amount = Math.round((quantity * price) / (type === 'hour' ? 6000 : 100_000))
  const status = { inProcess: 'created', posted: 'posted', canceled: 'canceled' }[String(order['progress'])]
  return {
    id,
    order_id: order['id'],
    line_no: (lineIndex + 1) * 10,
    type,
    status,
    description: type === 'hour' ? 'Inspection' : type === 'item' ? 'Seal kit' : 'Travel',
    category_id: {
      hour: cast.hourCategory,
      expense: cast.expenseCategory,
      fee: cast.feeCategory,
      item: null,
    }[type],
    worker_id: type === 'hour' || type === 'expense' ? chance.pick(cast.workers) : null,
    item_id: type === 'item' ? chance.pick(cast.items) : null,
    item_setup: type === 'item' ? 'itemConsumption' : null,
    unit: type === 'hour' ? 'MIN' : 'EA',
    estimated_qty: quantity,
    actual_qty: status === 'posted' ? quantity : null,
    cost_price: Math.round(price * 0.6),
    is_cost_manual: 0,
    sales_price: price,
    sales_price_source: 'base',
    price_step: 3,
    discount: 0,
    line_property_id: cast.lineProperty,
    is_property_manual: 0,
    service_date: order['service_date'],
    sales_amount_minor: amount,
    cost_amount_minor: Math.round(amount * 0.6),
    is_canceled_with_order: 0,
  }
}

/** The log line of a created row: its filled columns by field name, ids as text. */
function created(entity: string, row: Row): EntityChange {
  const fields: Record<string, { before: null; after: unknown }> = {}
  for (const [name, value] of Object.entries(row)) {
    if (value === null || value === undefined || name === 'id' || name === 'version') continue
    const field = name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    fields[field] = { before: null, after: value instanceof Uint8Array ? toId(value) : value }
  }
  const id = row['id']
  if (!(id instanceof Uint8Array)) throw new Error('a row has an id')
  return { entity, id: toId(id), op: 'create', version: Number(row['version'] ?? 1), fields }
}
