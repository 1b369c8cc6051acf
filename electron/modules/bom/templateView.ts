import type { Caller } from '../../db/act'
import { notFound } from '../../db/version'
import type { BomTemplateDetail } from '../../shared/contract/bomTemplates'
import { officesOf } from './bomOffices'
import type { TemplateDeps } from './templates.deps'
import { orderedLines } from './templateTree'

/** Objects named with a template. */
const mostUses = 200

/**
 * A template with its lines and the objects that have their list from it: those of the caller's offices by name, all by
 * their number (conventions §7). Throws NOT_FOUND.
 */
export function templateDetail(
  { repository }: Pick<TemplateDeps, 'repository'>,
  caller: Pick<Caller, 'officeIds'>,
  templateId: string,
): BomTemplateDetail {
  const template = repository.templateList.find(templateId)
  if (!template) throw notFound('bomTemplate', templateId)
  return {
    ...template,
    lines: orderedLines(template, repository.templateLineRows(templateId)),
    usedBy: repository.templateUses(templateId, officesOf(repository, caller), mostUses),
  }
}
