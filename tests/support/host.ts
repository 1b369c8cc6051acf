import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** An empty data folder of its own. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'aftercare-'))
}

/** Made once a run, before the first test. */
export const demoStore = resolve('out/demo-store')

/** A data folder of its own with the demo company in it. */
export function demoFolder(): string {
  const folder = newFolder()
  cpSync(demoStore, folder, { recursive: true })
  return folder
}

export interface Answer {
  readonly status: number
  readonly body: unknown
}
interface StartLine {
  readonly url: string
  readonly token: string
  readonly pid: number
}
export interface HostOptions {
  readonly folder?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export type TestHost = Awaited<ReturnType<typeof startHost>>

/** Starts the built host as a program would; rejects with its exit code and what it said on stderr. */
export async function startHost({ folder = newFolder(), args = [], env = {} }: HostOptions = {}) {
  const child = spawn(
    process.execPath,
    [resolve('out/main/host.js'), '--data', folder, '--port', '0', ...args],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } },
  )
  let stdout = ''
  let stderr = ''
  const gone = new Promise<number | null>((done) => child.once('exit', done))
  // A test that fails before its end must not leave its host behind.
  const clear = () => child.kill('SIGKILL')
  process.once('exit', clear)
  void gone.then(() => process.off('exit', clear))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const line = await new Promise<StartLine>((done, failed) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      if (stdout.includes('\n')) done(JSON.parse(stdout) as StartLine)
    })
    child.once('close', (code) => failed(new Error(`host exited with ${String(code)}: ${stderr}`)))
  })
  const opening = async () => {
    for (;;) {
      const address = /^Open (\S+)$/m.exec(stderr)?.[1]
      if (address !== undefined) return address
      await new Promise((tick) => setTimeout(tick, 5))
    }
  }

  /** One call through the API door, as the owner unless the headers say otherwise. */
  async function call(
    path: string,
    input: unknown = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await fetch(`${line.url}/api/${path}`, {
      method: 'POST',
      body: JSON.stringify(input),
      headers: { authorization: `Bearer ${line.token}`, 'content-type': 'application/json', ...headers },
    })
    return { status: answer.status, body: await answer.json() }
  }

  return {
    ...line,
    folder,
    child,
    gone,
    call,
    /** The address a person opens, with the page's key. */
    openingUrl: await opening(),
    stdout: () => stdout,
    stderr: () => stderr,
    close() {
      child.kill()
      return gone
    },
    kill() {
      child.kill('SIGKILL')
      return gone
    },
  }
}

let minted = 0
/** A new id in the form the contract wants. */
export function newId(): string {
  minted += 1
  const time = Date.now().toString(16).padStart(12, '0')
  const count = minted.toString(16).padStart(3, '0').slice(-3)
  const chance = Math.floor(Math.random() * 2 ** 48)
    .toString(16)
    .padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-8000-${chance}`
}
