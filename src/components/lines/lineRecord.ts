import type { LineType } from '@contract/agreements'

export type LineValues = Readonly<Record<string, unknown>>

/** The form of a line's fields, as `useContractForm` makes it. */
export interface LineFields<Values> {
  readonly values: object
  submit(): Values | undefined
}

/** A line as it is stored. */
export interface HeldLine {
  readonly id: string
  readonly type: LineType
}

/** A record whose lines are typed in its grid: a service order, a service agreement. */
export interface LineRecord<Line extends HeldLine> {
  /** What its lines are called in drafts: `orderLine`. */
  readonly entity: string
  /** The fields a line is compared by. */
  readonly fieldNames: readonly string[]
  /** Undefined while the record is not there. */
  readonly id: () => string | undefined
  readonly version: () => number
  readonly lines: () => readonly Line[]
  readonly mayEdit: (line: Line) => boolean
  readonly mintId: () => string
  /** What a copy of a line starts with. */
  readonly copyOf: (line: Line) => LineValues
  readonly readAgain: () => Promise<void>
  /** Writes on the version as shown; throws CONFLICT, so that the caller can compare first. */
  readonly update: (lineId: string, changed: LineValues) => Promise<unknown>
}

/** The line that is being typed: a new one, whose type is chosen first, or one of the record's. */
export interface EditedLine {
  readonly lineId: string
  readonly isNew: boolean
  readonly type: LineType | undefined
  readonly initial: LineValues
}
