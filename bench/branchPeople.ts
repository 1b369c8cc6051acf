import type { Db } from '../electron/db/database'
import type { Chance } from './chance'
import { createIdMint, createInserter } from './rows'

export interface Office {
  readonly id: Buffer
  readonly code: string
  readonly zone: string
}
export interface Customer {
  readonly id: Buffer
  readonly siteId: Buffer
  readonly name: string
  readonly city: string
}
/** Everyone and everything the orders of the branch refer to. */
export interface Cast {
  readonly offices: readonly Office[]
  readonly customers: readonly Customer[]
  readonly workers: readonly Buffer[]
  readonly items: readonly Buffer[]
  readonly hourCategory: Buffer
  readonly expenseCategory: Buffer
  readonly feeCategory: Buffer
  readonly lineProperty: Buffer
  readonly stages: readonly Buffer[]
  readonly actor: Buffer
  readonly device: Buffer
}

const started = Date.UTC(2016, 10, 1)
const cities = ['Oslo', 'Bergen', 'Tampere', 'Helsinki', 'Rīga', 'Liepāja', 'Tallinn', 'Tartu', 'Hamburg', 'Köln', 'Ålesund', 'Äänekoski', 'Špindl', 'Zürich', 'Ventspils', 'Pärnu', 'Turku', 'Bodø', 'Kiel', 'Jena'] // prettier-ignore
const first = ['Fjord', 'Harbour', 'North', 'City', 'River', 'Sund', 'Mäki', 'Lauva', 'Kuld', 'Stern', 'Blau', 'Skog', 'Øvre', 'Ilves', 'Zelta', 'Sinine'] // prettier-ignore
const second = ['Laundry', 'Hotel', 'Clinic', 'Bikes', 'Bakery', 'School', 'Foods', 'Works', 'Print', 'Dairy', 'Motors', 'Heating'] // prettier-ignore

/** Offices, workers, customers with sites, items, stages: one customer for 50 orders, at least 20. */
export function fillPeople(db: Db, chance: Chance, orders: number): Cast {
  const mint = createIdMint()
  const one = (sql: string) => db.prepare<[], Buffer>(sql).pluck().get() ?? Buffer.alloc(16)
  const office = db.prepare<[], Office>('SELECT id, code, zone FROM office').get()
  if (!office) throw new Error('a new store has an office')
  const insertOffice = createInserter(db, 'office')
  const more = [
    ['BGO', 'Europe/Oslo'],
    ['TRT', 'Europe/Tallinn'],
    ['HAM', 'Europe/Berlin'],
  ].map(([code = '', zone = '']) => {
    const id = mint(started)
    insertOffice({ id, version: 1, code, name: code, zone, is_active: 1 })
    return { id, code, zone }
  })
  const offices = [office, ...more]
  return db.transaction(() => ({
    offices,
    workers: fillWorkers(db, mint, offices),
    customers: fillCustomers(db, chance, mint, Math.max(20, Math.round(orders / 50))),
    items: fillItems(db, mint),
    stages: fillStages(db, mint),
    ...fillReference(db, mint),
    actor: one('SELECT id FROM user'),
    device: one('SELECT id FROM device'),
  }))()
}

type Mint = ReturnType<typeof createIdMint>

function fillWorkers(db: Db, mint: Mint, offices: readonly Office[]): Buffer[] {
  const insert = createInserter(db, 'worker')
  return Array.from({ length: 200 }, (_, index) => {
    const id = mint(started)
    insert({
      id,
      version: 1,
      number: `EMP-${String(index + 1).padStart(4, '0')}`,
      display_name: `${first[index % first.length] ?? ''}sen ${String(index + 1)}`,
      office_id: offices[index % offices.length]?.id,
      skills: '[]',
      allowed_category_ids: '[]',
      has_icalendar: 0,
      is_active: 1,
    })
    return id
  })
}

function fillCustomers(db: Db, chance: Chance, mint: Mint, count: number): Customer[] {
  const insertCustomer = createInserter(db, 'customer')
  const insertSite = createInserter(db, 'site')
  return Array.from({ length: count }, (_, index) => {
    const id = mint(started)
    const siteId = mint(started)
    const name = `${chance.pick(first)} ${chance.pick(second)} ${String(index + 1)}`
    const city = chance.pick(cities)
    const number = `C${String(index + 1).padStart(6, '0')}`
    insertCustomer({ id, version: 1, number, name, currency: 'EUR', status: 'active' })
    insertSite({
      id: siteId,
      version: 1,
      customer_id: id,
      name: 'Main',
      kind: 'main',
      address_line1: `Street ${String(index % 200)}`,
      city,
      country: 'NO',
      zone: 'Europe/Oslo',
      is_active: 1,
    })
    return { id, siteId, name, city }
  })
}

function fillItems(db: Db, mint: Mint): Buffer[] {
  const unit = mint(started)
  createInserter(db, 'unit')({ id: unit, version: 1, code: 'BEA', name: 'Piece', decimals: 0 })
  const insert = createInserter(db, 'item')
  return Array.from({ length: 500 }, (_, index) => {
    const id = mint(started)
    insert({
      id,
      version: 1,
      number: `P-${String(index + 1).padStart(4, '0')}`,
      name: `Part ${String(index + 1)}`,
      unit_id: unit,
      kind: 'stock',
      serial_tracked: 0,
      made_in_house: 0,
      is_blocked: 0,
    })
    return id
  })
}

function fillReference(db: Db, mint: Mint) {
  const lineProperty = mint(started)
  createInserter(
    db,
    'line_property',
  )({
    id: lineProperty,
    version: 1,
    code: 'B-FULL',
    name: 'Full',
    is_chargeable: 1,
    cost_percent: 10_000,
    sales_percent: 10_000,
    is_active: 1,
  })
  const insert = createInserter(db, 'category')
  const category = (type: string) => {
    const id = mint(started)
    insert({ id, version: 1, code: `B-${type}`, name: type, type, is_default: 0, is_active: 1 })
    return id
  }
  return {
    lineProperty,
    hourCategory: category('hour'),
    expenseCategory: category('expense'),
    feeCategory: category('fee'),
  }
}

const stageCodes = ['PLAN', 'INPROC', 'WAITPART', 'DONE', 'ARCH', 'CANCEL']

function fillStages(db: Db, mint: Mint): Buffer[] {
  const exists = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'stage'").get()
  if (!exists) return []
  const insert = createInserter(db, 'stage')
  let parent: Buffer | undefined
  return stageCodes.map((code, index) => {
    const id = mint(started)
    insert({
      id,
      version: 1,
      code,
      description: JSON.stringify({ en: code }),
      descriptions: JSON.stringify({ en: code }),
      parent_id: parent,
      sequence: (index + 1) * 10,
      allow_modify: 1,
      allow_delete: 1,
      allow_cancel: 1,
      allow_post: index > 2 ? 1 : 0,
      reason_required: 0,
      stops_sla: 0,
      allowed_roles: '[]',
      is_active: 1,
    })
    parent ??= id
    return id
  })
}
