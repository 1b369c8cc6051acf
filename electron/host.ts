// `--data <folder> --port <n> --demo --wall <name>`: one JSON line on stdout once it answers, all else on stderr.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { codeOf, prepareFolder, storeProblem } from './db/dataFolder'
import { detailText, type Log } from './rpc/serve'
import { HostError, startHost } from './rpc/startHost'

const stdout = (line: string) => process.stdout.write(`${line}\n`)
const stderr = (line: string) => process.stderr.write(`${line}\n`)

const log: Log = (level, message, detail) => {
  stderr([new Date().toISOString(), level, message, detailText(detail) ?? ''].join(' ').trimEnd())
}

function fail(line: string): never {
  stderr(line)
  process.exit(1)
}

interface Arguments {
  readonly data: string | undefined
  readonly port: number
  readonly demo: boolean
  readonly wall: string | undefined
}

function readArguments(): Arguments {
  try {
    const { data, port, demo, wall } = parseArgs({
      options: {
        data: { type: 'string' },
        port: { type: 'string', default: '0' },
        demo: { type: 'boolean', default: false },
        wall: { type: 'string' },
      },
    }).values
    const number = Number(port)
    if (!/^\d{1,5}$/.test(port) || number > 65_535) fail(`--port wants a number from 0 to 65535, not ${port}`)
    return { data, port: number, demo, wall }
  } catch (error) {
    if (!codeOf(error)?.startsWith('ERR_PARSE_ARGS')) throw error
    return fail(error instanceof Error ? error.message : String(error))
  }
}

/** One line for people, or the error itself when it is a bug. */
function explain(error: unknown, folder: string, port: number): string {
  if (error instanceof HostError) return error.message
  if (codeOf(error) === 'EADDRINUSE')
    return `Port ${String(port)} is taken by another program. Choose another --port.`
  const problem = storeProblem(error, folder)
  if (problem === undefined) throw error
  return problem
}

const { data, port, demo, wall } = readArguments()
let folder = data ?? ''
try {
  folder = prepareFolder(data)
  const out = join(import.meta.dirname, '..')
  const host = await startHost({ out, folder, port, demo, wall, log, failed: fail })
  const close = () => void host.close().then(() => process.exit(0))
  process.once('SIGINT', close).once('SIGTERM', close)
  stdout(JSON.stringify({ url: host.url, token: host.token, pid: process.pid }))
  stderr(`Open ${host.openingUrl}`)
} catch (error) {
  fail(explain(error, folder, port))
}
