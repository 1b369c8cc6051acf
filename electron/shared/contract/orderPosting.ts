import { z } from 'zod'
import { TransactionStatus } from './billing'
import { OrderLineId, TransactionId } from './id'
import { Money } from './money'
import { LineStatus } from './orderLiterals'
import { Quantity } from './quantity'

/** One billable transaction that a posting makes (R04-51). */
export const PostedLine = z.object({
  transactionId: TransactionId.optional(),
  lineId: OrderLineId,
  lineNo: z.int(),
  quantity: Quantity,
  status: TransactionStatus,
  salesAmount: Money,
  costAmount: Money.optional(),
})
export type PostedLine = z.infer<typeof PostedLine>
/** A line that is not posted, and why: it is canceled or posted already (R12-02). */
export const LeftOutLine = z.object({ lineId: OrderLineId, lineNo: z.int(), status: LineStatus })
export type LeftOutLine = z.infer<typeof LeftOutLine>
export const PostingResult = z.object({
  transactions: z.array(PostedLine),
  leftOut: z.array(LeftOutLine),
})
export type PostingResult = z.infer<typeof PostingResult>
