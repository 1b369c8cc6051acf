// A stand-in for the `electron` module: only what main.ts and platform/ use. Runs the built main process in plain Node;
// the test process (harness.ts) plays the renderer over child_process IPC.
import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const out = (m) => process.send?.(m)
let ids = 0
const live = new Map() // port id -> end that was handed to the other process

export class MessagePortMain extends EventEmitter {
  #queue = []
  #started = false
  peer = null
  remote = null
  postMessage(data) {
    const p = this.peer
    if (p.remote) p.remote.data(data)
    else p.deliver(data)
  }
  deliver(data) {
    if (this.#started) setImmediate(() => this.emit('message', { data, ports: [] }))
    else this.#queue.push(data)
  }
  start() {
    this.#started = true
    for (const d of this.#queue.splice(0)) this.deliver(d)
  }
  close() {
    const p = this.peer
    this.peer = { deliver() {} }
    if (p?.remote) p.remote.close()
    else if (p instanceof MessagePortMain) {
      p.peer = { deliver() {} }
      p.emit('close')
    }
  }
  /** This end now lives elsewhere: what its peer posts goes over `send`. */
  handOver(send) {
    const id = ++ids
    this.remote = {
      data: (data) => send({ t: 'port', id, data }),
      close: () => send({ t: 'port-close', id }),
    }
    live.set(id, this)
    return id
  }
}
export class MessageChannelMain {
  port1 = new MessagePortMain()
  port2 = new MessagePortMain()
  constructor() {
    this.port1.peer = this.port2
    this.port2.peer = this.port1
  }
}
// frames coming back from the other process act as if that end had posted them
const fromRemote = (m) => {
  const end = live.get(m.id)
  if (!end) return
  if (m.t === 'port') {
    const p = end.peer
    if (p?.remote) p.remote.data(m.data)
    else p?.deliver(m.data)
  } else {
    live.delete(m.id)
    const p = end.peer
    if (p?.remote) p.remote.close()
    else p?.emit?.('close')
  }
}

class App extends EventEmitter {
  isPackaged = false
  whenReady() {
    return Promise.resolve()
  }
  setPath() {}
  getVersion() {
    return '0.0.0'
  }
  getLocale() {
    return 'en'
  }
  requestSingleInstanceLock() {
    return true
  }
  quit() {
    let isPrevented = false
    this.emit('will-quit', { preventDefault: () => (isPrevented = true) })
    if (!isPrevented) setTimeout(() => process.exit(0), 100)
  }
  exit(code) {
    process.exit(code)
  }
}
export const app = new App()

class IpcMain extends EventEmitter {
  handlers = new Map()
  handle(c, f) {
    this.handlers.set(c, f)
  }
  removeHandler(c) {
    this.handlers.delete(c)
  }
}
export const ipcMain = new IpcMain()

class WebContents extends EventEmitter {
  mainFrame = { url: 'app://aftercare/' }
  send(channel, ...args) {
    out({ t: 'send', channel, args })
  }
  postMessage(channel, message, ports = []) {
    out({ t: 'post', channel, message, ports: ports.map((p) => p.handOver(out)) })
  }
  setWindowOpenHandler(f) {
    this.openHandler = f
  }
}
let window // one window is enough
const made = (w) => {
  window = w
}
export class BrowserWindow extends EventEmitter {
  webContents = new WebContents()
  constructor(options) {
    super()
    this.options = options
    made(this)
    out({ t: 'window', options })
  }
  async loadURL(url) {
    out({ t: 'load', url })
    await new Promise((r) => this.once('loaded', r))
    this.emit('ready-to-show')
  }
  show() {
    out({ t: 'show' })
  }
  maximize() {}
  isMaximized() {
    return false
  }
  getNormalBounds() {
    return { x: 10, y: 20, width: 1200, height: 800 }
  }
  static getAllWindows() {
    return window ? [window] : []
  }
}

class UtilityProcess extends EventEmitter {
  constructor(path, args, o) {
    super()
    this.child = fork(fileURLToPath(new URL('./utility.mjs', import.meta.url)), [path, ...args], {
      serialization: 'advanced',
      execArgv: [],
      env: o?.env ?? process.env,
    })
    this.child.on('message', (m) => (m.t === 'parent' ? this.emit('message', m.data) : fromRemote(m)))
    this.child.on('exit', (code) => this.emit('exit', code ?? 1))
    this.child.on('spawn', () => this.emit('spawn'))
  }
  get pid() {
    return this.child.pid
  }
  postMessage(data, ports = []) {
    const send = (m) => {
      if (this.child.connected) this.child.send(m)
    }
    send({ t: 'message', data, ports: ports.map((p) => p.handOver(send)) })
  }
  kill() {
    return this.child.kill()
  }
}
export const utilityProcess = { fork: (p, a = [], o = {}) => new UtilityProcess(p, a, o) }

const schemes = new Map()
export const protocol = { registerSchemesAsPrivileged() {}, handle: (s, f) => schemes.set(s, f) }
export const net = {
  fetch: async (u) => (u.startsWith('file:') ? new Response(await readFile(fileURLToPath(u))) : fetch(u)),
}
const granted = {}
export const session = {
  defaultSession: {
    setPermissionRequestHandler: (f) => (granted.request = f),
    setPermissionCheckHandler: (f) => (granted.check = f),
    setDevicePermissionHandler: (f) => (granted.device = f),
  },
}
const display = { x: 0, y: 0, width: 1920, height: 1080 }
export const screen = Object.assign(new EventEmitter(), {
  getAllDisplays: () => [{ id: 1, bounds: display, workArea: display }],
})
export const powerSaveBlocker = {
  start: (kind) => (out({ t: 'awake', content: kind }), 1),
  stop: () => out({ t: 'asleep' }),
}
export const dialog = { showErrorBox: (title, content) => out({ t: 'dialog', title, content }) }
export const shell = { openExternal: async (url) => out({ t: 'open-external', url }) }
export const Menu = { setApplicationMenu() {}, buildFromTemplate: (t) => t }
export default {
  app,
  BrowserWindow,
  ipcMain,
  MessageChannelMain,
  utilityProcess,
  protocol,
  net,
  session,
  dialog,
  shell,
  Menu,
}

process.on('message', async (m) => {
  if (m.t === 'port' || m.t === 'port-close') fromRemote(m)
  else if (m.t === 'ipc')
    ipcMain.emit(
      m.channel,
      {
        sender: window.webContents,
        senderFrame: m.foreign ? { url: 'https://evil.example/' } : window.webContents.mainFrame,
        ports: [],
      },
      ...m.args,
    )
  else if (m.t === 'invoke') {
    try {
      out({
        t: 'reply',
        id: m.id,
        value: await ipcMain.handlers.get(m.channel)({ sender: window.webContents }, ...m.args),
      })
    } catch (e) {
      out({ t: 'reply', id: m.id, error: String(e) })
    }
  } else if (m.t === 'fetch') {
    const r = await schemes
      .get(new URL(m.url).protocol.slice(0, -1))(new Request(m.url))
      .catch(() => new Response(null, { status: 404 }))
    out({
      t: 'reply',
      id: m.id,
      value: { status: r.status, body: Buffer.from(await r.arrayBuffer()).toString('base64') },
    })
  } else if (m.t === 'loaded') window.emit('loaded')
  else if (m.t === 'close-all') {
    let isKept = false
    window.emit('close', { preventDefault: () => (isKept = true) })
    if (isKept) out({ t: 'kept' })
    else app.emit('window-all-closed')
  }
})
