import { domainError } from '../../shared/contract/domainError'
import { templateErrors } from '../../shared/contract/bomTemplates'
import type { TemplateLine } from '../../shared/contract/bomTemplates'
import type { TemplateLineRow } from './templates.repository'
import { childrenByParent, circular, walkTree, type TreeRoot } from './tree.rules'

type Row = TemplateLineRow & { readonly lineId: string }

const withLineId = (row: TemplateLineRow): Row => ({ ...row, lineId: row.id })

/**
 * The lines in the order of their paths, parents before their parts.
 *
 * @throws BOM_TOO_LARGE, BOM_CIRCULAR
 */
export function orderedLines(root: TreeRoot, rows: readonly TemplateLineRow[]): TemplateLine[] {
  const lines: TemplateLine[] = []
  walkTree(root, childrenByParent(rows.map(withLineId)), (row, { path, depth }) => {
    const { lineId: _lineId, templateId: _templateId, ...line } = row
    lines.push({ ...line, path, depth })
  })
  return lines
}

/**
 * Refuses lines that are no tree of parts: two in one position, an item within itself, too many (R09-10, R09-11).
 *
 * @throws POSITION_TAKEN, BOM_CIRCULAR, BOM_TOO_LARGE
 */
export function assertTree(root: TreeRoot, rows: readonly TemplateLineRow[]): void {
  const taken = new Set<string>()
  for (const { parentId = '', position } of rows) {
    const place = `${parentId} ${String(position)}`
    if (taken.has(place)) throw domainError(templateErrors, 'POSITION_TAKEN', { field: 'position', position })
    taken.add(place)
  }
  walkTree(root, childrenByParent(rows.map(withLineId)), () => undefined)
}

/**
 * Refuses a line below itself; by its ancestors' items it could not be told, because it is out of reach then.
 *
 * @throws BOM_CIRCULAR
 */
export function assertNotBelowItself(line: TemplateLineRow, rows: readonly TemplateLineRow[]): void {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const path: TemplateLineRow[] = [line]
  for (let at = line.parentId; at !== undefined; at = byId.get(at)?.parentId) {
    const parent = byId.get(at)
    if (!parent) return
    path.unshift(parent)
    if (at === line.id) throw circular(path)
  }
}

/** A line with everything below it, parts before what they hang on. */
export function subtreeOf(lineId: string, rows: readonly TemplateLineRow[]): TemplateLineRow[] {
  const childrenOf = childrenByParent(rows.map(withLineId))
  const found: TemplateLineRow[] = []
  const collect = (row: Row) => {
    for (const child of childrenOf(row)) collect(child)
    const { lineId: _lineId, ...line } = row
    found.push(line)
  }
  const top = rows.find(({ id }) => id === lineId)
  if (top) collect(withLineId(top))
  return found
}
