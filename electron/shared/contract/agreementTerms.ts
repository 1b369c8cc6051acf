import { z } from 'zod'
import { FoundPriceSource } from './agreements'
import { BulkResult, Reason, recordRef } from './crud'
import { refusals } from './domainError'
import { AgreementId, AgreementLineId, OrderId, OrderLineId, WorkerId } from './id'
import { Money, UnitPrice } from './money'
import { command, query } from './procedure'
import { Agreement, AgreementFilter, agreementErrors } from './serviceAgreements'
import { LocalDate } from './time'

export const RenewMode = z.enum(['extend', 'successor'])
export type RenewMode = z.infer<typeof RenewMode>

export const termErrors = {
  ...agreementErrors,
  ...refusals(
    'INVALID_TRANSITION',
    'NO_END_DATE',
    'PERIOD_TOO_LONG',
    'ALREADY_RENEWED',
    'ORDERS_AFTER_TERMINATION',
    'DATE_OUTSIDE_TERM',
    'LATE_NOTICE',
    'PREVIEW_STALE',
    'NO_SELECTION',
    'TOO_MANY',
  ),
}

/** What a run of renewals does, or would do, with one agreement (R02-25). */
export const RenewalRow = z.object({
  agreementId: AgreementId,
  number: z.string(),
  description: z.string(),
  customerName: z.string().optional(),
  endDate: LocalDate,
  /** Absent for one that is only reported. */
  newEndDate: LocalDate.optional(),
  /** Why it is not renewed. */
  code: z.enum(['AGREEMENT_SUSPENDED', 'AGREEMENT_TERMINATED', 'ALREADY_RENEWED']).optional(),
})
export type RenewalRow = z.infer<typeof RenewalRow>
export const Renewals = z.object({ renewed: z.array(RenewalRow), reported: z.array(RenewalRow) })
export type Renewals = z.infer<typeof Renewals>

/** A calculated date of a line with what it is sold for (R02-19). */
export const ForecastDate = z.object({
  date: LocalDate,
  lineId: AgreementLineId,
  lineNo: z.int(),
  description: z.string(),
  unitPrice: UnitPrice.optional(),
  source: FoundPriceSource,
  amount: Money,
})
export type ForecastDate = z.infer<typeof ForecastDate>
export const Forecast = z.object({
  agreementId: AgreementId,
  from: LocalDate,
  to: LocalDate,
  amount: Money,
  dates: z.array(ForecastDate),
  /** More dates than are shown; the amount counts them all. */
  isCut: z.boolean(),
})
export type Forecast = z.infer<typeof Forecast>

/** A line of an open order as its agreement line would make it now (R02-08). */
export const AppliedLine = z.object({
  orderId: OrderId,
  orderNumber: z.string(),
  orderLineId: OrderLineId,
  lineNo: z.int(),
  agreementLineId: AgreementLineId,
  serviceDate: LocalDate,
  fields: z.array(
    z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }),
  ),
})
export type AppliedLine = z.infer<typeof AppliedLine>
export const AppliedPreview = z.object({ fingerprint: z.string(), lines: z.array(AppliedLine) })
export type AppliedPreview = z.infer<typeof AppliedPreview>

const agreementRef = recordRef('agreementId', AgreementId)
const change = agreementRef.extend({ reason: Reason })

/** Renewal, termination, forecast and what an agreement does to its open orders (02 §3.5, R02-08). */
export const agreementTermsContract = {
  renewAgreement: command('agreements.manage')
    .input(
      change.extend({
        mode: RenewMode,
        /** Of a successor; empty: minted here. */
        newAgreementId: AgreementId.optional(),
      }),
    )
    .output(Agreement)
    .errors(termErrors),
  previewRenewals: query('agreements.manage')
    .input(z.object({ date: LocalDate.optional() }))
    .output(Renewals)
    .errors(termErrors),
  runRenewals: command('agreements.manage')
    .input(z.object({ date: LocalDate.optional(), reason: Reason }))
    .output(Renewals)
    .errors(termErrors),
  terminate: command('agreements.manage')
    .input(
      agreementRef.extend({
        date: LocalDate,
        /** Left out it is empty, which is REASON_REQUIRED. */
        reason: z.string().trim().max(500).default(''),
        acceptLateNotice: z.boolean().optional(),
      }),
    )
    .output(Agreement)
    .errors(termErrors),
  withdrawTermination: command('agreements.manage').input(change).output(Agreement).errors(termErrors),
  getForecast: query('agreements.read')
    .input(z.object({ agreementId: AgreementId, from: LocalDate, to: LocalDate }))
    .output(Forecast)
    .errors(termErrors),
  previewApply: query('agreements.manage')
    .input(z.object({ agreementId: AgreementId }))
    .output(AppliedPreview)
    .errors(termErrors),
  applyToOpenOrders: command('agreements.manage')
    .input(change.extend({ fingerprint: z.string().max(200) }))
    .output(AppliedPreview)
    .errors(termErrors),
  setResponsible: command('agreements.write')
    .input(
      z.object({
        agreementIds: z.array(AgreementId).max(10_000).optional(),
        filter: AgreementFilter,
        workerId: WorkerId,
        /** Their orders in process follow. */
        openOrders: z.boolean().optional(),
        reason: Reason,
      }),
    )
    .output(z.object({ results: z.array(BulkResult) }))
    .errors(termErrors),
}
