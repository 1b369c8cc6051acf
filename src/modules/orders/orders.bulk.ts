import { BulkResult } from '@contract/crud'
import type { JobId } from '@contract/id'
import type { OrderListItem } from '@contract/orders'
import { z } from 'zod'
import { client } from '@/rpc/client'

export type BulkAct = 'post' | 'cancel' | 'revoke' | 'delete'
type Fact = Pick<OrderListItem, 'progress' | 'isReadyForPosting'>

/** Why an order will be left as it is, as far as its row tells; the domain decides when it is done. */
export function expectedRefusal(act: BulkAct, { progress, isReadyForPosting }: Fact): string | undefined {
  if (act === 'revoke') return progress === 'canceled' ? undefined : 'ORDER_NOT_CANCELED'
  if (act === 'delete') return progress === 'posted' ? 'ORDER_POSTED' : undefined
  if (progress === 'posted') return 'ORDER_POSTED'
  if (progress === 'canceled') return 'ORDER_CANCELED'
  return act === 'post' && !isReadyForPosting ? 'STAGE_FORBIDS_POST' : undefined
}

export interface BulkInput {
  readonly orderIds: readonly OrderListItem['id'][]
  readonly reason: string | undefined
  readonly date: string
  readonly useEstimates: boolean
}
export interface BulkProgress {
  readonly started: (jobId: JobId) => void
  readonly moved: (done: number, total: number) => void
}

/** Runs the act on each order; the result says of each whether it was done, and the codes why not. */
export async function runBulk(
  act: BulkAct,
  { orderIds, reason, date, useEstimates }: BulkInput,
  progress: BulkProgress,
): Promise<readonly BulkResult[]> {
  const chosen = { orderIds: [...orderIds], reason }
  if (act === 'delete') return (await client.orders.deleteOrders(chosen)).results
  if (act !== 'post')
    return (await client.orders.cancelOrders({ ...chosen, revoke: act === 'revoke' })).results
  const { jobId } = await client.orders.postOrders({ ...chosen, date, useEstimates })
  progress.started(jobId)
  return await resultsOf(jobId, progress)
}

const Results = z.object({ results: z.array(BulkResult) })

async function resultsOf(jobId: JobId, { moved }: BulkProgress): Promise<readonly BulkResult[]> {
  for (;;) {
    const { state, done, total, result } = await client.jobs.getJob({ jobId })
    moved(done, total)
    if (state === 'done') return Results.parse(result).results
    if (state === 'canceled') return Results.catch({ results: [] }).parse(result).results
    if (state === 'failed') throw new Error(`the job ${jobId} failed`)
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

/** Stops a running posting; what is posted already stays posted. */
export async function stopBulk(jobId: JobId): Promise<void> {
  await client.jobs.cancelJob({ jobId })
}
