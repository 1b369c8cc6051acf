import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface BenchHost {
  readonly url: string
  readonly token: string
  /** The address a person opens, with the page's key. */
  readonly openingUrl: Promise<string>
  readonly pid: number
  call<Answer>(path: string, input?: object): Promise<Answer>
  /** Resident memory of the host in megabytes; undefined where the system does not tell. */
  memory(): number | undefined
  /** The most it ever was. */
  peakMemory(): number | undefined
  stop(): Promise<void>
}

/** Starts the built Node host on a folder, as a program would. */
export async function startHost(folder: string): Promise<BenchHost> {
  const entry = join(import.meta.dirname, '../main/host.js')
  const child = spawn(process.execPath, [entry, '--data', folder], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stderr.pipe(process.stderr)
  const openingUrl = new Promise<string>((resolve) => {
    let text = ''
    child.stderr.on('data', (part: Buffer) => {
      text += part.toString()
      const address = /^Open (\S+)$/m.exec(text)?.[1]
      if (address !== undefined) resolve(address)
    })
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const line = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString()
      if (text.includes('\n')) resolve(text)
    })
    child.once('exit', (code) => reject(new Error(`the host ended with ${String(code)}`)))
  })
  const { url, token, pid } = JSON.parse(line) as { url: string; token: string; pid: number } // the start line
  const field = (name: string) => {
    try {
      const found = new RegExp(`${name}:\\s+(\\d+) kB`).exec(
        readFileSync(`/proc/${String(pid)}/status`, 'utf8'),
      )
      return found ? Number(found[1]) / 1024 : undefined
    } catch {
      return undefined // only Linux tells it this way
    }
  }
  return {
    url,
    token,
    openingUrl,
    pid,
    async call<Answer>(path: string, input: object = {}): Promise<Answer> {
      const answer = await fetch(`${url}/api/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(input),
      })
      const body: unknown = await answer.json()
      if (!answer.ok)
        throw new Error(`${path}: ${String(answer.status)} ${JSON.stringify(body).slice(0, 300)}`)
      return body as Answer // the caller names the shape the contract gives
    },
    memory: () => field('VmRSS'),
    peakMemory: () => field('VmHWM'),
    async stop() {
      child.kill('SIGTERM')
      await gone
    },
  }
}
