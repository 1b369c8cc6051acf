import { ipcMain, MessageChannelMain, type MessagePortMain, type WebContents } from 'electron'
import type { ServiceRole } from '../shared/contract/index'
import { isFromOurPage } from './security'
import type { UtilityService } from './utilityService'

const roles: readonly ServiceRole[] = ['writer', 'reader', 'jobs']

export interface LinkOptions {
  readonly devServer: string | undefined
  readonly child: (role: ServiceRole) => UtilityService | undefined
  readonly demand: (role: ServiceRole) => Promise<UtilityService | undefined>
}

export interface WindowLinks {
  /** An instance answers: every window gets a line to it. */
  up(role: ServiceRole): void
  /** An instance has gone: the windows fail their calls in flight. */
  down(role: ServiceRole): void
}

/** Gives each window that asks a port to each instance of the service; calls then pass beside the main process. */
export function linkWindows({ devServer, child, demand }: LinkOptions): WindowLinks {
  const asking = new Set<WebContents>()

  function link(contents: WebContents, role: ServiceRole): void {
    const service = child(role)
    if (!service && role !== 'jobs') return // `up` comes back to it
    const { port1, port2 } = new MessageChannelMain()
    if (service) service.connect(port1)
    else connectWithFirstFrame(port1, () => demand(role))
    contents.postMessage('service-port', role, [port2])
  }

  ipcMain.on('service-connect', (event) => {
    if (!isFromOurPage(event, devServer)) return
    const contents = event.sender
    if (!asking.has(contents)) {
      asking.add(contents)
      contents.once('destroyed', () => asking.delete(contents))
    }
    for (const role of roles) link(contents, role)
  })

  return {
    up(role) {
      // The windows already hold a line to the jobs instance: it connects with their first frame.
      if (role !== 'jobs') for (const contents of asking) link(contents, role)
    },
    down(role) {
      for (const contents of asking) {
        contents.send('service-gone', role)
        if (role === 'jobs') link(contents, role)
      }
    },
  }
}

/** Holds the frames of a window back until the instance that they start answers. */
function connectWithFirstFrame(
  near: MessagePortMain,
  demand: () => Promise<UtilityService | undefined>,
): void {
  let far: Promise<MessagePortMain | undefined> | undefined

  async function open(): Promise<MessagePortMain | undefined> {
    const service = await demand()
    if (!service) {
      near.close()
      return undefined
    }
    const { port1, port2 } = new MessageChannelMain()
    service.connect(port1)
    port2.on('message', ({ data }) => near.postMessage(data))
    port2.on('close', () => near.close())
    port2.start()
    return port2
  }

  near.on('message', ({ data }) => {
    far ??= open()
    void far.then((port) => port?.postMessage(data))
  })
  near.on('close', () => void far?.then((port) => port?.close()))
  near.start()
}
