import { createHash } from 'node:crypto'
import { canonical } from '../../db/changeLog'
import type { StoredLine } from './lines.repository'

/** What of a line is signed: what was done, by whom, to what, and its price to the customer; no cost. */
const signedFields = [
  'id', 'lineNo', 'type', 'description', 'categoryId', 'workerId', 'itemId', 'variant', 'serialNumber', 'unit',
  'actualQty', 'startAt', 'endAt', 'salesPrice', 'discount', 'linePropertyId', 'objectRelationId', 'taskRelationId',
  'serviceDate', 'salesAmount',
] as const satisfies readonly (keyof StoredLine)[] // prettier-ignore

/** The canonical content of signed lines; its SHA-256 proves that they are what was signed (R04-41). */
export function signedContent(
  order: { readonly number: string; readonly currency: string },
  lines: readonly StoredLine[],
): string {
  const signed = lines.map((line) => Object.fromEntries(signedFields.map((field) => [field, line[field]])))
  return canonical({ number: order.number, currency: order.currency, lines: signed })
}

export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
