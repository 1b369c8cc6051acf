// Entry of the Electron app: windows, menus, dialogs, updates; starts and supervises the data service.
import { app, BrowserWindow, dialog, screen, session, shell } from 'electron'
import { randomBytes } from 'node:crypto'
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
import { openWallWindow } from './platform/wallWindow'
import { readWindowState, saveWindowState } from './platform/windowState'
import { passOn } from './rpc/relay'
import type { Log } from './rpc/serve'
import { wallHash } from './rpc/wallHash'
import { STORE_IN_USE, superviseServices } from './rpc/supervise'
import type { ServiceRole } from './shared/contract/index'

const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
const out = join(import.meta.dirname, '..')

function fail(problem: string): never {
  dialog.showErrorBox('Aftercare', problem)
  app.exit(1)
  throw new Error(problem) // `exit` does not return
}

const wallWaitMs = 10_000

/** A wall never asks anybody: it tries again until what kept it has gone (R07-64). */
function startAgain(): void {
  setTimeout(() => {
    app.relaunch()
    app.exit(1)
  }, wallWaitMs)
}

function openFolder({ data, wall }: Arguments): string | undefined {
  try {
    return prepareFolder(data)
  } catch (error) {
    const problem = storeProblem(error, data ?? '')
    if (problem === undefined) throw error
    if (wall === undefined) return fail(problem)
    startAgain()
    return undefined
  }
}

interface Session {
  readonly folder: string
  readonly demo: boolean
  /** The wall that is opened in place of the program, and the token by which it reads. */
  readonly wall: { readonly name: string; readonly token: string } | undefined
  readonly log: Log
}

function startServices({ folder, demo, wall, log }: Session) {
  let problem: string | undefined

  function spawn(role: ServiceRole) {
    const options = { folder, role, ...(role === 'writer' ? { demo, ...(wall ? { wall } : {}) } : {}) }
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
      const reason = code === STORE_IN_USE ? inUse(folder) : (problem ?? 'The data service keeps stopping.')
      if (!wall) fail(reason)
      log('error', reason)
      startAgain()
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

function openDesk(opened: Session): Promise<BrowserWindow> {
  setMenu(app.getLocale())
  return openWindow(opened)
}

/** The wall; once its PIN has let go of it, the program as it is on a desk. */
async function openWall(opened: Session, hash: string): Promise<BrowserWindow> {
  const { folder, log } = opened
  const wall = await openWallWindow({
    ...{ folder, devServer, log, preload: join(out, 'preload/index.cjs') },
    hash,
    left: () => void openDesk(opened).then(() => wall.close()),
  })
  return wall
}

interface Arguments {
  readonly data: string | undefined
  readonly demo: boolean
  /** The name of a wall. */
  readonly wall: string | undefined
}

function readArguments(): Arguments {
  // Not strict: Chromium's own switches pass through here.
  const { data, demo, wall } = parseArgs({
    args: process.argv.slice(app.isPackaged ? 1 : 2),
    options: { data: { type: 'string' }, demo: { type: 'boolean' }, wall: { type: 'string' } },
    strict: false,
  }).values
  const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)
  return { data: textOf(data), demo: demo === true, wall: textOf(wall) }
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

async function run(given: Arguments): Promise<void> {
  await app.whenReady()
  const folder = openFolder(given)
  if (folder === undefined) return
  const { log } = openLogFile(folder)
  serveAppScheme(join(out, 'renderer'))
  denyPermissions(session.defaultSession)
  const { demo, wall: name } = given
  const wall = name === undefined ? undefined : { name, token: randomBytes(24).toString('base64url') }
  const opened: Session = { folder, demo, wall, log }
  const services = startServices(opened)
  quitAfter(() => services.stop())
  const window = wall ? await openWall(opened, wallHash(wall)) : await openDesk(opened)
  app.on('second-instance', () => {
    if (window.isDestroyed()) return
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
