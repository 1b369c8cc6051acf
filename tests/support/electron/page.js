// Injected before the built preload: the `require('electron')` a sandboxed preload sees.
;(() => {
  const on = new Map(),
    ports = new Map(),
    waiting = new Map()
  let id = 0
  const toMain = (m) => globalThis.__toMain(JSON.stringify(m))
  globalThis.__fromMain = (json) => {
    const m = JSON.parse(json)
    if (m.t === 'send') on.get(m.channel)?.forEach((f) => f({ ports: [] }, ...m.args))
    else if (m.t === 'post') {
      const mine = m.ports.map((pid) => {
        const { port1, port2 } = new MessageChannel()
        ports.set(pid, port1)
        port1.onmessage = (e) => toMain({ t: 'port', id: pid, data: e.data })
        return port2
      })
      on.get(m.channel)?.forEach((f) => f({ ports: mine }, m.message))
    } else if (m.t === 'port') ports.get(m.id)?.postMessage(m.data)
    else if (m.t === 'port-close') {
      ports.get(m.id)?.close()
      ports.delete(m.id)
    } else if (m.t === 'reply') {
      const w = waiting.get(m.id)
      waiting.delete(m.id)
      if (m.error) w?.[1](new Error(m.error))
      else w?.[0](m.value)
    }
  }
  const ipcRenderer = {
    on(c, f) {
      on.set(c, [...(on.get(c) ?? []), f])
    },
    send: (channel, ...args) => toMain({ t: 'ipc', channel, args }),
    invoke: (channel, ...args) =>
      new Promise((ok, no) => {
        waiting.set(++id, [ok, no])
        toMain({ t: 'invoke', id, channel, args })
      }),
  }
  const contextBridge = { exposeInMainWorld: (k, v) => Object.defineProperty(globalThis, k, { value: v }) }
  globalThis.require = (n) => {
    if (n === 'electron') return { ipcRenderer, contextBridge }
    throw new Error(`preload may not require ${n}`)
  }
})()
