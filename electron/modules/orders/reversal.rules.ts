import type { LineStatus } from '../../shared/contract/orders'

interface ReversedLine {
  readonly id: string
  readonly status: LineStatus
  readonly actualQty?: number | undefined
  readonly reversalOfId?: string | undefined
}

/** What of a posted line no other line stands against yet; a canceled reversal counts no more. */
export function remainingOf(line: ReversedLine, lines: readonly ReversedLine[]): number {
  return lines
    .filter(({ reversalOfId, status }) => reversalOfId === line.id && status !== 'canceled')
    .reduce((rest, { actualQty = 0 }) => rest + actualQty, line.actualQty ?? 0)
}

/** What may be said of a reversal line; the rest is the reversed line's. */
const free: ReadonlySet<string> = new Set(['description'])

/** The fields of a patch that a reversal line keeps as they are. */
export function frozenOfReversal(patch: object): string[] {
  return Object.entries(patch)
    .filter(([field, value]: [string, unknown]) => value !== undefined && !free.has(field))
    .map(([field]) => field)
}

/** Canceled reversal lines that would take more back than there is, were they open again. */
export function overReversed(lines: readonly ReversedLine[], revoked: ReadonlySet<string>): string[] {
  const open = lines.map((line) =>
    revoked.has(line.id) && line.reversalOfId !== undefined ? { ...line, status: 'created' as const } : line,
  )
  return open
    .filter(({ id, reversalOfId }) => revoked.has(id) && reversalOfId !== undefined)
    .filter(({ reversalOfId }) => {
      const reversed = open.find(({ id }) => id === reversalOfId)
      return reversed !== undefined && remainingOf(reversed, open) < 0
    })
    .map(({ id }) => id)
}
