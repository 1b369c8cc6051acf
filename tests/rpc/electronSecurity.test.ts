import { EventEmitter } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { WebContents } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import {
  appOrigin,
  confine,
  denyPermissions,
  isFromOurPage,
  isOurPage,
  isSafeOutside,
  pageHeaders,
  webPreferences,
} from '../../electron/platform/security'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const need = createRequire(import.meta.url)
const release = need(join(root, 'electron-builder.release.cjs')) as {
  electronFuses: Record<string, boolean>
  publish: unknown
}
const shell = [
  'electron/main.ts',
  'electron/preload.ts',
  ...readdirSync(join(root, 'electron/platform'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `electron/platform/${name}`),
]
const shellSource = shell.map(read).join('\n')

/** The contents of a window, as far as the app binds itself to them. */
function contents() {
  const emitter = new EventEmitter()
  let openHandler: (details: { url: string }) => unknown = () => undefined
  const outside: string[] = []
  const fake = {
    on: (name: string, listener: (...args: unknown[]) => void) => emitter.on(name, listener),
    setWindowOpenHandler: (handler: typeof openHandler) => (openHandler = handler),
  }
  confine(fake as unknown as WebContents, { openOutside: (url) => outside.push(url) })
  return {
    outside,
    open: (url: string) => openHandler({ url }),
    isPrevented: (name: string, url: string) => {
      const preventDefault = vi.fn()
      emitter.emit(name, { url, preventDefault })
      return preventDefault.mock.calls.length > 0
    },
  }
}

describe("Electron's security checklist, point by point", () => {
  const preferences = webPreferences('/preload.cjs')

  it('1, 18: only our own scheme is loaded: no remote page, no file address', () => {
    expect(shellSource.match(/loadURL\([^)]*\)/g)).toEqual([
      'loadURL(devServer ?? `${appOrigin}/`)',
      'loadURL(`${devServer ?? appOrigin}/${hash}`)',
    ])
    expect(shellSource).not.toMatch(/loadFile\(|['"`]file:/)
    expect(appOrigin).toBe('app://aftercare')
    expect(read('electron/main.ts')).toContain(
      "app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']",
    )
  })

  it('2, 3, 4: no Node in pages, contexts isolated, sandbox on', () => {
    expect(preferences).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      contextIsolation: true,
      sandbox: true,
    })
  })

  it('5: every permission that a page asks for is denied', () => {
    const answers: boolean[] = []
    denyPermissions({
      setPermissionRequestHandler: (handler: (...args: unknown[]) => void) =>
        handler({}, 'media', (granted: boolean) => answers.push(granted)),
      setPermissionCheckHandler: (handler: () => boolean) => answers.push(handler()),
      setDevicePermissionHandler: (handler: () => boolean) => answers.push(handler()),
    })
    expect(answers).toEqual([false, false, false])
  })

  it('6, 8, 9, 10: web security stays on, nothing insecure or experimental is', () => {
    expect(preferences).toMatchObject({
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
    })
    expect(preferences).not.toHaveProperty('enableBlinkFeatures')
    expect(shellSource).not.toMatch(/appendSwitch|ignore-certificate|certificate-error/)
  })

  it('7: the content security policy has no remote source and no inline or evaluated script', () => {
    const policy = pageHeaders['content-security-policy'] ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("object-src 'none'")
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/)
  })

  it('11, 12: no webview tag; one that is attached all the same is refused', () => {
    expect(preferences.webviewTag).toBe(false)
    expect(contents().isPrevented('will-attach-webview', '')).toBe(true)
  })

  it('13: navigation stays at our own pages', () => {
    for (const event of ['will-navigate', 'will-redirect']) {
      const window = contents()
      expect(window.isPrevented(event, 'app://aftercare/#/orders')).toBe(false)
      for (const url of [
        'https://evil.example/',
        'app://other/',
        'file:///etc/passwd',
        'javascript:alert(1)',
        'x',
      ])
        expect(window.isPrevented(event, url), url).toBe(true)
    }
  })

  it('14, 15: new windows are denied; only web and mail links go to the system', () => {
    const window = contents()
    const safe = ['https://example.org/a?b', 'http://example.org/', 'mailto:a@example.org']
    const unsafe = [
      'file:///etc/passwd',
      'javascript:alert(1)',
      'smb://server/x',
      'ms-msdt:/id',
      'https://u:p@example.org/',
      'x',
    ]
    for (const url of [...safe, ...unsafe]) expect(window.open(url), url).toEqual({ action: 'deny' })
    expect(window.outside).toEqual(safe)
    expect(unsafe.some(isSafeOutside)).toBe(false)
    expect(shellSource.match(/openExternal\(/g)).toHaveLength(1)
  })

  it('16: the newest Electron that is proved, pinned exactly', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as {
      devDependencies: Record<string, string>
    }
    expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/)
    expect(read('electron-builder.yml')).toContain(`electronVersion: ${devDependencies['electron'] ?? ''}`)
  })

  it('17: every message to main is checked for its sender', () => {
    const mainFrame = { url: 'app://aftercare/#/' }
    expect(isFromOurPage({ senderFrame: mainFrame, sender: { mainFrame } })).toBe(true)
    expect(
      isFromOurPage({ senderFrame: { url: 'app://aftercare/' }, sender: { mainFrame } }),
      'a sub frame',
    ).toBe(false)
    const foreign = { url: 'https://evil.example/' }
    expect(isFromOurPage({ senderFrame: foreign, sender: { mainFrame: foreign } })).toBe(false)
    expect(isFromOurPage({ senderFrame: null, sender: { mainFrame } })).toBe(false)
    expect(isOurPage('http://localhost:5173/x', 'http://localhost:5173')).toBe(true)
    expect(isOurPage('http://localhost:5173/x')).toBe(false)
    const listeners = shellSource.match(/ipcMain\.(on|handle|once)\([^\n]*\n[^\n]*/g) ?? []
    expect(listeners).toHaveLength(1)
    for (const listener of listeners) expect(listener).toContain('isFromOurPage(event')
  })

  it('19: the fuses of a release', () => {
    expect(release.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    })
    expect(read('package.json')).toContain('electron-builder --config electron-builder.release.cjs')
  })

  it('20: the page gets two names of ours, no Electron API', () => {
    const exposed =
      /exposeInMainWorld\('aftercare', \{([\s\S]*?)\}\)/.exec(read('electron/preload.ts'))?.[1] ?? ''
    expect([...exposed.matchAll(/^\s*(\w+):/gm)].map(([, name]) => name)).toEqual(['shell', 'connect'])
    expect(exposed).not.toMatch(/ipcRenderer\s*[,}]/)
  })
})
