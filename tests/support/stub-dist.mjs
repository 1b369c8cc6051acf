// Part of npm run pack:check: packs with an empty stand-in for Electron's files where its binary is not on the machine.
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const need = createRequire(import.meta.url)
const root = join(import.meta.dirname, '../..')
const folder = join(root, 'out/stub-dist')
rmSync(join(root, 'dist'), { recursive: true, force: true })
for (const name of ['locales', 'resources']) mkdirSync(join(folder, name), { recursive: true })
for (const name of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler'])
  writeFileSync(join(folder, name), '#!/bin/sh\necho "stand-in"\n', { mode: 0o755 })
for (const name of ['LICENSE', 'LICENSES.chromium.html', 'resources.pak', 'locales/en-US.pak'])
  writeFileSync(join(folder, name), '')
writeFileSync(join(folder, 'version'), need('electron/package.json').version)

const cli = join(dirname(need.resolve('electron-builder/package.json')), 'cli.js')
const args = [cli, '--dir', '--linux', `-c.electronDist=${folder}`]
process.exit(spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1)
