import type { Act } from '../../db/act'
import { mintId } from '../../db/ids'
import { domainError } from '../../shared/contract/domainError'
import { templateErrors, type TemplateSource } from '../../shared/contract/bomTemplates'
import { TemplateLineId, type TemplateId } from '../../shared/contract/id'
import type { SourceLine, SourceState } from './structure.source'
import type { TemplateDeps } from './templates.deps'
import type { TemplateLineRow } from './templates.repository'
import { childrenByParent, walkTree, type TreeRoot } from './tree.rules'

interface CopySource {
  readonly source: TemplateSource
  readonly sourceId: string | undefined
  readonly date: string | undefined
}

/** What lines are copied from, as it was on a day; nothing for a template made by hand. */
export function sourceState(
  { sources }: TemplateDeps,
  act: Act,
  { date, source, sourceId }: CopySource,
): SourceState | undefined {
  if (sourceId === undefined) return undefined
  const read = source === 'serviceBom' ? sources.service : sources.item
  const state = read(sourceId, { date }, act)
  if (state.childrenOf(undefined).length === 0)
    throw domainError(templateErrors, 'NO_VALID_LINES', { field: 'sourceId', id: sourceId })
  return state
}

/** A new template's lines from a structure of a day: each holds without end, whatever day it was taken from. */
export function copiedLines(
  { catalog }: TemplateDeps,
  root: TreeRoot,
  state: SourceState | undefined,
  templateId: TemplateId,
): TemplateLineRow[] {
  if (!state) return []
  const rows: TemplateLineRow[] = []
  const above: TemplateLineId[] = []
  walkTree(root, state.childrenOf, (line, { depth }) => {
    above.length = depth - 1
    const id = TemplateLineId.parse(mintId())
    const parentId = above.at(-1)
    const unit = catalog.unitByCode(line.unit)
    if (!unit) throw new Error(`unit ${line.unit} is not in the store`)
    rows.push({
      ...fieldsOf(line),
      ...{ id, templateId, unitId: unit.id },
      ...(parentId === undefined ? {} : { parentId }),
    })
    above.push(id)
  })
  return rows
}

function fieldsOf(line: SourceLine) {
  const { itemId, itemName, itemNumber, position, quantity, remark, supplier, unit, warrantyMonths } = line
  return {
    ...{ itemId, itemName, itemNumber, position, quantity, remark, supplier, unit, warrantyMonths },
    description: line.description ?? itemName,
  }
}

/** The lines of a template for another one, with new ids. */
export function copiedRows(rows: readonly TemplateLineRow[], templateId: TemplateId): TemplateLineRow[] {
  const ids = new Map(rows.map(({ id }) => [id, TemplateLineId.parse(mintId())]))
  const copies = rows.map(({ id, parentId, ...row }) => {
    const parent = parentId === undefined ? undefined : ids.get(parentId)
    return {
      ...row,
      ...{ id: ids.get(id) ?? id, templateId },
      ...(parent === undefined ? {} : { parentId: parent }),
    }
  })
  return parentsFirst(copies)
}

/** A line stands in the store when another one hangs on it. */
function parentsFirst(rows: readonly TemplateLineRow[]): TemplateLineRow[] {
  const childrenOf = childrenByParent(rows.map((row) => ({ ...row, lineId: row.id })))
  const ordered = [...childrenOf(undefined)]
  // The list grows while it is walked.
  for (const row of ordered) ordered.push(...childrenOf(row))
  return ordered.map(({ lineId: _lineId, ...row }) => row)
}
