import { createHash } from 'node:crypto'
import type { JobControl } from '../../db/act'
import { canonical } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { domainError } from '../../shared/contract/domainError'
import { importsErrors, type ImportPreview } from '../../shared/contract/imports'
import { createTally, judgeRow, type Judged } from './judgeRow'
import type { ImportsDeps } from './imports.deps'
import type { StoredImport } from './imports.repository'
import { unmappedTargets } from './mapping.rules'
import { openTable } from './openTable'
import { createRowReader } from './rowReader'

const slice = 5000

/** Throws MAPPING_INCOMPLETE while a required target has neither column nor constant. */
export function assertMapped({ kinds }: Pick<ImportsDeps, 'kinds'>, stored: StoredImport): void {
  const missing = unmappedTargets(kinds[stored.kind].targets, stored)
  if (missing.length > 0) throw domainError(importsErrors, 'MAPPING_INCOMPLETE', { fields: missing })
}

/**
 * Reads the whole file, judges each row and stages the outcome beside the records in short steps; nothing is written to
 * the records (R01-17). Ended early it leaves nothing behind.
 */
export async function* checkImport(
  deps: ImportsDeps,
  control: JobControl,
  importId: string,
): AsyncGenerator<void, ImportPreview> {
  const { busy, repository } = deps
  const { local } = control
  busy.add(importId)
  let isDone = false
  try {
    const stored = local(() => reopen(deps, importId))
    while (local(() => repository.deleteStaged(importId, slice))) yield
    const checkedSeq = repository.lastSeq()
    const judged = yield* stageRows(deps, control, stored)
    const preview = local(() => finish(deps, stored, { ...judged, checkedSeq, checkedAt: control.startedAt }))
    isDone = true
    return preview
  } finally {
    busy.delete(importId)
    if (!isDone) while (local(() => repository.deleteStaged(importId, slice)));
  }
}

/** A checked import is only mapped again while it is checked anew. */
function reopen({ repository }: ImportsDeps, importId: string): StoredImport {
  const before = repository.imports.get(importId)
  if (before.state !== 'checked') return before
  const {
    counts: _counts,
    report: _report,
    fingerprint: _fingerprint,
    checkedAt: _checkedAt,
    ...rest
  } = before
  return repository.imports.update(before, { ...rest, state: 'mapped' }).record
}

async function* stageRows(
  deps: ImportsDeps,
  control: JobControl,
  stored: StoredImport,
): AsyncGenerator<void, Pick<ImportPreview, 'counts' | 'report'>> {
  const { kinds, people, repository } = deps
  const { id: importId, columns, encoding = 'utf8', rowCount, sheet } = stored
  const { officeId } = control.caller
  const spec = kinds[stored.kind]
  const check = spec.open({
    act: { at: control.startedAt, caller: control.caller },
    officeId,
    officeZone: people.offices.get(officeId).zone,
    companyCurrency: people.company().currency,
    emptyClears: stored.emptyClears,
  })
  const readRow = createRowReader(columns, stored)
  const seen = new Set<string>()
  const tally = createTally()
  let done = 0
  for await (const { rows } of openTable({ parts: () => repository.content(importId), encoding, sheet })) {
    const judged = rows.map((row) => judgeRow(spec, check, readRow(row), seen))
    control.local(() => {
      for (const one of judged) stage(deps, importId, one)
    })
    for (const one of judged) tally.add(one)
    done += rows.length
    control.progress(done, rowCount)
    yield
  }
  const late = check.finish?.() ?? []
  control.local(() => {
    for (const { line, ...finding } of late)
      tally.late(finding, repository.addFinding(importId, line, finding))
  })
  const report = check.report?.()
  return { counts: tally.counts(), ...(report ? { report } : {}) }
}

function stage({ repository }: ImportsDeps, importId: string, { row, verdict, ...judged }: Judged): void {
  repository.insertRow({
    importId,
    line: row.line,
    recordId: verdict?.recordId ?? mintId(),
    recordKey: judged.key,
    action: verdict?.action,
    severity: judged.severity,
    findings: judged.findings,
    changes: verdict?.changes ?? [],
    cells: row.mappedCells(),
  })
  verdict?.stage?.(importId, row.line)
  for (const { entity, record, beforeVersion } of verdict?.effects ?? [])
    repository.insertEffect({ importId, entity, recordId: record.id, beforeVersion, record })
}

interface Checked extends Pick<ImportPreview, 'counts' | 'report'> {
  readonly checkedSeq: number
  readonly checkedAt: number
}

/** @throws IMPORT_STATE when the import was mapped anew or discarded meanwhile */
function finish({ repository }: ImportsDeps, stored: StoredImport, checked: Checked): ImportPreview {
  const before = repository.imports.get(stored.id)
  if (before.version !== stored.version)
    throw domainError(importsErrors, 'IMPORT_STATE', { id: stored.id, state: before.state })
  const fingerprint = fingerprintOf(stored, checked)
  const { record } = repository.imports.update(before, {
    ...before,
    ...checked,
    state: 'checked',
    fingerprint,
  })
  const { counts, report } = checked
  return { counts, ...(report ? { report } : {}), fingerprint, version: record.version }
}

function fingerprintOf(stored: StoredImport, { counts, checkedSeq }: Checked): string {
  const { id, sha256, mapping, constants, emptyClears, keepRepairableOpen } = stored
  const facts = { id, sha256, mapping, constants, emptyClears, keepRepairableOpen, counts, checkedSeq }
  return createHash('sha256').update(canonical(facts)).digest('hex')
}
