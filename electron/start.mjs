// npm start: Electron where its binary is here or can be fetched, else the Node host with the address to open.
// npm run host, npm run cli: for programs, whose stdout is theirs alone, so all that is said here goes to stderr.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const isWindows = process.platform === 'win32'
const modules = (...name) => join(root, 'node_modules', ...name)

function fail(line) {
  console.error(line)
  process.exit(1)
}

/** A Node that opens the store: better-sqlite3 crashes Node < 22 without a message; npm ci brought one that is not. */
function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= 22) return process.execPath
  const carried = modules(
    `node-${isWindows ? 'win' : process.platform}-${process.arch}`,
    'bin',
    isWindows ? 'node.exe' : 'node',
  )
  if (existsSync(carried)) return carried
  return fail(
    `Aftercare needs Node 22 or newer (this is ${process.versions.node}). Install it, then run "npm ci".`,
  )
}

/** The path of Electron's binary, or why there is none. */
function findElectron() {
  const folder = modules('electron')
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (given) return { path: join(given, isWindows ? 'electron.exe' : 'electron') }
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return { reason: 'no display' }
  const installed = () => {
    if (!existsSync(join(folder, 'path.txt'))) return undefined
    const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'))
    return existsSync(path) ? { path } : undefined
  }
  const found = installed()
  if (found) return found
  console.error('Fetching Electron (first start only)…')
  // Electron's own installer: checks the archive against the checksums shipped in the npm package.
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'install.js')], {
    cwd: root,
    encoding: 'utf8',
    timeout: Number(process.env.AFTERCARE_FETCH_MS ?? 300_000),
  })
  const why = (stderr ?? '').split('\n').find((line) => /Error|HTTP|code/.test(line))
  return (
    (status === 0 && installed()) || {
      reason: why?.trim().slice(0, 120) ?? 'it could not be fetched in time',
    }
  )
}

function newest(folder) {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  const times = entries
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs)
  return Math.max(0, ...times)
}

function buildIfStale() {
  const built = join(root, 'out/renderer/index.html')
  const sources = () =>
    Math.max(newest('src'), newest('electron'), statSync(join(root, 'package.json')).mtimeMs)
  if (existsSync(built) && statSync(built).mtimeMs >= sources()) return
  const tool = join(
    dirname(createRequire(import.meta.url).resolve('electron-vite/package.json')),
    'bin/electron-vite.js',
  )
  const { status } = spawnSync(node, [tool, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) fail('The build failed.')
}

let child
let isStopping = false

function run(file, args, stdio) {
  child = spawn(node, [join(root, 'out/main', file), ...args], { cwd: root, stdio })
  child.on('exit', (code) => process.exit(code ?? 1))
}

/** The Node host for a person: says the address to open instead of the line for programs. */
function runInBrowser(reason, args) {
  console.log(`Electron is not available here (${reason}): running in the browser instead.`)
  run('host.js', args, ['ignore', 'ignore', 'pipe'])
  let rest = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const address = /^Open (http:\S+)$/.exec(line)?.[1]
      if (address) console.log(`Aftercare is open at ${address}`)
      else console.error(line)
    }
  })
}

function runInElectron(electron, args) {
  const startedAt = Date.now()
  child = spawn(electron, ['.', ...args], { cwd: root, stdio: 'inherit' })
  child.on('error', (error) => runInBrowser(error.message, args))
  child.on('exit', (code, signal) => {
    // Dead in its first seconds with an error: usually a Linux that forbids Chromium's sandbox.
    if (code !== 0 && !isStopping && Date.now() - startedAt < 5000)
      runInBrowser(`it stopped at once: ${signal ?? code}`, args)
    else process.exit(code ?? 1)
  })
}

function stop(signal) {
  isStopping = true
  child?.kill(signal)
}

if (!existsSync(modules('electron-vite'))) fail('Run "npm ci" first.')
const node = findNode()
buildIfStale()
const [mode, ...rest] = process.argv.slice(2)
if (mode === '--host') run('host.js', rest, ['ignore', 'inherit', 'inherit'])
else if (mode === '--cli') run('cli.js', rest, 'inherit')
else {
  const args = process.argv.slice(2)
  const { path, reason } = findElectron()
  if (path) runInElectron(path, args)
  else runInBrowser(reason, args)
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
// The shell between npm and us passes no SIGTERM on, it dies of it: that is how we notice.
const parent = process.ppid
if (process.env.npm_lifecycle_event)
  setInterval(() => process.ppid !== parent && stop('SIGTERM'), 300).unref()
