import { bool, entityTable, instant, int, json, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView, type Condition } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import {
  ImportAction,
  ImportConstants,
  ImportFinding,
  ImportMapping,
  type Import,
  type ImportChange,
  type ImportKind,
  type ImportRow,
  type ImportSeverity,
} from '../../shared/contract/imports'
import type { Mapped } from './mapping.rules'

/** An import as kept: with what only its own steps need. */
export interface StoredImport extends Import {
  readonly sample: string[][]
  /** The log's last entry before the check began. */
  readonly checkedSeq?: number | undefined
  /** The log's entry of the commit. */
  readonly entrySeq?: number | undefined
  /** The log's entry of the undo. */
  readonly undoSeq?: number | undefined
}

const importTable = entityTable<StoredImport>({
  entity: 'import',
  table: 'local_import',
  columns: {
    number: text(),
    kind: text(),
    state: text(),
    fileName: text(),
    sha256: text(),
    size: int(),
    encoding: text(),
    sheet: text(),
    rowCount: int(),
    columns: json(),
    sample: json(),
    mapping: json(),
    constants: json(),
    emptyClears: bool(),
    keepRepairableOpen: bool(),
    counts: json(),
    report: json(),
    fingerprint: text(),
    notices: json(),
    checkedSeq: int(),
    entrySeq: int(),
    undoSeq: int(),
    uploadedById: ref(),
    uploadedAt: instant(),
    checkedAt: instant(),
    committedAt: instant(),
    undoneAt: instant(),
  },
})

interface StoredRow extends ImportRow {
  readonly importId: string
}
const rowTable = entityTable<StoredRow>({
  entity: 'importRow',
  table: 'local_import_row',
  columns: {
    importId: ref(),
    line: int(),
    recordKey: text(),
    action: text(),
    severity: text(),
    findings: json(),
    changes: json(),
    cells: json(),
  },
})

export interface NewRow {
  readonly importId: string
  readonly line: number
  readonly recordId: string
  readonly recordKey: string | undefined
  readonly action: ImportAction | undefined
  readonly severity: ImportSeverity | undefined
  readonly findings: readonly ImportFinding[]
  readonly changes: readonly ImportChange[]
  readonly cells: readonly string[]
}

export interface NewEffect {
  readonly importId: string
  readonly entity: string
  readonly recordId: string
  readonly beforeVersion: number | undefined
  readonly record: object
}

interface EffectRow {
  readonly record_id: Uint8Array
  readonly before_version: number | null
  readonly record: string
}
export interface StagedEffect {
  readonly recordId: string
  readonly beforeVersion: number | undefined
  /** The record as JSON. */
  readonly record: string
}

interface Deleting {
  run(importId: Buffer, limit: number): { changes: number }
}
const partBytes = 1024 * 1024
const noId = Buffer.alloc(0)

/** All SQL of imports: tables local to the machine. */
export function createImportsRepository(store: Store) {
  const { db } = store
  const imports = createRecords(store, importTable)
  const insertPart = db.prepare('INSERT INTO local_import_content (import_id, part, bytes) VALUES (?, ?, ?)')
  const selectPart = db
    .prepare<[Buffer, number], Buffer>(
      'SELECT bytes FROM local_import_content WHERE import_id = ? AND part = ?',
    )
    .pluck()
  const deleteContent = db.prepare('DELETE FROM local_import_content WHERE import_id = ?')
  const insertRow = db.prepare(`
    INSERT INTO local_import_row
      (id, version, import_id, line, record_key, action, severity, findings, changes, cells)
    VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const insertEffect = db.prepare(`
    INSERT INTO local_import_effect (import_id, entity, record_id, before_version, record) VALUES (?, ?, ?, ?, ?)`)
  const deleteRows = db.prepare(`
    DELETE FROM local_import_row WHERE key IN
      (SELECT key FROM local_import_row WHERE import_id = ? LIMIT ?)`)
  const deleteSilentRows = db.prepare(`
    DELETE FROM local_import_row WHERE key IN
      (SELECT key FROM local_import_row WHERE import_id = ? AND severity IS NULL LIMIT ?)`)
  const deleteEffects = db.prepare(`
    DELETE FROM local_import_effect WHERE key IN
      (SELECT key FROM local_import_effect WHERE import_id = ? LIMIT ?)`)
  const deleteRepairs = db.prepare(`
    DELETE FROM local_import_repair WHERE key IN
      (SELECT key FROM local_import_repair WHERE import_id = ? LIMIT ?)`)
  const selectFindings = db.prepare<
    [Buffer, number],
    { key: number; findings: string; action: string | null }
  >('SELECT key, findings, action FROM local_import_row WHERE import_id = ? AND line = ?')
  const updateFindings = db.prepare(
    'UPDATE local_import_row SET findings = ?, severity = ?, action = CASE WHEN ? THEN NULL ELSE action END WHERE key = ?',
  )
  const selectEntities = db
    .prepare<[Buffer], string>(
      'SELECT DISTINCT entity FROM local_import_effect WHERE import_id = ? ORDER BY entity',
    )
    .pluck()
  const selectEffects = db.prepare<[Buffer, string, Buffer, number], EffectRow>(`
    SELECT record_id, before_version, record FROM local_import_effect
    WHERE import_id = ? AND entity = ? AND record_id > ? ORDER BY record_id LIMIT ?`)
  const selectLastSeq = db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM change_log').pluck()
  const selectChanged = db
    .prepare<[number, string, Buffer], number>(
      `SELECT 1 FROM change c WHERE c.seq > ? AND (c.entity IN (SELECT value FROM json_each(?)) OR EXISTS (
         SELECT 1 FROM local_import_row r
         WHERE r.import_id = ? AND r.id = c.id AND r.action IN ('update', 'same'))) LIMIT 1`,
    )
    .pluck()
  const selectCommitted = db
    .prepare<[string, string], number>(
      "SELECT 1 FROM local_import WHERE sha256 = ? AND kind = ? AND state = 'committed' LIMIT 1",
    )
    .pluck()
  const selectMapping = db.prepare<[string, string], { mapping: string; constants: string }>(
    'SELECT mapping, constants FROM local_import_mapping WHERE kind = ? AND columns = ?',
  )
  const upsertMapping = db.prepare(`
    INSERT INTO local_import_mapping (kind, columns, mapping, constants) VALUES (?, ?, ?, ?)
    ON CONFLICT (kind, columns) DO UPDATE SET mapping = excluded.mapping, constants = excluded.constants`)

  /** Deletes up to `limit` rows of the first table that has any. */
  function deleteOf(id: Buffer, limit: number, ...statements: readonly Deleting[]): boolean {
    return statements.some((statement) => statement.run(id, limit).changes > 0)
  }

  return {
    imports,
    importList: createListView<StoredImport>(store, {
      table: importTable,
      searched: ['t.number', 't.file_name'],
      defaultSort: [{ field: 'uploadedAt', direction: 'desc' }],
      finish: hideInternals,
    }),
    rowList: createListView<StoredRow, ImportRow>(store, {
      table: rowTable,
      searched: ['t.record_key'],
      defaultSort: [{ field: 'line', direction: 'asc' }],
      finish: (row) => {
        delete row['importId']
      },
    }),
    /** Keeps content from a part on; returns the next part. */
    saveContent(importId: string, bytes: Uint8Array, firstPart: number): number {
      const id = toBytes(importId)
      let part = firstPart
      for (let at = 0; at < bytes.length; at += partBytes) {
        insertPart.run(id, part, bytes.subarray(at, at + partBytes))
        part += 1
      }
      return part
    },
    *content(importId: string): Generator<Uint8Array> {
      const id = toBytes(importId)
      for (let part = 0; ; part += 1) {
        const bytes = selectPart.get(id, part)
        if (!bytes) return
        yield bytes
      }
    },
    deleteContent(importId: string): void {
      deleteContent.run(toBytes(importId))
    },
    insertRow(row: NewRow): void {
      insertRow.run(
        toBytes(row.recordId),
        toBytes(row.importId),
        row.line,
        row.recordKey ?? null,
        row.action ?? null,
        row.severity ?? null,
        JSON.stringify(row.findings),
        JSON.stringify(row.changes),
        JSON.stringify(row.cells),
      )
    },
    insertEffect({ importId, entity, recordId, beforeVersion, record }: NewEffect): void {
      insertEffect.run(
        toBytes(importId),
        entity,
        toBytes(recordId),
        beforeVersion ?? null,
        JSON.stringify(record),
      )
    },
    /** Deletes up to `limit` staged rows or effects; false when none is left. */
    deleteStaged(importId: string, limit: number): boolean {
      const id = toBytes(importId)
      return deleteOf(id, limit, deleteEffects, deleteRepairs, deleteRows)
    },
    /** The same, but keeps the rows that the check had something to say about. */
    deleteSilent(importId: string, limit: number): boolean {
      const id = toBytes(importId)
      return deleteOf(id, limit, deleteEffects, deleteRepairs, deleteSilentRows)
    },
    /** Adds a finding to a staged row; answers the action that the row had. */
    addFinding(importId: string, line: number, finding: ImportFinding): ImportAction | undefined {
      const row = selectFindings.get(toBytes(importId), line)
      if (!row) throw new Error(`import ${importId}: line ${String(line)} is not staged`)
      const findings = [...ImportFinding.array().parse(JSON.parse(row.findings)), finding]
      const isError = findings.some(({ severity }) => severity === 'error')
      updateFindings.run(JSON.stringify(findings), isError ? 'error' : 'warning', isError ? 1 : 0, row.key)
      return row.action === null ? undefined : ImportAction.parse(row.action)
    },
    /** Entities that the commit writes, in the log's order. */
    effectEntities(importId: string): string[] {
      return selectEntities.all(toBytes(importId))
    },
    /** The next effects of an entity by record id. */
    effectsAfter(
      importId: string,
      entity: string,
      afterId: string | undefined,
      limit: number,
    ): StagedEffect[] {
      const after = afterId === undefined ? noId : toBytes(afterId)
      return selectEffects.all(toBytes(importId), entity, after, limit).map((row) => ({
        recordId: toId(row.record_id),
        beforeVersion: row.before_version ?? undefined,
        record: row.record,
      }))
    },
    lastSeq(): number {
      return selectLastSeq.get() ?? 0
    },
    /** Whether a record of these entities, or one that a row is about, was written after an entry of the log. */
    isChangedSince(seq: number, importId: string, entities: readonly string[]): boolean {
      return selectChanged.get(seq, JSON.stringify(entities), toBytes(importId)) !== undefined
    },
    /** Whether the same file was committed and not undone (R01-18). */
    isCommitted(sha256: string, kind: ImportKind): boolean {
      return selectCommitted.get(sha256, kind) !== undefined
    },
    /** The mapping of the last import of files with these columns (R01-16). */
    savedMapping(kind: ImportKind, columns: readonly string[]): Mapped | undefined {
      const row = selectMapping.get(kind, JSON.stringify(columns))
      return (
        row && {
          mapping: ImportMapping.parse(JSON.parse(row.mapping)),
          constants: ImportConstants.parse(JSON.parse(row.constants)),
        }
      )
    },
    saveMapping(kind: ImportKind, columns: readonly string[], { mapping, constants }: Mapped): void {
      upsertMapping.run(kind, JSON.stringify(columns), JSON.stringify(mapping), JSON.stringify(constants))
    },
    /** References are checked at the end of the transaction: records are written in the log's order. */
    deferReferences(): void {
      db.pragma('defer_foreign_keys = ON')
    },
  }
}
export type ImportsRepository = ReturnType<typeof createImportsRepository>

/** Lists the rows of one import only. */
export function ofImport(importId: string): Condition {
  return { sql: 't.import_id = :of_import', params: { of_import: toBytes(importId) } }
}

function hideInternals(record: Record<string, unknown>): void {
  delete record['sample']
  delete record['checkedSeq']
  delete record['entrySeq']
  delete record['undoSeq']
}
