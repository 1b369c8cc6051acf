import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { applyPatch } from '../../db/records'
import type { BomTemplateDetail } from '../../shared/contract/bomTemplates'
import type { TemplateId } from '../../shared/contract/id'
import { assertModule } from '../settings/index'
import { assertPeriod } from './createTemplate'
import { loadFree } from './loadTemplate'
import type { TemplateDeps, TemplateInput } from './templates.deps'
import { templateDetail } from './templateView'

/** Changes name and dates of a free template. @throws MODULE_OFF, TEMPLATE_LOCKED, PERIOD_INVALID */
export function updateTemplate(
  deps: TemplateDeps,
  { caller }: Act,
  { patch, ...ref }: TemplateInput<'updateTemplate'>,
): Outcome<BomTemplateDetail> {
  const { template } = loadFree(deps, caller, ref, patch)
  const after = applyPatch(template, patch)
  assertPeriod(after.fromDate, after.toDate)
  const { changes } = deps.repository.templates.update(template, after)
  return outcome(templateDetail(deps, caller, template.id), changes)
}

/** Deletes a template with its lines. @throws MODULE_OFF; IN_USE while a list was copied from it (R09-01) */
export function deleteTemplate(
  { repository, settings }: TemplateDeps,
  { expectedVersion, templateId }: TemplateInput<'deleteTemplate'>,
): Outcome<{ id: TemplateId }> {
  assertModule(settings, 'bom')
  const { templateLines, templates } = repository
  const template = templates.expect(templateId, expectedVersion)
  templates.assertUnused(templateId)
  const lines = templateLines.ofOwner(templateId)
  const gone = lines.map((line) => templateLines.removed(line, template.version + 1))
  return { result: { id: templateId }, changes: [templates.remove(template), ...gone] }
}
