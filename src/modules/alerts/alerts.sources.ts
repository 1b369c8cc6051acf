import { contract } from '@contract/index'
import { AlertRuleId, UserId } from '@contract/id'
import { fieldsOf } from '@/composables/contract'
import { listSource, type Lookup } from '@/composables/list'
import { recordSource, type RecordOf } from '@/composables/useRecord'
import { client } from '@/rpc/client'

const { alerts } = contract
const ask = client.alerts

export const ruleList = listSource(alerts.listAlertRules, (input) => ask.listAlertRules(input))

/** Active users by name or sign-in name; for those who administer people. */
export const userLookup: Lookup = {
  search: async (text, limit) => {
    const { items } = await client.people.listUsers({ text, limit, filter: { active: true } })
    return items.map(({ displayName, id, login }) => ({ id, title: displayName, subtitle: login }))
  },
  resolve: async (id) => ({
    id,
    title: (await client.people.getUser({ userId: UserId.parse(id) })).displayName,
  }),
}

export const ruleRecord = recordSource({
  entity: 'alertRule',
  id: AlertRuleId,
  schema: fieldsOf(alerts.createAlertRule),
  labels: 'alerts.rule',
  texts: {
    entity: 'alerts.entity',
    event: 'alerts.event',
    field: 'alerts.field',
    side: 'alerts.side',
    comparison: 'alerts.comparison',
    channel: 'alerts.channel',
    roles: 'role',
    userIds: userLookup,
    ownerId: userLookup,
  },
  get: (alertRuleId) => ask.getAlertRule({ alertRuleId }),
  create: (id, values) => ask.createAlertRule({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateAlertRule({ alertRuleId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteAlertRule({ alertRuleId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateAlertRule({ alertRuleId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateAlertRule({ alertRuleId: id, expectedVersion: version, reason }),
})
/** The page of one rule, as its parts take it. */
export type RulePage = RecordOf<typeof ruleRecord>

export const previewOf = (ruleId: AlertRuleId) => ask.previewRule({ ruleId })
