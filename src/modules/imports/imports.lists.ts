import type { ImportId } from '@contract/id'
import {
  ImportAction,
  ImportKind,
  ImportSeverity,
  ImportState,
  type Import,
  type ImportRow,
} from '@contract/imports'
import type { Column, ListView } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { importList, rowsOf } from './imports.sources'

const columns: readonly Column<Import>[] = [
  { key: 'uploadedAt', titleKey: 'imports.field.uploadedAt', kind: 'instant', width: 170 },
  { key: 'number', titleKey: 'imports.field.number', kind: 'text', width: 150 },
  { key: 'kind', titleKey: 'imports.field.kind', kind: 'enum', width: 170, options: ImportKind.options, textKey: 'imports.kind' },
  { key: 'fileName', titleKey: 'imports.field.fileName', kind: 'text', grow: 2 },
  { key: 'rowCount', titleKey: 'imports.field.rowCount', kind: 'number', width: 100 },
  { key: 'state', titleKey: 'imports.field.state', kind: 'enum', width: 140, options: ImportState.options, textKey: 'imports.state' },
  { key: 'committedAt', titleKey: 'imports.field.committedAt', kind: 'instant', width: 170 },
] // prettier-ignore

const views: readonly ListView[] = [
  { key: 'all', titleKey: 'imports.views.all' },
  { key: 'open', titleKey: 'imports.views.open', filter: { state: ['uploaded', 'mapped', 'checked'] } },
  { key: 'committed', titleKey: 'imports.views.committed', filter: { state: ['committed'] } },
]

export function useImports() {
  return usePagedList({
    key: 'imports', entities: ['import', 'job'], source: importList, columns, views,
    sort: [{ field: 'uploadedAt', direction: 'desc' }],
  }) // prettier-ignore
}

const rowColumns: readonly Column<ImportRow>[] = [
  { key: 'line', titleKey: 'imports.row.line', kind: 'number', width: 90 },
  { key: 'recordKey', titleKey: 'imports.row.recordKey', kind: 'text', width: 180 },
  { key: 'action', titleKey: 'imports.row.action', kind: 'enum', width: 130, options: ImportAction.options, textKey: 'imports.action' },
  { key: 'severity', titleKey: 'imports.row.severity', kind: 'enum', width: 130, options: ImportSeverity.options, textKey: 'imports.severity' },
  { key: 'findings', titleKey: 'imports.row.findings', kind: 'text', grow: 3, sortKey: null, filterKey: null },
] // prettier-ignore

/** What the check says about each row of a file (R01-17). */
export function useImportRows(importId: ImportId) {
  return usePagedList({
    key: `rows of ${importId}`, entities: [], source: rowsOf(importId), columns: rowColumns,
    sort: [{ field: 'line', direction: 'asc' }],
  }) // prettier-ignore
}
