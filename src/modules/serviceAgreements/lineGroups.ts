import type { Agreement, AgreementLine } from '@contract/serviceAgreements'

/** By what the lines of an agreement are grouped (ux §4.3). */
export const lineGroupings = ['none', 'object', 'task', 'interval'] as const
export type LineGrouping = (typeof lineGroupings)[number]

export interface LineGroup {
  readonly key: string
  /** Undefined: the lines that name nothing. */
  readonly title: string | undefined
  readonly lines: readonly AgreementLine[]
}

function titleOf(line: AgreementLine, by: LineGrouping): string | undefined {
  if (by === 'object') return [line.objectNumber, line.objectName].filter(Boolean).join(' ') || undefined
  return by === 'task' ? line.taskCode : line.intervalCode
}

/** The lines in groups by their titles; those that name nothing come last. */
export function groupLines({ lines }: Pick<Agreement, 'lines'>, by: LineGrouping): LineGroup[] {
  if (by === 'none') return [{ key: 'all', title: undefined, lines }]
  const groups = new Map<string, AgreementLine[]>()
  for (const line of lines) {
    const title = titleOf(line, by) ?? ''
    groups.set(title, [...(groups.get(title) ?? []), line])
  }
  return [...groups]
    .map(([title, own]) => ({ key: `group ${title}`, title: title === '' ? undefined : title, lines: own }))
    .sort((left, right) => order(left).localeCompare(order(right), undefined, { numeric: true }))
}

const order = ({ title }: LineGroup) => title ?? '\uffff'

/** By what there is something to group. */
export function groupingsOf({ lines }: Pick<Agreement, 'lines'>): LineGrouping[] {
  return lineGroupings.filter((by) => by === 'none' || lines.some((line) => titleOf(line, by) !== undefined))
}
