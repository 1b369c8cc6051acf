import type { BomDifference, DifferenceKind, StructureNode } from '@contract/bom'
import type { TreeColumn, TreeMark, TreeNode } from '@/components/tree/tree.types'
import type { useFormat } from '@/composables/useFormat'

/** A difference in a tree of two columns. */
export interface DifferenceNode extends BomDifference, TreeNode {}

/** With what is equal the tree stands as it is; differences alone stand in one list. */
export function differenceNodes(items: readonly BomDifference[], withEqual: boolean): DifferenceNode[] {
  return items.map((item, at) => ({
    ...item,
    key: String(at),
    depth: withEqual ? item.path.split('.').length : 1,
  }))
}

const marks: Readonly<Record<DifferenceKind, TreeMark | undefined>> = {
  added: 'added',
  removed: 'removed',
  qtyChanged: 'changed',
  replaced: 'changed',
  serialChanged: 'changed',
  moved: 'changed',
  equal: undefined,
}
export function markOf({ kind }: Pick<BomDifference, 'kind'>): TreeMark | undefined {
  return marks[kind]
}

/** The difference behind this one, around the end. */
export function nextDifference(
  nodes: readonly DifferenceNode[],
  active: string | undefined,
): string | undefined {
  const at = nodes.findIndex(({ key }) => key === active)
  const from = [...nodes.slice(at + 1), ...nodes.slice(0, at + 1)]
  return from.find(({ kind }) => kind !== 'equal')?.key
}

type Format = ReturnType<typeof useFormat>
type Translate = (key: string) => string

function nameOf(node: StructureNode | undefined): string {
  return node ? `${node.itemNumber} ${node.description ?? node.itemName}` : ''
}
function quantityOf(node: StructureNode | undefined, format: Format): string {
  return node ? `${format.quantity(node.quantity)} ${node.unit}` : ''
}

/** What a row says of both sides; also what is exported. */
export function differenceColumns(
  t: Translate,
  format: Format,
  titles: { readonly left: string; readonly right: string },
): readonly TreeColumn<DifferenceNode>[] {
  return [
    { key: 'left', title: titles.left, grow: 2, text: ({ left }) => nameOf(left) },
    { key: 'leftQuantity', title: t('bom.part.quantity'), width: 90, align: 'end', text: ({ left }) => quantityOf(left, format) },
    { key: 'leftSerial', title: t('bom.part.serialNumber'), width: 120, text: ({ left }) => left?.serialNumber ?? '' },
    { key: 'kind', title: t('bom.compare.kind'), width: 150, text: ({ kind }) => t(`bom.compare.kinds.${kind}`) },
    { key: 'right', title: titles.right, grow: 2, text: ({ right }) => nameOf(right) },
    { key: 'rightQuantity', title: t('bom.part.quantity'), width: 90, align: 'end', text: ({ right }) => quantityOf(right, format) },
    { key: 'rightSerial', title: t('bom.part.serialNumber'), width: 120, text: ({ right }) => right?.serialNumber ?? '' },
  ] // prettier-ignore
}
