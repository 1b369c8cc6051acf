// Electron's security checklist in one place. Imports only types of Electron, so that tests read what the app does.
import type { HandlerDetails, Session, WebContents, WebPreferences } from 'electron'
import { contentSecurityPolicy } from '../rpc/contentSecurity'

/** The scheme and host our own pages are served under. */
export const appScheme = 'app'
export const appOrigin = `${appScheme}://aftercare`

/** What every window of ours runs with; the preload script is the only bridge. */
export function webPreferences(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    // The viewer of PDF files; Chromium has no other plugins.
    plugins: true,
    webviewTag: false,
    spellcheck: false,
    navigateOnDragDrop: false,
  }
}

/** The headers of every answer of the app's own scheme. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

/** Whether an address is one of our own pages; `devServer` while developing. */
export function isOurPage(url: string, devServer?: string): boolean {
  const parsed = URL.parse(url)
  if (!parsed) return false
  // A custom scheme's `origin` is "null" in Node's URL; protocol and host say the same.
  if (`${parsed.protocol}//${parsed.host}` === appOrigin) return true
  return devServer !== undefined && parsed.origin === URL.parse(devServer)?.origin
}

/** Whether a link may be handed to the system: web pages and mail, nothing that starts a program. */
export function isSafeOutside(url: string): boolean {
  const parsed = URL.parse(url)
  if (!parsed) return false
  if (parsed.protocol === 'mailto:') return true
  return (
    (parsed.protocol === 'https:' || parsed.protocol === 'http:') &&
    parsed.username === '' &&
    parsed.password === ''
  )
}

/** No page of ours needs camera, location, notifications or any other right of the browser. */
export function denyPermissions(session: Pick<Session, PermissionHandlers>): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
}
type PermissionHandlers =
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'

export interface OutsideOptions {
  readonly devServer?: string | undefined
  readonly openOutside: (url: string) => void
}

/** Keeps the contents of a window at our own pages; links of the page open in the user's browser. */
export function confine(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>,
  { devServer, openOutside }: OutsideOptions,
): void {
  contents.setWindowOpenHandler(({ url }: Pick<HandlerDetails, 'url'>) => {
    if (isSafeOutside(url)) openOutside(url)
    return { action: 'deny' }
  })
  contents.on('will-navigate', (event) => {
    if (!isOurPage(event.url, devServer)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isOurPage(event.url, devServer)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

interface Sender {
  readonly senderFrame: { readonly url: string } | null
  readonly sender: { readonly mainFrame: unknown }
}

/** Whether a message comes from the main frame of a window that shows one of our own pages. */
export function isFromOurPage(event: Sender, devServer?: string): boolean {
  const frame = event.senderFrame
  return frame !== null && frame === event.sender.mainFrame && isOurPage(frame.url, devServer)
}
