import { z } from 'zod'
import { Reason, recordRef } from './crud'
import { refusals } from './domainError'
import { FileId, OrderId, OrderLineId, ReasonCodeId, SignOffId, UserId, Version, WorkerId } from './id'
import { command, longCommand, query } from './procedure'
import { Language } from './session'
import { Instant } from './time'

const text = (max: number) => z.string().trim().max(max)

/** The field that a signature is drawn in (R04-41). */
export const signatureField = { width: 600, height: 200 } as const

const Point = z.object({
  x: z.number().min(0).max(signatureField.width),
  y: z.number().min(0).max(signatureField.height),
})
/** The strokes of a drawn signature, as points in the field. */
export const Strokes = z.array(z.array(Point).min(1).max(5000)).max(200)
export type Strokes = z.infer<typeof Strokes>

/** What a customer signed, or why nobody did (R04-41); it never changes, but may be revoked. */
export const SignOff = z.object({
  id: SignOffId,
  version: Version,
  orderId: OrderId,
  signer: z.string(),
  role: z.string().optional(),
  absentReason: z.string().optional(),
  strokes: Strokes.optional(),
  at: Instant,
  technicianId: WorkerId.optional(),
  technicianName: z.string().optional(),
  signedById: UserId,
  signedByName: z.string(),
  lineIds: z.array(OrderLineId),
  /** SHA-256 over the content of the lines as they were signed. */
  linesSha256: z.string(),
  /** The frozen service report. */
  language: Language,
  reportSha256: z.string(),
  reportSize: z.int(),
  /** Revoked: its lines are open again, its report is kept and void. */
  revokedAt: Instant.optional(),
  revokedByName: z.string().optional(),
  revokeReason: z.string().optional(),
})
export type SignOff = z.infer<typeof SignOff>

/** A frozen report as a file of the caller, read by `files.getChunk`. */
export const ReportFile = z.object({
  fileId: FileId,
  fileName: z.string(),
  size: z.int(),
  sha256: z.string(),
})
export type ReportFile = z.infer<typeof ReportFile>

export const signOffErrors = refusals(
  'SIGNATURE_EMPTY',
  'SIGNER_REQUIRED',
  'ACTUAL_MISSING',
  'LINE_STATUS_INVALID',
  'LINE_SIGNED',
  'SIGN_OFF_POSTED',
  'ORDER_CANCELED',
  'STAGE_FORBIDS_MODIFY',
  'REASON_NOT_ALLOWED',
)

export const orderSignOffContract = {
  /** Every sign-off of an order, oldest first, the revoked ones too. */
  listSignOffs: query('orders.read')
    .input(z.object({ orderId: OrderId }))
    .output(z.object({ items: z.array(SignOff) })),
  /** Drawn strokes, or the reason why the customer is absent, where the company permits it. */
  signOff: longCommand('orders.signOff')
    .input(
      recordRef('orderId', OrderId).extend({
        lineIds: z.array(OrderLineId).min(1).max(500),
        signer: text(120).optional(),
        role: text(60).optional(),
        strokes: Strokes.optional(),
        absentReason: text(500).optional(),
        /** Why the service level's allowance was exceeded, where the company asks (R06-12). */
        slaReasonId: ReasonCodeId.optional(),
        reason: Reason,
      }),
    )
    .output(z.object({ signOffId: SignOffId, report: ReportFile, signOff: SignOff }))
    .errors(signOffErrors),
  getSignOffReport: longCommand('orders.read')
    .input(z.object({ signOffId: SignOffId }))
    .output(ReportFile),
  revokeSignOff: command('orders.revokeSignOff')
    .input(recordRef('signOffId', SignOffId).extend({ reason: Reason }))
    .output(SignOff)
    .errors(signOffErrors),
}
