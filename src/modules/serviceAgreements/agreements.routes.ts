import { mdiFileSign } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

const groups = { group: 'company', order: 57, titleKey: 'serviceAgreements.groups.title' } as const
const templateGroups = {
  group: 'company',
  order: 58,
  titleKey: 'serviceAgreements.templateGroups.title',
} as const

export const routes: RouteRecordRaw[] = [
  {
    path: '/agreements',
    name: 'agreements',
    component: () => import('./AgreementsList.vue'),
    meta: {
      permission: 'agreements.read',
      nav: { icon: mdiFileSign, order: 30, letter: 'A', titleKey: 'serviceAgreements.title' },
    },
  },
  {
    path: '/agreements/templates',
    name: 'agreementTemplates',
    component: () => import('./TemplatesPage.vue'),
    meta: {
      permission: 'agreements.read',
      parent: 'agreements',
      titleKey: 'serviceAgreements.templates.title',
    },
  },
  {
    path: '/agreements/renewals',
    name: 'agreementRenewals',
    component: () => import('./RenewalsPage.vue'),
    meta: {
      permission: 'agreements.manage',
      parent: 'agreements',
      titleKey: 'serviceAgreements.renewals.title',
    },
  },
  {
    path: '/agreements/:id',
    name: 'agreement',
    component: () => import('./AgreementDetail.vue'),
    props: true,
    meta: {
      permission: 'agreements.read',
      parent: 'agreements',
      titleKey: 'serviceAgreements.agreement.new',
    },
  },
  {
    path: 'agreement-groups',
    name: 'agreementGroups',
    component: () => import('./AgreementGroupsList.vue'),
    meta: { permission: 'agreements.read', settings: groups },
  },
  {
    path: 'agreement-groups/:id',
    name: 'agreementGroup',
    component: () => import('./AgreementGroupDetail.vue'),
    props: true,
    meta: {
      permission: 'agreements.read',
      parent: 'agreementGroups',
      titleKey: 'serviceAgreements.group.new',
      settings: groups,
    },
  },
  {
    path: 'template-groups',
    name: 'templateGroups',
    component: () => import('./TemplateGroupsList.vue'),
    meta: { permission: 'agreements.read', settings: templateGroups },
  },
  {
    path: 'template-groups/:id',
    name: 'templateGroup',
    component: () => import('./TemplateGroupDetail.vue'),
    props: true,
    meta: {
      permission: 'agreements.read',
      parent: 'templateGroups',
      titleKey: 'serviceAgreements.templateGroup.new',
      settings: templateGroups,
    },
  },
]
