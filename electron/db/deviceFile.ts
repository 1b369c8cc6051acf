import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** Which device of the store a machine is, and the mark by which the machine knows itself again. */
export interface DeviceFile {
  readonly machine: string
  readonly deviceId: string
}

/** This machine, and the device file beside the store (R01-34). */
export interface Machine {
  readonly mark: string
  read(): DeviceFile | undefined
  write(deviceId: string): void
}

/** The device file of a data folder: a store that was copied or restored elsewhere comes without it, or with another mark. */
export function machineOf(folder: string): Machine {
  const file = join(folder, 'aftercare-device.json')
  const mark = createHash('sha256').update(`aftercare\n${process.platform}\n${machineName()}`).digest('hex')
  return {
    mark,
    read: () => parse(readIfThere(file)),
    write(deviceId) {
      writeFileSync(`${file}.new`, `${JSON.stringify({ machine: mark, deviceId })}\n`, { mode: 0o600 })
      renameSync(`${file}.new`, file)
    },
  }
}

function parse(text: string | undefined): DeviceFile | undefined {
  if (text === undefined) return undefined
  try {
    const { machine, deviceId } = JSON.parse(text) as Partial<DeviceFile> // checked on the next line
    return typeof machine === 'string' && typeof deviceId === 'string' ? { machine, deviceId } : undefined
  } catch {
    return undefined // a damaged file says as little as none
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** What the system calls this machine for good; a host name can change with the network and is the last resort. */
function machineName(): string {
  const known =
    readIfThere('/etc/machine-id')?.trim() ??
    (process.platform === 'win32'
      ? ask('reg', ['query', String.raw`HKLM\SOFTWARE\Microsoft\Cryptography`, '/v', 'MachineGuid'])
      : process.platform === 'darwin'
        ? ask('ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice'])
        : undefined)
  return known ? known : hostname()
}

function ask(program: string, given: readonly string[]): string | undefined {
  try {
    const answer = execFileSync(program, given, { encoding: 'utf8', timeout: 2000, windowsHide: true })
    return /[0-9A-F]{8}-[0-9A-F-]{27}/i.exec(answer)?.[0]
  } catch {
    return undefined // not every system lets itself be asked
  }
}
