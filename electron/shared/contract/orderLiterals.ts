import { z } from 'zod'

export const OrderPriority = z.enum(['high', 'normal', 'low'])
export type OrderPriority = z.infer<typeof OrderPriority>
/** Derived from the lines (R04-10); never edited. */
export const OrderProgress = z.enum(['inProcess', 'posted', 'canceled'])
export type OrderProgress = z.infer<typeof OrderProgress>
export const OrderOrigin = z.enum([
  'manual', 'agreement', 'template', 'billingAccount', 'salesOrder', 'request', 'repair', 'return', 'copy', 'split',
  'import',
]) // prettier-ignore
export type OrderOrigin = z.infer<typeof OrderOrigin>
/** `awaiting`: a customer's request that nobody has taken over yet. */
export const OrderIntake = z.enum(['none', 'awaiting'])
export type OrderIntake = z.infer<typeof OrderIntake>
export const LineStatus = z.enum(['created', 'canceled', 'posted'])
export type LineStatus = z.infer<typeof LineStatus>
export const ItemSetup = z.enum(['itemConsumption', 'itemRequirement'])
export type ItemSetup = z.infer<typeof ItemSetup>
/** The preferred technician is in no dispatch team then (R02-21). */
export const TechnicianWarning = z.literal('TECHNICIAN_NOT_IN_TEAM')
export type TechnicianWarning = z.infer<typeof TechnicianWarning>
/** Beside it: locked activities were closed with the canceled order (07 §3.5). */
export const OrderWarning = z.enum([TechnicianWarning.value, 'LOCKED_CLOSED'])
export type OrderWarning = z.infer<typeof OrderWarning>
