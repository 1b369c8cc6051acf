import { mdiWrenchOutline } from '@mdi/js'
import type { RouteComponent, RouteRecordRaw } from 'vue-router'

const shared = { permission: 'repair.read', module: 'repair' } as const
const codes = {
  group: 'company',
  order: 62,
  titleKey: 'repair.codes.title',
  wordsKey: 'repair.codes.words',
} as const

/** The page of one code of a table. */
const code = (path: string, name: string, component: () => Promise<RouteComponent>): RouteRecordRaw => ({
  path: `repair-codes/${path}/:id`,
  name,
  component,
  props: true,
  meta: { ...shared, parent: 'repairCodes', titleKey: `repair.codes.new.${name}`, settings: codes },
})

export const routes: RouteRecordRaw[] = [
  {
    path: '/repairs',
    name: 'repairLines',
    component: () => import('./RepairLinesList.vue'),
    meta: {
      ...shared,
      nav: { icon: mdiWrenchOutline, order: 72, letter: 'P', titleKey: 'repair.lines.title' },
    },
  },
  {
    path: '/repairs/statistics',
    name: 'repairStatistics',
    component: () => import('./StatisticsPage.vue'),
    meta: { ...shared, parent: 'repairLines', titleKey: 'repair.statistics.title' },
  },
  {
    path: '/repairs/intake',
    name: 'repairIntake',
    component: () => import('./IntakePage.vue'),
    meta: { ...shared, permission: 'repair.write', parent: 'repairLines', titleKey: 'repair.intake.title' },
  },
  {
    path: '/repairs/:id',
    name: 'repairLine',
    component: () => import('./RepairLineDetail.vue'),
    props: true,
    meta: { ...shared, parent: 'repairLines', titleKey: 'repair.line.one' },
  },
  {
    path: 'repair-codes',
    name: 'repairCodes',
    component: () => import('./CodesPage.vue'),
    meta: { ...shared, titleKey: 'repair.codes.title', settings: codes },
  },
  code('conditions', 'repairCondition', () => import('./ConditionDetail.vue')),
  code('symptom-areas', 'symptomArea', () => import('./SymptomAreaDetail.vue')),
  code('symptoms', 'symptomCode', () => import('./SymptomCodeDetail.vue')),
  code('diagnosis-areas', 'diagnosisArea', () => import('./DiagnosisAreaDetail.vue')),
  code('diagnoses', 'diagnosisCode', () => import('./DiagnosisCodeDetail.vue')),
  code('resolutions', 'resolution', () => import('./ResolutionDetail.vue')),
  code('barriers', 'barrier', () => import('./BarrierDetail.vue')),
  code('stages', 'repairStage', () => import('./RepairStageDetail.vue')),
]
