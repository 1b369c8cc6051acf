import { dayOf, type ItemSourceDeps } from './itemSource'
import type { SourceLine, StructureSource } from './structure.source'
import type { TemplateLineRow, TemplatesRepository } from './templates.repository'
import { childrenByParent } from './tree.rules'

export interface TemplateSourceDeps extends Pick<ItemSourceDeps, 'item' | 'officeDate'> {
  readonly repository: Pick<TemplatesRepository, 'templates' | 'templateLineRows'>
}

/** A template's lines as they hold on a day; what hangs on one that does not hold goes with it. */
export function createTemplateSource(deps: TemplateSourceDeps): StructureSource {
  const { item, repository } = deps
  return (templateId, time, asked) => {
    const root = item(repository.templates.get(templateId).itemId)
    const day = dayOf(deps, time, asked)
    const lines = repository.templateLineRows(templateId).filter((row) => holdsOn(row, day))
    return {
      rootItemId: root.id,
      rootItemNumber: root.number,
      rootItemName: root.name,
      childrenOf: childrenByParent(lines.map(toSourceLine)),
    }
  }
}

/** Whether a line holds on a day, both ends included; without ends it always does. */
export function holdsOn(
  { validFrom, validTo }: Pick<TemplateLineRow, 'validFrom' | 'validTo'>,
  day: string,
): boolean {
  return (validFrom === undefined || validFrom <= day) && (validTo === undefined || validTo >= day)
}

function toSourceLine(row: TemplateLineRow): SourceLine {
  const { id, description, templateId: _templateId, unitId: _unitId, ...line } = row
  return { ...line, lineId: id, ...(description === row.itemName ? {} : { description }) }
}
