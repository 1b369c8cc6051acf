import { z } from 'zod'
import { crud } from './crud'
import { refusals } from './domainError'
import { AgreementGroupId, SlaId, TemplateGroupId, Version } from './id'

const code = z.string().trim().toUpperCase().min(1).max(20)
const text = (max: number) => z.string().trim().max(max)

const agreementGroupFields = { code, description: text(200).min(1), slaId: SlaId.optional() }
/** Groups agreements; its SLA holds where the agreement has none (R02-20). */
export const AgreementGroup = z.object({
  id: AgreementGroupId,
  version: Version,
  ...agreementGroupFields,
  active: z.boolean(),
  slaCode: z.string().optional(),
})
export type AgreementGroup = z.infer<typeof AgreementGroup>

const templateGroupFields = {
  code,
  description: text(200).min(1),
  parentId: TemplateGroupId.optional(),
}
/** A branch of the tree in which templates stand (02 §2.3). */
export const TemplateGroup = z.object({
  id: TemplateGroupId,
  version: Version,
  ...templateGroupFields,
  active: z.boolean(),
  parentCode: z.string().optional(),
})
export type TemplateGroup = z.infer<typeof TemplateGroup>

export const groupErrors = refusals('CODE_TAKEN', 'GROUP_CYCLE', 'GROUP_TOO_DEEP')

const agreementGroup = crud({
  key: 'agreementGroupId', id: AgreementGroupId, fields: agreementGroupFields, record: AgreementGroup,
  read: 'agreements.read', write: 'agreements.setUp', errors: groupErrors,
}) // prettier-ignore
const templateGroup = crud({
  key: 'templateGroupId', id: TemplateGroupId, fields: templateGroupFields, record: TemplateGroup,
  read: 'agreements.read', write: 'agreements.setUp', errors: groupErrors,
}) // prettier-ignore

/** Groups of agreements and the tree of templates (02 §2.3). */
export const agreementGroupsContract = {
  listAgreementGroups: agreementGroup.list,
  getAgreementGroup: agreementGroup.get,
  createAgreementGroup: agreementGroup.create,
  updateAgreementGroup: agreementGroup.update,
  deleteAgreementGroup: agreementGroup.delete,
  deactivateAgreementGroup: agreementGroup.deactivate,
  activateAgreementGroup: agreementGroup.activate,
  listTemplateGroups: templateGroup.list,
  getTemplateGroup: templateGroup.get,
  createTemplateGroup: templateGroup.create,
  updateTemplateGroup: templateGroup.update,
  deleteTemplateGroup: templateGroup.delete,
  deactivateTemplateGroup: templateGroup.deactivate,
  activateTemplateGroup: templateGroup.activate,
}
