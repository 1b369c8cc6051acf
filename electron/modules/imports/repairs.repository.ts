import { toBytes, toId } from '../../db/ids'
import type { Store } from '../../db/records'
import { BarrierId, ProductCategoryId, ResolutionId } from '../../shared/contract/id'

/** A repair row as its records will need it. */
export interface StagedRepair {
  readonly externalKey: string
  readonly externalId: string
  readonly provider: string
  readonly customerName: string
  readonly country: string
  readonly zone: string
  readonly serviceDate: string
  readonly serviceAt: number
  readonly productCategoryId: string
  readonly description: string
  readonly brand: string | undefined
  readonly yearOfManufacture: number | undefined
  readonly isYearEstimated: boolean
  readonly objectStatus: 'inService' | 'scrapped'
  readonly isRepairable: boolean
  readonly resolutionId: string
  readonly barrierId: string | undefined
  readonly note: string | undefined
}

interface PlaceRow {
  readonly provider: string
  readonly customer_name: string
  readonly country: string
  readonly zone: string
}
interface ObjectRow extends PlaceRow {
  readonly line: number
  readonly product_category_id: Uint8Array
  readonly description: string
  readonly brand: string | null
  readonly year_of_manufacture: number | null
  readonly is_year_estimated: number
  readonly object_status: 'inService' | 'scrapped'
}
interface OrderRow extends PlaceRow {
  readonly line: number
  readonly external_id: string
  readonly service_date: string
  readonly service_at: number
  readonly description: string
  readonly is_repairable: number
}
interface LineRow {
  readonly line: number
  readonly external_key: string
  readonly service_at: number
  readonly resolution_id: Uint8Array
  readonly barrier_id: Uint8Array | null
  readonly note: string | null
}

const page = 1000

/** The staged columns of new repairs, read once per table that the commit fills. */
export function createRepairsRepository({ db }: Store) {
  const insert = db.prepare(`
    INSERT INTO local_import_repair
      (import_id, line, external_key, external_id, provider, customer_name, country, zone, service_date,
       service_at, product_category_id, description, brand, year_of_manufacture, is_year_estimated, object_status,
       is_repairable, resolution_id, barrier_id, note)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const count = db
    .prepare<[Buffer], number>('SELECT count(*) FROM local_import_repair WHERE import_id = ?')
    .pluck()
  const place = 'provider, customer_name, country, zone'
  const selectPlaces = db.prepare<[Buffer], PlaceRow>(`
    SELECT provider, customer_name, country, zone FROM local_import_repair
    WHERE import_id = ? GROUP BY provider, customer_name ORDER BY min(line)`)
  const selectObjects = pages<ObjectRow>(
    `line, ${place}, product_category_id, description, brand, year_of_manufacture, is_year_estimated, object_status`,
  )
  const selectOrders = pages<OrderRow>(
    `line, ${place}, external_id, service_date, service_at, description, is_repairable`,
  )
  const selectLines = pages<LineRow>('line, external_key, service_at, resolution_id, barrier_id, note')

  /** Page by page, because nothing can be written while a statement is being read. */
  function pages<Row extends { readonly line: number }>(columns: string) {
    const statement = db.prepare<[Buffer, number, number], Row>(`
      SELECT ${columns} FROM local_import_repair WHERE import_id = ? AND line > ? ORDER BY line LIMIT ?`)
    return function* (importId: string): Generator<Row> {
      const id = toBytes(importId)
      let last = 0
      for (;;) {
        const rows = statement.all(id, last, page)
        yield* rows
        const end = rows.at(-1)
        if (!end) return
        last = end.line
      }
    }
  }

  return {
    insert(importId: string, line: number, repair: StagedRepair): void {
      insert.run(
        toBytes(importId),
        line,
        repair.externalKey,
        repair.externalId,
        repair.provider,
        repair.customerName,
        repair.country,
        repair.zone,
        repair.serviceDate,
        repair.serviceAt,
        toBytes(repair.productCategoryId),
        repair.description,
        repair.brand ?? null,
        repair.yearOfManufacture ?? null,
        repair.isYearEstimated ? 1 : 0,
        repair.objectStatus,
        repair.isRepairable ? 1 : 0,
        toBytes(repair.resolutionId),
        repair.barrierId === undefined ? null : toBytes(repair.barrierId),
        repair.note ?? null,
      )
    },
    count(importId: string): number {
      return count.get(toBytes(importId)) ?? 0
    },
    /** Each provider's groups in the order of the file. */
    places(importId: string) {
      return selectPlaces.all(toBytes(importId)).map((row) => ({
        provider: row.provider,
        customerName: row.customer_name,
        country: row.country,
        zone: row.zone,
      }))
    },
    *objects(importId: string) {
      for (const row of selectObjects(importId))
        yield {
          provider: row.provider,
          customerName: row.customer_name,
          productCategoryId: ids.category(row.product_category_id),
          description: row.description,
          brand: row.brand ?? undefined,
          yearOfManufacture: row.year_of_manufacture ?? undefined,
          isYearEstimated: row.is_year_estimated === 1,
          status: row.object_status,
        }
    },
    *orders(importId: string) {
      for (const row of selectOrders(importId))
        yield {
          provider: row.provider,
          customerName: row.customer_name,
          country: row.country,
          zone: row.zone,
          externalId: row.external_id,
          serviceDate: row.service_date,
          serviceAt: row.service_at,
          description: row.description,
          isRepairable: row.is_repairable === 1,
        }
    },
    *lines(importId: string) {
      for (const row of selectLines(importId))
        yield {
          externalKey: row.external_key,
          serviceAt: row.service_at,
          resolutionId: ids.resolution(row.resolution_id),
          barrierId: row.barrier_id === null ? undefined : ids.barrier(row.barrier_id),
          note: row.note ?? undefined,
        }
    },
  }
}
export type RepairsRepository = ReturnType<typeof createRepairsRepository>

/** There are few of each: parsed once, then looked up by their bytes. */
function kept<Id>(parse: (id: string) => Id) {
  const known = new Map<string, Id>()
  return (bytes: Uint8Array): Id => {
    const key = toId(bytes)
    const found = known.get(key) ?? parse(key)
    known.set(key, found)
    return found
  }
}
const ids = {
  category: kept((id) => ProductCategoryId.parse(id)),
  resolution: kept((id) => ResolutionId.parse(id)),
  barrier: kept((id) => BarrierId.parse(id)),
}
