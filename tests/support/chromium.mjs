// Finds a Chromium for the end-to-end tests and the benchmarks of screens, or installs one.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const isWindows = process.platform === 'win32'
const need = createRequire(join(root, 'package.json'))
const script = (name, path) => join(root, 'node_modules', name, path)

function works(binary) {
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--dump-dom', 'about:blank']
  return Boolean(binary) && existsSync(binary) && spawnSync(binary, args, { timeout: 30_000 }).status === 0
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(isWindows ? ';' : ':')
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file))
}

const usualNames = isWindows
  ? ['chrome.exe', 'msedge.exe']
  : ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const usualPlaces = [
  `${process.env['ProgramFiles']}\\Google\\Chrome\\Application\\chrome.exe`,
  `${process.env['ProgramFiles(x86)']}\\Microsoft\\Edge\\Application\\msedge.exe`,
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

function playwrightsOwn() {
  try {
    return need('playwright').chromium.executablePath()
  } catch {
    return undefined
  }
}

/** A Chromium that starts: the system's, Playwright's, a fresh one of Playwright, the Debian package. */
export function findChromium() {
  const present = [
    process.env.AFTERCARE_CHROMIUM,
    ...usualNames.map(onPath),
    ...usualPlaces,
    playwrightsOwn(),
  ]
  const found = present.find(works)
  if (found) return found
  console.log('No Chromium found: trying to install one…')
  const isRoot = process.getuid?.() === 0
  const install = [script('playwright', 'cli.js'), 'install', ...(isRoot ? ['--with-deps'] : []), 'chromium']
  spawnSync(process.execPath, install, { stdio: 'ignore', timeout: 180_000 })
  if (works(playwrightsOwn())) return playwrightsOwn()
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return undefined
  const apt = (...args) =>
    spawnSync('apt-get', args, {
      stdio: 'ignore',
      timeout: 420_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  const packages = ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core']
  if (!apt(...packages)) {
    apt('update')
    apt(...packages)
  }
  return [onPath('chromium')].find(works)
}
