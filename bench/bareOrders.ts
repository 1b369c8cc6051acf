import { openDatabase } from '../electron/db/database'
import { toId } from '../electron/db/ids'
import type { ListStatement } from '../electron/db/listQuery'
import type { Store } from '../electron/db/records'
import { storeFile } from '../electron/db/storeLock'
import { createOrdersRepository } from '../electron/modules/orders/orders.repository'
import { CustomerId, OfficeId, StageId, WorkerId } from '../electron/shared/contract/id'
import type { OrderFilter } from '../electron/shared/contract/orders'
import type { ListRequest } from '../electron/shared/contract/page'
import type { z } from 'zod'

/** A filter of the list of orders. */
export type OrderFilters = NonNullable<z.input<typeof OrderFilter>>

/** The same statements as the list runs, without anything around them but the clone a port makes. */
export function openOrders(folder: string) {
  const db = openDatabase(storeFile(folder), { readonly: true })
  const store: Store = { db, entities: new Map(), sortLanguage: () => 'en' }
  const { orderList } = createOrdersRepository(store)
  const prepared = new Map<string, ReturnType<typeof db.prepare>>()

  function run({ sql, params }: ListStatement, limit: number): unknown[] {
    const statement = prepared.get(sql) ?? db.prepare(sql)
    prepared.set(sql, statement)
    return statement.all({ ...params, limit })
  }

  const one = (sql: string) => toId(db.prepare<[], Buffer>(sql).pluck().get() ?? Buffer.alloc(16))

  return {
    page(request: ListRequest): unknown {
      const rows: unknown[] = []
      for (const statement of orderList.statements(request)) {
        if (rows.length > request.limit) break
        rows.push(...run(statement, request.limit + 1 - rows.length))
      }
      return structuredClone(rows)
    },
    /** The five views of the list and a mix of two and three filters. */
    questions(): Record<'views' | 'filters', Record<string, OrderFilters>> {
      const office = OfficeId.parse(one("SELECT id FROM office WHERE code = 'BGO'"))
      const worker = WorkerId.parse(one('SELECT id FROM worker LIMIT 1 OFFSET 17'))
      const other = WorkerId.parse(one('SELECT id FROM worker LIMIT 1 OFFSET 99'))
      const customer = CustomerId.parse(one('SELECT id FROM customer LIMIT 1 OFFSET 11'))
      const stage = StageId.parse(one("SELECT id FROM stage WHERE code = 'WAITPART'"))
      const views: Record<string, OrderFilters> = {
        Active: { progress: ['inProcess'], intake: ['none'] },
        'My open': { progress: ['inProcess'], preferredTechnicianId: [worker] },
        'Ready for posting': { progress: ['inProcess'], isReadyForPosting: true },
        'Incoming requests': { intake: ['awaiting'] },
        All: { intake: ['none'] },
      }
      const filters: Record<string, OrderFilters> = {
        'office, progress': { officeId: [office], progress: ['posted'] },
        'open, office': { progress: ['inProcess'], officeId: [office] },
        'open, high': { progress: ['inProcess'], priority: ['high'] },
        'technician, posted': { preferredTechnicianId: [worker], progress: ['posted'] },
        'two technicians, year': {
          preferredTechnicianId: [worker, other],
          serviceDate: { from: '2024-01-01', to: '2024-12-31' },
        },
        'customer, posted': { customerId: [customer], progress: ['posted'] },
        'office, high, year': {
          officeId: [office],
          priority: ['high'],
          serviceDate: { from: '2023-01-01', to: '2023-12-31' },
        },
        'canceled, low': { progress: ['canceled'], priority: ['low'] },
        'conflict, month': { calendarConflict: true, serviceDate: { from: '2025-03-01', to: '2025-03-31' } },
        'origin, amount': { origin: ['request'], salesAmount: { from: 400_000 } },
        'stage, office': { stageId: [stage], officeId: [office] },
        'responsible, progress, origin': { responsibleId: [other], progress: ['posted'], origin: ['manual'] },
        'no responsible, high': { hasResponsible: false, priority: ['high'] },
        'amount, office, progress': {
          salesAmount: { from: 900_000 },
          officeId: [office],
          progress: ['posted'],
        },
      }
      return { views, filters }
    },
    close: () => db.close(),
  }
}
