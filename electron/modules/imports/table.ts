/** One row of a file: its cells trimmed, and its first physical line (the header is line 1). */
export interface TableRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** What a file must not exceed (R01-15). */
export const sizeLimit = 200 * 1024 * 1024
export const rowLimit = 500_000
