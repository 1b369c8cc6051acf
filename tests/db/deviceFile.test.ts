import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { machineOf } from '../../electron/db/deviceFile'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'aftercare-'))))
afterEach(() => rmSync(folder, { recursive: true }))

describe('the device file beside a store (R01-34)', () => {
  it('R01-34: names this machine and its device, and is read back', () => {
    const machine = machineOf(folder)
    expect(machine.read()).toBeUndefined()

    machine.write('device-1')
    machine.write('device-2')

    expect(machineOf(folder).read()).toEqual({ machine: machine.mark, deviceId: 'device-2' })
    expect(machine.mark).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.parse(readFileSync(join(folder, 'aftercare-device.json'), 'utf8'))).toEqual({
      machine: machine.mark,
      deviceId: 'device-2',
    })
  })

  it.each(['', '{', 'null', '[]', '{"machine":1,"deviceId":"x"}'])(
    'R01-34: %j says as little as none',
    (text) => {
      writeFileSync(join(folder, 'aftercare-device.json'), text)
      expect(machineOf(folder).read()).toBeUndefined()
    },
  )
})
