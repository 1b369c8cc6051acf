import type { ImportAction, ImportCounts, ImportFinding, ImportSeverity } from '../../shared/contract/imports'
import type { FileCheck, KindSpec, Verdict } from './kinds/kind'
import type { RowReader } from './rowReader'

/** A row with all that the check says of it; without a verdict it has an error. */
export interface Judged {
  readonly row: RowReader
  readonly key: string | undefined
  readonly severity: ImportSeverity | undefined
  readonly findings: readonly ImportFinding[]
  readonly verdict: Verdict | undefined
}

/**
 * Judges one row: required targets, then the key, then the kind's own rules. Of two rows with one key the later is the
 * error (R01-17). A row that changes nothing has nothing to warn of.
 */
export function judgeRow(spec: KindSpec, check: FileCheck, row: RowReader, seen: Set<string>): Judged {
  for (const { name, isRequired } of spec.targets)
    if (isRequired && row.text(name) === undefined) row.fail('REQUIRED', name)
  const key = row.text(spec.keyTarget) === undefined ? undefined : check.key(row)
  const isRepeated = key !== undefined && seen.has(key)
  if (isRepeated) row.fail('DUPLICATE_KEY', spec.keyTarget)
  if (key !== undefined) seen.add(key)
  const verdict = row.hasErrors ? undefined : check.check(row)
  if (row.hasErrors || !verdict)
    return { row, key, severity: 'error', findings: row.findings, verdict: undefined }
  const findings = verdict.action === 'same' ? [] : row.findings
  return { row, key, severity: findings.length > 0 ? 'warning' : undefined, findings, verdict }
}

/** Counts rows by action and findings by code. */
export function createTally() {
  const actions: Record<ImportAction, number> = { new: 0, update: 0, same: 0, skip: 0 }
  const severities: Record<ImportSeverity, number> = { error: 0, warning: 0 }
  const codes: Record<string, number> = {}
  let rows = 0

  function count({ code, severity }: ImportFinding): void {
    severities[severity] += 1
    codes[code] = (codes[code] ?? 0) + 1
  }

  return {
    add({ findings, verdict }: Judged): void {
      rows += 1
      if (verdict) actions[verdict.action] += 1
      for (const finding of findings) count(finding)
    },
    /** A finding of the whole file about a row that was counted with this action. */
    late(finding: ImportFinding, action: ImportAction | undefined): void {
      if (action && finding.severity === 'error') actions[action] -= 1
      count(finding)
    },
    counts(): ImportCounts {
      return { rows, ...actions, errors: severities.error, warnings: severities.warning, codes }
    },
  }
}
