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

/** Says what it has to say when it has ended, so that two beside each other are not mixed. */
function runInOne(name, args, env) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { ...optionsOf(env), stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (said += text))
    child.on('close', (code) => {
      console.log(`— ${name}`)
      if (said.trim() !== '') console.log(said.trim())
      done(code ?? 1)
    })
  })
}

const lint = join(root, 'tests/lint.mjs')
const tsc = script('typescript', 'bin/tsc')
const typesOf = (project) => [`types of ${project}`, [tsc, '-p', project]]
const lintOf = (part) => [`lint of ${part}`, [lint, '--part', part], { AFTERCARE_LINT: 'quick' }]
const build = ['build', [script('electron-vite', 'bin/electron-vite.js'), 'build', '--logLevel', 'error']]
/** Each keeps one core busy; the longest come first, so that two beside each other end together. */
const checks = [
  ['types of src', [script('vue-tsc', 'bin/vue-tsc.js'), '-p', 'src']],
  lintOf('electron'),
  typesOf('tests'),
  lintOf('rest'),
  typesOf('electron'),
  lintOf('src'),
  ['format', [script('prettier', 'bin/prettier.cjs'), '--check', '.', '--log-level', 'warn']],
  [
    'layers',
    [
      script('dependency-cruiser', 'bin/dependency-cruiser.mjs'),
      ...['electron', 'src', 'tests', 'bench'].filter((folder) => existsSync(join(root, folder))),
      '--config',
      '.dependency-cruiser.cjs',
    ],
  ],
  build,
  ...['electron/shared', 'electron/platform', '.'].map(typesOf),
]

/** Runs the checks two at a time; after one has failed no other begins. */
async function runChecks() {
  const waiting = [...checks]
  let status = 0
  const lane = async () => {
    for (let check = waiting.shift(); check && status === 0; check = waiting.shift())
      status = (await runInOne(...check)) || status
  }
  await Promise.all([lane(), lane()])
  return status
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

/** Over the build of now; `AFTERCARE_BUILT` says that it is there. */
function runEndToEnd(args, env = {}, isBuilt = process.env.AFTERCARE_BUILT === '1') {
  const built = isBuilt ? 0 : run(build[1])
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
      const linted = run([lint])
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
      return (await runChecks()) || (await runUnit()) || runEndToEnd(rest, {}, true)
  }
}

const status = await runMode()
const { passed, failed, skipped } = counts()
// A run that failed before or beside the tests must not read like one that passed.
console.log(`${passed} passed, ${status !== 0 && failed === 0 ? 1 : failed} failed, ${skipped} skipped`)
process.exitCode = status
