import { toBytes, toId } from '../../db/ids'
import type { Store } from '../../db/records'
import { ItemId, TemplateId, UnitId } from '../../shared/contract/id'

/** A version of the standard list of an item, as far as a copy needs it. */
export interface CopiedTemplate {
  readonly id: TemplateId
  readonly itemId: ItemId
}
/** A line of it. */
export interface CopiedLine {
  readonly id: string
  readonly parentId?: string | undefined
  readonly position: number
  readonly itemId: ItemId
  readonly itemNumber: string
  readonly itemName: string
  readonly description: string
  readonly quantity: number
  readonly unitId: UnitId
  readonly supplier?: string | undefined
  readonly warrantyMonths?: number | undefined
  readonly remark?: string | undefined
  readonly validFrom?: string | undefined
  readonly validTo?: string | undefined
}

interface LineRow {
  readonly id: Uint8Array
  readonly parent_id: Uint8Array | null
  readonly position: number
  readonly item_id: Uint8Array
  readonly number: string
  readonly name: string
  readonly description: string
  readonly quantity: number
  readonly unit_id: Uint8Array
  readonly supplier: string | null
  readonly warranty_months: number | null
  readonly remark: string | null
  readonly valid_from: string | null
  readonly valid_to: string | null
}

/** What lists of objects read of templates. */
export function createTemplateReader({ db }: Store) {
  const selectTemplate = db.prepare<[Buffer], { id: Uint8Array; item_id: Uint8Array }>(
    'SELECT id, item_id FROM bom_template WHERE id = ?',
  )
  const selectNewest = db.prepare<[Buffer], { id: Uint8Array; item_id: Uint8Array }>(
    'SELECT id, item_id FROM bom_template WHERE item_id = ? ORDER BY created_at DESC, key DESC LIMIT 1',
  )
  const selectLines = db.prepare<[Buffer], LineRow>(`
    SELECT l.id, l.parent_id, l.position, l.item_id, i.number, i.name, l.description, l.quantity, l.unit_id, l.supplier,
      l.warranty_months, l.remark, l.valid_from, l.valid_to
    FROM bom_template_line l JOIN item i ON i.id = l.item_id
    WHERE l.template_id = ?
    ORDER BY l.position, l.key`)
  const toTemplate = (row: { id: Uint8Array; item_id: Uint8Array } | undefined): CopiedTemplate | undefined =>
    row && { id: TemplateId.parse(toId(row.id)), itemId: ItemId.parse(toId(row.item_id)) }

  return {
    find: (id: string): CopiedTemplate | undefined => toTemplate(selectTemplate.get(toBytes(id))),
    /** The newest template of an item. */
    ofItem: (itemId: string): CopiedTemplate | undefined => toTemplate(selectNewest.get(toBytes(itemId))),
    /** Parents before their parts, siblings by position. */
    linesOf(templateId: string): CopiedLine[] {
      const children = new Map<string | undefined, CopiedLine[]>()
      for (const row of selectLines.all(toBytes(templateId))) {
        const line = toLine(row)
        const siblings = children.get(line.parentId)
        if (siblings) siblings.push(line)
        else children.set(line.parentId, [line])
      }
      const below = (parentId: string | undefined): CopiedLine[] =>
        (children.get(parentId) ?? []).flatMap((line) => [line, ...below(line.id)])
      return below(undefined)
    },
  }
}
export type TemplateReader = ReturnType<typeof createTemplateReader>

function toLine(row: LineRow): CopiedLine {
  return {
    id: toId(row.id),
    parentId: row.parent_id === null ? undefined : toId(row.parent_id),
    position: row.position,
    itemId: ItemId.parse(toId(row.item_id)),
    itemNumber: row.number,
    itemName: row.name,
    description: row.description,
    quantity: row.quantity,
    unitId: UnitId.parse(toId(row.unit_id)),
    supplier: row.supplier ?? undefined,
    warrantyMonths: row.warranty_months ?? undefined,
    remark: row.remark ?? undefined,
    validFrom: row.valid_from ?? undefined,
    validTo: row.valid_to ?? undefined,
  }
}
