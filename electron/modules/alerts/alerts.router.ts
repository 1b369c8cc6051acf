import { implementer } from '../../rpc/implementer'
import type { AlertDeps } from './evaluate'
import { dismissAlert, listAlerts, listRules, previewRule } from './listAlerts'
import { listOrderEvents, setOrderEvents, type OrderEventsDeps } from './orderEvents'
import {
  createRule,
  deleteRule,
  ruleView,
  setRuleActive,
  transferRules,
  updateRule,
  type RuleDeps,
} from './saveRule'

const { alerts } = implementer

interface RouterDeps extends AlertDeps, RuleDeps {
  readonly events: OrderEventsDeps
  /** Tells the user's other windows that an alert is put away. */
  readonly announce: () => void
}

export function createAlertsRouter(deps: RouterDeps) {
  const { announce, events, repository } = deps
  return alerts.router({
    listAlerts: alerts.listAlerts.handler(({ context, input }) => listAlerts(deps, context.caller, input)),
    dismissAlert: alerts.dismissAlert.handler(({ context, input }) => {
      const answer = context.local(() => dismissAlert(repository, context.caller, input, context.now()))
      announce()
      return answer
    }),
    listAlertRules: alerts.listAlertRules.handler(({ context, input }) =>
      listRules(deps, context.caller, input),
    ),
    getAlertRule: alerts.getAlertRule.handler(({ context, input }) =>
      ruleView(deps, context.caller, input.alertRuleId),
    ),
    createAlertRule: alerts.createAlertRule.handler(({ context, input }) =>
      context.write('alerts.createAlertRule', input, (act) => createRule(deps, act, input)),
    ),
    updateAlertRule: alerts.updateAlertRule.handler(({ context, input }) =>
      context.write('alerts.updateAlertRule', input, (act) => updateRule(deps, act, input)),
    ),
    deleteAlertRule: alerts.deleteAlertRule.handler(({ context, input }) =>
      context.write('alerts.deleteAlertRule', input, (act) => deleteRule(deps, act, input)),
    ),
    deactivateAlertRule: alerts.deactivateAlertRule.handler(({ context, input }) =>
      context.write('alerts.deactivateAlertRule', input, (act) => setRuleActive(deps, act, input, false)),
    ),
    activateAlertRule: alerts.activateAlertRule.handler(({ context, input }) =>
      context.write('alerts.activateAlertRule', input, (act) => setRuleActive(deps, act, input, true)),
    ),
    previewRule: alerts.previewRule.handler(({ context, input }) =>
      previewRule(deps, context.caller, input.ruleId),
    ),
    transferRules: alerts.transferRules.handler(({ context, input }) =>
      context.write('alerts.transferRules', input, () => transferRules(deps, input)),
    ),
    listOrderEvents: alerts.listOrderEvents.handler(({ context, input }) =>
      listOrderEvents(events, context.caller, input),
    ),
    setOrderEvents: alerts.setOrderEvents.handler(({ context, input }) =>
      context.write('alerts.setOrderEvents', input, (act) => setOrderEvents(events, act, input)),
    ),
  })
}
