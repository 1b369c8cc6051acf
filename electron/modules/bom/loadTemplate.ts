import type { Caller } from '../../db/act'
import { assertVersion } from '../../db/version'
import { domainError } from '../../shared/contract/domainError'
import { templateErrors } from '../../shared/contract/bomTemplates'
import { assertModule } from '../settings/index'
import { officesOf } from './bomOffices'
import type { TemplateDeps } from './templates.deps'
import type { StoredTemplate, TemplateLineRow } from './templates.repository'

/** Objects that a refusal names. */
const mostNamed = 20

/** A template with its lines, and its item for the paths of its tree. */
export interface LoadedTemplate {
  readonly template: StoredTemplate
  readonly rows: readonly TemplateLineRow[]
  readonly root: { readonly itemId: string; readonly itemNumber: string }
}

/**
 * Loads a template to change it.
 *
 * @throws MODULE_OFF, NOT_FOUND, CONFLICT; TEMPLATE_LOCKED with the objects that use it (R09-01)
 */
export function loadFree(
  deps: TemplateDeps,
  caller: Pick<Caller, 'officeIds'>,
  { expectedVersion, templateId }: { readonly templateId: string; readonly expectedVersion: number },
  mine: object = {},
): LoadedTemplate {
  assertModule(deps.settings, 'bom')
  const template = deps.repository.templates.get(templateId)
  assertVersion('bomTemplate', template, expectedVersion, mine)
  assertFree(deps, caller, template)
  return loaded(deps, template)
}

/**
 * Throws TEMPLATE_LOCKED with the objects whose lists were copied from the template (R09-01): their number, and the first
 * of the caller's offices.
 */
export function assertFree(
  { repository }: Pick<TemplateDeps, 'repository'>,
  caller: Pick<Caller, 'officeIds'>,
  { id }: { id: string },
): void {
  if (!repository.isTemplateLocked(id)) return
  const objects = repository
    .templateUses(id, officesOf(repository, caller), mostNamed)
    .map(({ objectDescription, objectId, objectNumber }) => ({
      ...{ id: objectId, number: objectNumber, description: objectDescription },
    }))
  const count = repository.countTemplateUses(id)
  throw domainError(templateErrors, 'TEMPLATE_LOCKED', {
    ...{ id, count, objects },
    ids: objects.map((one) => one.id),
  })
}

export function loaded({ catalog, repository }: TemplateDeps, template: StoredTemplate): LoadedTemplate {
  const { itemId } = template
  return {
    template,
    rows: repository.templateLineRows(template.id),
    root: { itemId, itemNumber: catalog.item(itemId).number },
  }
}
