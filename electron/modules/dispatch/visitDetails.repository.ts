import type { Db } from '../../db/database'
import { toId } from '../../db/ids'
import type { RequirementStatus } from '../../shared/contract/orderRequirements'
import type { Language } from '../../shared/contract/session'

/** Where an order's work is done and who is met there, as the order keeps it (R04-60). */
export interface VisitPlace {
  readonly addressLine1: string | null
  readonly addressLine2: string | null
  readonly postalCode: string | null
  readonly city: string | null
  readonly country: string | null
  readonly accessNotes: string | null
  readonly contactName: string | null
  readonly contactPhone: string | null
  readonly internalNote: string | null
}
export interface VisitTask {
  readonly name: Readonly<Partial<Record<Language, string>>>
  readonly internalNote: string | null
}
export interface VisitObject {
  readonly number: string
  readonly name: string
  readonly serialNumber: string | null
  readonly note: string | null
}
export interface NeededPart {
  readonly itemNumber: string
  readonly itemName: string
  readonly quantity: number
  readonly unit: string
  readonly status: RequirementStatus
}
/** What a technician has to know of an order before the visit. */
export interface VisitDetails {
  readonly place: VisitPlace | undefined
  readonly tasks: readonly VisitTask[]
  readonly objects: readonly VisitObject[]
  readonly parts: readonly NeededPart[]
}

type OfOrder<Row> = Row & { readonly orderId: Uint8Array }
const orders = "SELECT unhex(value, '-') FROM json_each(?)"

/** All SQL of what visits are read with beside the activity. */
export function createVisitDetails(db: Db) {
  const selectPlaces = db.prepare<[string], OfOrder<VisitPlace>>(
    `SELECT id AS orderId, address_line1 AS addressLine1, address_line2 AS addressLine2, postal_code AS postalCode,
       site_city AS city, country, access_notes AS accessNotes, contact_name AS contactName,
       contact_phone AS contactPhone, internal_note AS internalNote
     FROM service_order WHERE id IN (${orders})`,
  )
  const selectTasks = db.prepare<[string], OfOrder<Omit<VisitTask, 'name'>> & { readonly name: string }>(
    `SELECT r.order_id AS orderId, k.description AS name, r.internal_note AS internalNote
     FROM order_task_relation r JOIN service_task k ON k.id = r.task_id WHERE r.order_id IN (${orders}) ORDER BY r.key`,
  )
  const selectObjects = db.prepare<[string], OfOrder<VisitObject>>(
    `SELECT r.order_id AS orderId, o.number, o.description AS name, o.serial_number AS serialNumber, r.note
     FROM order_object_relation r JOIN service_object o ON o.id = r.object_id WHERE r.order_id IN (${orders}) ORDER BY r.key`,
  )
  const selectParts = db.prepare<[string], OfOrder<NeededPart>>(
    `SELECT r.order_id AS orderId, i.number AS itemNumber, i.name AS itemName, r.required_qty AS quantity, r.unit, r.status
     FROM item_requirement r JOIN item i ON i.id = r.item_id
     WHERE r.order_id IN (${orders}) AND r.status <> 'canceled' ORDER BY r.key`,
  )

  const placesOf = (asked: string): ReadonlyMap<string, VisitPlace> =>
    new Map(selectPlaces.all(asked).map((row) => [toId(row.orderId), row] as const))
  const tasksOf = (asked: string): ReadonlyMap<string, readonly VisitTask[]> =>
    byOrder(selectTasks.all(asked).map((row) => ({ ...row, name: namesOf(row.name) })))

  return {
    /** Address and contact alone, by order. */
    placesOf: (orderIds: readonly string[]) => placesOf(JSON.stringify(orderIds)),
    /** Of every order of the day in four reads. */
    detailsOf(orderIds: readonly string[]): (orderId: string) => VisitDetails {
      const asked = JSON.stringify(orderIds)
      const places = placesOf(asked)
      const tasks = tasksOf(asked)
      const objects = byOrder(selectObjects.all(asked))
      const parts = byOrder(selectParts.all(asked))
      return (orderId) => ({
        place: places.get(orderId),
        tasks: tasks.get(orderId) ?? [],
        objects: objects.get(orderId) ?? [],
        parts: parts.get(orderId) ?? [],
      })
    },
    /** Tasks alone, by order. */
    tasksOf: (orderIds: readonly string[]) => tasksOf(JSON.stringify(orderIds)),
  }
}
export type VisitDetailsRepository = ReturnType<typeof createVisitDetails>

function byOrder<Row extends { readonly orderId: Uint8Array }>(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>()
  for (const row of rows) {
    const id = toId(row.orderId)
    const held = found.get(id)
    if (held) held.push(row)
    else found.set(id, [row])
  }
  return found
}

function namesOf(stored: string): VisitTask['name'] {
  const names: unknown = JSON.parse(stored)
  return typeof names === 'object' && names !== null ? names : {}
}
