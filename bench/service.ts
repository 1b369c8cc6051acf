import { createORPCClient, type ClientContext, type ClientLink } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { join } from 'node:path'
import { startWorkerService, type WorkerService } from '../electron/rpc/workerService'
import { roleFor, type Client, type ServiceRole } from '../electron/shared/contract/index'
import { packedRows } from '../electron/shared/contract/packedRows'

export const ownerToken = 'bench-owner-token'

/** The built data service in its instances, spoken to over message ports as a window does. */
export async function connectService(folder: string): Promise<{
  readonly client: Client
  readonly services: Readonly<Record<ServiceRole, WorkerService>>
  close(): Promise<void>
}> {
  const entry = join(import.meta.dirname, '../main/service.js')
  const start = (role: ServiceRole) =>
    startWorkerService(
      entry,
      { folder, role, ownerToken },
      {
        log: (level, message, detail) => {
          if (level !== 'info') process.stderr.write(`${message} ${JSON.stringify(detail)}\n`)
        },
        refused: (problem) => {
          throw new Error(problem)
        },
        relay: (message) => services.writer.relay(message),
      },
    )
  const writer = start('writer')
  await writer.ready
  const services = { writer, reader: start('reader'), jobs: start('jobs') }
  await Promise.all([services.reader.ready, services.jobs.ready])
  const headers = { authorization: `Bearer ${ownerToken}` }
  const link = (role: ServiceRole): ClientLink<ClientContext> => {
    const port = services[role].connect('rpc')
    port.start()
    return new RPCLink({ port, headers, customJsonSerializers: [packedRows] })
  }
  const links = { writer: link('writer'), reader: link('reader'), jobs: link('jobs') }
  const client: Client = createORPCClient({
    call: (path, input, options) => links[roleFor(path) ?? 'writer'].call(path, input, options),
  })
  return {
    client,
    services,
    async close() {
      for (const role of ['jobs', 'reader', 'writer'] as const) {
        const gone = new Promise<void>((resolve) => services[role].onExit(() => resolve()))
        services[role].stop()
        await gone
      }
    },
  }
}
