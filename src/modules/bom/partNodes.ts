import type { StructureNode } from '@contract/bom'
import type { TreeColumn } from '@/components/tree/tree.types'
import type { useFormat } from '@/composables/useFormat'

/** A part in a tree; of an item's BOM the same line stands in several places, so that its path names it. */
export interface PartNode extends StructureNode {
  readonly key: string
}

export function partNodes(nodes: readonly StructureNode[], isByLine: boolean): PartNode[] {
  return nodes.map((node) => ({ ...node, key: isByLine ? node.lineId : node.path }))
}

/** What a search looks into: number, name, serial, batch and position. */
export function searchText(node: StructureNode): string {
  const { batch = '', description = '', itemName, itemNumber, path, serialNumber = '' } = node
  return [path, itemNumber, itemName, description, serialNumber, batch].join(' ')
}

type Format = ReturnType<typeof useFormat>
type Translate = (key: string) => string

/** The columns of parts; a screen takes those that it has. */
export function partColumns(t: Translate, format: Format, zone?: string): readonly TreeColumn<PartNode>[] {
  const quantity = (milli: number, unit: string) => `${format.quantity(milli)} ${unit}`
  const day = (date: string | undefined) => (date === undefined ? '' : format.date(date))
  return [
    { key: 'part', title: t('bom.part.itemId'), grow: 4, text: ({ description, itemName, itemNumber }) => `${itemNumber} ${description ?? itemName}` },
    { key: 'path', title: t('bom.part.path'), width: 90, text: ({ path }) => path },
    { key: 'quantity', title: t('bom.part.quantity'), width: 100, align: 'end', text: (node) => quantity(node.quantity, node.unit) },
    { key: 'total', title: t('bom.part.total'), width: 100, align: 'end', text: (node) => quantity(node.totalQuantity, node.unit) },
    { key: 'serial', title: t('bom.part.serialNumber'), width: 130, text: ({ serialNumber = '' }) => serialNumber },
    { key: 'batch', title: t('bom.part.batch'), width: 110, text: ({ batch = '' }) => batch },
    { key: 'installed', title: t('bom.part.installedAt'), width: 140, text: ({ installedAt }) => (installedAt === undefined ? '' : format.instant(installedAt, zone)) },
    { key: 'warranty', title: t('bom.part.warrantyUntil'), width: 110, text: ({ warrantyUntil }) => day(warrantyUntil) },
    { key: 'from', title: t('bom.part.validFrom'), width: 110, text: ({ validFrom }) => day(validFrom) },
    { key: 'to', title: t('bom.part.validTo'), width: 110, text: ({ validTo }) => day(validTo) },
    { key: 'supplier', title: t('bom.part.supplier'), width: 130, text: ({ supplier = '' }) => supplier },
    { key: 'remark', title: t('bom.part.remark'), width: 160, text: ({ remark = '' }) => remark },
  ] // prettier-ignore
}
