import { join } from 'node:path'
import { implementer } from '../../rpc/implementer'
import { listSettings } from './listSettings'
import { setSetting, type SettingsDeps } from './setSetting'

const { settings } = implementer

/** @param folder - the data folder */
export function createSettingsRouter(deps: SettingsDeps, folder: string) {
  return settings.router({
    listSettings: settings.listSettings.handler(({ context }) => listSettings(deps.settings, context.caller)),
    setSetting: settings.setSetting.handler(({ context, input }) => {
      context.write('settings.setSetting', input, (act) => setSetting(deps, act, input))
      return listSettings(deps.settings, context.caller)
    }),
    getFolders: settings.getFolders.handler(() => ({ dataFolder: folder, logFolder: join(folder, 'logs') })),
  })
}
