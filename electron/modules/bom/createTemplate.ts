import type { Act } from '../../db/act'
import { unchanged, type EntityChange, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { templateErrors, type BomTemplateDetail } from '../../shared/contract/bomTemplates'
import { ItemId, TemplateId } from '../../shared/contract/id'
import { assertModule } from '../settings/index'
import { copiedLines, copiedRows, sourceState } from './copyLines'
import type { TemplateDeps, TemplateInput } from './templates.deps'
import type { StoredTemplate, StoredTemplateLine } from './templates.repository'
import { templateDetail } from './templateView'
import { assertTree } from './templateTree'

/** Characters of a name (09 §2.1); an item's may be longer. */
const longestName = 60

/**
 * Creates version 1 of a template: empty, or with the lines of a template, an item BOM or a service BOM (R09-03). The
 * number is drawn last, so that a refusal takes none.
 *
 * @throws MODULE_OFF, ITEM_NOT_BOM, PERIOD_INVALID, NO_VALID_LINES, BOM_CIRCULAR, BOM_TOO_LARGE, NUMBERS_EXHAUSTED
 */
export function createTemplate(
  deps: TemplateDeps,
  act: Act,
  { reason: _reason, sourceDate, ...input }: TemplateInput<'createTemplate'>,
): Outcome<BomTemplateDetail> {
  assertModule(deps.settings, 'bom')
  const { catalog, repository } = deps
  if (repository.templates.replayed(input.id, input))
    return unchanged(templateDetail(deps, act.caller, input.id))
  const item = catalog.item(input.itemId)
  assertMarked(deps, input)
  assertPeriod(input.fromDate, input.toDate)
  const sourceId = sourceIdOf(input)
  const template: StoredTemplate = {
    ...{ ...input, sourceId, version: 1, number: '', templateVersion: 1, createdAt: act.at },
    name: input.name ?? item.name.slice(0, longestName),
  }
  const root = { itemId: item.id, itemNumber: item.number }
  const lines =
    input.source === 'template' && sourceId !== undefined
      ? copiedRows(repository.templateLineRows(repository.templates.get(sourceId).id), template.id)
      : copiedLines(deps, root, sourceState(deps, act, { ...input, sourceId, date: sourceDate }), template.id)
  assertTree(root, lines)
  const number = deps.drawNumber({
    ...{ type: 'TB', officeId: act.caller.officeId, at: act.at },
    ...{ entity: 'bomTemplate', recordId: template.id },
  })
  return inserted(deps, act, { ...template, number }, lines)
}

/**
 * Copies a version, locked or not, to the next one of its number (R09-02).
 *
 * @throws MODULE_OFF, NOT_FOUND
 */
export function createTemplateVersion(
  deps: TemplateDeps,
  act: Act,
  { id = TemplateId.parse(mintId()), templateId }: TemplateInput<'createTemplateVersion'>,
): Outcome<BomTemplateDetail> {
  assertModule(deps.settings, 'bom')
  const { repository } = deps
  if (repository.templates.replayed(id, { source: 'template', sourceId: templateId }))
    return unchanged(templateDetail(deps, act.caller, id))
  const from = repository.templates.get(templateId)
  const template: StoredTemplate = {
    ...from,
    ...{ id, version: 1, source: 'template', sourceId: templateId, createdAt: act.at },
    templateVersion: repository.newestTemplateVersion(from.number) + 1,
  }
  return inserted(deps, act, template, copiedRows(repository.templateLineRows(templateId), id))
}

function inserted(
  deps: TemplateDeps,
  { caller }: Act,
  template: StoredTemplate,
  lines: readonly StoredTemplateLine[],
): Outcome<BomTemplateDetail> {
  const { templateLines, templates } = deps.repository
  const changes: [EntityChange, ...EntityChange[]] = [templates.insert(template)]
  for (const line of lines) changes.push(templateLines.insert(line, template.version))
  return { result: templateDetail(deps, caller, template.id), changes }
}

/** Where the lines come from; an item BOM is that of the item itself unless another is named. */
function sourceIdOf({ itemId, source, sourceId }: TemplateInput<'createTemplate'>): string | undefined {
  if (source === 'manual') return undefined
  if (source === 'template' || source === 'serviceBom') {
    if (sourceId === undefined)
      throw domainError(commonErrors, 'REQUIRED', { field: 'sourceId', fields: ['sourceId'] })
    return sourceId
  }
  return sourceId ?? itemId
}

/**
 * An item is marked as having a BOM when it is made in house, has an item BOM, or a template already; a production
 * structure is that of an item made in house.
 */
function assertMarked(
  { catalog, repository }: TemplateDeps,
  { itemId, source, sourceId }: TemplateInput<'createTemplate'>,
): void {
  const isMade = (id: string) => catalog.item(id).madeInHouse
  const isMarked = isMade(itemId) || repository.hasItemLines(itemId) || repository.hasTemplates(itemId)
  const isProduced = source !== 'production' || isMade(sourceId ?? itemId)
  if (!isMarked || !isProduced)
    throw domainError(templateErrors, 'ITEM_NOT_BOM', { field: 'itemId', id: ItemId.parse(itemId) })
}

/** Throws PERIOD_INVALID when the end lies before the start. */
export function assertPeriod(from: string | undefined, to: string | undefined, field = 'toDate'): void {
  if (from !== undefined && to !== undefined && to < from)
    throw domainError(templateErrors, 'PERIOD_INVALID', { field })
}
