import { TemplateSource, TemplateStatus, type BomTemplate } from '@contract/bom'
import type { Column, ListView } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { itemLookup } from '@/modules/catalog'
import { templateList } from './bom.sources'

const templateColumns: readonly Column<BomTemplate>[] = [
  { key: 'number', titleKey: 'bom.template.number', kind: 'text', width: 150 },
  { key: 'templateVersion', titleKey: 'bom.template.templateVersion', kind: 'number', width: 80 },
  { key: 'itemNumber', titleKey: 'bom.template.itemId', kind: 'ref', grow: 1, filterKey: 'itemId', lookup: itemLookup },
  { key: 'name', titleKey: 'bom.template.name', kind: 'text', grow: 2 },
  { key: 'status', titleKey: 'bom.template.status', kind: 'enum', width: 120, options: TemplateStatus.options, textKey: 'bom.status' },
  { key: 'lineCount', titleKey: 'bom.template.lineCount', kind: 'number', width: 90 },
  { key: 'objectCount', titleKey: 'bom.template.objectCount', kind: 'number', width: 100 },
  { key: 'fromDate', titleKey: 'bom.template.fromDate', kind: 'date', width: 120 },
  { key: 'toDate', titleKey: 'bom.template.toDate', kind: 'date', width: 120 },
  { key: 'source', titleKey: 'bom.template.source', kind: 'enum', width: 130, options: TemplateSource.options, textKey: 'bom.source', isHidden: true },
] // prettier-ignore

const templateViews: readonly ListView[] = [
  { key: 'all', titleKey: 'bom.views.all' },
  { key: 'free', titleKey: 'bom.views.free', filter: { status: ['free'] } },
  { key: 'locked', titleKey: 'bom.views.locked', filter: { status: ['locked'] } },
]

/** All versions of all template BOMs (09 §5). */
export function useTemplates() {
  return usePagedList({
    key: 'bomTemplates', entities: ['bomTemplate', 'serviceBom'], source: templateList, columns: templateColumns,
    views: templateViews, sort: [{ field: 'number', direction: 'asc' }],
  }) // prettier-ignore
}
