import { z } from 'zod'
import { Money } from '../../shared/contract/money'
import { LineType } from '../../shared/contract/agreements'
import { SiteAddress } from '../../shared/contract/orders'
import { Quantity } from '../../shared/contract/quantity'
import { Instant, Zone } from '../../shared/contract/time'

const text = z.string()
const name = z.object({ number: text.optional(), name: text })

/** What every document of an order says about it: plain data, so that a frozen report can keep it as JSON. */
export const OrderFacts = z.object({
  company: z.object({ name: text, registrationNumber: text.optional(), logo: text.optional() }),
  number: text,
  description: text.optional(),
  customerReference: text.optional(),
  customer: name,
  site: SiteAddress.omit({ latitude: true, longitude: true, accessNotes: true }).optional(),
  contact: z.object({ name: text, phone: text.optional(), email: text.optional() }).optional(),
  /** The service technician. */
  technician: text.optional(),
  serviceAt: Instant,
  serviceUntil: Instant.optional(),
  /** The site's: times are read in it. */
  zone: Zone,
  /** When the record was made; the document's own date, so that the same content has the same bytes. */
  recordedAt: Instant,
  /** The footer's text in the document's language. */
  footer: text.optional(),
})
export type OrderFacts = z.infer<typeof OrderFacts>

/** A line as a customer sees it: neither price nor cost, the amount only where the document shows amounts. */
export const ReceiptLine = z.object({
  lineNo: z.int(),
  type: LineType,
  description: text,
  quantity: Quantity,
  unit: text,
  worker: text.optional(),
  object: text.optional(),
  itemNumber: text.optional(),
  serialNumber: text.optional(),
  startAt: Instant.optional(),
  endAt: Instant.optional(),
  amount: Money.optional(),
})
export type ReceiptLine = z.infer<typeof ReceiptLine>

/** A drawing in a field of this size: strokes of points. */
export const Drawing = z.object({
  width: z.number().positive(),
  height: z.number().positive(),
  strokes: z.array(z.array(z.object({ x: z.number(), y: z.number() }))),
})
export type Drawing = z.infer<typeof Drawing>

/** Who signed and how; or why nobody did (R04-41). */
export const ReceiptSignature = z.object({
  signer: text.optional(),
  role: text.optional(),
  at: Instant,
  technician: text.optional(),
  drawing: Drawing.optional(),
  absentReason: text.optional(),
})
export type ReceiptSignature = z.infer<typeof ReceiptSignature>

/** Everything that a work receipt says (04 §5): external notes only, never costs, margins or internal notes (R12-24). */
export const WorkReceipt = OrderFacts.extend({
  objects: z.array(name),
  /** With their external notes. */
  tasks: z.array(z.object({ name: text, notes: z.array(text) })).optional(),
  /** What customers are told of repairs, by their objects. */
  repairs: z.array(z.object({ name: text, notes: z.array(text) })).optional(),
  lines: z.array(ReceiptLine),
  /** External notes, the order's own first. */
  notes: z.array(text),
  total: Money.optional(),
  signatures: z.array(ReceiptSignature),
})
export type WorkReceipt = z.infer<typeof WorkReceipt>

/** What a technician gets before the visit (04 §5): internal notes included. */
export interface WorkDescription extends OrderFacts {
  readonly priority: 'high' | 'normal' | 'low'
  readonly accessNotes?: string | undefined
  readonly internalNotes: readonly string[]
  readonly notes: readonly string[]
  readonly objects: readonly (z.infer<typeof name> & { readonly note?: string | undefined })[]
  /** With their notes of both kinds. */
  readonly tasks: NonNullable<WorkReceipt['tasks']>
  readonly lines: readonly ReceiptLine[]
}

/** What a customer is told of an order that is under way (R12-24). */
export interface OrderStatus extends OrderFacts {
  readonly stage?: string | undefined
  readonly asOf: number
  readonly notes: readonly string[]
}

/** What a repair will cost (08 §2.4). */
export interface EstimatePaper extends OrderFacts {
  /** The repair line's number and the version. */
  readonly estimateNumber: string
  readonly validUntil: string
  readonly approval?: { readonly name: string; readonly at: number } | undefined
  readonly object?: string | undefined
  readonly texts: readonly string[]
  readonly lines: readonly EstimatePaperLine[]
  readonly total: z.infer<typeof Money>
}
export interface EstimatePaperLine {
  readonly description: string
  readonly type: z.infer<typeof LineType>
  readonly quantity: number
  readonly unit: string
  /** Ten-thousandths, per hour for hours. */
  readonly unitPrice: number
  /** Basis points. */
  readonly discount: number
  readonly amount: z.infer<typeof Money>
}

/** What was delivered for an order (R04-28). */
export interface DeliveryNote extends OrderFacts {
  /** The delivery note's own number, where it has one. */
  readonly noteNumber?: string | undefined
  readonly date?: string | undefined
  readonly lines: readonly ReceiptLine[]
}
