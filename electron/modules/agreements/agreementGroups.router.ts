import { deleteRecord, setActive } from '../../db/recordActs'
import { implementer } from '../../rpc/implementer'
import type { AgreementWorkDeps } from './agreementDeps'
import {
  createAgreementGroup,
  createTemplateGroup,
  deleteAgreementGroup,
  groupOf,
  templateGroupOf,
  updateAgreementGroup,
  updateTemplateGroup,
} from './saveAgreementGroup'

const { agreements } = implementer

/** The procedures of agreement groups and template groups; part of the router of agreements. */
export function agreementGroupProcedures(deps: AgreementWorkDeps) {
  const { groups, settings } = deps
  const countSettings = (id: string) =>
    settings.stored('defaultAgreementGroupId').filter(({ value }) => value.value === id).length
  return {
    listAgreementGroups: agreements.listAgreementGroups.handler(({ input }) => groups.groupList.page(input)),
    getAgreementGroup: agreements.getAgreementGroup.handler(({ input }) =>
      groupOf(groups, input.agreementGroupId),
    ),
    createAgreementGroup: agreements.createAgreementGroup.handler(({ context, input }) =>
      context.write('agreements.createAgreementGroup', input, () => createAgreementGroup(deps, input)),
    ),
    updateAgreementGroup: agreements.updateAgreementGroup.handler(({ context, input }) =>
      context.write('agreements.updateAgreementGroup', input, () => updateAgreementGroup(deps, input)),
    ),
    deleteAgreementGroup: agreements.deleteAgreementGroup.handler(({ context, input }) =>
      context.write('agreements.deleteAgreementGroup', input, () =>
        deleteAgreementGroup({ ...deps, countSettings }, input),
      ),
    ),
    deactivateAgreementGroup: agreements.deactivateAgreementGroup.handler(({ context, input }) =>
      context.write('agreements.deactivateAgreementGroup', input, () =>
        setActive(groups.groups, input.agreementGroupId, input.expectedVersion, false, () =>
          groupOf(groups, input.agreementGroupId),
        ),
      ),
    ),
    activateAgreementGroup: agreements.activateAgreementGroup.handler(({ context, input }) =>
      context.write('agreements.activateAgreementGroup', input, () =>
        setActive(groups.groups, input.agreementGroupId, input.expectedVersion, true, () =>
          groupOf(groups, input.agreementGroupId),
        ),
      ),
    ),
    listTemplateGroups: agreements.listTemplateGroups.handler(({ input }) => groups.templateList.page(input)),
    getTemplateGroup: agreements.getTemplateGroup.handler(({ input }) =>
      templateGroupOf(groups, input.templateGroupId),
    ),
    createTemplateGroup: agreements.createTemplateGroup.handler(({ context, input }) =>
      context.write('agreements.createTemplateGroup', input, () => createTemplateGroup(deps, input)),
    ),
    updateTemplateGroup: agreements.updateTemplateGroup.handler(({ context, input }) =>
      context.write('agreements.updateTemplateGroup', input, () => updateTemplateGroup(deps, input)),
    ),
    deleteTemplateGroup: agreements.deleteTemplateGroup.handler(({ context, input }) =>
      context.write('agreements.deleteTemplateGroup', input, () =>
        deleteRecord(groups.templates, input.templateGroupId, input.expectedVersion),
      ),
    ),
    deactivateTemplateGroup: agreements.deactivateTemplateGroup.handler(({ context, input }) =>
      context.write('agreements.deactivateTemplateGroup', input, () =>
        setActive(groups.templates, input.templateGroupId, input.expectedVersion, false, () =>
          templateGroupOf(groups, input.templateGroupId),
        ),
      ),
    ),
    activateTemplateGroup: agreements.activateTemplateGroup.handler(({ context, input }) =>
      context.write('agreements.activateTemplateGroup', input, () =>
        setActive(groups.templates, input.templateGroupId, input.expectedVersion, true, () =>
          templateGroupOf(groups, input.templateGroupId),
        ),
      ),
    ),
  }
}
