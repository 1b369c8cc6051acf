// Entry of the Electron app: windows, menus, dialogs, updates; starts and supervises the data service.
import { app, BrowserWindow, dialog, screen, session, shell } from 'electron'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { prepareFolder, storeProblem } from './db/dataFolder'
import { inUse } from './db/storeLock'
import { registerAppScheme, serveAppScheme } from './platform/appProtocol'
import { linkWindows } from './platform/linkWindows'
import { openLogFile } from './platform/logFile'
import { setMenu } from './platform/menu'
import { appOrigin, confine, denyPermissions, webPreferences } from './platform/security'
import { checkForUpdates } from './platform/updates'
import { startUtilityService } from './platform/utilityService'
import { readWindowState, saveWindowState } from './platform/windowState'
import { passOn } from './rpc/relay'
import type { Log } from './rpc/serve'
import { STORE_IN_USE, superviseServices } from './rpc/supervise'
import type { ServiceRole } from './shared/contract/index'

const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
const out = join(import.meta.dirname, '..')

function fail(problem: string): never {
  dialog.showErrorBox('Aftercare', problem)
  app.exit(1)
  throw new Error(problem) // `exit` does not return
}

function openFolder(given: string | undefined): string {
  try {
    return prepareFolder(given)
  } catch (error) {
    const problem = storeProblem(error, given ?? '')
    if (problem === undefined) throw error
    return fail(problem)
  }
}

interface Session {
  readonly folder: string
  readonly demo: boolean
  readonly log: Log
}

function startServices({ folder, demo, log }: Session) {
  let problem: string | undefined

  function spawn(role: ServiceRole) {
    const options = { folder, role, ...(role === 'writer' ? { demo } : {}) }
    return startUtilityService(join(out, 'main/service.js'), options, {
      log,
      refused: (reason) => (problem = reason),
      relay: (message) => passOn(services, role, message),
    })
  }

  const services = superviseServices(spawn, {
    up: (role) => links.up(role),
    down: (role, code, willRestart) => {
      log('error', `${role} ended with ${String(code)}`)
      links.down(role)
      if (role !== 'writer' || willRestart) return
      fail(code === STORE_IN_USE ? inUse(folder) : (problem ?? 'The data service keeps stopping.'))
    },
  })
  const links = linkWindows({
    devServer,
    child: (role) => services.child(role),
    demand: (role) => services.demand(role),
  })
  return services
}

async function openWindow({ folder, log }: Session): Promise<BrowserWindow> {
  const { isMaximized, ...bounds } = readWindowState(
    folder,
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 800,
    minHeight: 600,
    show: false,
    title: 'Aftercare',
    autoHideMenuBar: true,
    webPreferences: webPreferences(join(out, 'preload/index.cjs')),
  })
  if (isMaximized) window.maximize()
  confine(window.webContents, {
    devServer,
    openOutside: (url) =>
      void shell
        .openExternal(url)
        .catch((error: unknown) => log('warn', 'a link could not be opened', error)),
  })
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log('error', `the page ended: ${reason}`)
    if (reason !== 'clean-exit') window.webContents.reload()
  })
  window.on('close', () => saveWindowState(folder, window.getNormalBounds(), window.isMaximized()))
  window.once('ready-to-show', () => window.show())
  await window.loadURL(devServer ?? `${appOrigin}/`)
  return window
}

interface Arguments {
  readonly data: string | undefined
  readonly demo: boolean
}

function readArguments(): Arguments {
  // Not strict: Chromium's own switches pass through here.
  const { data, demo } = parseArgs({
    args: process.argv.slice(app.isPackaged ? 1 : 2),
    options: { data: { type: 'string' }, demo: { type: 'boolean' } },
    strict: false,
  }).values
  return { data: typeof data === 'string' ? data : undefined, demo: demo === true }
}

/** The program ends once the services have closed the store, however it was asked to. */
function quitAfter(stop: () => Promise<void>): void {
  let isStopped = false
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (isStopped) return
    event.preventDefault()
    void stop().then(() => {
      isStopped = true
      app.quit()
    })
  })
}

async function run({ data, demo }: Arguments): Promise<void> {
  await app.whenReady()
  const folder = openFolder(data)
  const { log } = openLogFile(folder)
  serveAppScheme(join(out, 'renderer'))
  denyPermissions(session.defaultSession)
  setMenu(app.getLocale())
  const opened: Session = { folder, demo, log }
  const services = startServices(opened)
  quitAfter(() => services.stop())
  const window = await openWindow(opened)
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  await checkForUpdates({
    isPackaged: app.isPackaged,
    resources: process.resourcesPath,
    channel: process.env['AFTERCARE_UPDATE_CHANNEL'],
    log,
  }).catch((error: unknown) => log('warn', 'no updates', error))
}

registerAppScheme()
const given = readArguments()
// One program a folder: the system's single-instance lock belongs to the browser profile.
if (given.data !== undefined) app.setPath('userData', join(resolve(given.data), 'browser'))
if (app.requestSingleInstanceLock()) await run(given)
else app.quit()
