import { contract } from '@contract/index'
import { AgreementGroupId, AgreementId, TemplateGroupId } from '@contract/id'
import { fieldsOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { recordSource, type RecordOf } from '@/composables/useRecord'
import { customerLookup, siteLookup } from '@/modules/customers'
import { contactLookup } from '@/modules/orders'
import { calendarLookup, officeLookup, workerLookup } from '@/modules/people'
import { client } from '@/rpc/client'
import { accountLookup, agreementGroupLookup, templateGroupLookup, slaLookup } from './agreements.lookups'

const { agreements } = contract
const ask = client.agreements
const any = () => undefined

export const agreementList = listSource(agreements.listAgreements, (input) => ask.listAgreements(input))
export const agreementGroupList = listSource(agreements.listAgreementGroups, (input) =>
  ask.listAgreementGroups(input),
)
export const templateGroupList = listSource(agreements.listTemplateGroups, (input) =>
  ask.listTemplateGroups(input),
)

/** An agreement's head; its lines and relations are written one by one. */
export const agreementRecord = recordSource({
  entity: 'agreement',
  id: AgreementId,
  schema: fieldsOf(agreements.createAgreement).omit({
    officeId: true,
    isTemplate: true,
    templateGroupId: true,
    lines: true,
    objectRelations: true,
    taskRelations: true,
  }),
  labels: 'serviceAgreements.agreement',
  texts: {
    status: 'serviceAgreements.status',
    combine: 'serviceAgreements.combine',
    renewal: 'serviceAgreements.renewal',
    closedDayPolicy: 'serviceAgreements.closedDayPolicy',
    customerId: customerLookup,
    billingAccountId: accountLookup(any),
    groupId: agreementGroupLookup,
    slaId: slaLookup,
    templateGroupId: templateGroupLookup,
    siteId: siteLookup(any),
    contactId: contactLookup(any),
    preferredTechnicianId: workerLookup,
    responsibleId: workerLookup,
    calendarId: calendarLookup,
    officeId: officeLookup,
  },
  get: (agreementId) => ask.getAgreement({ agreementId }),
  create: (id, values) => ask.createAgreement({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateAgreement({ agreementId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteAgreement({ agreementId: id, expectedVersion: version, reason }),
})

/** The agreement's record on a screen, for the parts of its page. */
export type AgreementPage = RecordOf<typeof agreementRecord>

export const agreementGroupRecord = recordSource({
  entity: 'agreementGroup',
  id: AgreementGroupId,
  schema: fieldsOf(agreements.createAgreementGroup),
  labels: 'serviceAgreements.group',
  texts: { slaId: slaLookup },
  get: (agreementGroupId) => ask.getAgreementGroup({ agreementGroupId }),
  create: (id, values) => ask.createAgreementGroup({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateAgreementGroup({ agreementGroupId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteAgreementGroup({ agreementGroupId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateAgreementGroup({ agreementGroupId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateAgreementGroup({ agreementGroupId: id, expectedVersion: version, reason }),
})

export const templateGroupRecord = recordSource({
  entity: 'templateGroup',
  id: TemplateGroupId,
  schema: fieldsOf(agreements.createTemplateGroup),
  labels: 'serviceAgreements.templateGroup',
  texts: { parentId: templateGroupLookup },
  get: (templateGroupId) => ask.getTemplateGroup({ templateGroupId }),
  create: (id, values) => ask.createTemplateGroup({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateTemplateGroup({ templateGroupId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteTemplateGroup({ templateGroupId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateTemplateGroup({ templateGroupId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateTemplateGroup({ templateGroupId: id, expectedVersion: version, reason }),
})
