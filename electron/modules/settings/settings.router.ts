import { implementer } from '../../rpc/implementer'
import { listSettings } from './listSettings'
import { setSetting, type SettingsDeps } from './setSetting'

const { settings } = implementer

export function createSettingsRouter(deps: SettingsDeps) {
  return settings.router({
    listSettings: settings.listSettings.handler(({ context }) => listSettings(deps.settings, context.caller)),
    setSetting: settings.setSetting.handler(({ context, input }) => {
      context.write('settings.setSetting', input, (act) => setSetting(deps, act, input))
      return listSettings(deps.settings, context.caller)
    }),
  })
}
