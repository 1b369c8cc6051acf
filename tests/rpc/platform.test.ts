import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openLogFile } from '../../electron/platform/logFile'
import { readWindowState, saveWindowState } from '../../electron/platform/windowState'

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aftercare-platform-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

describe('the place of the window', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1080 }

  it('is where it was, unless the screen has gone', () => {
    const folder = newFolder()
    const bounds = { x: 100, y: 50, width: 1200, height: 700 }
    saveWindowState(folder, bounds, true)
    expect(readWindowState(folder, [screen])).toEqual({ ...bounds, isMaximized: true })

    const elsewhere = { ...screen, x: 5000 }
    expect(readWindowState(folder, [elsewhere])).toEqual({ width: 1440, height: 900, isMaximized: false })
  })

  it('is the usual one at the first start and after a file cut short', () => {
    const folder = newFolder()
    expect(readWindowState(folder, [screen]).width).toBe(1440)
    for (const text of ['', '{"x":', '[]', '{"x":"1","y":0,"width":10,"height":10,"isMaximized":false}']) {
      writeFileSync(join(folder, 'window.json'), text)
      expect(readWindowState(folder, [screen]).width, text).toBe(1440)
    }
  })
})

describe('the log file', () => {
  it('says level, message and the stack of an error', () => {
    const folder = newFolder()
    const { log } = openLogFile(folder)
    log('error', 'writer crashed', new Error('out of paper'))
    const line = JSON.parse(readFileSync(join(folder, 'logs/aftercare.log'), 'utf8')) as Record<
      string,
      unknown
    >
    expect(line).toMatchObject({ level: 50, msg: 'writer crashed', err: { message: 'out of paper' } })
  })

  it('starts anew at its limit and keeps three old ones', () => {
    const folder = newFolder()
    for (let round = 0; round < 6; round++) {
      const { log } = openLogFile(folder)
      log('info', `round ${String(round)}`, 'x'.repeat(5_100_000))
    }
    const names = readdirSync(join(folder, 'logs')).sort()
    expect(names).toEqual(['aftercare.1.log', 'aftercare.2.log', 'aftercare.3.log', 'aftercare.log'])
    expect(readFileSync(join(folder, 'logs/aftercare.1.log'), 'utf8')).toContain('round 4')
  })
})
