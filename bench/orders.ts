import { createApplication } from '../electron/context'
import { createChangeLog, type EntityChange } from '../electron/db/changeLog'
import { closeDatabase, openDatabase, type Db } from '../electron/db/database'
import { mintId, toBytes, toId } from '../electron/db/ids'
import { storeFile } from '../electron/db/storeLock'
import { CategoryId, CustomerId, OfficeId, OrderId } from '../electron/shared/contract/id'
import { branchToday } from './chance'
import { copyOf } from './copy'
import { repeated, round, summary, type Figure } from './measure'
import { createInserter } from './rows'
import { ownerToken } from './service'
import type { Scene } from './scenarios'

const runs = 300

/** Creating an order with five lines, against the bare inserts and log entry; reading one with its lines. */
export async function orders({ folder }: Scene): Promise<Figure[]> {
  const copy = copyOf(folder)
  const db = openDatabase(storeFile(copy.folder))
  const application = createApplication({
    db,
    role: 'all',
    folder: copy.folder,
    now: () => branchToday,
    ownerToken,
    checksOutput: false,
    log: (level, message, detail) => process.stderr.write(`${level} ${message} ${String(detail)}\n`),
    relay: () => undefined,
  })
  const client = application.clientFor(ownerToken)
  const one = (sql: string) => toId(db.prepare<[], Buffer>(sql).pluck().get() ?? Buffer.alloc(16))
  const customers = db
    .prepare<[], Buffer>('SELECT id FROM customer LIMIT 500')
    .pluck()
    .all()
    .map((id) => CustomerId.parse(toId(id)))
  const categoryId = CategoryId.parse(one("SELECT id FROM category WHERE code = 'B-hour'"))
  const officeId = OfficeId.parse(one("SELECT id FROM office WHERE code = 'MAIN'"))
  const line = {
    type: 'hour',
    categoryId,
    estimatedQty: 90,
    salesPrice: 950_000,
    costPrice: 400_000,
  } as const
  const lines = [line, line, line, line, line]

  const made: OrderId[] = []
  const created = await repeated(runs, async (run) => {
    const id = OrderId.parse(mintId())
    const customerId = customers[Math.abs(run) % customers.length]
    await client.orders.createOrder({ id, officeId, customerId, description: 'Bench', lines })
    made.push(id)
  })
  const bare = createBareOrder(db, made[0] ?? OrderId.parse(mintId()))
  const bareTimes = await repeated(runs, bare)
  const read = await repeated(runs, (run) =>
    client.orders.getOrder({ orderId: made[Math.abs(run)] ?? OrderId.parse(mintId()) }),
  )
  application.close()
  closeDatabase(db)
  copy.remove()

  const times = summary(created)
  const own = summary(bareTimes)
  const reads = summary(read)
  return [
    {
      name: 'create an order with five lines, p50',
      value: round(times.p50),
      unit: 'ms',
      note: `bare ${String(round(own.p50))} ms, ratio ${String(round(times.p50 / own.p50))}`,
    },
    {
      name: 'create an order with five lines, above bare (p50)',
      value: round(times.p50 - own.p50),
      unit: 'ms',
      limit: 1,
    },
    {
      name: 'create an order with five lines, p95',
      value: round(times.p95),
      unit: 'ms',
      note: `bare ${String(round(own.p95))} ms`,
    },
    { name: 'read one order with its lines, p95', value: round(reads.p95), unit: 'ms', limit: 5 },
  ]
}

/** The rows and the entry that one such order made, written again and again under new ids. */
function createBareOrder(db: Db, orderId: string): () => void {
  const rowsOf = (table: string, column: string) =>
    db
      .prepare<[Buffer], Record<string, unknown>>(`SELECT * FROM ${table} WHERE ${column} = ?`)
      .all(toBytes(orderId))
  const [order = {}] = rowsOf('service_order', 'id')
  const orderLines = rowsOf('service_order_line', 'order_id')
  const changes = db
    .prepare<[Buffer], { entity: string; fields: string; id: Buffer }>(
      'SELECT entity, fields, id FROM change WHERE seq = (SELECT max(seq) FROM change WHERE id = ?)',
    )
    .all(toBytes(orderId))
    .map(({ entity, fields }) => ({ entity, fields: createdFields(fields) }))
  const insertOrder = createInserter(db, 'service_order')
  const insertLine = createInserter(db, 'service_order_line')
  const changeLog = createChangeLog(db)
  const origin = {
    officeId: mintId(),
    deviceId: mintId(),
    actorId: mintId(),
    at: branchToday,
    command: 'orders.createOrder',
    reason: null,
  }
  let count = 0

  const write = db.transaction(() => {
    count += 1
    const id = mintId()
    insertOrder({ ...order, id: toBytes(id), number: `BARE-${String(count)}` })
    const ids = orderLines.map((row) => {
      const lineId = mintId()
      insertLine({ ...row, id: toBytes(lineId), order_id: toBytes(id) })
      return lineId
    })
    const entries = changes.map(({ entity, fields }): EntityChange => ({
      entity,
      id: entity === 'order' ? id : (ids.pop() ?? mintId()),
      op: 'create',
      version: 1,
      fields,
    }))
    changeLog.append({ ...origin, entryId: mintId() }, entries)
  })
  return () => {
    write.immediate()
  }
}

function createdFields(stored: string): EntityChange['fields'] {
  const fields = JSON.parse(stored) as Record<string, unknown> // written by the change log
  return Object.fromEntries(Object.entries(fields).map(([name, after]) => [name, { before: null, after }]))
}
