// npm test: format, types, lint, layers, unit tests, build, end-to-end tests; finds or installs its browser itself.
// Modes: unit | e2e [playwright arguments] | soak (fifty kills, a hundred damaged stores, long fuzz, plans, clocks and moves) | shots
// (screenshots). The last line of all is "N passed, N failed, N skipped", summed over both runners.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findChromium } from './support/chromium.mjs'

const root = join(import.meta.dirname, '..')
const isWindows = process.platform === 'win32'
const script = (name, path) => join(root, 'node_modules', name, path)
const [mode = 'all', ...rest] = process.argv.slice(2)

if (!['all', 'unit', 'e2e', 'soak', 'shots'].includes(mode)) stop(`Unknown mode ${mode}.`)
if (Number(process.versions.node.split('.')[0]) < 22) handOver()

function stop(line) {
  console.error(line)
  process.exit(1)
}

/** better-sqlite3 crashes a Node before 22 without a message; npm ci brought one that is not. */
function handOver() {
  const carried = join(
    root,
    `node_modules/node-${isWindows ? 'win' : process.platform}-${process.arch}/bin`,
    isWindows ? 'node.exe' : 'node',
  )
  if (!existsSync(carried))
    stop(
      `Node ${process.versions.node} is too old: install Node 22 or newer, then run "npm ci" and "npm test".`,
    )
  const { status } = spawnSync(carried, process.argv.slice(1), { cwd: root, stdio: 'inherit' })
  process.exit(status ?? 1)
}

const report = { unit: join(root, 'out/vitest.json'), e2e: join(root, 'out/playwright.json') }
for (const file of Object.values(report)) rmSync(file, { force: true })
mkdirSync(join(root, 'out'), { recursive: true })

// So that npm scripts called from here, and what they start, find this Node first.
const path = `${dirname(process.execPath)}${isWindows ? ';' : ':'}${process.env.PATH ?? ''}`
const optionsOf = (env = {}) => ({
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: path, ...env },
})

function run(args, env) {
  return spawnSync(process.execPath, args, optionsOf(env)).status ?? 1
}

function runBeside(args, env) {
  return new Promise((done) => {
    spawn(process.execPath, args, optionsOf(env)).on('exit', (code) => done(code ?? 1))
  })
}

function runLint(env) {
  return runBeside([join(root, 'tests/lint.mjs')], env)
}

const tsc = script('typescript', 'bin/tsc')
const checks = [
  ['format', [script('prettier', 'bin/prettier.cjs'), '--check', '.', '--log-level', 'warn']],
  ...['electron/shared', 'electron', 'electron/platform', '.', 'tests'].map((project) => [
    `types of ${project}`,
    [tsc, '-p', project],
  ]),
  ['types of src', [script('vue-tsc', 'bin/vue-tsc.js'), '-p', 'src']],
  [
    'layers',
    [
      script('dependency-cruiser', 'bin/dependency-cruiser.mjs'),
      ...['electron', 'src', 'tests', 'bench'].filter((folder) => existsSync(join(root, folder))),
      '--config',
      '.dependency-cruiser.cjs',
    ],
  ],
]

/** The lint takes as long as much of the rest together, so it runs beside the other checks and the unit tests. */
async function runChecksAndUnit() {
  console.log('— lint')
  const lint = runLint({ AFTERCARE_LINT: 'quick' })
  let status = 0
  for (const [name, args] of checks) {
    console.log(`— ${name}`)
    status ||= await runBeside(args)
  }
  status ||= await runUnit()
  return (await lint) || status
}

function runUnit() {
  return runBeside([
    script('vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report.unit}`,
    ...(mode === 'unit' ? rest : []),
  ])
}

function runEndToEnd(args, env = {}) {
  const built = run([script('electron-vite', 'bin/electron-vite.js'), 'build', '--logLevel', 'error'])
  if (built !== 0) return built
  const chromium = findChromium()
  if (!chromium) {
    console.error('\n*** END-TO-END TESTS NOT RUN: no Chromium here and none could be installed. ***\n')
    return process.env.CI ? 1 : 0
  }
  return run([script('@playwright/test', 'cli.js'), 'test', '-c', 'tests/playwright.config.ts', ...args], {
    AFTERCARE_CHROMIUM: chromium,
    ...env,
  })
}

function counts() {
  const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined)
  const unit = read(report.unit)
  const e2e = read(report.e2e)?.stats
  return {
    passed: (unit?.numPassedTests ?? 0) + (e2e?.expected ?? 0) + (e2e?.flaky ?? 0),
    failed: (unit?.numFailedTests ?? 0) + (e2e?.unexpected ?? 0),
    skipped: (unit?.numPendingTests ?? 0) + (unit?.numTodoTests ?? 0) + (e2e?.skipped ?? 0),
  }
}

async function runMode() {
  switch (mode) {
    case 'unit':
      return runUnit()
    case 'e2e':
      return runEndToEnd(rest)
    case 'soak': {
      const seed = process.env.AFTERCARE_FUZZ_SEED ?? String(Date.now() % 2 ** 31)
      console.log(`The fuzz starts from AFTERCARE_FUZZ_SEED=${seed}.`)
      const random = [
        ...['planning.rules', 'generation.plan', 'slaClocks.rules', 'dispatch.moves'],
        'serviceBoms.replay',
      ].map((name) => `tests/modules/${name}.test.ts`)
      const planned = run([script('vitest', 'vitest.mjs'), 'run', ...random], {
        AFTERCARE_PLANS: process.env.AFTERCARE_PLANS ?? '10000',
        AFTERCARE_CLOCKS: process.env.AFTERCARE_CLOCKS ?? '10000',
        AFTERCARE_MOVES: process.env.AFTERCARE_MOVES ?? '10000',
        AFTERCARE_BOM_DATES: process.env.AFTERCARE_BOM_DATES ?? '1000',
        AFTERCARE_FUZZ_SEED: seed,
      })
      if (planned !== 0) return planned
      const linted = await runLint()
      if (linted !== 0) return linted
      return runEndToEnd(['-g', 'durability|fuzz', ...rest], {
        AFTERCARE_KILLS: process.env.AFTERCARE_KILLS ?? '50',
        AFTERCARE_DAMAGES: process.env.AFTERCARE_DAMAGES ?? '100',
        AFTERCARE_FUZZ: process.env.AFTERCARE_FUZZ ?? '40',
        AFTERCARE_WALL_HOURS: process.env.AFTERCARE_WALL_HOURS ?? '8',
        AFTERCARE_FUZZ_SEED: seed,
      })
    }
    case 'shots':
      return runEndToEnd(['-g', '@shots', ...rest], { AFTERCARE_SHOTS: '1' })
    default:
      return (await runChecksAndUnit()) || runEndToEnd(rest)
  }
}

const status = await runMode()
const { passed, failed, skipped } = counts()
// A run that failed before or beside the tests must not read like one that passed.
console.log(`${passed} passed, ${status !== 0 && failed === 0 ? 1 : failed} failed, ${skipped} skipped`)
process.exitCode = status
