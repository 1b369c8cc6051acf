import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
const [, , path, ...args] = process.argv
process.argv = [process.argv[0], path, ...args]
/** The other end may be gone already. */
const send = (message) => process.connected && process.send(message, () => undefined)
const ports = new Map()
class Port extends EventEmitter {
  q = []
  on_ = false
  constructor(id) {
    super()
    this.id = id
    ports.set(id, this)
  }
  postMessage(data) {
    send({ t: 'port', id: this.id, data })
  }
  start() {
    this.on_ = true
    for (const d of this.q.splice(0)) this.emit('message', { data: d, ports: [] })
  }
  take(data) {
    if (this.on_) this.emit('message', { data, ports: [] })
    else this.q.push(data)
  }
  close() {
    ports.delete(this.id)
    send({ t: 'port-close', id: this.id })
  }
}
process.parentPort = Object.assign(new EventEmitter(), {
  postMessage: (data) => send({ t: 'parent', data }),
})
const early = []
let up = false
const dispatch = (m) => {
  if (m.t === 'message')
    process.parentPort.emit('message', { data: m.data, ports: m.ports.map((id) => new Port(id)) })
  else if (m.t === 'port') ports.get(m.id)?.take(m.data)
  else {
    ports.get(m.id)?.emit('close')
    ports.delete(m.id)
  }
}
process.on('message', (m) => (up ? dispatch(m) : early.push(m)))
process.on('disconnect', () => process.exit(0))
await import(pathToFileURL(path))
up = true
early.forEach(dispatch)
