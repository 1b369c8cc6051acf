// npm run bench -- [--orders <n>] [--only <name>] [--json <file>]: builds product and scenarios, then runs them.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { buildBoards } from './boards/build.mjs'
import { findChromium } from '../tests/support/chromium.mjs'

const root = join(import.meta.dirname, '..')
if (Number(process.versions.node.split('.')[0]) < 22) {
  console.error(
    `Node ${process.versions.node} is too old: run "npm ci", then "npm run bench" (it brings Node 24 along).`,
  )
  process.exit(1)
}
const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'error'], {
  cwd: root,
  stdio: ['ignore', 2, 2],
})
if (built.status !== 0 || !existsSync(join(root, 'out/main/service.js'))) process.exit(1)
await build({
  root,
  configFile: false,
  logLevel: 'error',
  resolve: { alias: { '@contract': resolve(root, 'electron/shared/contract') } },
  build: {
    ssr: 'bench/main.ts',
    outDir: 'out/bench',
    emptyOutDir: true,
    target: 'node22',
    rollupOptions: { output: { format: 'es' } },
  },
  ssr: { external: ['better-sqlite3', 'playwright'], noExternal: true },
})
await buildBoards()
const run = spawnSync(
  process.execPath,
  ['--expose-gc', '--max-old-space-size=2048', 'out/bench/main.js', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, AFTERCARE_CHROMIUM: findChromium() ?? '' },
  },
)
process.exit(run.status ?? 1)
