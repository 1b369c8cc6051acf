import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { doorKeyOf, readDoorKey } from '../../electron/db/doorKey'
import {
  chooseDisplay,
  readWallDisplay,
  saveWallDisplay,
  untilReload,
} from '../../electron/platform/wallPlace'
import { wallHash } from '../../electron/rpc/wallHash'

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aftercare-wall-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}
const desk = { id: 1, bounds: { x: 0, y: 0, width: 1920, height: 1080 } }
const wall = { id: 2, bounds: { x: 1920, y: 0, width: 3840, height: 2160 } }

describe('where a wall hangs', () => {
  it('R07-60: it remembers its display; a damaged file says as little as none', () => {
    const folder = newFolder()
    expect(readWallDisplay(folder)).toBeUndefined()
    saveWallDisplay(folder, wall)
    expect(readWallDisplay(folder)).toEqual(wall)
    for (const text of ['', '{"id":', '{"id":2}', '[]']) {
      writeFileSync(join(folder, 'wall-display.json'), text)
      expect(readWallDisplay(folder), text).toBeUndefined()
    }
  })

  it('R07-60: at its own display by number, then by place; at first at the largest', () => {
    expect(chooseDisplay([desk, wall], undefined)).toBe(wall)
    expect(chooseDisplay([desk, wall], desk)).toBe(desk)
    expect(chooseDisplay([desk, { ...wall, id: 7 }], wall)).toMatchObject({ id: 7 })
    expect(chooseDisplay([desk], wall)).toBe(desk)
  })

  it('R07-64: its page begins anew at the next 03:00', () => {
    const hour = 3_600_000
    expect(untilReload(new Date(2026, 2, 10, 2, 30))).toBe(hour / 2)
    expect(untilReload(new Date(2026, 2, 10, 3))).toBe(24 * hour)
    expect(untilReload(new Date(2026, 2, 10, 23))).toBe(4 * hour)
  })
})

describe('the way into a wall’s page', () => {
  it('R07-64: its key is made once and stays', () => {
    const folder = newFolder()
    expect(readDoorKey(folder)).toBeUndefined()
    const key = doorKeyOf(folder)
    expect(key).toMatch(/^[\w-]{43}$/)
    expect([doorKeyOf(folder), readDoorKey(folder)]).toEqual([key, key])
  })

  it('07 §3.11: what a wall reads with stands behind #, which goes to no server', () => {
    expect(wallHash({ name: 'Büro 2', token: 'abc' })).toBe('#/wall?token=abc&name=B%C3%BCro%202')
  })
})
