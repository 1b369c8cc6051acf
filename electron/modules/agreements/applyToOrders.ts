import { createHash } from 'node:crypto'
import type { Act, Caller } from '../../db/act'
import { canonical, outcome, type Outcome } from '../../db/changeLog'
import { domainError } from '../../shared/contract/domainError'
import { termErrors, type AppliedLine, type AppliedPreview } from '../../shared/contract/agreementTerms'
import { assertReachesAgreement, loadAgreement } from './agreementAccess'
import type { AgreementInput, AgreementWorkDeps } from './agreementDeps'

/** What of an order's line an agreement's line says (R02-08). */
const fields = [
  'description',
  'estimatedQty',
  'discount',
  'linePropertyId',
  'salesPrice',
  'salesPriceSource',
  'costPrice',
] as const

/** The lines of open orders that would change, and the mark of what was shown (R02-08). */
export function previewApply(
  deps: AgreementWorkDeps,
  caller: Caller,
  { agreementId }: AgreementInput<'previewApply'>,
): AppliedPreview {
  assertReachesAgreement(deps, caller, 'agreements.manage', deps.agreements.records.get(agreementId))
  return shown(previewOf(deps, agreementId), caller)
}

/**
 * Lets the agreement's lines hold for its open orders (R02-08). Nothing is written when data have changed since the
 * preview.
 *
 * @throws PREVIEW_STALE with the new preview
 */
export function applyToOpenOrders(
  deps: AgreementWorkDeps,
  act: Act,
  { agreementId, expectedVersion, fingerprint }: AgreementInput<'applyToOpenOrders'>,
): Outcome<AppliedPreview> {
  loadAgreement(deps, act, { agreementId, expectedVersion }, 'agreements.manage')
  const preview = previewOf(deps, agreementId)
  if (preview.fingerprint !== fingerprint)
    throw domainError(termErrors, 'PREVIEW_STALE', { preview: shown(preview, act.caller) })
  const orderIds = [...new Set(preview.lines.map(({ orderId }) => orderId))]
  const changes = orderIds.flatMap((orderId) => deps.orderActs.apply(act, orderId))
  return outcome(shown(preview, act.caller), changes)
}

function previewOf({ orderActs, orders, parts }: AgreementWorkDeps, agreementId: string): AppliedPreview {
  const own = new Set(parts.linesOf(agreementId).map(({ id }) => id))
  const lines = orders.openAfter(agreementId).flatMap(({ id, number }): AppliedLine[] =>
    orderActs.updates(id).lines.flatMap(({ after, line }) => {
      const { agreementLineId } = line
      if (agreementLineId === undefined || !own.has(agreementLineId)) return []
      const changed = fields.filter((field) => line[field] !== after[field])
      return [
        {
          ...{ orderId: id, orderNumber: number, orderLineId: line.id, lineNo: line.lineNo, agreementLineId },
          serviceDate: line.serviceDate,
          fields: changed.map((field) => ({ field, before: line[field], after: after[field] })),
        },
      ]
    }),
  )
  const fingerprint = createHash('sha256').update(canonical(lines)).digest('hex')
  return { fingerprint, lines }
}

/** Cost is for those who may read it. */
function shown(preview: AppliedPreview, { permissions }: Caller): AppliedPreview {
  if (permissions.has('catalog.readCost')) return preview
  const lines = preview.lines.map((line) => ({
    ...line,
    fields: line.fields.filter(({ field }) => field !== 'costPrice'),
  }))
  return { ...preview, lines }
}
