import { AgreementId, WorkerId } from '@contract/id'
import type { AppliedPreview, Renewals, RenewMode } from '@contract/agreementTerms'
import type { BulkResult } from '@contract/crud'
import { mintId } from '@/composables/mintId'
import { client } from '@/rpc/client'
import { change, heldAgreement, refOf } from './agreements.commands'
import type { AgreementPage } from './agreements.sources'

const ask = client.agreements

export function renew(page: AgreementPage, mode: RenewMode, reason: string | undefined) {
  if (mode === 'extend')
    return change(page, (agreement) => ask.renewAgreement({ ...refOf(agreement), mode, reason }))
  const input = { ...refOf(heldAgreement(page)), newAgreementId: mintId(AgreementId) }
  return ask.renewAgreement({ ...input, mode, reason })
}

export interface Termination {
  readonly date: string
  readonly reason: string
  readonly acceptLateNotice: boolean
}

export function terminate(page: AgreementPage, how: Termination) {
  return change(page, (agreement) => ask.terminate({ ...refOf(agreement), ...how }))
}

export function withdrawTermination(page: AgreementPage, reason: string | undefined) {
  return change(page, (agreement) => ask.withdrawTermination({ ...refOf(agreement), reason }))
}

/** Which lines of open orders would change, and how (R02-08). */
export function previewApply(page: AgreementPage): Promise<AppliedPreview> {
  return ask.previewApply({ agreementId: heldAgreement(page).id })
}

export function applyToOpenOrders(page: AgreementPage, fingerprint: string): Promise<AppliedPreview> {
  return ask.applyToOpenOrders({ ...refOf(heldAgreement(page)), fingerprint })
}

/** What a run of renewals would do today (R02-25). */
export function previewRenewals(): Promise<Renewals> {
  return ask.previewRenewals({})
}

export function runRenewals(): Promise<Renewals> {
  return ask.runRenewals({})
}

export interface NewResponsible {
  readonly agreementIds: readonly AgreementId[]
  readonly workerId: string
  readonly openOrders: boolean
  readonly reason: string | undefined
}

/** Gives the agreements to another responsible person; the result says of each whether it was done (R02-35). */
export async function setResponsible({
  agreementIds,
  workerId,
  ...how
}: NewResponsible): Promise<readonly BulkResult[]> {
  const { results } = await ask.setResponsible({
    agreementIds: [...agreementIds],
    workerId: WorkerId.parse(workerId),
    ...how,
  })
  return results
}
