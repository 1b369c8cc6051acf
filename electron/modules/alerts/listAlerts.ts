import type { Caller } from '../../db/act'
import { toBytes } from '../../db/ids'
import type { Condition } from '../../db/listQuery'
import { assertVersion, notFound } from '../../db/version'
import { AlertEntity, type Alert, type AlertPreview, type AlertRule } from '../../shared/contract/alerts'
import type { AlertId } from '../../shared/contract/id'
import type { ListRequest, Page } from '../../shared/contract/page'
import type { AlertsRepository, NamedAlert } from './alerts.repository'
import { dueUpTo, momentOf, type AlertDeps } from './evaluate'
import { filterOf, type Found, type Readers } from './readers'
import { isByClock, lookBackOf } from './rule.rules'
import { ruleView, scopeOf, type RuleDeps } from './saveRule'
import { daysOf } from './tellExpiry'

function openOf({ userId }: Caller): Condition {
  return {
    sql: 't.user_id = :alert_user AND t.dismissed_at IS NULL',
    params: { alert_user: toBytes(userId) },
  }
}

/** The caller's open alerts, each with its record as the caller may read it now; what is hidden is left out. */
export function listAlerts(
  { readers, repository }: { readonly readers: Readers; readonly repository: AlertsRepository },
  caller: Caller,
  request: ListRequest,
): Page<Alert> {
  const page = repository.alertList.page(request, openOf(caller))
  const found = new Map<string, Found>()
  for (const entity of AlertEntity.options) {
    const ids = page.items.filter((alert) => alert.entity === entity).map(({ recordId }) => recordId)
    if (ids.length === 0 || !readers.mayRead(caller, { entity })) continue
    for (const record of readers.find(caller, entity, { id: [...new Set(ids)] }, 200))
      found.set(record.recordId, record)
  }
  const items = page.items.flatMap((alert) => {
    const record = found.get(alert.recordId)
    return record ? [viewOf(alert, record)] : []
  })
  return { ...page, items }
}

function viewOf(alert: NamedAlert, { number, title }: Found): Alert {
  const { dismissedAt: _dismissedAt, mark, userId: _userId, value, ...seen } = alert
  return { ...seen, number, title, ...saidOf(alert, value), days: daysOf(mark) }
}

const momentFields = new Set(['minutesInStage', 'slaWarning', 'slaBreach'])

/** A due date is a date or an instant, as its field is, a stage's begin and a passed step an instant; a limit is a number. */
function saidOf(
  { event, field }: Pick<Alert, 'event' | 'field'>,
  value: string | undefined,
): Pick<Alert, 'dueOn' | 'dueAt' | 'value'> {
  if (value === undefined) return {}
  if (value.includes('-')) return { dueOn: value }
  const isMoment = event === 'dueIn' || momentFields.has(field ?? '')
  return isMoment ? { dueAt: Number(value) } : { value: Number(value) }
}

/** Puts an alert away; it is not raised again. Throws NOT_FOUND for another's, CONFLICT. */
export function dismissAlert(
  repository: AlertsRepository,
  caller: Caller,
  { alertId, expectedVersion }: { readonly alertId: AlertId; readonly expectedVersion: number },
  at: number,
): { id: AlertId } {
  const alert = repository.alertList.find(alertId, openOf(caller))
  if (!alert) throw notFound('alert', alertId)
  assertVersion('alert', alert, expectedVersion, {})
  repository.dismiss(alertId, at)
  return { id: alertId }
}

/** A page of the rules the caller may see, each with whether it works. */
export function listRules(
  { readers, repository }: RuleDeps,
  caller: Caller,
  request: ListRequest,
): Page<AlertRule> {
  const page = repository.ruleList.page(request, scopeOf(caller))
  const items = page.items.map((rule) => ({
    ...rule,
    isBlocked: readers.ownerOf(rule) === undefined,
    isOwn: rule.ownerId === caller.userId,
  }))
  return { ...page, items }
}

const previewRows = 50

/** What a rule tells of now; one on what happens names the records that it watches. */
export function previewRule(deps: AlertDeps & RuleDeps, caller: Caller, ruleId: string): AlertPreview {
  const rule = ruleView(deps, caller, ruleId)
  const isNow = isByClock(rule) || rule.event === 'threshold'
  const owner = deps.readers.ownerOf(rule)
  if (!owner) return { isBlocked: true, isNow, items: [], hasMore: false }
  const filter = filterOf(rule)
  if (!isByClock(rule)) {
    const items = deps.readers.find(owner, rule.entity, filter, previewRows + 1)
    return {
      isBlocked: false,
      isNow,
      items: items.slice(0, previewRows),
      hasMore: items.length > previewRows,
    }
  }
  const { moments, now } = deps
  const from = { due: dueUpTo(deps, rule, owner, lookBackOf(rule, now())), key: -1 }
  const rows = moments.between(momentOf(rule), from, dueUpTo(deps, rule, owner, now()), 200)
  const id = [...new Set(rows.map(({ recordId }) => recordId))]
  const found = id.length === 0 ? [] : deps.readers.find(owner, rule.entity, { ...filter, id }, 200)
  const items = found.slice(0, previewRows)
  return { isBlocked: false, isNow, items, hasMore: found.length > previewRows || rows.length === 200 }
}
