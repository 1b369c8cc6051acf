import { app, BrowserWindow, Menu, powerSaveBlocker, screen, type Display } from 'electron'
import type { Log } from '../rpc/serve'
import { appOrigin, confine, webPreferences } from './security'
import { chooseDisplay, readWallDisplay, saveWallDisplay, untilReload } from './wallPlace'

export interface WallWindowOptions {
  readonly folder: string
  readonly preload: string
  readonly devServer: string | undefined
  /** The page, with what the wall reads with. */
  readonly hash: string
  readonly log: Log
  /** The PIN has let go of the wall. */
  readonly left: () => void
}

const againMs = 2000

/**
 * The wall in full: no frame, no menu, nothing that ends it but its PIN. It hangs where it hung, keeps the display awake,
 * begins its page anew at 03:00 and after whatever ended it (R07-60, R07-64).
 */
export async function openWallWindow(options: WallWindowOptions): Promise<BrowserWindow> {
  const { devServer, folder, hash, log, preload } = options
  Menu.setApplicationMenu(null)
  const display = displayFor(folder)
  const window = new BrowserWindow({
    ...display.bounds,
    ...{ show: false, frame: false, kiosk: true, fullscreen: true, autoHideMenuBar: true },
    ...{ title: 'Aftercare', backgroundColor: '#000000', webPreferences: webPreferences(preload) },
  })
  const contents = window.webContents
  confine(contents, { devServer, openOutside: () => undefined })
  const awake = powerSaveBlocker.start('prevent-display-sleep')
  const load = () =>
    window
      .loadURL(`${devServer ?? appOrigin}/${hash}`)
      .catch((error: unknown) => log('warn', 'the wall could not be loaded', error))

  let mayClose = false
  let again: NodeJS.Timeout | undefined
  let daily = setTimeout(reload, untilReload(new Date()))
  function reload(): void {
    void load()
    daily = setTimeout(reload, untilReload(new Date()))
  }
  function comeBack(reason: string): void {
    if (mayClose) return
    log('error', `the wall ended: ${reason}`)
    clearTimeout(again)
    again = setTimeout(() => void load(), againMs)
  }
  const quitting = () => (mayClose = true)
  const moveBack = () => window.setBounds(displayFor(folder).bounds)

  contents.on('render-process-gone', (_event, { reason }) => comeBack(reason))
  contents.on('did-fail-load', (_event, code) => comeBack(`load ${String(code)}`))
  contents.on('did-navigate-in-page', (_event, url) => {
    if (isWall(url)) return
    mayClose = true
    options.left()
  })
  window.on('unresponsive', () => contents.forcefullyCrashRenderer())
  window.on('close', (event) => {
    if (!mayClose) event.preventDefault()
  })
  app.on('before-quit', quitting)
  screen.on('display-added', moveBack)
  window.on('closed', () => {
    clearTimeout(daily)
    clearTimeout(again)
    powerSaveBlocker.stop(awake)
    app.off('before-quit', quitting)
    screen.off('display-added', moveBack)
  })
  window.once('ready-to-show', () => window.show())
  await load()
  return window
}

/** The display of the wall; the first one it gets is kept, another one stands in while that is gone. */
function displayFor(folder: string): Display {
  const [first = screen.getPrimaryDisplay(), ...others] = screen.getAllDisplays()
  const had = readWallDisplay(folder)
  const display = chooseDisplay([first, ...others], had)
  if (!had) saveWallDisplay(folder, display)
  return display
}

function isWall(url: string): boolean {
  return URL.parse(url)?.hash.startsWith('#/wall') === true
}
