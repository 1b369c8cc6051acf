import { AlertEntity, AlertEvent, type AlertRule } from '@contract/alerts'
import type { Column, ListView } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { i18n } from '@/plugins/i18n'
import { ruleList } from './alerts.sources'

function stateOf({ active, isBlocked }: AlertRule): string {
  const state = !active ? 'off' : isBlocked ? 'blocked' : 'on'
  return i18n.global.t(`alerts.state.${state}`)
}

const columns: readonly Column<AlertRule>[] = [
  { key: 'name', titleKey: 'alerts.rule.name', kind: 'text', grow: 3 },
  { key: 'entity', titleKey: 'alerts.rule.entity', kind: 'enum', width: 150, options: AlertEntity.options, textKey: 'alerts.entity' },
  { key: 'event', titleKey: 'alerts.rule.event', kind: 'enum', width: 190, options: AlertEvent.options, textKey: 'alerts.event' },
  { key: 'ownerName', titleKey: 'alerts.rule.ownerName', kind: 'text', grow: 1 },
  { key: 'isBlocked', titleKey: 'alerts.rule.state', kind: 'text', width: 210, sortKey: null, filterKey: null, value: stateOf },
  { key: 'active', titleKey: 'common.active', kind: 'boolean', isHidden: true },
] // prettier-ignore

const views: readonly ListView[] = [
  { key: 'active', titleKey: 'alerts.views.active', filter: { active: true } },
  { key: 'all', titleKey: 'alerts.views.all' },
]

/** The user's own rules; with people.admin those of everybody. */
export function useAlertRules() {
  return usePagedList({
    ...{ key: 'alertRules', entities: ['alertRule', 'user'], source: ruleList, columns, views },
    sort: [{ field: 'name', direction: 'asc' }],
  })
}
