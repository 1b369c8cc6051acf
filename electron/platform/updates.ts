import type { Log } from '../rpc/serve'

export interface UpdateOptions {
  readonly isPackaged: boolean
  /** The update channel of the installation; none switches updates off. */
  readonly channel: string | undefined
  readonly log: Log
}

/** Looks for a newer version once per start, where the program was installed and a channel is set. */
export async function checkForUpdates({ isPackaged, channel, log }: UpdateOptions): Promise<void> {
  if (!isPackaged || !channel) return
  const { default: updater } = await import('electron-updater')
  updater.autoUpdater.channel = channel
  updater.autoUpdater.logger = {
    info: (message) => log('info', String(message)),
    warn: (message) => log('warn', String(message)),
    error: (message) => log('error', String(message)),
  }
  await updater.autoUpdater.checkForUpdatesAndNotify()
}
