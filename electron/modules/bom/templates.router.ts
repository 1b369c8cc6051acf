import { implementer } from '../../rpc/implementer'
import { createTemplate, createTemplateVersion } from './createTemplate'
import { deleteTemplate, updateTemplate } from './saveTemplate'
import { addTemplateLine, deleteTemplateLine, updateTemplateLine } from './saveTemplateLine'
import type { TemplateDeps } from './templates.deps'
import { templateDetail } from './templateView'

const { bom } = implementer

/** The part of the capability `bom` that is about templates (09 §2.1). */
export function createTemplateRoutes(deps: TemplateDeps) {
  return {
    listTemplates: bom.listTemplates.handler(({ input }) => deps.repository.templateList.page(input)),
    getTemplate: bom.getTemplate.handler(({ context, input }) =>
      templateDetail(deps, context.caller, input.templateId),
    ),
    createTemplate: bom.createTemplate.handler(({ context, input }) =>
      context.write('bom.createTemplate', input, (act) => createTemplate(deps, act, input)),
    ),
    updateTemplate: bom.updateTemplate.handler(({ context, input }) =>
      context.write('bom.updateTemplate', input, (act) => updateTemplate(deps, act, input)),
    ),
    deleteTemplate: bom.deleteTemplate.handler(({ context, input }) =>
      context.write('bom.deleteTemplate', input, () => deleteTemplate(deps, input)),
    ),
    createTemplateVersion: bom.createTemplateVersion.handler(({ context, input }) =>
      context.write('bom.createTemplateVersion', input, (act) => createTemplateVersion(deps, act, input)),
    ),
    addTemplateLine: bom.addTemplateLine.handler(({ context, input }) =>
      context.write('bom.addTemplateLine', input, (act) => addTemplateLine(deps, act, input)),
    ),
    updateTemplateLine: bom.updateTemplateLine.handler(({ context, input }) =>
      context.write('bom.updateTemplateLine', input, (act) => updateTemplateLine(deps, act, input)),
    ),
    deleteTemplateLine: bom.deleteTemplateLine.handler(({ context, input }) =>
      context.write('bom.deleteTemplateLine', input, (act) => deleteTemplateLine(deps, act, input)),
    ),
  }
}
