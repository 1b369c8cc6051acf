import { z } from 'zod'
import { Reason, recordRef } from './crud'
import { refusals } from './domainError'
import {
  BillingAccountId,
  CustomerId,
  DeliveryNoteId,
  ItemId,
  OfficeId,
  OrderId,
  OrderLineId,
  RequirementId,
  UserId,
  Version,
  WarehouseId,
} from './id'
import { listInput, pageOf } from './page'
import { command, query } from './procedure'
import { Quantity } from './quantity'
import { Instant, LocalDate, Zone } from './time'

/** Where the goods come from; bought and made ones wait until they are received (R04-28). */
export const RequirementSupply = z.enum(['stock', 'purchase', 'production'])
export type RequirementSupply = z.infer<typeof RequirementSupply>
export const RequirementStatus = z.enum(['open', 'reserved', 'partlyDelivered', 'delivered', 'canceled'])
export type RequirementStatus = z.infer<typeof RequirementStatus>

/** A spare part that a line of an order waits for (04 §2.4), as the list over all orders shows it (R04-28). */
export const ItemRequirement = z.object({
  id: RequirementId,
  version: Version,
  orderId: OrderId,
  lineId: OrderLineId,
  itemId: ItemId,
  variant: z.string().optional(),
  warehouseId: WarehouseId,
  unit: z.string(),
  requiredQty: Quantity,
  reservedQty: Quantity,
  deliveredQty: Quantity,
  neededBy: Instant,
  supply: RequirementSupply,
  status: RequirementStatus,
  /** On hand in its warehouse and not reserved by anyone. */
  availableQty: Quantity,
  itemNumber: z.string(),
  itemName: z.string(),
  warehouseCode: z.string(),
  orderNumber: z.string(),
  lineNo: z.int(),
  officeId: OfficeId,
  siteZone: Zone,
  customerId: CustomerId,
  customerName: z.string(),
  /** The billing account the demand is recorded on; none is needed (R04-25). */
  billingAccountId: BillingAccountId.optional(),
  billingAccountName: z.string().optional(),
})
export type ItemRequirement = z.infer<typeof ItemRequirement>
/** What is available is read, not stored: nobody sorts or filters by it. */
const { availableQty: _availableQty, ...listed } = ItemRequirement.shape

export const DeliveryNoteLine = z.object({
  lineNo: z.int(),
  itemId: ItemId,
  itemNumber: z.string(),
  itemName: z.string(),
  variant: z.string().optional(),
  warehouseCode: z.string(),
  unit: z.string(),
  quantity: Quantity,
  serialNumbers: z.array(z.string()),
})
export type DeliveryNoteLine = z.infer<typeof DeliveryNoteLine>

/** The paper of a delivery; its lines say what was delivered then and never change. */
export const DeliveryNote = z.object({
  id: DeliveryNoteId,
  version: Version,
  /** The order's number, `-D` and which delivery of the order it is. */
  number: z.string(),
  orderId: OrderId,
  requirementId: RequirementId,
  at: Instant,
  date: LocalDate,
  deliveredById: UserId,
  deliveredByName: z.string(),
  lines: z.array(DeliveryNoteLine),
})
export type DeliveryNote = z.infer<typeof DeliveryNote>

export const requirementErrors = refusals(
  'QTY_INVALID',
  'UNIT_DECIMALS',
  'OVER_DELIVERY',
  'STOCK_SHORT',
  'REQUIREMENT_DELIVERED',
  'REQUIREMENT_CANCELED',
  'ITEM_REQUIREMENTS_EXIST',
  'ITEM_NOT_STOCKED',
  'ITEM_DIFFERS',
  'SERIAL_COUNT',
  'SERIAL_NOT_IN_STOCK',
  'LINE_STATUS_INVALID',
  'LINE_SIGNED',
  'ORDER_CANCELED',
  'PERIOD_CLOSED',
  'STAGE_FORBIDS_MODIFY',
)

const requirementRef = recordRef('requirementId', RequirementId).extend({ reason: Reason })
/** The columns of the list; each has an index to walk. */
const requirements = listInput(listed, [
  'neededBy', 'status', 'supply', 'orderNumber', 'itemNumber', 'itemName', 'warehouseCode',
]) // prettier-ignore

export const orderRequirementsContract = {
  listRequirements: query('orders.read').input(requirements).output(pageOf(ItemRequirement)),
  createRequirement: command('orders.write')
    .input(
      z.object({
        id: RequirementId.optional(),
        lineId: OrderLineId,
        /** The line's item. */
        itemId: ItemId,
        /** The line takes it too. */
        warehouseId: WarehouseId,
        requiredQty: Quantity,
        /** Empty: the order's preferred service time. */
        neededBy: Instant.optional(),
        supply: RequirementSupply.default('stock'),
        reason: Reason,
      }),
    )
    .output(ItemRequirement)
    .errors(requirementErrors),
  updateRequirement: command('orders.write')
    .input(
      requirementRef.extend({
        /** What is required from now on. */
        quantity: Quantity.optional(),
        neededBy: Instant.optional(),
        supply: RequirementSupply.optional(),
      }),
    )
    .output(ItemRequirement)
    .errors(requirementErrors),
  /** Empty quantity: all that is missing. Takes what is available of it. */
  reserveRequirement: command('orders.write')
    .input(requirementRef.extend({ quantity: Quantity.optional() }))
    .output(ItemRequirement)
    .errors(requirementErrors),
  /** Empty quantity: all that is missing. Issues the stock and makes a delivery note. */
  deliverRequirement: command('orders.write')
    .input(
      requirementRef.extend({
        quantity: Quantity.optional(),
        /** Of items tracked by serial number; empty: the line's. */
        serialNumbers: z.array(z.string().trim().min(1).max(80)).max(1000).optional(),
      }),
    )
    .output(ItemRequirement.extend({ deliveryNote: DeliveryNote }))
    .errors(requirementErrors),
  cancelRequirement: command('orders.write')
    .input(requirementRef)
    .output(ItemRequirement)
    .errors(requirementErrors),
  deleteRequirement: command('orders.write')
    .input(requirementRef)
    .output(z.object({ id: RequirementId }))
    .errors(requirementErrors),
  listDeliveryNotes: query('orders.read')
    .input(z.object({ orderId: OrderId }))
    .output(z.object({ items: z.array(DeliveryNote) })),
}
