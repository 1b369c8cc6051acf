import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../rpc/serve'

export interface UpdateOptions {
  readonly isPackaged: boolean
  /** Where the installed program's files lie; a release with updates brings its address there. */
  readonly resources: string
  /** Another channel than that of the release, e.g. `beta`. */
  readonly channel: string | undefined
  readonly log: Log
}

/** Looks for a newer version once per start, in releases that were built with an update address. */
export async function checkForUpdates({ isPackaged, resources, channel, log }: UpdateOptions): Promise<void> {
  if (!isPackaged || !existsSync(join(resources, 'app-update.yml'))) return
  const { default: updater } = await import('electron-updater')
  if (channel) updater.autoUpdater.channel = channel
  updater.autoUpdater.logger = {
    info: (message) => log('info', String(message)),
    warn: (message) => log('warn', String(message)),
    error: (message) => log('error', String(message)),
  }
  await updater.autoUpdater.checkForUpdatesAndNotify()
}
