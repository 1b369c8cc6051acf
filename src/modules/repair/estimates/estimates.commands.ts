import type { OrderId, RepairLineId } from '@contract/id'
import type { Estimate, EstimateUse, NewEstimateLine } from '@contract/repairEstimates'
import { EstimateId } from '@contract/id'
import { mintId } from '@/composables/mintId'
import { client } from '@/rpc/client'

const ask = client.repair
const refOf = ({ id, version }: Pick<Estimate, 'id' | 'version'>) => ({
  estimateId: id,
  expectedVersion: version,
})

/** What is said in a draft. */
export interface EstimateOffer {
  readonly lines: NewEstimateLine[]
  readonly validUntil?: string | undefined
  readonly tolerance?: number | undefined
}

export async function estimatesOf(lineId: RepairLineId): Promise<readonly Estimate[]> {
  return (await ask.listEstimates({ lineId })).items
}

export function useOf(orderId: OrderId): Promise<EstimateUse> {
  return ask.getEstimateUse({ orderId })
}

export function createEstimate(lineId: RepairLineId, offer: EstimateOffer): Promise<Estimate> {
  return ask.createEstimate({ id: mintId(EstimateId), lineId, ...offer })
}

/** Changes a draft; an emptied day or tolerance takes the standard again. */
export function updateEstimate(estimate: Estimate, offer: EstimateOffer): Promise<Estimate> {
  const { lines, tolerance, validUntil } = offer
  return ask.updateEstimate({
    ...refOf(estimate),
    patch: { lines, tolerance: tolerance ?? null, validUntil: validUntil ?? null },
  })
}

export function sendEstimate(estimate: Estimate, reason: string | undefined): Promise<Estimate> {
  return ask.sendEstimate({ ...refOf(estimate), reason })
}

export function approveEstimate(estimate: Estimate, approverName: string): Promise<Estimate> {
  return ask.approveEstimate({
    ...refOf(estimate),
    ...(approverName === '' ? {} : { approverName }),
  })
}

export function rejectEstimate(estimate: Estimate, reason: string | undefined): Promise<Estimate> {
  return ask.rejectEstimate({ ...refOf(estimate), reason })
}

export function convertEstimate(estimate: Estimate, reason: string | undefined): Promise<Estimate> {
  return ask.convertEstimate({ ...refOf(estimate), reason })
}

/** A manager lets an order be posted above its limits; it is read first, because the page shows none of it. */
export async function overrideLimit(orderId: OrderId, reason: string): Promise<EstimateUse> {
  const { version } = await client.orders.getOrder({ orderId })
  return ask.overrideEstimateLimit({ orderId, expectedVersion: version, reason })
}
