import { createHash } from 'node:crypto'
import { stepKey, type StepThreshold } from './steps.rules'

/**
 * The id of the record that says that a step of an order has fired: two machines that see it make the same one
 * (R06-53). A UUIDv7 of the order's time.
 */
export function firedStepId(orderId: string, step: StepThreshold): string {
  const own = orderId.replaceAll('-', '').slice(0, 12)
  const digest = createHash('sha256')
    .update(`${orderId} ${stepKey(step)}`)
    .digest('hex')
  const variant = ((Number.parseInt(digest.charAt(3), 16) & 3) | 8).toString(16)
  const rest = [`7${digest.slice(0, 3)}`, `${variant}${digest.slice(4, 7)}`, digest.slice(7, 19)]
  return [own.slice(0, 8), own.slice(8, 12), ...rest].join('-')
}
