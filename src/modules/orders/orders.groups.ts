import type { Order, OrderLine } from '@contract/orders'

/** By what the lines of an order are grouped (04 §5). */
export const lineGroupings = ['none', 'object', 'task'] as const
export type LineGrouping = (typeof lineGroupings)[number]

export interface LineGroup {
  readonly key: string
  /** Undefined: the lines that name nothing. */
  readonly title: string | undefined
  readonly lines: readonly OrderLine[]
}

/** The lines in groups, in the order of the relations; those without come last. */
export function groupLines(
  { lines, objectRelations, taskRelations }: Pick<Order, 'lines' | 'objectRelations' | 'taskRelations'>,
  by: LineGrouping,
): LineGroup[] {
  if (by === 'none') return [{ key: 'all', title: undefined, lines }]
  const relations =
    by === 'object'
      ? objectRelations.map(({ id, objectName, objectNumber }) => ({
          id: String(id),
          title: [objectNumber, objectName].filter(Boolean).join(' '),
        }))
      : taskRelations.map(({ id, taskCode, taskName }) => ({
          id: String(id),
          title: `${taskCode} ${taskName}`,
        }))
  const of = (line: OrderLine) => (by === 'object' ? line.objectRelationId : line.taskRelationId)
  const named = relations.map(({ id, title }) => ({
    key: id,
    title,
    lines: lines.filter((line) => of(line) === id),
  }))
  const rest = { key: 'rest', title: undefined, lines: lines.filter((line) => of(line) === undefined) }
  return [...named, rest].filter((group) => group.lines.length > 0)
}
