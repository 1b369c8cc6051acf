import type { BomMark, StructureSubject } from '@contract/bom'
import type { ServiceBomId } from '@contract/id'
import { instantRange } from '@/format/time'

/** The moment that a service BOM is shown at. */
export type Moment =
  | { readonly kind: 'live' }
  | { readonly kind: 'at'; readonly at: number }
  /** The last instant of a day at the site (R09-12). */
  | { readonly kind: 'date'; readonly date: string }

export const live: Moment = { kind: 'live' }

/** What is asked of the domain: the state at the moment, as it was known by the end of a day. */
export function subjectAt(
  bomId: ServiceBomId,
  moment: Moment,
  { knownOn, zone }: { knownOn: string | undefined; zone: string },
): StructureSubject {
  return {
    bomId,
    ...(moment.kind === 'at' ? { at: moment.at } : {}),
    ...(moment.kind === 'date' ? { date: moment.date } : {}),
    ...(knownOn === undefined ? {} : { knownAt: endOf(knownOn, zone) }),
  }
}

/** The last millisecond of a day in a zone. */
export function endOf(date: string, zone: string): number {
  return (instantRange({ to: date }, zone).to ?? 1) - 1
}

export function instantOfMoment(moment: Moment, zone: string, now: number): number {
  if (moment.kind === 'live') return now
  return moment.kind === 'at' ? moment.at : endOf(moment.date, zone)
}

/**
 * The change before or behind a moment. Behind the last change it is live again; before the first one stands what was
 * attached.
 */
export function neighbour(marks: readonly BomMark[], at: number, step: 1 | -1): Moment | undefined {
  const times = marks.map((mark) => mark.at).sort((left, right) => left - right)
  const before = times.filter((time) => time < at).at(-1)
  if (step < 0) return before === undefined ? undefined : { kind: 'at', at: before }
  const next = times.find((time) => time > at)
  return next === undefined ? live : { kind: 'at', at: next }
}
