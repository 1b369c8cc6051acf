import { toBytes, toId } from '../../db/ids'
import type { Store } from '../../db/records'
import { OrderId } from '../../shared/contract/id'

/** An order of an agreement, as refusals list it. */
export interface OrderOfAgreement {
  readonly id: OrderId
  readonly number: string
  readonly serviceDate: string
}

interface Row {
  readonly id: Uint8Array
  readonly number: string
  readonly service_date: string
}

const toOrder = ({ id, number, service_date }: Row): OrderOfAgreement => ({
  id: OrderId.parse(toId(id)),
  number,
  serviceDate: service_date,
})

/** An order combined by customer has no agreement of its own; its lines say whose they are (R03-19). */
const ordersWith = (lines: string) => `SELECT o.id, o.number, o.service_date FROM service_order o
  WHERE (o.agreement_id = :agreement OR (o.agreement_id IS NULL AND o.id IN (
    SELECT ol.order_id FROM agreement_line al JOIN service_order_line ol ON ol.agreement_line_id = al.id
    WHERE al.agreement_id = :agreement${lines})))`
const anyOrders = ordersWith('')
/** Of a combined order only what is not canceled still binds the agreement. */
const orders = ordersWith(" AND ol.status <> 'canceled'")

/** What agreements ask of the orders made from them. */
export function createAgreementOrders({ db }: Store) {
  const params = (agreementId: string) => ({ agreement: toBytes(agreementId) })
  const selectAny = db.prepare<[{ agreement: Buffer }], Row>(`${anyOrders} LIMIT 1`)
  const selectOutside = db.prepare<[{ agreement: Buffer; from: string; to: string }], Row>(
    `${orders} AND o.progress <> 'canceled' AND (o.service_date < :from OR o.service_date > :to)
     ORDER BY o.service_date, o.key LIMIT 100`,
  )
  const selectOpen = db.prepare<[{ agreement: Buffer; after: string }], Row>(
    `${orders} AND o.progress = 'inProcess' AND o.service_date > :after ORDER BY o.service_date, o.key`,
  )
  const selectAfter = db.prepare<[{ agreement: Buffer; after: string }], Row>(
    `${orders} AND o.progress <> 'canceled' AND o.service_date > :after ORDER BY o.service_date, o.key`,
  )
  const selectNaming = db.prepare<[{ agreement: Buffer; what: Buffer }], Row>(
    `${orders} AND o.progress = 'inProcess' AND EXISTS (SELECT 1 FROM order_object_relation r
       WHERE r.order_id = o.id AND r.object_id = :what) ORDER BY o.key LIMIT 20`,
  )
  const selectDoing = db.prepare<[{ agreement: Buffer; what: Buffer }], Row>(
    `${orders} AND o.progress = 'inProcess' AND EXISTS (SELECT 1 FROM order_task_relation r
       WHERE r.order_id = o.id AND r.task_id = :what) ORDER BY o.key LIMIT 20`,
  )

  return {
    /** Whether an order was made from the agreement, whatever became of it. */
    hasOrders: (agreementId: string) => selectAny.get(params(agreementId)) !== undefined,
    /** Orders that are not canceled and lie outside these days, at most a hundred. */
    outside(agreementId: string, from: string, to: string | undefined): OrderOfAgreement[] {
      return selectOutside.all({ ...params(agreementId), from, to: to ?? '9999-12-31' }).map(toOrder)
    },
    /** Orders in process after a day. */
    openAfter(agreementId: string, after = ''): OrderOfAgreement[] {
      return selectOpen.all({ ...params(agreementId), after }).map(toOrder)
    },
    /** Orders after a day that are not canceled, posted ones too. */
    notCanceledAfter(agreementId: string, after: string): OrderOfAgreement[] {
      return selectAfter.all({ ...params(agreementId), after }).map(toOrder)
    },
    /** Orders in process that have the object on them. */
    openWithObject(agreementId: string, objectId: string): OrderOfAgreement[] {
      return selectNaming.all({ ...params(agreementId), what: toBytes(objectId) }).map(toOrder)
    },
    /** Orders in process that have the task on them. */
    openWithTask(agreementId: string, taskId: string): OrderOfAgreement[] {
      return selectDoing.all({ ...params(agreementId), what: toBytes(taskId) }).map(toOrder)
    },
  }
}
export type AgreementOrders = ReturnType<typeof createAgreementOrders>
