/** An occurrence of a line's date as one of two devices made it while apart. */
export interface ApartOccurrence {
  readonly occurrenceId: string
  readonly orderLineId: string
  /** When its run was committed. */
  readonly committedAt: number
  /** Somebody has worked on its order since (R03-23). */
  readonly isTouched: boolean
}

/** What becomes of two occurrences of one line and date (R03-26). */
export type DuplicateVerdict =
  | {
      readonly kind: 'cancelLater'
      readonly stays: ApartOccurrence
      readonly canceled: ApartOccurrence
      readonly reason: 'DUPLICATE_OCCURRENCE'
    }
  | { readonly kind: 'waitForPerson'; readonly stays: readonly [ApartOccurrence, ApartOccurrence] }

/**
 * Settles what two devices generated for one line and date while apart: the earlier commit stays and the later order
 * line is canceled; a touched later one stays too, and a person decides (R03-26). Both sides come to the same verdict.
 */
export function settleDuplicate(one: ApartOccurrence, other: ApartOccurrence): DuplicateVerdict {
  const [earlier, later] = isBefore(one, other) ? [one, other] : [other, one]
  if (later.isTouched) return { kind: 'waitForPerson', stays: [earlier, later] }
  return { kind: 'cancelLater', stays: earlier, canceled: later, reason: 'DUPLICATE_OCCURRENCE' }
}

/** Ids break a tie: each side sees the same order. */
function isBefore(one: ApartOccurrence, other: ApartOccurrence): boolean {
  return one.committedAt === other.committedAt
    ? one.occurrenceId < other.occurrenceId
    : one.committedAt < other.committedAt
}
