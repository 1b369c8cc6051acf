import type { MessagePort } from 'node:worker_threads'

/** One frame of a call or its answer, text or with binary content. */
export type Frame = string | Uint8Array

/** The one shape every transport is brought to: Electron's port, a worker's port. */
export interface Wire {
  send(frame: Frame): void
  onFrame(listener: (frame: unknown) => void): void
  onClose(listener: () => void): void
  close(): void
}

/** The port of an Electron utility process, as far as a wire needs it. */
export interface ElectronPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
  start(): void
  close(): void
}

/** The wire of a worker_threads port. */
export function workerWire(port: MessagePort): Wire {
  return {
    send: (frame) => port.postMessage(frame),
    onFrame: (listener) => void port.on('message', listener),
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  }
}

/** The wire of an Electron port; frames flow once it is started. */
export function electronWire(port: ElectronPort): Wire {
  return {
    send: (frame) => port.postMessage(frame),
    onFrame: (listener) => {
      port.on('message', ({ data }) => listener(data))
      port.start()
    },
    onClose: (listener) => port.on('close', listener),
    close: () => port.close(),
  }
}
