// `npm run pack:check`: where Electron's binary is not on the machine, packs with an empty stand-in for its files.
import { mkdirSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
const need = createRequire(import.meta.url)
const dir = join(import.meta.dirname, '../../out/stub-dist')
mkdirSync(join(dir, 'locales'), { recursive: true })
mkdirSync(join(dir, 'resources'), { recursive: true })
for (const f of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler'])
  writeFileSync(join(dir, f), '#!/bin/sh\necho "stand-in"\n', { mode: 0o755 })
for (const f of ['LICENSE', 'LICENSES.chromium.html', 'resources.pak', 'locales/en-US.pak'])
  writeFileSync(join(dir, f), '')
writeFileSync(join(dir, 'version'), need('electron/package.json').version)
process.exit(
  spawnSync(
    process.execPath,
    [
      join(dirname(need.resolve('electron-builder/package.json')), 'cli.js'),
      '--dir',
      '--linux',
      `-c.electronDist=${dir}`,
    ],
    { stdio: 'inherit' },
  ).status ?? 1,
)
